#include "bestfit/learn/smooth.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "bestfit/base/error.h"
#include "bestfit/learn/matrix.h"

namespace bestfit::learn {
namespace {

constexpr int kRounds = 6;           // over all attributes; further ones change no point
constexpr double kEnough = 1e-3;     // largest change of log odds, weighted, that ends it
constexpr double kStepMost = 2.0;    // of log odds in one step, so that separable data stay tame
constexpr double kPrecision = 2.0;   // of differences, before anything is known of them
constexpr double kPriorCount = 2.0;  // differences that this is worth
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
  explicit Block(const CodeColumn& column) : column_(column) {
    check(column.levels < 256 && column.log_odds.size() == column.levels + 1,
          "smooth: log odds for each code");
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
  double step(std::span<const std::uint8_t> best, std::vector<double>& log_odds) {
    const Slopes slopes = slopes_of(best, log_odds);
    double all = 0.0;
    double level = 0.0;
    for (const std::size_t code : seen_) {
      effect_.information[code] = slopes.curvature[code];
      all += slopes.curvature[code];
      level += slopes.curvature[code] * effect_.log_odds[code];
    }
    if (seen_.size() < 2 || all <= 0.0) return 0.0;
    level /= all;
    Matrix factor(seen_.size());
    std::vector<double> change(seen_.size());
    for (std::size_t i = 0; i < seen_.size(); ++i) {
      const double off = effect_.log_odds[seen_[i]] - level;
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
    learn_precision(level, factor);
    return largest;
  }

  [[nodiscard]] Effect effect() && { return std::move(effect_); }

 private:
  /// A pair of codes held together, or (both the same) a code held to the level.
  struct Tie {
    std::size_t a = 0;  // indices into seen_
    std::size_t b = 0;
  };

  void tie_codes() {
    const std::size_t first = !seen_.empty() && seen_.front() == 0 ? 1 : 0;  // "not known" is free
    for (std::size_t i = first; i < seen_.size(); ++i) {
      if (!column_.ordered) ties_.push_back({i, i});
      if (column_.ordered && i + 1 < seen_.size()) ties_.push_back({i, i + 1});
    }
  }

  [[nodiscard]] double difference(const Tie& tie, double level) const {
    const double other = tie.a == tie.b ? level : effect_.log_odds[seen_[tie.b]];
    return effect_.log_odds[seen_[tie.a]] - other;
  }

  /// Adds the prior to the information and the gradient.
  void hold(double level, Matrix& information, std::vector<double>& gradient) const {
    for (const Tie& tie : ties_) {
      const double pull = precision_ * difference(tie, level);
      information.at(tie.a, tie.a) += precision_;
      gradient[tie.a] -= pull;
      if (tie.a == tie.b) continue;
      information.at(tie.b, tie.b) += precision_;
      information.at(tie.b, tie.a) -= precision_;
      gradient[tie.b] += pull;
    }
  }

  /// EM: the precision that the differences show, each with what is not known of it.
  void learn_precision(double level, const Matrix& factor) {
    double squares = 0.0;
    std::vector<double> variance(seen_.size());
    for (const Tie& tie : ties_) {
      const double gap = difference(tie, level);
      std::fill(variance.begin(), variance.end(), 0.0);
      variance[tie.a] = 1.0;
      if (tie.a != tie.b) variance[tie.b] = -1.0;
      factor.solve(variance);
      squares += gap * gap + variance[tie.a] - (tie.a == tie.b ? 0.0 : variance[tie.b]);
    }
    precision_ =
        (static_cast<double>(ties_.size()) + kPriorCount) / (squares + kPriorCount / kPrecision);
  }

  [[nodiscard]] Slopes slopes_of(std::span<const std::uint8_t> best,
                                 const std::vector<double>& log_odds) const {
    Slopes slopes;
    for (std::size_t row = 0; row < best.size(); ++row) {
      const double p = 1.0 / (1.0 + std::exp(-log_odds[row]));
      slopes.gradient[column_.codes[row]] += static_cast<double>(best[row]) - p;
      slopes.curvature[column_.codes[row]] += p * (1.0 - p);
    }
    return slopes;
  }

  const CodeColumn& column_;
  Effect effect_;
  std::vector<std::size_t> seen_;  // codes that occur
  std::vector<Tie> ties_;
  double precision_ = kPrecision;
};

}  // namespace

std::vector<Effect> smooth(std::span<const CodeColumn> columns, std::span<const std::uint8_t> best,
                           double intercept) {
  std::vector<Block> blocks;
  blocks.reserve(columns.size());
  std::vector<double> log_odds(best.size(), intercept);
  for (const CodeColumn& column : columns) {
    check(column.codes.size() == best.size(), "smooth: one code a row");
    blocks.emplace_back(column);
    blocks.back().add_to(log_odds);
  }
  for (int round = 0; round < kRounds; ++round) {
    double largest = 0.0;
    for (Block& block : blocks) largest = std::max(largest, block.step(best, log_odds));
    if (largest < kEnough) break;
  }
  std::vector<Effect> effects;
  effects.reserve(blocks.size());
  for (Block& block : blocks) effects.push_back(std::move(block).effect());
  return effects;
}

}  // namespace bestfit::learn
