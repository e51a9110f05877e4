#include "bestfit/card/smooth.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "bestfit/base/error.h"
#include "bestfit/card/matrix.h"

namespace bestfit::card {
namespace {

constexpr double kEnough = 1e-3;     // largest change of log odds, weighted, that ends it
constexpr double kStepMost = 2.0;    // of log odds in one step, so that separable data stay tame
constexpr double kPrecision = 2.0;   // of differences, before anything is known of them
constexpr double kPriorCount = 2.0;  // differences that this is worth
constexpr double kSpread = 0.5;      // of a whole attribute's effect (variance), to start pooling
constexpr double kLabelTies = 6.0;   // a random walk of variance 1 is 1/6 away from its mean
constexpr double kLevelRidge =
    0.2;  // holds the level of an attribute, which has no data of its own

/// Gradient and curvature of the log-likelihood by code.
struct Slopes {
  std::array<double, 256> gradient{};
  std::array<double, 256> curvature{};
};

/// One attribute: its effect and how tightly its codes are held.
class Block {
 public:
  Block(const CodeColumn& column, bool pooled) : column_(column), pooled_(pooled) {
    check(column.levels < 256 && column.log_odds.size() == column.levels + 1,
          "smooth: log odds for each code");
    check(column.prior.empty() || column.prior.size() == column.levels + 1,
          "smooth: a prior for each code");
    effect_.log_odds = column.log_odds;
    effect_.information.assign(column.levels + 1, 0.0);
    std::array<bool, 256> occurs{};
    for (const std::uint8_t code : column.codes) occurs[code] = true;
    for (std::size_t code = 0; code <= column.levels; ++code) {
      if (occurs[code]) seen_.push_back(code);
    }
    tie_codes();
  }

  void add_to(std::vector<double>& log_odds) const {
    for (std::size_t row = 0; row < log_odds.size(); ++row) {
      log_odds[row] += effect_.log_odds[column_.codes[row]];
    }
  }

  /// One Newton step given the other attributes, and a new precision.
  ///   returns  the largest change, each code weighted by its share of the information
  double step(std::span<const outcome::Mass> rows, std::vector<double>& log_odds) {
    const Slopes slopes = slopes_of(rows, log_odds);
    double all = 0.0;
    double level = 0.0;
    for (const std::size_t code : seen_) {
      effect_.information[code] = slopes.curvature[code];
      all += slopes.curvature[code];
      level += slopes.curvature[code] * own(code);
    }
    if (seen_.size() < 2 || all <= 0.0) return 0.0;
    level /= all;
    Matrix factor(seen_.size());
    std::vector<double> change(seen_.size());
    for (std::size_t i = 0; i < seen_.size(); ++i) {
      const double off = own(seen_[i]) - level;
      factor.at(i, i) = slopes.curvature[seen_[i]] + kLevelRidge;
      change[i] = slopes.gradient[seen_[i]] - kLevelRidge * off;
    }
    hold(level, factor, change);
    factor.factor();
    factor.solve(change);
    double largest = 0.0;
    std::array<double, 256> by_code{};
    for (std::size_t i = 0; i < seen_.size(); ++i) {
      const double move = std::clamp(change[i], -kStepMost, kStepMost);
      by_code[seen_[i]] = move;
      effect_.log_odds[seen_[i]] += move;
      largest = std::max(largest, std::abs(move) * slopes.curvature[seen_[i]] / all);
    }
    for (std::size_t row = 0; row < log_odds.size(); ++row) {
      log_odds[row] += by_code[column_.codes[row]];
    }
    sum_squares(level, factor);
    return largest;
  }

  /// EM: the precision that this attribute's own differences show.
  void learn_precision() {
    precision_ = (ties() + kPriorCount) / (squares_ + kPriorCount / kPrecision);
  }

  /// The same with `count` differences of an attribute whose whole effect has this variance.
  void learn_precision(double count, double spread) {
    precision_ = (ties() + count) / (squares_ + count * spread);
  }

  /// To a whole effect of this variance.
  void hold_to(double spread) { precision_ = 1.0 / spread; }

  [[nodiscard]] double ties() const { return static_cast<double>(ties_.size()); }
  [[nodiscard]] double squares() const { return squares_; }

  [[nodiscard]] Effect effect() && {
    if (column_.order.ordered) fill_gaps();
    return std::move(effect_);
  }

 private:
  /// A pair of codes held together, or (both the same) a code held to the level.
  struct Tie {
    std::size_t a = 0;  // indices into seen_
    std::size_t b = 0;
    double weight = 1.0;  // of the precision
  };

  /// What the effect has of its own, beside the prior.
  [[nodiscard]] double own(std::size_t code) const {
    return effect_.log_odds[code] - (column_.prior.empty() ? 0.0 : column_.prior[code]);
  }

  /// The first of the codes that occur which is neither "not known" nor special.
  [[nodiscard]] std::size_t first_usual() const {
    const auto usual = std::find_if(seen_.begin(), seen_.end(), [&](std::size_t code) {
      return code > column_.order.specials;
    });
    return static_cast<std::size_t>(usual - seen_.begin());
  }

  /// Codes that do not occur: between their neighbours, or as the outermost one that does.
  void fill_gaps() {
    const std::size_t first = first_usual();
    if (first >= seen_.size()) return;
    std::vector<double>& odds = effect_.log_odds;
    for (std::size_t code = column_.order.specials + 1; code < seen_[first]; ++code)
      odds[code] = odds[seen_[first]];
    for (std::size_t code = seen_.back() + 1; code < odds.size(); ++code)
      odds[code] = odds[seen_.back()];
    for (std::size_t i = first; i + 1 < seen_.size(); ++i) {
      const double width = static_cast<double>(seen_[i + 1] - seen_[i]);
      for (std::size_t code = seen_[i] + 1; code < seen_[i + 1]; ++code) {
        const double along = static_cast<double>(code - seen_[i]) / width;
        odds[code] = odds[seen_[i]] + along * (odds[seen_[i + 1]] - odds[seen_[i]]);
      }
    }
  }

  /// Pooled, a tie's weight makes the whole effect of an attribute, of any kind and number of
  /// codes, as strong; and "not known" and special codes are held like labels. Alone they are free.
  void tie_codes() {
    const bool ordered = column_.order.ordered;
    const std::size_t first = first_usual();
    for (std::size_t i = first; i < seen_.size(); ++i) {
      if (!ordered) ties_.push_back({i, i});
      if (ordered && i + 1 < seen_.size()) ties_.push_back({i, i + 1});
    }
    if (!pooled_) return;
    for (Tie& tie : ties_) tie.weight = ordered ? ties() : kLabelTies;
    for (std::size_t i = 0; i < first; ++i) {
      ties_.push_back({.a = i, .b = i, .weight = kLabelTies});
    }
  }

  [[nodiscard]] double difference(const Tie& tie, double level) const {
    const double other = tie.a == tie.b ? level : own(seen_[tie.b]);
    return own(seen_[tie.a]) - other;
  }

  /// Adds the prior to the information and the gradient.
  void hold(double level, Matrix& information, std::vector<double>& gradient) const {
    for (const Tie& tie : ties_) {
      const double precision = precision_ * tie.weight;
      const double pull = precision * difference(tie, level);
      information.at(tie.a, tie.a) += precision;
      gradient[tie.a] -= pull;
      if (tie.a == tie.b) continue;
      information.at(tie.b, tie.b) += precision;
      information.at(tie.b, tie.a) -= precision;
      gradient[tie.b] += pull;
    }
  }

  /// The squares of the differences, each with what is not known of it.
  void sum_squares(double level, const Matrix& factor) {
    squares_ = 0.0;
    std::vector<double> variance(seen_.size());
    for (const Tie& tie : ties_) {
      const double gap = difference(tie, level);
      std::fill(variance.begin(), variance.end(), 0.0);
      variance[tie.a] = 1.0;
      if (tie.a != tie.b) variance[tie.b] = -1.0;
      factor.solve(variance);
      squares_ +=
          tie.weight * (gap * gap + variance[tie.a] - (tie.a == tie.b ? 0.0 : variance[tie.b]));
    }
  }

  [[nodiscard]] Slopes slopes_of(std::span<const outcome::Mass> rows,
                                 const std::vector<double>& log_odds) const {
    Slopes slopes;
    for (std::size_t row = 0; row < rows.size(); ++row) {
      const double p = 1.0 / (1.0 + std::exp(-log_odds[row]));
      slopes.gradient[column_.codes[row]] += rows[row].best - rows[row].total() * p;
      slopes.curvature[column_.codes[row]] += rows[row].total() * p * (1.0 - p);
    }
    return slopes;
  }

  const CodeColumn& column_;
  bool pooled_;
  Effect effect_;
  std::vector<std::size_t> seen_;  // codes that occur
  std::vector<Tie> ties_;
  double precision_ = kPrecision;
  double squares_ = 0.0;  // of differences
};

/// Draws each attribute's precision to what all of them show together.
void pool_precisions(std::vector<Block>& blocks, double count) {
  double ties = kPriorCount;
  double squares = kPriorCount * kSpread;
  for (const Block& block : blocks) {
    ties += block.ties();
    squares += block.squares();
  }
  for (Block& block : blocks) block.learn_precision(count, squares / ties);
}

}  // namespace

std::vector<Effect> smooth(std::span<const CodeColumn> columns, std::span<const outcome::Mass> rows,
                           double intercept, const SmoothOptions& options) {
  std::vector<Block> blocks;
  blocks.reserve(columns.size());
  std::vector<double> log_odds(rows.size(), intercept);
  for (const CodeColumn& column : columns) {
    check(column.codes.size() == rows.size(), "smooth: one code a row");
    blocks.emplace_back(column, options.pooled > 0.0);
    blocks.back().add_to(log_odds);
  }
  for (int round = 0; round < options.rounds; ++round) {
    double largest = 0.0;
    for (Block& block : blocks) {
      if (options.pooled > 0.0 && round == 0) block.hold_to(kSpread);
      largest = std::max(largest, block.step(rows, log_odds));
      if (options.pooled == 0.0) block.learn_precision();
    }
    if (options.pooled > 0.0) pool_precisions(blocks, options.pooled);
    if (largest < kEnough) break;
  }
  std::vector<Effect> effects;
  effects.reserve(blocks.size());
  for (Block& block : blocks) effects.push_back(std::move(block).effect());
  return effects;
}

}  // namespace bestfit::card
