#include "bestfit/signal/window.h"

#include <algorithm>
#include <map>
#include <utility>

#include "bestfit/base/error.h"
#include "bestfit/base/random.h"

namespace bestfit::signal {
namespace {

constexpr double kQuarterDays = 365.25 / 4.0;
constexpr int kFewest = 5;  // of either standing in a stratum

/// Calendar quarters since 1970, to within a day of the calendar's.
int quarter_of(base::Day day) {
  const double quarters = static_cast<double>(day) / kQuarterDays;
  return static_cast<int>(quarters) - (quarters < 0.0 ? 1 : 0);
}

struct Quarter {
  int first = 0;
  int second = 0;
  std::vector<std::size_t> accounts;
};

using ByBand = std::map<int, std::map<int, Quarter>>;

/// Gives consecutive quarters one stratum until it has enough of both; what is left at the end goes
/// to the last one.
void number(const std::map<int, Quarter>& quarters, Strata& strata) {
  int first = 0;
  int second = 0;
  const std::size_t from = strata.count;
  std::vector<std::size_t> open;
  const auto close = [&](std::size_t stratum) {
    for (const std::size_t account : open) strata.of[account] = static_cast<std::int32_t>(stratum);
    open.clear();
    first = 0;
    second = 0;
  };
  for (const auto& [quarter, in] : quarters) {
    first += in.first;
    second += in.second;
    open.insert(open.end(), in.accounts.begin(), in.accounts.end());
    if (first >= kFewest && second >= kFewest) close(strata.count++);
  }
  if (open.empty()) return;
  if (strata.count == from) ++strata.count;
  close(strata.count - 1);
}

}  // namespace

std::vector<std::optional<base::Day>> reference_days(std::span<const Account> accounts,
                                                     std::uint64_t seed) {
  std::vector<base::Day> won;
  for (const Account& account : accounts) {
    if (account.standing == Standing::won && account.day) won.push_back(*account.day);
  }
  std::sort(won.begin(), won.end());
  std::vector<std::optional<base::Day>> days(accounts.size());
  for (std::size_t i = 0; i < accounts.size(); ++i) {
    const Account& account = accounts[i];
    if (account.standing == Standing::won || account.standing == Standing::lost) {
      days[i] = account.day;
    }
    if (account.standing != Standing::untouched) continue;
    const auto from =
        account.day ? std::lower_bound(won.begin(), won.end(), *account.day) : won.begin();
    if (from == won.end()) continue;
    base::Random random(seed, i);
    days[i] = from[static_cast<std::ptrdiff_t>(
        random.below(static_cast<std::uint64_t>(won.end() - from)))];
  }
  return days;
}

Strata strata_of(std::span<const Account> accounts,
                 std::span<const std::optional<base::Day>> reference, Standing first,
                 Standing second) {
  check(accounts.size() == reference.size(), "strata_of: a reference day an account");
  ByBand bands;
  for (std::size_t i = 0; i < accounts.size(); ++i) {
    const Standing standing = accounts[i].standing;
    if (!reference[i] || (standing != first && standing != second)) continue;
    Quarter& quarter = bands[accounts[i].band][quarter_of(*reference[i])];
    ++(standing == first ? quarter.first : quarter.second);
    quarter.accounts.push_back(i);
  }
  Strata strata{.of = std::vector<std::int32_t>(accounts.size(), -1), .count = 0};
  for (const auto& [band, quarters] : bands) number(quarters, strata);
  return strata;
}

}  // namespace bestfit::signal
