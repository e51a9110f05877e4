#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "bestfit/outcome/target.h"
#include "bestfit/validate/split.h"

namespace bestfit::validate {

/// A card, as far as a proof needs it: the points of the rows that were asked for, in their order.
struct Scored {
  bool found = false;       // false: nothing sets the best apart, and every row has 0 points
  std::vector<int> points;  // 0 to 100
};

/// Learns a card from `learned` rows with outcomes `best` (one a row of the table), every choice
/// made anew on these rows alone, and scores the rows `asked`. Called from several threads at once;
/// the same arguments give the same result.
using Pipeline =
    std::function<Scored(const outcome::Target& best, std::span<const std::uint32_t> learned,
                         std::span<const std::uint32_t> asked)>;

/// How many rows have each score, and so which scores of two cards are alike.
class Scale {
 public:
  Scale() = default;
  explicit Scale(std::span<const int> points);
  /// Share of rows below the score, half of those at it counted: in [0, 1]; 0.5 for no rows.
  [[nodiscard]] double rank(int points) const;
  /// The score that occurs whose rank is nearest; the lower one of two.
  [[nodiscard]] int at(double rank) const;

 private:
  std::array<double, 101> ranks_{};  // of each score
  std::array<bool, 101> occurs_{};
};

/// What one round held back and how it was scored.
struct RoundResult {
  bool found = false;
  std::vector<std::uint32_t> rows;  // held
  std::vector<int> points;          // one a row held
  Scale scale;                      // of the rows learned from
};

/// Learns and scores each round. A round with one outcome only to learn from finds nothing.
///   returns  one a round, whatever the number of threads
std::vector<RoundResult> run_rounds(const Pipeline& pipeline, const outcome::Target& best,
                                    std::span<const Round> rounds, int threads);

}  // namespace bestfit::validate
