#include "bestfit/compile/card_sql.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "bestfit/base/text.h"
#include "bestfit/score/score.h"

namespace bestfit::compile {
namespace {

using profile::Bin;
using profile::Condition;
using profile::Criterion;
using profile::Profile;
using profile::ProfileFile;

/// What a verdict's column holds: 0 scored, N or -N for what condition N says (disqualified, or not
/// known where required), this for too few points known.
constexpr int kTooLittle = -100;

std::string points_comment(const std::string& label, int points) {
  return fmt::format("  -- {}: {} point{}\n", comment_text(label), points, points == 1 ? "" : "s");
}

/// Which bin a value is in: the first that matches. Those that ask for something come before the
/// question whether the value is known, as they are never true of one that is not.
std::string bin_sql(const Criterion& criterion, const Readings& readings) {
  const Reading& reading = readings.of(criterion.column, criterion.kind, criterion.relative_to);
  std::string out = "CASE\n";
  int other = kAnyOther;
  std::string other_label = "any other";
  int other_points = 0;
  for (std::size_t i = 0; i < criterion.bins.size() && other == kAnyOther; ++i) {
    const Bin& bin = criterion.bins[i];
    const int number = static_cast<int>(i) + 1;
    if (profile::names_no_part(bin)) {
      other = number;
      other_label = bin.label;
      other_points = bin.points;
    } else {
      out += fmt::format("  WHEN {} THEN {}", readings.matches(reading, bin), number) +
             points_comment(bin.label, bin.points);
    }
  }
  out += fmt::format("  WHEN {} IS NULL THEN {}", reading.value_sql, kNotKnown) +
         points_comment(criterion.missing.label, criterion.missing.points);
  out += fmt::format("  ELSE {}", other) + points_comment(other_label, other_points);
  return out + "END";
}

/// Points by bin; bins without points are left to ELSE.
std::string points_of_bin(const Criterion& criterion, const std::string& bin) {
  std::string cases;
  const auto add = [&](int number, int points) {
    if (points != 0) cases += fmt::format(" WHEN {} THEN {}", number, points);
  };
  add(kNotKnown, criterion.missing.points);
  for (std::size_t i = 0; i < criterion.bins.size(); ++i) {
    add(static_cast<int>(i) + 1, criterion.bins[i].points);
  }
  return cases.empty() ? "0" : fmt::format("CASE {}{} ELSE 0 END", bin, cases);
}

std::string known_of_bin(const Criterion& criterion, const std::string& bin) {
  const int most = profile::points_max(criterion);
  if (criterion.missing_says_something || most == 0) return std::to_string(most);
  return fmt::format("CASE WHEN {} <> {} THEN {} ELSE 0 END", bin, kNotKnown, most);
}

/// What a condition's column holds: 1 it holds, 0 the value is not known, -1 it does not hold.
std::string condition_sql(const Condition& condition, const Readings& readings) {
  const Reading& reading = readings.of(condition.column, condition.kind, condition.relative_to);
  if (profile::names_no_part(condition.match)) {
    return fmt::format("CASE WHEN {} IS NULL THEN 0 ELSE 1 END", reading.value_sql);
  }
  return fmt::format("CASE\n  WHEN {} THEN 1\n  WHEN {} IS NULL THEN 0\n  ELSE -1\nEND",
                     readings.matches(reading, condition.match), reading.value_sql);
}

std::string null_of(const std::string& type) { return fmt::format("CAST(NULL AS {})", type); }

/// The name of the column with such an expression; it is added where there is none.
std::string named_once(Layer& layer, Named column) {
  const auto same =
      std::find_if(layer.columns.begin(), layer.columns.end(),
                   [&](const Named& other) { return other.expression == column.expression; });
  if (same != layer.columns.end()) return same->name;
  layer.columns.push_back(std::move(column));
  return layer.columns.back().name;
}

}  // namespace

CardSql::CardSql(const ProfileFile& file, const Readings& readings, const Dialect& dialect)
    : file_(file), dialect_(dialect) {
  add_bins(readings);
  add_sums();
  add_verdicts();
  best_points_ = points_.front();
  best_known_ = known_.front();
  best_verdict_ = verdicts_.front();
  if (file_.profiles.size() > 1) add_best();
}

std::vector<Layer> CardSql::layers() const { return layers_; }

/// Adds the expressions of the profiles, equal ones once: card_points where all are, else
/// card_points_1, ….
CardSql::Names CardSql::add_of_each(Layer& layer, std::string_view word,
                                    const Expression& expression, bool with_comment) {
  std::vector<std::string> expressions;
  for (std::size_t p = 0; p < file_.profiles.size(); ++p) expressions.push_back(expression(p));
  const bool all_one = std::set<std::string>(expressions.begin(), expressions.end()).size() == 1;
  Names names;
  for (std::size_t p = 0; p < expressions.size(); ++p) {
    const std::string own = all_one ? std::string(word) : fmt::format("{}_{}", word, p + 1);
    const std::string comment = with_comment && !all_one ? file_.profiles[p].name : "";
    names.push_back(dialect_.name(
        named_once(layer, {.expression = expressions[p], .name = own, .comment = comment})));
  }
  return names;
}

std::string CardSql::add_condition(const Condition& condition, std::string_view word,
                                   const Readings& readings) {
  Layer& layer = layers_.back();
  return dialect_.name(named_once(
      layer,
      {.expression = condition_sql(condition, readings),
       .name = fmt::format("condition_{}_{}", layer.columns.size() + 1, slug(condition.column)),
       .comment = fmt::format("{}: {} {}", word, condition.attribute, condition.match.label)}));
}

void CardSql::add_bins(const Readings& readings) {
  layers_.push_back({.name = "binned",
                     .comment = fmt::format("which bin of the card each value is in; {} is not "
                                            "known, {} any other",
                                            kNotKnown, kAnyOther),
                     .columns = {},
                     .used_often = true});
  Layer& layer = layers_.back();
  for (const Profile& profile : file_.profiles) {
    Names& conditions = conditions_.emplace_back();
    for (const Condition& condition : profile.disqualify) {
      conditions.push_back(add_condition(condition, "disqualifies", readings));
    }
    for (const Condition& condition : profile.require) {
      conditions.push_back(add_condition(condition, "required", readings));
    }
    Names& bins = bins_.emplace_back();
    for (const Criterion& criterion : profile.score) {
      bins.push_back(dialect_.name(named_once(
          layer,
          {.expression = bin_sql(criterion, readings),
           .name = fmt::format("bin_{}_{}", layer.columns.size() + 1, slug(criterion.column)),
           .comment = fmt::format("{}: at most {} points", criterion.attribute,
                                  profile::points_max(criterion))})));
    }
  }
}

std::string CardSql::points_sql(std::size_t profile) const {
  const auto& criteria = file_.profiles[profile].score;
  std::vector<std::string> points;
  for (std::size_t i = 0; i < criteria.size(); ++i) {
    points.push_back(points_of_bin(criteria[i], bins_[profile][i]));
  }
  return base::join(points, "\n  + ");
}

std::string CardSql::known_sql(std::size_t profile) const {
  const auto& criteria = file_.profiles[profile].score;
  std::vector<std::string> known;
  for (std::size_t i = 0; i < criteria.size(); ++i) {
    known.push_back(known_of_bin(criteria[i], bins_[profile][i]));
  }
  return base::join(known, "\n  + ");
}

void CardSql::add_sums() {
  layers_.push_back({.name = "summed",
                     .comment = "points, and the points of the attributes that are known",
                     .columns = {}});
  Layer& layer = layers_.back();
  points_ = add_of_each(
      layer, "card_points", [&](std::size_t p) { return points_sql(p); }, true);
  known_ = add_of_each(
      layer, "card_known", [&](std::size_t p) { return known_sql(p); }, false);
}

std::string CardSql::verdict_sql(std::size_t profile) const {
  const Profile& asked = file_.profiles[profile];
  std::string out = "CASE\n";
  std::size_t number = 0;
  const auto add = [&](const Condition& condition, int outcome, bool not_known) {
    out += fmt::format("  WHEN {} = {} THEN {}{}  -- {}: {}\n", conditions_[profile][number - 1],
                       outcome, not_known ? "-" : "", number,
                       not_known ? "required and not known" : "disqualified",
                       comment_text(condition.attribute));
  };
  for (const Condition& condition : asked.disqualify) {
    ++number;
    add(condition, 1, false);
  }
  for (const Condition& condition : asked.require) {
    ++number;
    add(condition, 0, true);
    if (!profile::names_no_part(condition.match)) add(condition, -1, false);
  }
  out += fmt::format("  WHEN {} < {} THEN {}  -- too little is known\n", known_[profile],
                     asked.known_min, kTooLittle);
  return out + "  ELSE 0\nEND";
}

void CardSql::add_verdicts() {
  layers_.push_back({.name = "judged",
                     .comment = "0 where a row is scored, else what keeps it from that",
                     .columns = {}});
  verdicts_ = add_of_each(
      layers_.back(), "verdict", [&](std::size_t p) { return verdict_sql(p); }, true);
}

/// Scored beats too little data, which beats disqualified; then more points; then the earlier one.
std::string CardSql::best_sql(const Names& worth) const {
  std::string out = "CASE\n";
  for (std::size_t p = 0; p + 1 < worth.size(); ++p) {
    std::vector<std::string> parts;
    for (std::size_t other = p + 1; other < worth.size(); ++other) {
      parts.push_back(fmt::format("{} >= {}", worth[p], worth[other]));
    }
    out += fmt::format("  WHEN {} THEN {}\n", base::join(parts, " AND "), p + 1);
  }
  return out + fmt::format("  ELSE {}\nEND", worth.size());
}

void CardSql::add_best() {
  layers_.push_back({.name = "weighed",
                     .comment = "scored before too little data before disqualified, then points",
                     .columns = {}});
  const auto worth_sql = [&](std::size_t p) {
    return fmt::format("CASE WHEN {0} = 0 THEN 2000 + {1} WHEN {0} < 0 THEN 1000 ELSE 0 END",
                       verdicts_[p], points_[p]);
  };
  const Names worth = add_of_each(layers_.back(), "worth", worth_sql, false);
  layers_.push_back(
      {.name = "chosen",
       .comment = "the profile that fits best",
       .columns = {{.expression = best_sql(worth), .name = "best_profile", .comment = {}}}});
  Layer best{.name = "fitted", .comment = "its points and verdict", .columns = {}};
  const auto add = [&](const Names& names, const char* word) {
    std::string sql = of_best([&](std::size_t p) { return names[p]; });
    if (sql == names.front()) return sql;
    best.columns.push_back({.expression = sql, .name = word, .comment = {}});
    return dialect_.name(word);
  };
  best_points_ = add(points_, "best_points");
  best_known_ = add(known_, "best_known");
  best_verdict_ = add(verdicts_, "best_verdict");
  if (!best.columns.empty()) layers_.push_back(best);
}

/// One expression for each profile, chosen by the best one; one where they are all the same.
std::string CardSql::of_best(const Expression& of_profile) const {
  std::string out = "CASE\n";
  bool all_one = true;
  for (std::size_t p = 0; p < file_.profiles.size(); ++p) {
    const std::string sql = of_profile(p);
    all_one = all_one && sql == of_profile(0);
    out += fmt::format("  WHEN best_profile = {} THEN {}\n", p + 1, sql);
  }
  return all_one ? of_profile(0) : out + "END";
}

std::string CardSql::reasons_sql(std::size_t index) const {
  struct Line {
    int points = 0;
    std::string sql;
  };
  const Profile& profile = file_.profiles[index];
  std::vector<Line> lines;
  for (std::size_t i = 0; i < profile.score.size(); ++i) {
    const Criterion& criterion = profile.score[i];
    const auto add = [&](int number, const std::string& label, int points) {
      if (points == 0) return;
      const std::string text = fmt::format("; {} {} +{}", criterion.attribute, label, points);
      lines.push_back({.points = points,
                       .sql = fmt::format("CASE WHEN {} = {} THEN {} ELSE '' END", bins_[index][i],
                                          number, dialect_.literal(text))});
    };
    add(kNotKnown, criterion.missing.label, criterion.missing.points);
    for (std::size_t b = 0; b < criterion.bins.size(); ++b) {
      add(static_cast<int>(b) + 1, criterion.bins[b].label, criterion.bins[b].points);
    }
  }
  std::stable_sort(lines.begin(), lines.end(),
                   [](const Line& a, const Line& b) { return a.points > b.points; });
  std::vector<std::string> texts;
  texts.reserve(lines.size());
  for (const Line& line : lines) texts.push_back(line.sql);
  if (texts.empty()) return "''";
  return dialect_.from_third_letter("(" + dialect_.joined(texts) + ")");
}

/// Why a row has no score, in the engine's own words: the cases after those of scored rows.
std::string CardSql::refusals_sql() const {
  std::string out;
  for (std::size_t p = 0; p < file_.profiles.size(); ++p) {
    const Profile& profile = file_.profiles[p];
    const std::string mine =
        file_.profiles.size() == 1 ? "" : fmt::format("best_profile = {} AND ", p + 1);
    const auto add = [&](score::Status status, std::size_t condition, int verdict) {
      score::Score score;
      score.status = status;
      score.profile = static_cast<int>(p);
      score.condition = static_cast<std::int16_t>(condition);
      out += fmt::format("  WHEN {}{} = {} THEN {}\n", mine, best_verdict_, verdict,
                         dialect_.literal(score::status_reason(file_, score)));
    };
    const std::size_t all = profile.disqualify.size() + profile.require.size();
    for (std::size_t i = 0; i < all; ++i) {
      const int number = static_cast<int>(i) + 1;
      add(score::Status::disqualified, i, number);
      if (i >= profile.disqualify.size()) add(score::Status::insufficient_data, i, -number);
    }
  }
  return out;
}

/// A list of steps from below: the last that applies wins, so they are asked from above.
std::string CardSql::probability_sql(std::size_t index) const {
  const Profile& profile = file_.profiles[index];
  if (profile.calibration.empty()) return null_of(dialect_.double_type());
  std::string out = fmt::format("CASE\n  WHEN {} <> 0 THEN NULL\n", best_verdict_);
  for (auto step = profile.calibration.rbegin(); step != profile.calibration.rend(); ++step) {
    out += fmt::format("  WHEN {} >= {} THEN {}\n", best_points_, step->from,
                       dialect_.number(step->probability));
  }
  return out + "END";
}

std::string CardSql::tier_sql(std::size_t index) const {
  const Profile& profile = file_.profiles[index];
  if (profile.tiers.empty()) return null_of(dialect_.text_type());
  std::string out = fmt::format("CASE\n  WHEN {} <> 0 THEN NULL\n", best_verdict_);
  for (const profile::Tier& tier : profile.tiers) {
    out += fmt::format("  WHEN {} >= {} THEN {}\n", best_points_, tier.from,
                       dialect_.literal(tier.name));
  }
  return out + "END";
}

Layer CardSql::results() const {
  Layer layer{.name = {}, .comment = "what bestfit score adds", .columns = {}};
  const auto add = [&](const std::string& name, const std::string& expression) {
    layer.columns.push_back({.expression = expression, .name = name, .comment = {}});
  };
  const auto name_of = [&](std::size_t p) { return dialect_.literal(file_.profiles[p].name); };
  const auto little = [&](std::size_t p) {
    return dialect_.joined({dialect_.literal("attributes worth "), dialect_.cell(best_known_),
                            dialect_.literal(fmt::format(" of 100 points are known, {} are needed",
                                                         file_.profiles[p].known_min))});
  };
  add("icp_score", fmt::format("CASE WHEN {} = 0 THEN {} END", best_verdict_, best_points_));
  add("icp_tier", of_best([&](std::size_t p) { return tier_sql(p); }));
  add("icp_status",
      fmt::format("CASE WHEN {0} = 0 THEN 'scored' WHEN {0} < 0 THEN 'insufficient_data' ELSE "
                  "'disqualified' END",
                  best_verdict_));
  add("icp_profile", fmt::format("CASE WHEN {} = 0 THEN {} END", best_verdict_, of_best(name_of)));
  add("icp_probability", of_best([&](std::size_t p) { return probability_sql(p); }));
  add("icp_reasons", fmt::format("CASE\n  WHEN {} = 0 THEN {}\n{}  ELSE {}\nEND", best_verdict_,
                                 of_best([&](std::size_t p) { return reasons_sql(p); }),
                                 refusals_sql(), of_best(little)));
  add("icp_version",
      file_.version.empty() ? null_of(dialect_.text_type()) : dialect_.literal(file_.version));
  return layer;
}

}  // namespace bestfit::compile
