#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace bestfit::card {

/// How steps may go along the values.
enum class Shape { free, rising, falling, peak, valley };

struct StepOptions {
  std::size_t most = 6;     // steps
  double price = 0.1;       // of each step, in the units of the weighted squares
  double rows_least = 5.0;  // in a step
};

/// A function that is constant between ends.
struct Steps {
  std::vector<std::size_t> ends;  // of each step: the index after its last value; increasing
  std::vector<double> values;     // the weighted mean of each step
  std::vector<double> weights;    // of each step, summed
};

/// The step function nearest to values in order: least half weighted squares plus the price of the
/// steps, over all ways to cut (exact dynamic programming). Two steps at least where rows allow.
///   weights  > 0, one a value
///   rows     one a value, for rows_least
///   source   Fisher 1958, JASA 53(284), 789-798
Steps nearest_steps(std::span<const double> values, std::span<const double> weights,
                    std::span<const double> rows, const StepOptions& options);

/// Joins neighbours until the steps turn from rising to falling, or back, at most `turns` times, or
/// each join left would cost more than `most` in half weighted squares.
void join_turns(Steps& steps, int turns, double most);

/// Joins neighbours until the steps have that shape, with the least change in weighted squares:
/// pool adjacent violators, on both sides of the best place for a peak or valley.
///   source  Barlow, Bartholomew, Bremner and Brunk 1972, Statistical Inference under Order
///           Restrictions
void put_in_shape(Steps& steps, Shape shape);

}  // namespace bestfit::card
