#include "bestfit/score/codebook.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "bestfit/base/text.h"
#include "bestfit/score/match.h"

namespace bestfit::score {
namespace {

using profile::Bin;
using profile::CriterionKind;

constexpr std::size_t kCodesMax = 256;

bool in_range(const Bin& bin, double value) {
  return (!bin.from || value >= *bin.from) && (!bin.below || value < *bin.below);
}

bool names(const Bin& bin, std::string_view folded) {
  return bin.values.empty() ||
         std::any_of(bin.values.begin(), bin.values.end(),
                     [&](const std::string& value) { return base::fold(value) == folded; });
}

bool all_members(const Bin& bin, std::span<const std::string> folded) {
  return std::all_of(bin.values.begin(), bin.values.end(), [&](const std::string& value) {
    return std::find(folded.begin(), folded.end(), base::fold(value)) != folded.end();
  });
}

template <typename Matches>
std::int16_t first_bin(const std::vector<Bin>& bins, Matches matches) {
  const auto found = std::find_if(bins.begin(), bins.end(), matches);
  return found == bins.end() ? kNoBin : static_cast<std::int16_t>(found - bins.begin());
}

/// What a value matches in each list of bins.
template <typename Matches>
std::vector<std::int16_t> outcome_of(const std::vector<std::vector<Bin>>& asked, Matches matches) {
  std::vector<std::int16_t> outcome;
  outcome.reserve(asked.size());
  for (const std::vector<Bin>& bins : asked) outcome.push_back(first_bin(bins, matches));
  return outcome;
}

}  // namespace

std::optional<Codebook> Codebook::of(const profile::ProfileFile& file) {
  Codebook book(file);
  if (!book.ask()) return std::nullopt;
  for (std::size_t question = 0; question < book.questions_.size(); ++question) {
    if (!book.answer(question)) return std::nullopt;
  }
  return book;
}

void Codebook::ask_one(const std::string& column, CriterionKind kind,
                       const std::string& relative_to, const Bins& bins, std::size_t profile) {
  const bool is_date = kind == CriterionKind::date;
  const Question question{
      .column = column, .kind = kind, .relative_to = is_date ? relative_to : ""};
  const auto found = std::find(questions_.begin(), questions_.end(), question);
  const auto place = static_cast<std::size_t>(found - questions_.begin());
  if (found == questions_.end()) {
    questions_.push_back(question);
    answers_.emplace_back();
  }
  asked_[profile].push_back(place);
  places_[profile].push_back(answers_[place].asked.size());
  answers_[place].asked.push_back(bins);
}

/// False when a column is read as two kinds.
bool Codebook::ask() {
  asked_.resize(file_.profiles.size());
  places_.resize(file_.profiles.size());
  for (std::size_t i = 0; i < file_.profiles.size(); ++i) {
    const profile::Profile& profile = file_.profiles[i];
    for (const auto* conditions : {&profile.disqualify, &profile.require}) {
      for (const profile::Condition& condition : *conditions) {
        ask_one(condition.column, condition.kind, condition.relative_to, {condition.match}, i);
      }
    }
    for (const profile::Criterion& criterion : profile.score) {
      ask_one(criterion.column, criterion.kind, criterion.relative_to, criterion.bins, i);
    }
  }
  std::map<std::string, CriterionKind> kinds;
  const auto agrees = [&](const std::string& column, CriterionKind kind) {
    return column.empty() || kinds.try_emplace(column, kind).first->second == kind;
  };
  return std::all_of(questions_.begin(), questions_.end(), [&](const Question& question) {
    return agrees(question.column, question.kind) &&
           agrees(question.relative_to, CriterionKind::date);
  });
}

std::optional<Code> Codebook::code_of(std::vector<std::int16_t> outcome, Answers& answers) {
  auto& outcomes = answers.outcomes;
  const auto found = std::find(outcomes.begin() + 1, outcomes.end(), outcome);
  const auto code = static_cast<std::size_t>(found - outcomes.begin());
  if (code >= kCodesMax) return std::nullopt;
  if (found == outcomes.end()) outcomes.push_back(std::move(outcome));
  return static_cast<Code>(code);
}

bool Codebook::add(std::vector<std::int16_t> outcome, Answers& answers) {
  const auto code = code_of(std::move(outcome), answers);
  if (code) answers.cut_codes.push_back(*code);
  return code.has_value();
}

/// Gives each answer that there can be its code; false when there are too many.
bool Codebook::answer(std::size_t question) {
  Answers& answers = answers_[question];
  answers.outcomes = {std::vector<std::int16_t>(answers.asked.size(), kNotKnown)};
  switch (questions_[question].kind) {
    case CriterionKind::number:
    case CriterionKind::date: return answer_numbers(answers);
    case CriterionKind::set: return answer_sets(answers);
    case CriterionKind::flag:
    case CriterionKind::category: break;
  }
  return answer_labels(answers);
}

bool Codebook::answer_numbers(Answers& answers) {
  const auto note = [&](const std::optional<double>& cut) {
    if (cut) answers.cuts.push_back(*cut);
  };
  for (const Bins& bins : answers.asked) {
    for (const Bin& bin : bins) {
      note(bin.from);
      note(bin.below);
    }
  }
  std::sort(answers.cuts.begin(), answers.cuts.end());
  answers.cuts.erase(std::unique(answers.cuts.begin(), answers.cuts.end()), answers.cuts.end());
  const auto add_value = [&](double value) {
    return add(outcome_of(answers.asked, [&](const Bin& bin) { return in_range(bin, value); }),
               answers);
  };
  return add_value(-std::numeric_limits<double>::infinity()) &&
         std::all_of(answers.cuts.begin(), answers.cuts.end(), add_value);
}

/// A set may fall into any bin of one list and any bin of another.
bool Codebook::answer_sets(Answers& answers) {
  std::vector<std::vector<std::int16_t>> outcomes = {{}};
  for (const Bins& bins : answers.asked) {
    std::vector<std::vector<std::int16_t>> longer;
    if (outcomes.size() * (bins.size() + 1) >= kCodesMax) return false;
    for (const auto& outcome : outcomes) {
      for (std::size_t bin = 0; bin <= bins.size(); ++bin) {
        longer.push_back(outcome);
        longer.back().push_back(bin == bins.size() ? kNoBin : static_cast<std::int16_t>(bin));
      }
    }
    outcomes = std::move(longer);
  }
  return std::all_of(outcomes.begin(), outcomes.end(),
                     [&](const auto& outcome) { return add(outcome, answers); });
}

bool Codebook::answer_labels(Answers& answers) {
  std::vector<std::string> values;
  for (const Bins& bins : answers.asked) {
    for (const Bin& bin : bins) values.insert(values.end(), bin.values.begin(), bin.values.end());
  }
  for (const std::string& value : values) {
    const std::string folded = base::fold(value);
    const auto outcome =
        outcome_of(answers.asked, [&](const Bin& bin) { return names(bin, folded); });
    if (!add(outcome, answers)) return false;
    answers.labels.emplace(folded, answers.cut_codes.back());
  }
  const auto is_open = [](const Bin& bin) { return bin.values.empty(); };
  if (!add(outcome_of(answers.asked, is_open), answers)) return false;
  answers.other_label = answers.cut_codes.back();
  return true;
}

Code Codebook::of_number(std::size_t question, double value) const {
  if (std::isnan(value)) return kCodeNotKnown;
  const Answers& answers = answers_[question];
  const auto above = std::upper_bound(answers.cuts.begin(), answers.cuts.end(), value);
  return answers.cut_codes[static_cast<std::size_t>(above - answers.cuts.begin())];
}

Code Codebook::of_label(std::size_t question, std::string_view label) const {
  const Answers& answers = answers_[question];
  const auto found = answers.labels.find(base::fold(label));
  return found == answers.labels.end() ? answers.other_label : found->second;
}

Code Codebook::of_members(std::size_t question, std::span<const std::string> folded) const {
  if (folded.empty()) return kCodeNotKnown;
  const Answers& answers = answers_[question];
  const auto outcome =
      outcome_of(answers.asked, [&](const Bin& bin) { return all_members(bin, folded); });
  const auto found = std::find(answers.outcomes.begin() + 1, answers.outcomes.end(), outcome);
  return static_cast<Code>(found - answers.outcomes.begin());
}

std::vector<std::int16_t> Codebook::matched(std::size_t profile,
                                            std::span<const Code> codes) const {
  const std::vector<std::size_t>& asked = asked_[profile];
  std::vector<std::int16_t> matched(asked.size());
  for (std::size_t i = 0; i < asked.size(); ++i) {
    const Answers& answers = answers_[asked[i]];
    matched[i] = answers.outcomes[codes[asked[i]]][places_[profile][i]];
  }
  return matched;
}

Score Codebook::score(std::span<const Code> codes) const {
  Score best;
  for (std::size_t i = 0; i < file_.profiles.size(); ++i) {
    const Score scored = score_matches(file_.profiles[i], static_cast<int>(i), matched(i, codes));
    if (i == 0 || better(scored, best)) best = scored;
  }
  return best;
}

}  // namespace bestfit::score
