#include "bestfit/card/steps.h"

#include <algorithm>
#include <limits>

#include "bestfit/base/error.h"

namespace bestfit::card {
namespace {

constexpr double kNever = std::numeric_limits<double>::infinity();

/// Running sums over the values, so that a step's squares cost nothing.
class RunningSums {
 public:
  RunningSums(std::span<const double> values, std::span<const double> weights,
              std::span<const double> rows)
      : points_(values.size() + 1) {
    for (std::size_t i = 0; i < values.size(); ++i) {
      const Point& before = points_[i];
      points_[i + 1] = {.weight = before.weight + weights[i],
                        .sum = before.sum + weights[i] * values[i],
                        .squares = before.squares + weights[i] * values[i] * values[i],
                        .rows = before.rows + rows[i]};
    }
  }

  [[nodiscard]] std::size_t size() const { return points_.size() - 1; }
  [[nodiscard]] double rows(std::size_t begin, std::size_t end) const {
    return points_[end].rows - points_[begin].rows;
  }
  [[nodiscard]] double weight(std::size_t begin, std::size_t end) const {
    return points_[end].weight - points_[begin].weight;
  }
  [[nodiscard]] double mean(std::size_t begin, std::size_t end) const {
    return (points_[end].sum - points_[begin].sum) / weight(begin, end);
  }
  [[nodiscard]] double squares(std::size_t begin, std::size_t end) const {
    const double sum = points_[end].sum - points_[begin].sum;
    return points_[end].squares - points_[begin].squares - sum * mean(begin, end);
  }

 private:
  struct Point {
    double weight = 0.0;
    double sum = 0.0;
    double squares = 0.0;
    double rows = 0.0;
  };
  std::vector<Point> points_;
};

/// The least cost of cutting the first `end` values into one step more than `before` did.
std::vector<double> one_more(const RunningSums& sums, const std::vector<double>& before,
                             double rows_least, std::vector<std::size_t>& from) {
  std::vector<double> cost(sums.size() + 1, kNever);
  for (std::size_t end = 1; end <= sums.size(); ++end) {
    for (std::size_t begin = 0; begin < end; ++begin) {
      if (sums.rows(begin, end) < rows_least) break;
      const double here = before[begin] + 0.5 * sums.squares(begin, end);
      if (here >= cost[end]) continue;
      cost[end] = here;
      from[end] = begin;
    }
  }
  return cost;
}

bool turns_at(const std::vector<double>& values, std::size_t i) {
  return (values[i] - values[i - 1]) * (values[i + 1] - values[i]) < 0.0;
}

/// What it costs to give a step and the next one their common mean.
double join_cost(const Steps& steps, std::size_t i) {
  const double gap = steps.values[i + 1] - steps.values[i];
  const double a = steps.weights[i];
  const double b = steps.weights[i + 1];
  return 0.5 * gap * gap * a * b / (a + b);
}

void join(Steps& steps, std::size_t i) {
  const double a = steps.weights[i];
  const double b = steps.weights[i + 1];
  steps.values[i] = (a * steps.values[i] + b * steps.values[i + 1]) / (a + b);
  steps.weights[i] = a + b;
  const auto next = static_cast<std::ptrdiff_t>(i + 1);
  steps.ends.erase(steps.ends.begin() + next - 1);
  steps.values.erase(steps.values.begin() + next);
  steps.weights.erase(steps.weights.begin() + next);
}

/// Steps whose first `turn` rise and whose others fall, or the other way round: neighbours out of
/// order are joined on each side.
Steps shaped(const Steps& steps, std::size_t turn, bool rises_first) {
  Steps out;
  std::size_t side = 0;  // where the present side starts in out
  for (std::size_t i = 0; i < steps.values.size(); ++i) {
    if (i == turn) side = out.values.size();
    out.ends.push_back(steps.ends[i]);
    out.values.push_back(steps.values[i]);
    out.weights.push_back(steps.weights[i]);
    const bool rises = (i < turn) == rises_first;
    while (out.values.size() > side + 1) {
      const std::size_t last = out.values.size() - 1;
      const double gap = out.values[last] - out.values[last - 1];
      if (rises ? gap > 0.0 : gap < 0.0) break;
      join(out, last - 1);
    }
  }
  return out;
}

/// Half the weighted squares between steps and others that they were joined to.
double distance(const Steps& steps, const Steps& joined) {
  double sum = 0.0;
  std::size_t at = 0;
  for (std::size_t i = 0; i < steps.values.size(); ++i) {
    while (joined.ends[at] < steps.ends[i]) ++at;
    const double gap = steps.values[i] - joined.values[at];
    sum += 0.5 * steps.weights[i] * gap * gap;
  }
  return sum;
}

}  // namespace

void join_turns(Steps& steps, int turns, double most) {
  for (;;) {
    int found = 0;
    std::size_t cheapest = 0;
    double least = kNever;
    for (std::size_t i = 1; i + 1 < steps.values.size(); ++i) {
      if (!turns_at(steps.values, i)) continue;
      ++found;
      for (const std::size_t first : {i - 1, i}) {
        const double cost = join_cost(steps, first);
        if (cost >= least) continue;
        least = cost;
        cheapest = first;
      }
    }
    if (found <= turns || least > most) return;
    join(steps, cheapest);
  }
}

void put_in_shape(Steps& steps, Shape shape) {
  const std::size_t size = steps.values.size();
  if (shape == Shape::free || size < 2) return;
  if (shape == Shape::rising || shape == Shape::falling) {
    steps = shaped(steps, shape == Shape::rising ? size : 0, true);
    return;
  }
  Steps best;
  double least = kNever;
  for (std::size_t turn = 0; turn <= size; ++turn) {
    const Steps tried = shaped(steps, turn, shape == Shape::peak);
    const double cost = distance(steps, tried);
    if (cost >= least) continue;
    least = cost;
    best = tried;
  }
  steps = best;
}

Steps nearest_steps(std::span<const double> values, std::span<const double> weights,
                    std::span<const double> rows, const StepOptions& options) {
  check(values.size() == weights.size() && values.size() == rows.size(),
        "nearest_steps: a weight and rows for each value");
  Steps steps;
  if (values.empty()) return steps;
  const RunningSums sums(values, weights, rows);
  const double rows_least = std::min(options.rows_least, sums.rows(0, sums.size()));
  std::vector<double> cost(sums.size() + 1, kNever);
  cost[0] = 0.0;
  std::vector<std::vector<std::size_t>> from;
  double least = kNever;
  std::size_t chosen = 0;
  for (std::size_t count = 1; count <= options.most && count <= sums.size(); ++count) {
    from.emplace_back(sums.size() + 1, 0);
    cost = one_more(sums, cost, rows_least, from.back());
    const double whole = cost.back() + options.price * static_cast<double>(count);
    const bool first_cut = count == 2 && cost.back() < kNever;  // one step would say nothing
    if (whole >= least && !first_cut) continue;
    least = whole;
    chosen = count;
  }
  for (std::size_t end = sums.size(); chosen > 0; --chosen) {
    steps.ends.push_back(end);
    end = from[chosen - 1][end];
  }
  std::reverse(steps.ends.begin(), steps.ends.end());
  std::size_t begin = 0;
  for (const std::size_t end : steps.ends) {
    steps.values.push_back(sums.mean(begin, end));
    steps.weights.push_back(sums.weight(begin, end));
    begin = end;
  }
  return steps;
}

}  // namespace bestfit::card
