#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "bestfit/profile/profile.h"
#include "bestfit/score/score.h"

namespace bestfit::score {

/// How a value falls into all bins that a profile file asks it for. Accounts with equal codes have
/// equal scores.
using Code = std::uint8_t;
/// The code of what is not known, in every question.
inline constexpr Code kCodeNotKnown = 0;

/// A value that profiles ask for: a column, or (dates) its age.
struct Question {
  std::string column;
  profile::CriterionKind kind = profile::CriterionKind::number;
  std::string relative_to;  // date: the column an age is counted to; may be empty

  bool operator==(const Question&) const = default;
};

/// A profile file in codes: what is asked of an account, the code of each answer, and the score of
/// each row of codes, which is the one that score() gives.
class Codebook {
 public:
  /// No value when codes are too narrow for the file: a column that is read as two kinds, or more
  /// than 255 different answers to a question.
  static std::optional<Codebook> of(const profile::ProfileFile& file);

  [[nodiscard]] const profile::ProfileFile& file() const { return file_; }
  [[nodiscard]] const std::vector<Question>& questions() const { return questions_; }
  /// Codes of a question are below this, at most 256.
  [[nodiscard]] std::size_t codes(std::size_t question) const {
    return answers_[question].outcomes.size();
  }

  /// Of a number, or of an age in days; NaN is not known.
  [[nodiscard]] Code of_number(std::size_t question, double value) const;
  /// Of the label of a category, or of "yes" and "no" of a flag.
  [[nodiscard]] Code of_label(std::size_t question, std::string_view label) const;
  /// Of the members of a set, each as base::fold gives it; none: not known.
  [[nodiscard]] Code of_members(std::size_t question, std::span<const std::string> folded) const;
  /// The values from which on a number has another code, increasing, and the codes below the first
  /// and from each of them on.
  [[nodiscard]] const std::vector<double>& cuts(std::size_t question) const {
    return answers_[question].cuts;
  }
  [[nodiscard]] const std::vector<Code>& cut_codes(std::size_t question) const {
    return answers_[question].cut_codes;
  }

  /// What a profile's list of conditions and criteria (in the order of score_matches) matched.
  ///   codes  one for each question
  [[nodiscard]] std::vector<std::int16_t> matched(std::size_t profile,
                                                  std::span<const Code> codes) const;
  /// The place in questions() of each condition and criterion of a profile, in that order.
  [[nodiscard]] const std::vector<std::size_t>& asked(std::size_t profile) const {
    return asked_[profile];
  }
  /// The account's score: that of its best profile.
  [[nodiscard]] Score score(std::span<const Code> codes) const;

 private:
  /// Bins that one condition or criterion asks a question for.
  using Bins = std::vector<profile::Bin>;
  struct Answers {
    std::vector<Bins> asked;                          // by every condition and criterion
    std::vector<std::vector<std::int16_t>> outcomes;  // by code: the bin matched in each of `asked`
    std::vector<double> cuts;                         // number, date
    std::vector<Code> cut_codes;
    std::map<std::string, Code, std::less<>> labels;  // flag, category: those that bins name
    Code other_label = kCodeNotKnown;
  };
  explicit Codebook(profile::ProfileFile file) : file_(std::move(file)) {}
  bool ask();
  bool answer(std::size_t question);
  static bool answer_numbers(Answers& answers);
  static bool answer_sets(Answers& answers);
  static bool answer_labels(Answers& answers);
  /// Gives an outcome its code, and notes it in cut_codes.
  static bool add(std::vector<std::int16_t> outcome, Answers& answers);
  void ask_one(const std::string& column, profile::CriterionKind kind,
               const std::string& relative_to, const Bins& bins, std::size_t profile);
  static std::optional<Code> code_of(std::vector<std::int16_t> outcome, Answers& answers);

  profile::ProfileFile file_;
  std::vector<Question> questions_;
  std::vector<Answers> answers_;
  std::vector<std::vector<std::size_t>> asked_;   // by profile: which question
  std::vector<std::vector<std::size_t>> places_;  // by profile: which of its answers.asked
};

}  // namespace bestfit::score
