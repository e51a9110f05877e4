#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace bestfit::segment {

/// The defaults are the usual case; docs/methods/segments.md says where each comes from.
struct SegmentOptions {
  int rules_max = 3;
  int conditions_max = 3;        // of a rule, 1 to 3
  double size_weight = 0.7;      // in (0, 1]: less finds small rules of high lift, more large ones
  double support_min = 0.02;     // smallest share of the rows that a rule adds
  int best_min = 10;             // and the fewest best rows
  double lift_step = 1.1;        // by what factor each condition must raise its rule's rate
  double held_share = 0.4;       // of the rows, not searched: these measure what was found
  std::size_t rows_max = 24000;  // rows searched; more are drawn from, clusters whole
  std::size_t conditions_kept = 200;      // the best alone; searched together are no more
  int half_samples = 20;                  // even; refits that show how stable a rule is
  double reappears_min = 0.35;            // least share of these in which a rule reappears
  std::vector<std::uint32_t> attributes;  // that conditions may be on; empty: those told from noise
                                          // on the rows searched (q of 0.1 or less)
  std::uint64_t seed = 1;
  int threads = 1;  // the result does not depend on it
};

}  // namespace bestfit::segment
