#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "bestfit/outcome/outcome.h"

namespace bestfit::outcome {

/// Which rows have the outcome, and for how much each counts among the best and among the others:
/// what learning reads. A view; the outcome stays where it is.
class Target {
 public:
  /// Outcomes alone: each row counts once, on its side.
  Target(std::span<const std::int8_t> best) : best_(best) {}     // NOLINT(*-explicit-*)
  Target(const std::vector<std::int8_t>& best) : best_(best) {}  // NOLINT(*-explicit-*)
  Target(std::span<const std::int8_t> best, std::span<const float> weight,
         std::span<const float> worth)
      : best_(best), weight_(weight), worth_(worth) {}
  Target(const Outcome& outcome)  // NOLINT(*-explicit-*)
      : best_(outcome.best), weight_(outcome.weight), worth_(outcome.worth) {}

  [[nodiscard]] std::size_t size() const { return best_.size(); }

  /// 1 has the outcome, 0 has not, -1 not known.
  std::int8_t operator[](std::size_t row) const { return best_[row]; }

  [[nodiscard]] std::span<const float> weights() const { return weight_; }
  [[nodiscard]] std::span<const float> worths() const { return worth_; }

  /// Whether each row counts once, on its side.
  [[nodiscard]] bool is_plain() const { return weight_.empty() && worth_.empty(); }

  /// For how much a row counts among the best: 0 for those without the outcome.
  [[nodiscard]] double best_mass(std::size_t row) const {
    if (best_[row] != 1) return 0.0;
    return weight(row) * (worth_.empty() ? 1.0 : static_cast<double>(worth_[row]));
  }

  /// For how much a row counts among those that the best are held against: where the best count by
  /// their worth these are all rows, since a row without worth is one of them as well.
  [[nodiscard]] double other_mass(std::size_t row) const {
    const bool counts = worth_.empty() ? best_[row] == 0 : best_[row] >= 0;
    return counts ? weight(row) : 0.0;
  }

 private:
  [[nodiscard]] double weight(std::size_t row) const {
    return weight_.empty() ? 1.0 : static_cast<double>(weight_[row]);
  }

  std::span<const std::int8_t> best_;
  std::span<const float> weight_;
  std::span<const float> worth_;
};

/// What some rows count for together.
struct Mass {
  double best = 0.0;
  double other = 0.0;

  [[nodiscard]] double total() const { return best + other; }
  /// Of the side that has less.
  [[nodiscard]] double rarer() const { return best < other ? best : other; }
};

Mass mass_of(const Target& target, std::span<const std::uint32_t> rows);

/// Whether some of them count among the best, and some among the others.
bool has_both(const Target& target, std::span<const std::uint32_t> rows);

/// The outcome that each row would have, had it that of row from[row]; weights stay.
Outcome rearranged(const Target& target, std::span<const std::uint32_t> from);

/// What each of them counts for.
std::vector<Mass> masses_of(const Target& target, std::span<const std::uint32_t> rows);

/// An outcome whose rows count, on each side, for as many as would say as much alone (Kish's
/// effective size), and how many accounts of the population these stand for.
struct Counted {
  Outcome outcome;
  double best_each = 1.0;   // accounts of the population that a unit of mass stands for; 0 where
  double other_each = 1.0;  // the others alone are the population
};

/// Scales the weights of an outcome. Within a side rows count in proportion to their weight;
/// between the sides weights only move how common the outcome is, which the population's share
/// tells apart from what the attributes say (Prentice and Pyke 1979, Biometrika 66(3), 403-411).
///   source  Kish 1965, Survey Sampling, 11.7; docs/methods/sampling.md
Counted counted(const Outcome& outcome);

}  // namespace bestfit::outcome
