#include "bestfit/score/fit_tables.h"

#include <algorithm>

#include "bestfit/base/error.h"
#include "bestfit/score/fit_kernels.h"
#include "bestfit/score/match.h"

namespace bestfit::score {
namespace {

/// One code of a question with all other questions not known.
std::vector<std::int16_t> matched_by(const Codebook& book, std::size_t profile,
                                     std::size_t question, Code code) {
  std::vector<Code> codes(book.questions().size(), kCodeNotKnown);
  codes[question] = code;
  return book.matched(profile, codes);
}

int points_of_bin(const profile::Criterion& criterion, std::int16_t bin) {
  if (bin == kNotKnown) return criterion.missing.points;
  return bin == kNoBin ? 0 : criterion.bins[static_cast<std::size_t>(bin)].points;
}

/// The mark of the first condition that keeps out an account that matched so, of those that ask the
/// question.
std::uint8_t mark_of(const Codebook& book, std::size_t profile, std::size_t question,
                     const std::vector<std::int16_t>& matched) {
  const profile::Profile& card = book.file().profiles[profile];
  const std::size_t conditions = card.disqualify.size() + card.require.size();
  for (std::size_t i = 0; i < conditions; ++i) {
    if (book.asked(profile)[i] != question) continue;
    const bool disqualifies = i < card.disqualify.size();
    if (disqualifies ? matched[i] < 0 : matched[i] >= 0) continue;
    const bool insufficient = !disqualifies && matched[i] == kNotKnown;
    return static_cast<std::uint8_t>(2 * i + (insufficient ? 1 : 0));
  }
  return kNoMark;
}

}  // namespace

std::optional<FitTables> FitTables::of(const Codebook& book) {
  FitTables tables;
  for (std::size_t profile = 0; profile < book.file().profiles.size(); ++profile) {
    if (!tables.add_profile(book, profile)) return std::nullopt;
  }
  return tables;
}

int FitTables::fill(const Codebook& book, std::size_t profile, Column& column) {
  const profile::Profile& card = book.file().profiles[profile];
  const std::vector<std::size_t>& asked = book.asked(profile);
  const std::size_t conditions = card.disqualify.size() + card.require.size();
  int most = 0;
  for (std::size_t code = 0; code < book.codes(column.question); ++code) {
    const auto matched = matched_by(book, profile, column.question, static_cast<Code>(code));
    column.marks.at(code) = mark_of(book, profile, column.question, matched);
    int points = 0;
    for (std::size_t i = conditions; i < asked.size(); ++i) {
      if (asked[i] != column.question) continue;
      points += points_of_bin(card.score[i - conditions], matched[i]);
    }
    column.points.at(code) = static_cast<std::uint8_t>(points);
    most = std::max(most, points);
  }
  return most;
}

bool FitTables::add_profile(const Codebook& book, std::size_t profile) {
  const profile::Profile& card = book.file().profiles[profile];
  const std::vector<std::size_t>& asked = book.asked(profile);
  const std::size_t conditions = card.disqualify.size() + card.require.size();
  if (2 * conditions > kNoMark) return false;
  int known_always = 0;
  int most = 0;
  Tables& tables = profiles_.emplace_back();
  for (std::size_t question = 0; question < book.questions().size(); ++question) {
    if (std::find(asked.begin(), asked.end(), question) == asked.end()) continue;
    Column column{.question = question, .pieces = (book.codes(question) + 15) / 16};
    int known = 0;
    const int points = fill(book, profile, column);
    for (std::size_t i = 0; i < asked.size(); ++i) {
      if (asked[i] != question) continue;
      column.has_marks = column.has_marks || i < conditions;
      if (i < conditions) continue;
      const profile::Criterion& criterion = card.score[i - conditions];
      (criterion.missing_says_something ? known_always : known) += profile::points_max(criterion);
    }
    column.known = static_cast<std::uint8_t>(known);
    most += std::max(known, points);
    tables.columns.push_back(column);
  }
  tables.known_always = static_cast<std::uint8_t>(known_always);
  tables.known_min = static_cast<std::uint8_t>(std::clamp(card.known_min, 0, 255));
  return most + known_always + kFitNoPoints <= 255;
}

void FitTables::look_up(std::span<const Code* const> codes, base::Instructions instructions,
                        std::span<Fit> fits) const {
  std::fill(fits.begin(), fits.end(), kFitDisqualified);
  for (const Tables& tables : profiles_) {
    FitKernels(tables, codes).run(instructions, fits);
  }
}

}  // namespace bestfit::score
