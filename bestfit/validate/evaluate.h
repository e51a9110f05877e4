#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "bestfit/outcome/target.h"
#include "bestfit/profile/profile.h"
#include "bestfit/stats/frame.h"
#include "bestfit/stats/interval.h"

namespace bestfit::validate {

/// One row that was scored and whose outcome is known.
struct Judged {
  int score = 0;  // 0 to 100
  bool best = false;
  double probability = 0.0;  // as the profile says; NaN when it says none
  outcome::Mass mass;        // what it counts for; 0 on both sides: once, on its side
};

struct CalibrationBin {
  int from = 0;  // scores of this bin: from <= score <= to
  int to = 0;
  double predicted = 0.0;    // mean probability
  stats::Estimate observed;  // rate with Wilson interval, widened for clusters
  std::int64_t total = 0;
};

/// The best `share` of accounts by score holds `found` of all best customers.
struct GainPoint {
  double share = 0.0;
  stats::Estimate found;
  stats::Estimate lift;  // rate in these over the rate of all
};

struct TierResult {
  std::string tier;
  int from = 0;
  std::int64_t total = 0;
  std::int64_t best = 0;
  stats::Estimate rate;      // Wilson, widened for clusters
  double of_accounts = 0.0;  // share of the population that is in this tier
  double of_best = 0.0;      // share of the best; of worth where they count by it
  stats::Estimate lift;      // over the rate of all; of worth: its mean over that of all
};

struct Evaluation {
  std::int64_t rows = 0;
  std::int64_t best = 0;
  stats::Estimate auc;    // logit-DeLong; Newcombe below 30 of either class
  double log_loss = 0.0;  // NaN when there is no probability
  double brier = 0.0;     // NaN when there is no probability
  stats::Estimate lift_at_10pct;
  std::vector<GainPoint> gain;  // at 5 %, 10 %, … 100 %
  std::vector<CalibrationBin> calibration;
  std::vector<TierResult> by_tier;
};

/// How rows lean on each other, and what they stand for.
struct Sampling {
  double curve = 1.0;  // by how much clusters widen the variance of the curve, >= 1
  std::span<const std::uint32_t> cluster;  // one a row, for the rates; empty: each stands alone
  stats::Frame frame;
  bool is_plain = true;  // each row counts once
};

/// Holds scores against what happened.
///   tiers   may be empty
///   throws  Error(bad_input) when no row, or every row, has the outcome
/// Where frame.has_rates() is false there are no rates, probabilities and calibration: NaN and
/// empty.
Evaluation evaluate(std::span<const Judged> rows, std::span<const profile::Tier> tiers,
                    std::uint64_t seed, const Sampling& sampling = {});

}  // namespace bestfit::validate
