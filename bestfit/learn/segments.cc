#include "bestfit/learn/segments.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "bestfit/base/text.h"
#include "bestfit/learn/describe.h"

namespace bestfit::learn {
namespace {

using profile::Condition;

/// The first and the last code of a condition on ordered codes.
struct Span {
  std::size_t first = 0;
  std::size_t last = 0;
};

Span span_of(const segment::Condition& condition) {
  Span span;
  for (std::size_t code = 1; code < condition.codes.size(); ++code) {
    if (!condition.codes[code]) continue;
    if (span.first == 0) span.first = code;
    span.last = code;
  }
  return span;
}

void match_range(const attribute::CodedAttribute& attribute, const segment::Condition& condition,
                 profile::Bin& match) {
  const Span span = span_of(condition);
  if (span.first > 1) match.from = attribute.cuts[span.first - 2];
  if (span.last <= attribute.cuts.size()) match.below = attribute.cuts[span.last - 1];
  match.label = range_label(attribute, match.from, match.below);
  if (attribute.kind != table::Kind::flag) return;
  match.values = {match.from ? "yes" : "no"};
  match.from.reset();
  match.below.reset();
}

void match_labels(const attribute::CodedAttribute& attribute, const segment::Condition& condition,
                  profile::Bin& match) {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < attribute.labels.size(); ++i) {
    if (!condition.codes[i + 1]) continue;
    names.push_back(attribute.labels[i]);
    const std::vector<std::string>& spellings = attribute.spellings[i];
    match.values.insert(match.values.end(), spellings.begin(), spellings.end());
  }
  match.label = list_label(names);
}

Condition condition_of(const attribute::CodedAttribute& attribute,
                       const segment::Condition& condition) {
  Condition out;
  out.attribute = attribute.name;
  out.column = attribute.column;
  out.kind = criterion_kind_of(attribute.kind);
  out.relative_to = attribute.relative_to;
  if (condition.member) {
    out.match.label = attribute.labels[*condition.member];
    out.match.values = {out.match.label};
  } else if (attribute.kind == table::Kind::category) {
    match_labels(attribute, condition, out.match);
  } else {
    match_range(attribute, condition, out.match);
  }
  return out;
}

/// "Account".
std::string sentence_case(std::string text) {
  if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') {
    text[0] = static_cast<char>(text[0] - 'a' + 'A');
  }
  return text;
}

std::string whole_percent(double share) { return fmt::format("{:.0f}%", 100.0 * share); }

/// "Healthcare companies with number of sites 3 or more".
std::string name_of(const std::vector<Condition>& conditions) {
  std::vector<std::string> others;
  std::string name = "Accounts";
  bool has_industry = false;
  for (const Condition& condition : conditions) {
    if (!has_industry && speaks_of_industry(condition.attribute)) {
      name = condition.match.label + " companies";
      has_industry = true;
    } else {
      others.push_back(words_of({condition}));
    }
  }
  return others.empty() ? name : name + " with " + base::join(others, " and ");
}

std::string narrative_of(const segment::Segments& found, const segment::Segment& one,
                         const std::vector<Condition>& conditions, const std::string& row) {
  std::string text = fmt::format(
      "{}s with {}: {} of all. Among {} {}s that nothing was searched in, {} match and {} of these "
      "are best ({}), {:.1f} times as often as the others ({:.1f} to {:.1f}",
      sentence_case(row), words_of(conditions), whole_percent(one.share),
      base::count_text(static_cast<std::size_t>(found.held.total)), row,
      base::count_text(static_cast<std::size_t>(one.held.total)),
      base::count_text(static_cast<std::size_t>(one.held.best)), whole_percent(one.held.rate()),
      one.lift.value, one.lift.low, one.lift.high);
  text += found.segments.size() > 1 ? ", for all profiles together)" : ")";
  text += fmt::format("; they are {} of the best", whole_percent(one.best_share));
  if (std::abs(one.value_share - one.best_share) > 0.005) {
    text += fmt::format(" and bring {} of what these are worth", whole_percent(one.value_share));
  }
  return text + fmt::format(". Searches in halves of the {}s find it again {} of the time.", row,
                            whole_percent(one.stability.reappears));
}

}  // namespace

std::vector<Condition> conditions_of(const attribute::Coded& coded, const segment::Rule& rule) {
  std::vector<Condition> out;
  for (const segment::Condition& condition : rule.conditions) {
    out.push_back(condition_of(coded.attributes[condition.attribute], condition));
  }
  return out;
}

std::string words_of(const std::vector<Condition>& conditions) {
  std::vector<std::string> parts;
  parts.reserve(conditions.size());
  for (const Condition& condition : conditions) {
    parts.push_back(in_sentence(condition.attribute) + " " + condition.match.label);
  }
  return base::join(parts, " and ");
}

std::optional<segment::Segments> find_kinds(const Prepared& prepared, const LearnOptions& options) {
  const outcome::Target target(prepared.counted.outcome);
  const bool plain = target.is_plain() && prepared.counted.best_each == prepared.counted.other_each;
  if (options.profiles_max < 2 || prepared.card.attributes.empty() || !plain) return std::nullopt;
  segment::SegmentOptions wanted;
  wanted.rules_max = options.profiles_max - 1;  // the main profile is one
  wanted.seed = options.seed;
  wanted.threads = options.threads;
  return segment::find_segments(prepared.coded, prepared.outcome.best, options.value, prepared.rows,
                                wanted);
}

void drop_what_is_main(const attribute::Coded& coded, const profile::Profile& main,
                       segment::Segments& found) {
  for (std::size_t i = found.segments.size(); i-- > 0;) {
    const segment::Rule rule = found.segments[i].rule;
    if (name_of(conditions_of(coded, rule)) != main.name) continue;
    const auto place = static_cast<std::ptrdiff_t>(i);
    found.segments.erase(found.segments.begin() + place);
    for (segment::Segment& other : found.segments) {
      other.overlap.erase(other.overlap.begin() + place);
    }
    found.unconfirmed.push_back({rule, "what the main profile says"});
  }
}

std::vector<profile::Profile> profiles_of(const attribute::Coded& coded,
                                          const segment::Segments& found,
                                          const profile::Profile& main,
                                          const LearnOptions& options) {
  std::vector<profile::Profile> profiles;
  profiles.reserve(found.segments.size());
  for (const segment::Segment& one : found.segments) {
    profile::Profile profile = main;
    profile.require = conditions_of(coded, one.rule);
    profile.name = name_of(profile.require);
    if (profile.evidence) {
      profile.evidence->rows = one.found.total + one.held.total;
      profile.evidence->best = one.found.best + one.held.best;
    }
    profile.narrative = narrative_of(found, one, profile.require, options.row);
    profiles.push_back(std::move(profile));
  }
  return profiles;
}

}  // namespace bestfit::learn
