#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "bestfit/attribute/coded.h"
#include "bestfit/stats/interval.h"

namespace bestfit::segment {

/// Rows, and how many of them are best.
struct Group {
  std::int64_t best = 0;
  std::int64_t total = 0;

  [[nodiscard]] double rate() const {
    return total == 0 ? 0.0 : static_cast<double>(best) / static_cast<double>(total);
  }
};

///   covered  one a row of `rows`
Group count_covered(std::span<const std::int8_t> best, std::span<const std::uint32_t> rows,
                    std::span<const std::uint8_t> covered);

/// The rate of covered rows over that of the others, with Koopman's interval; rows that hang
/// together count for as many as would say as much alone.
///   returns  NaN from 0 to infinity where all rows are covered, or none
///   source   stats::share_ratio_of_sizes, stats::rate_designs
stats::Estimate lift_of(const attribute::Coded& coded, std::span<const std::int8_t> best,
                        std::span<const std::uint32_t> rows, std::span<const std::uint8_t> covered,
                        double level);

/// Rows in any of the covers.
std::vector<std::uint8_t> either(const std::vector<std::vector<std::uint8_t>>& covers,
                                 std::size_t rows);

}  // namespace bestfit::segment
