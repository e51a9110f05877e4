#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "bestfit/signal/account.h"

namespace bestfit::signal {

/// The day that each account is looked back from: of worked ones the first meeting; of untouched
/// ones a day drawn from the first meetings of the won ones, not before they were known, so that
/// both are looked at in the same times. None for open accounts and where no day is known.
///   seed  of the draw: account i's depends on the seed, i and the won days alone
std::vector<std::optional<base::Day>> reference_days(std::span<const Account> accounts,
                                                     std::uint64_t seed);

/// Which accounts are held against each other: those of one band and of one calendar quarter, or of
/// some consecutive quarters where one has fewer than five of either standing.
struct Strata {
  std::vector<std::int32_t> of;  // one an account: its stratum, -1 for those of neither standing
  std::size_t count = 0;
};

/// Strata of the accounts of two standings, by reference day; made without a look at any event.
Strata strata_of(std::span<const Account> accounts,
                 std::span<const std::optional<base::Day>> reference, Standing first,
                 Standing second);

}  // namespace bestfit::signal
