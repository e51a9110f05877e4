#pragma once

#include <cstdint>
#include <span>
#include <utility>

namespace bestfit::base {

/// A seeded random generator: the same seed and stream give the same numbers on every machine.
///   source  xoshiro256** 1.0 (Blackman and Vigna 2018), seeded by splitmix64
class Random {
 public:
  /// Streams of one seed do not overlap in practice: give each task (a fold, a replicate) its own.
  explicit Random(std::uint64_t seed, std::uint64_t stream = 0);

  /// 64 random bits.
  std::uint64_t bits();
  /// A whole number, each of 0 .. bound - 1 as likely. Throws Bug when bound is 0.
  std::uint64_t below(std::uint64_t bound);
  /// In [0, 1), 53 random bits.
  double uniform();
  /// Standard normal (Box and Muller 1958).
  double normal();
  /// Exponential with mean 1.
  double exponential();
  /// Poisson with that mean, 0 <= mean <= 700 (inversion by Knuth's product for small means).
  std::uint32_t poisson(double mean);

  /// Puts values in random order (Fisher and Yates).
  template <typename Value>
  void shuffle(std::span<Value> values) {
    for (std::size_t left = values.size(); left > 1; --left) {
      std::swap(values[left - 1], values[below(left)]);
    }
  }

 private:
  std::uint64_t state_[4];
};

}  // namespace bestfit::base
