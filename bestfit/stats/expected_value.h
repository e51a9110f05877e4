#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "bestfit/stats/mean_value.h"

namespace bestfit::stats {

struct ExpectedOptions {
  ValueOptions value;        // its level is not used
  double persistence = 0.0;  // 0: an account is expected to pay what those of its stratum pay on
                             // the average; 1: as much more than these as so far; in [0, 1]
};

/// What an account has paid, and is expected to pay, by the end of ExpectedValues::until.
struct ExpectedValue {
  double observed = 0.0;  // paid so far
  double rest = 0.0;      // expected after its last day, given that it had not left by then; 0 when
                          // it left or was followed to the end
  double sum() const { return observed + rest; }
};

struct ExpectedValues {
  double until = 0.0;  // days, at most the horizon: until when all accounts together tell
  std::vector<ExpectedValue> accounts;
  std::vector<std::int8_t> alone;  // one a stratum: 1 when its own accounts tell so long; the rest
                                   // is that of all accounts where they do not
};

/// What each account is worth over a horizon. The rest is (value at `until` - value at its last
/// day) / survival at its last day, on the value_curve of its stratum, so that with persistence 0
/// the sums' mean in a stratum that tells alone is its mean_value exactly. For ranking accounts:
/// they are no observations, and their spread is less than that of what will be paid.
///   stratum  one an account, numbered from 0, below 2^16; none: all are in one
///   throws   Bug as value_curve does, and unless there are as many strata as accounts
///   source   Efron 1967 (self-consistency); docs/methods/survival.md
ExpectedValues expected_values(std::span<const AccountHistory> accounts,
                               std::span<const std::uint32_t> stratum,
                               const ExpectedOptions& options);

/// How much of what an account has paid beyond the mean of its stratum so far it goes on to pay
/// beyond it: the slope of later over earlier payments, each over its mean, at the quartiles of the
/// days at which accounts are followed no further, with each later payment over the chance of being
/// followed so long. The `persistence` of ExpectedOptions.
///   returns  in [0, 1]; 0 where fewer than 10 accounts of a stratum tell
///   source   Buhlmann 1967, ASTIN Bulletin 4(3), 199-207 (credibility); van Houwelingen 2007,
///            Scandinavian Journal of Statistics 34(1), 70-85 (landmarks)
double persistence(std::span<const AccountHistory> accounts, std::span<const std::uint32_t> stratum,
                   const ValueOptions& options);

}  // namespace bestfit::stats
