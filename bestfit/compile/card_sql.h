#pragma once

#include <functional>
#include <string>
#include <vector>

#include "bestfit/compile/layers.h"
#include "bestfit/compile/reading.h"
#include "bestfit/profile/profile.h"

namespace bestfit::compile {

// What a bin's column holds besides the number of the bin, from 1.
inline constexpr int kNotKnown = 0;
inline constexpr int kAnyOther = -1;

/// The card of each profile as steps of a query. What several profiles have in common (a bin, a
/// sum, a condition) is there once.
class CardSql {
 public:
  CardSql(const profile::ProfileFile& file, const Readings& readings, const Dialect& dialect);

  /// From values to the profile that scores a row best: bins, sums, verdicts, the best.
  [[nodiscard]] std::vector<Layer> layers() const;
  /// The columns that `bestfit score` adds.
  [[nodiscard]] Layer results() const;
  /// By profile and criterion, the column, quoted, that holds the bin of a row: its number from 1,
  /// kNotKnown or kAnyOther.
  [[nodiscard]] const std::vector<std::vector<std::string>>& bins() const { return bins_; }

 private:
  /// A column of a step that every profile has: its name in each, quoted.
  using Names = std::vector<std::string>;
  using Expression = std::function<std::string(std::size_t profile)>;

  Names add_of_each(Layer& layer, std::string_view word, const Expression& expression,
                    bool with_comment);
  std::string add_condition(const profile::Condition& condition, std::string_view word,
                            const Readings& readings);
  void add_bins(const Readings& readings);
  void add_sums();
  void add_verdicts();
  void add_best();
  [[nodiscard]] std::string points_sql(std::size_t profile) const;
  [[nodiscard]] std::string known_sql(std::size_t profile) const;
  [[nodiscard]] std::string verdict_sql(std::size_t profile) const;
  [[nodiscard]] std::string best_sql(const Names& worth) const;
  [[nodiscard]] std::string of_best(const Expression& of_profile) const;
  [[nodiscard]] std::string reasons_sql(std::size_t profile) const;
  [[nodiscard]] std::string refusals_sql() const;
  [[nodiscard]] std::string tier_sql(std::size_t profile) const;
  [[nodiscard]] std::string probability_sql(std::size_t profile) const;

  const profile::ProfileFile& file_;
  const Dialect& dialect_;
  std::vector<Layer> layers_;
  std::vector<Names> bins_;        // by profile and criterion
  std::vector<Names> conditions_;  // by profile: those that disqualify, then those required
  Names points_;
  Names known_;
  Names verdicts_;
  // Of the profile that fits best.
  std::string best_points_;
  std::string best_known_;
  std::string best_verdict_;
};

}  // namespace bestfit::compile
