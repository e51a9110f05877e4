#include "bestfit/card/lattice.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>

#include "bestfit/base/error.h"
#include "bestfit/card/whole.h"

namespace bestfit::card {
namespace {

constexpr int kMovesMost = 1000;
constexpr double kHelps = 1e-9;  // of log-likelihood

/// A change of some bins' points.
struct Move {
  std::vector<std::pair<std::size_t, int>> by;  // flat index of a bin, and how many points
};

/// Points as one vector, and what they tell of the weights: the weights are fitted by the points
/// and a constant, the same for each row, which is that of every bin of the first attribute.
class Fitted {
 public:
  Fitted(const std::vector<std::vector<double>>& weights, const Matrix& information)
      : information_(information) {
    std::vector<double> flat;
    for (const auto& attribute : weights) {
      flat.insert(flat.end(), attribute.begin(), attribute.end());
    }
    check(flat.size() == information.size(), "nearest_points: information of every bin");
    std::vector<double> constant(flat.size(), 0.0);
    std::fill_n(constant.begin(), weights.front().size(), 1.0);
    by_weights_ = times(flat);
    by_constant_ = times(constant);
    weights_weights_ = dot(flat, by_weights_);
    constant_constant_ = dot(constant, by_constant_);
    weights_constant_ = dot(flat, by_constant_);
  }

  void start(const std::vector<std::vector<int>>& points) {
    points_.clear();
    for (const auto& attribute : points) {
      points_.insert(points_.end(), attribute.begin(), attribute.end());
    }
    by_points_ = times(points_);
    now_ = {.points_points = dot(points_, by_points_),
            .points_constant = dot(points_, by_constant_),
            .points_weights = dot(points_, by_weights_)};
  }

  [[nodiscard]] double loss() const { return loss_of(now_); }
  [[nodiscard]] double loss_after(const Move& move) const { return loss_of(after(move)); }

  void make(const Move& move) {
    now_ = after(move);
    for (const auto& [bin, step] : move.by) {
      points_[bin] += step;
      for (std::size_t i = 0; i < by_points_.size(); ++i) by_points_[i] += step * at(i, bin);
    }
  }

 private:
  /// Products of the points with themselves, the constant and the weights, by the information.
  struct Products {
    double points_points = 0.0;
    double points_constant = 0.0;
    double points_weights = 0.0;
  };

  [[nodiscard]] double at(std::size_t i, std::size_t j) const {
    return information_.at(std::max(i, j), std::min(i, j));
  }

  [[nodiscard]] std::vector<double> times(const std::vector<double>& x) const {
    std::vector<double> out(x.size(), 0.0);
    for (std::size_t i = 0; i < x.size(); ++i) {
      for (std::size_t j = 0; j < x.size(); ++j) out[i] += at(i, j) * x[j];
    }
    return out;
  }

  static double dot(const std::vector<double>& x, const std::vector<double>& y) {
    double sum = 0.0;
    for (std::size_t i = 0; i < x.size(); ++i) sum += x[i] * y[i];
    return sum;
  }

  [[nodiscard]] Products after(const Move& move) const {
    Products out = now_;
    for (const auto& [i, step] : move.by) {
      out.points_constant += step * by_constant_[i];
      out.points_weights += step * by_weights_[i];
      out.points_points += 2.0 * step * by_points_[i];
      for (const auto& [j, other] : move.by) out.points_points += step * other * at(i, j);
    }
    return out;
  }

  /// Half the squares that the best slope and constant leave.
  [[nodiscard]] double loss_of(const Products& of) const {
    const double cross = of.points_constant;
    const double det = of.points_points * constant_constant_ - cross * cross;
    if (det <= 1e-12) return 0.5 * weights_weights_;
    const double told = (of.points_weights * of.points_weights * constant_constant_ -
                         2.0 * of.points_weights * weights_constant_ * cross +
                         weights_constant_ * weights_constant_ * of.points_points) /
                        det;
    return 0.5 * (weights_weights_ - told);
  }

  const Matrix& information_;
  std::vector<double> by_weights_;
  std::vector<double> by_constant_;
  double weights_weights_ = 0.0;
  double constant_constant_ = 0.0;
  double weights_constant_ = 0.0;
  std::vector<double> points_;
  std::vector<double> by_points_;
  Products now_;
};

using Points = std::vector<std::vector<int>>;
using Weights = std::vector<std::vector<double>>;

int top_of(const std::vector<int>& points) {
  return *std::max_element(points.begin(), points.end());
}

/// Whether one bin may have so many points: bins keep the order of their weights, some bin has 0,
/// and the most stays the most.
bool may_become(const std::vector<int>& points, const std::vector<double>& weights, std::size_t bin,
                int wanted) {
  const int top = top_of(points);
  if (wanted < 0 || wanted > top) return false;
  bool zero = wanted == 0;
  bool most = wanted == top;
  for (std::size_t other = 0; other < points.size(); ++other) {
    if (other == bin) continue;
    if (weights[other] <= weights[bin] && points[other] > wanted) return false;
    if (weights[other] >= weights[bin] && points[other] < wanted) return false;
    zero = zero || points[other] == 0;
    most = most || points[other] == top;
  }
  return zero && most;
}

/// The points that a bin's weight asks for when its attribute's largest are `top`.
std::vector<int> in_proportion(const std::vector<double>& weights, int top) {
  const auto ends = std::minmax_element(weights.begin(), weights.end());
  std::vector<int> points;
  points.reserve(weights.size());
  for (const double weight : weights) {
    points.push_back(
        static_cast<int>(std::lround((weight - *ends.first) / (*ends.second - *ends.first) * top)));
  }
  return points;
}

/// The same points with the largest moved by one, up or down, and no other where that can be.
std::vector<int> with_top(std::vector<int> points, const std::vector<double>& weights, int step) {
  const double largest = *std::max_element(weights.begin(), weights.end());
  const int top = top_of(points);
  for (std::size_t bin = 0; bin < points.size(); ++bin) {
    if (step > 0 ? weights[bin] == largest : points[bin] == top) points[bin] += step;
  }
  return points;
}

/// Adds the change of one attribute's points to a move.
void replace(const std::vector<int>& before, const std::vector<int>& after, std::size_t first,
             Move& move) {
  for (std::size_t bin = 0; bin < before.size(); ++bin) {
    if (after[bin] != before[bin]) move.by.emplace_back(first + bin, after[bin] - before[bin]);
  }
}

/// Moves of one bin of an attribute.
void bin_moves(const std::vector<int>& points, const std::vector<double>& weights,
               std::size_t first, std::vector<Move>& moves) {
  for (std::size_t bin = 0; bin < points.size(); ++bin) {
    for (const int step : {-1, 1}) {
      if (!may_become(points, weights, bin, points[bin] + step)) continue;
      moves.push_back({{{first + bin, step}}});
    }
  }
}

/// An attribute's points when its top moves by one: the others staying, or in proportion.
std::vector<std::vector<int>> tops(const std::vector<int>& points,
                                   const std::vector<double>& weights, int step) {
  return {with_top(points, weights, step), in_proportion(weights, top_of(points) + step)};
}

std::vector<Move> moves_of(const Points& points, const Weights& weights, int most) {
  std::vector<std::size_t> first = {0};
  for (const auto& attribute : weights) first.push_back(first.back() + attribute.size());
  std::vector<Move> moves;
  for (std::size_t a = 0; a < points.size(); ++a) bin_moves(points[a], weights[a], first[a], moves);
  for (std::size_t a = 0; a < points.size(); ++a) {
    for (std::size_t b = 0; b < points.size(); ++b) {
      if (a == b || top_of(points[a]) >= most || top_of(points[b]) < 2) continue;
      const auto ups = tops(points[a], weights[a], 1);
      const auto downs = tops(points[b], weights[b], -1);
      for (std::size_t pair = 0; pair < ups.size() * downs.size(); ++pair) {
        Move move;
        replace(points[a], ups[pair / downs.size()], first[a], move);
        replace(points[b], downs[pair % downs.size()], first[b], move);
        moves.push_back(std::move(move));
      }
    }
  }
  return moves;
}

void make(const Move& move, Points& points) {
  for (const auto& [bin, step] : move.by) {
    std::size_t at = bin;
    std::size_t a = 0;
    for (; at >= points[a].size(); ++a) at -= points[a].size();
    points[a][at] += step;
  }
}

}  // namespace

std::vector<std::vector<int>> nearest_points(const std::vector<std::vector<double>>& weights,
                                             const Matrix& information,
                                             const PointOptions& options) {
  Points points = whole_points(weights, options.sum, options.most);
  int most = options.most;
  for (const auto& attribute : points) most = std::max(most, top_of(attribute));
  Fitted fitted(weights, information);
  fitted.start(points);
  for (int round = 0; round < kMovesMost; ++round) {
    const std::vector<Move> moves = moves_of(points, weights, most);
    const Move* chosen = nullptr;
    double least = fitted.loss() - kHelps;
    for (const Move& move : moves) {
      const double loss = fitted.loss_after(move);
      if (loss >= least) continue;
      least = loss;
      chosen = &move;
    }
    if (chosen == nullptr) break;
    fitted.make(*chosen);
    make(*chosen, points);
  }
  return points;
}

double rounding_loss(const std::vector<std::vector<double>>& weights, const Matrix& information,
                     const std::vector<std::vector<int>>& points) {
  Fitted fitted(weights, information);
  fitted.start(points);
  return fitted.loss();
}

}  // namespace bestfit::card
