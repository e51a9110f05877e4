#include "bestfit/outcome/target.h"

#include <algorithm>

#include "bestfit/base/error.h"

namespace bestfit::outcome {
namespace {

/// Sums of weights of one side.
struct Sums {
  double sum = 0.0;
  double squares = 0.0;

  void add(double weight) {
    sum += weight;
    squares += weight * weight;
  }

  /// The factor that makes weights add up to Kish's effective size.
  [[nodiscard]] double scale() const { return squares > 0.0 ? sum / squares : 1.0; }
};

Sums sums_of(const Target& target, double (Target::*mass)(std::size_t) const) {
  Sums sums;
  for (std::size_t row = 0; row < target.size(); ++row) sums.add((target.*mass)(row));
  return sums;
}

void multiply(std::vector<float>& values, double by) {
  for (float& value : values) value = static_cast<float>(value * by);
}

}  // namespace

Mass mass_of(const Target& target, std::span<const std::uint32_t> rows) {
  Mass mass;
  for (const std::uint32_t row : rows) {
    mass.best += target.best_mass(row);
    mass.other += target.other_mass(row);
  }
  return mass;
}

bool has_both(const Target& target, std::span<const std::uint32_t> rows) {
  const auto counts = [&](double (Target::*mass)(std::size_t) const) {
    return std::any_of(rows.begin(), rows.end(),
                       [&](std::uint32_t row) { return (target.*mass)(row) > 0.0; });
  };
  return counts(&Target::best_mass) && counts(&Target::other_mass);
}

Outcome rearranged(const Target& target, std::span<const std::uint32_t> from) {
  check(from.size() == target.size(), "rearranged: a row for each row");
  Outcome out;
  out.weight.assign(target.weights().begin(), target.weights().end());
  for (const std::uint32_t row : from) {
    out.best.push_back(target[row]);
    if (!target.worths().empty()) out.worth.push_back(target.worths()[row]);
  }
  return out;
}

std::vector<Mass> masses_of(const Target& target, std::span<const std::uint32_t> rows) {
  std::vector<Mass> masses;
  masses.reserve(rows.size());
  for (const std::uint32_t row : rows) {
    masses.push_back({.best = target.best_mass(row), .other = target.other_mass(row)});
  }
  return masses;
}

Counted counted(const Outcome& outcome) {
  Counted out{.outcome = outcome, .best_each = 1.0, .other_each = 1.0};
  const Target target(outcome);
  const bool population = outcome.against == Against::population;
  if (population) out.best_each = 0.0;
  if (target.is_plain()) return out;
  const double best = sums_of(target, &Target::best_mass).scale();
  const double other = sums_of(target, &Target::other_mass).scale();
  if (!outcome.worth.empty()) {
    multiply(out.outcome.weight, other);
    multiply(out.outcome.worth, outcome.weight.empty() ? best : best / other);
  } else {
    for (std::size_t row = 0; row < outcome.best.size(); ++row) {
      float& weight = out.outcome.weight[row];
      weight = static_cast<float>(weight * (outcome.best[row] == 1 ? best : other));
    }
  }
  if (!population) out.best_each = 1.0 / best;
  out.other_each = 1.0 / other;
  return out;
}

}  // namespace bestfit::outcome
