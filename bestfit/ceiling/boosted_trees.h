#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace bestfit::ceiling {

/// Rows of features, one row after the other; NaN is "not known".
struct FeatureTable {
  std::vector<float> cells;     // rows x features
  std::vector<float> weight;    // one a row: for how much it counts; empty: once
  std::vector<bool> is_number;  // by feature; else its cells are numbers of categories, from 0

  [[nodiscard]] std::size_t features() const { return is_number.size(); }
  [[nodiscard]] std::size_t rows() const { return cells.size() / features(); }
};

/// How trees are grown. The same values for every data set: nothing is tuned to one.
struct TreeOptions {
  int rounds_max = 300;
  int patience = 20;  // rounds without a better log loss on rows not grown on, after which to stop
  int depth = 4;
  double learning_rate = 0.1;
  double share = 0.8;  // of the rows for each tree, and of the features
  std::uint64_t seed = 1;
};

/// Gradient-boosted trees for an outcome of two kinds, by XGBoost on one thread.
///   source  Chen and Guestrin 2016, KDD, 785-794
class BoostedTrees {
 public:
  /// Grows trees until the log loss on `watched` stops falling.
  ///   best  one for each row: 1 or 0, or the part of it that is best
  ///   throws  std::runtime_error with the library's words
  static int rounds_needed(const FeatureTable& grown_on, std::span<const float> best,
                           const FeatureTable& watched, std::span<const float> watched_best,
                           const TreeOptions& options);

  /// Grows `rounds` trees.
  BoostedTrees(const FeatureTable& table, std::span<const float> best, int rounds,
               const TreeOptions& options);
  BoostedTrees(const BoostedTrees&) = delete;
  BoostedTrees& operator=(const BoostedTrees&) = delete;
  ~BoostedTrees();

  /// Log odds of the outcome, one a row.
  [[nodiscard]] std::vector<double> log_odds(const FeatureTable& table) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace bestfit::ceiling
