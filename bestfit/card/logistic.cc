#include "bestfit/card/logistic.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "bestfit/base/error.h"
#include "bestfit/card/matrix.h"

namespace bestfit::card {
namespace {

constexpr int kRoundsMax = 30;

/// The model as one vector of parameters: the intercept, then each attribute's weights.
class Problem {
 public:
  Problem(const Binned& binned, std::span<const std::size_t> support, const Cells& cells,
          const Ridge& ridge)
      : cells_(cells), ridge_(ridge) {
    std::size_t at = 1;
    for (const std::size_t i : support) {
      first_.push_back(at);
      at += static_cast<std::size_t>(binned.attributes[i].binning.bins);
      directions_.push_back(unit(binned.attributes[i].evidence));
    }
    size_ = at;
    slots_.resize(cells.size() * support.size());
    for (std::size_t cell = 0; cell < cells.size(); ++cell) {
      for (std::size_t a = 0; a < support.size(); ++a) {
        const std::size_t slot = cell * support.size() + a;
        slots_[slot] = static_cast<std::uint32_t>(first_[a] + cells.codes[slot]);
      }
    }
  }

  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] std::size_t first(std::size_t attribute) const { return first_[attribute]; }

  /// Penalised log-likelihood; fills the rate of each cell.
  double value(const std::vector<double>& x, std::vector<double>& rates, double& plain) const {
    const std::size_t width = first_.size();
    plain = 0.0;
    for (std::size_t cell = 0; cell < cells_.size(); ++cell) {
      double sum = x[0];
      const std::uint32_t* slot = slots_.data() + cell * width;
      for (std::size_t a = 0; a < width; ++a) sum += x[slot[a]];
      const double tail = std::exp(-std::abs(sum));  // softplus and rate without overflow
      rates[cell] = (sum >= 0.0 ? 1.0 : tail) / (1.0 + tail);
      plain +=
          cells_.best[cell] * sum - cells_.total[cell] * (std::max(sum, 0.0) + std::log1p(tail));
    }
    double held = 0.0;
    for (std::size_t a = 0; a < width; ++a) {
      const double along = dot(a, x);
      double all = 0.0;
      for (std::size_t i = 0; i < directions_[a].size(); ++i) {
        all += x[first_[a] + i] * x[first_[a] + i];
      }
      held += ridge_.away * (all - along * along) + ridge_.along * along * along;
    }
    return plain - 0.5 * held;
  }

  /// Gradient and, when a matrix is given, the negative Hessian at x.
  void slope(const std::vector<double>& x, const std::vector<double>& rates,
             std::vector<double>& gradient, Matrix* hessian) const {
    const std::size_t width = first_.size();
    std::fill(gradient.begin(), gradient.end(), 0.0);
    for (std::size_t cell = 0; cell < cells_.size(); ++cell) {
      const double p = rates[cell];
      const double g = cells_.best[cell] - cells_.total[cell] * p;
      const double h = std::max(cells_.total[cell] * p * (1.0 - p), 1e-9);
      const std::uint32_t* slot = slots_.data() + cell * width;
      gradient[0] += g;
      for (std::size_t a = 0; a < width; ++a) gradient[slot[a]] += g;
      if (hessian == nullptr) continue;
      hessian->at(0, 0) += h;
      for (std::size_t a = 0; a < width; ++a) {
        hessian->at(slot[a], 0) += h;
        for (std::size_t b = 0; b <= a; ++b) hessian->at(slot[a], slot[b]) += h;
      }
    }
    for (std::size_t a = 0; a < width; ++a) hold(a, x, gradient, hessian);
  }

 private:
  static std::vector<double> unit(const std::vector<double>& evidence) {
    double length = 0.0;
    for (const double weight : evidence) length += weight * weight;
    std::vector<double> direction(evidence.size(), 0.0);
    if (length < 1e-12) return direction;
    for (std::size_t i = 0; i < evidence.size(); ++i) {
      direction[i] = evidence[i] / std::sqrt(length);
    }
    return direction;
  }

  [[nodiscard]] double dot(std::size_t a, const std::vector<double>& x) const {
    double sum = 0.0;
    for (std::size_t i = 0; i < directions_[a].size(); ++i) {
      sum += directions_[a][i] * x[first_[a] + i];
    }
    return sum;
  }

  /// Adds the ridge of one attribute.
  void hold(std::size_t a, const std::vector<double>& x, std::vector<double>& gradient,
            Matrix* hessian) const {
    const std::vector<double>& direction = directions_[a];
    const double along = dot(a, x);
    const double less = ridge_.away - ridge_.along;
    for (std::size_t i = 0; i < direction.size(); ++i) {
      const std::size_t at = first_[a] + i;
      gradient[at] -= ridge_.away * x[at] - less * along * direction[i];
      if (hessian == nullptr) continue;
      hessian->at(at, at) += ridge_.away;
      for (std::size_t j = 0; j <= i; ++j) {
        hessian->at(at, first_[a] + j) -= less * direction[i] * direction[j];
      }
    }
  }

  const Cells& cells_;
  Ridge ridge_;
  std::size_t size_ = 1;
  std::vector<std::size_t> first_;
  std::vector<std::vector<double>> directions_;
  std::vector<std::uint32_t> slots_;
};

std::vector<double> starting_point(const Problem& problem, const Logistic& start,
                                   const Cells& cells) {
  std::vector<double> x(problem.size(), 0.0);
  x[0] = start.intercept;
  for (std::size_t a = 0; a < start.weights.size() && a < cells.width; ++a) {
    std::copy(start.weights[a].begin(), start.weights[a].end(),
              x.begin() + static_cast<std::ptrdiff_t>(problem.first(a)));
  }
  return x;
}

/// What the rows of each of `size` places count for.
std::vector<outcome::Mass> tally_of(const std::vector<std::uint32_t>& place_of_row,
                                    std::size_t size, const Binned& binned) {
  std::vector<outcome::Mass> tally(size);
  if (!binned.mass.empty()) {
    for (std::size_t row = 0; row < place_of_row.size(); ++row) {
      tally[place_of_row[row]].best += binned.mass[row].best;
      tally[place_of_row[row]].other += binned.mass[row].other;
    }
    return tally;
  }
  std::vector<std::uint32_t> counts(2 * size, 0);
  for (std::size_t row = 0; row < place_of_row.size(); ++row) {
    ++counts[2 * std::size_t{place_of_row[row]} + binned.best[row]];
  }
  for (std::size_t place = 0; place < size; ++place) {
    tally[place] = {.best = static_cast<double>(counts[2 * place + 1]),
                    .other = static_cast<double>(counts[2 * place])};
  }
  return tally;
}

}  // namespace

Cells one_cell(const Binned& binned) {
  Cells cells;
  cells.of_row.assign(binned.rows(), 0);
  const outcome::Mass whole = binned.whole();
  cells.total = {whole.total()};
  cells.best = {whole.best};
  return cells;
}

Cells cut_cells(const Cells& cells, const attribute::BinnedAttribute& attribute,
                const Binned& binned) {
  const auto bins = static_cast<std::size_t>(attribute.binning.bins);
  Cells out;
  out.width = cells.width + 1;
  out.of_row.resize(cells.of_row.size());
  for (std::size_t row = 0; row < out.of_row.size(); ++row) {
    out.of_row[row] = static_cast<std::uint32_t>(cells.of_row[row] * bins + attribute.bins[row]);
  }
  const std::vector<outcome::Mass> tally = tally_of(out.of_row, cells.size() * bins, binned);
  std::vector<std::uint32_t> number(tally.size(), 0);
  for (std::size_t id = 0; id < number.size(); ++id) {
    if (tally[id].total() <= 0.0) continue;
    number[id] = static_cast<std::uint32_t>(out.total.size());
    out.total.push_back(tally[id].total());
    out.best.push_back(tally[id].best);
    const auto parent = cells.codes.begin() + static_cast<std::ptrdiff_t>(id / bins * cells.width);
    out.codes.insert(out.codes.end(), parent, parent + static_cast<std::ptrdiff_t>(cells.width));
    out.codes.push_back(static_cast<std::uint8_t>(id % bins));
  }
  for (std::uint32_t& id : out.of_row) id = number[id];
  return out;
}

Logistic fit_logistic(const Binned& binned, std::span<const std::size_t> support,
                      const Cells& cells, const Ridge& ridge, const Logistic& start,
                      double enough) {
  check(cells.width == support.size(), "fit_logistic: cells of this support");
  const Problem problem(binned, support, cells, ridge);
  std::vector<double> x = starting_point(problem, start, cells);
  std::vector<double> rates(cells.size());
  std::vector<double> gradient(problem.size());
  double plain = 0.0;
  double value = problem.value(x, rates, plain);
  Matrix factor(problem.size());
  double last_gain = 0.0;
  for (int round = 0; round < kRoundsMax; ++round) {
    // The factor of the first round serves until it no longer brings us on quickly.
    const bool fresh = round < 2 || last_gain > 0.1;
    if (fresh) factor = Matrix(problem.size());
    problem.slope(x, rates, gradient, fresh ? &factor : nullptr);
    if (fresh) factor.factor();
    std::vector<double> step = gradient;
    factor.solve(step);
    std::vector<double> next = x;
    double next_value = -std::numeric_limits<double>::infinity();
    for (double share = 1.0; share > 1e-3 && !(next_value > value); share *= 0.5) {
      for (std::size_t i = 0; i < x.size(); ++i) next[i] = x[i] + share * step[i];
      next_value = problem.value(next, rates, plain);
    }
    if (!(next_value > value)) break;
    last_gain = next_value - value;
    x = next;
    value = next_value;
    if (last_gain < enough) break;
  }
  Logistic out;
  out.penalised = problem.value(x, rates, out.log_likelihood);
  out.intercept = x[0];
  for (std::size_t a = 0; a < support.size(); ++a) {
    const auto begin = x.begin() + static_cast<std::ptrdiff_t>(problem.first(a));
    const auto bins = static_cast<std::ptrdiff_t>(binned.attributes[support[a]].binning.bins);
    out.weights.emplace_back(begin, begin + bins);
  }
  return out;
}

}  // namespace bestfit::card
