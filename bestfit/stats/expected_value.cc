#include "bestfit/stats/expected_value.h"

#include <algorithm>

#include "bestfit/base/error.h"

namespace bestfit::stats {
namespace {

using Histories = std::span<const AccountHistory>;
using StratumRows = std::vector<std::size_t>;

/// StratumRows by stratum.
std::vector<StratumRows> strata_of(Histories accounts, std::span<const std::uint32_t> stratum) {
  check(stratum.empty() || stratum.size() == accounts.size(), "one stratum an account");
  constexpr std::uint32_t kStrataMax = 1U << 16U;
  std::vector<StratumRows> strata(1);
  for (std::size_t row = 0; row < accounts.size(); ++row) {
    const std::uint32_t in = stratum.empty() ? 0 : stratum[row];
    check(in < kStrataMax, "strata below 2^16");
    if (in >= strata.size()) strata.resize(in + 1);
    strata[in].push_back(row);
  }
  return strata;
}

std::vector<AccountHistory> chosen(Histories accounts, const StratumRows& rows) {
  std::vector<AccountHistory> out;
  out.reserve(rows.size());
  for (const std::size_t row : rows) out.push_back(accounts[row]);
  return out;
}

struct ValueUntil {
  std::vector<ValueStep> curve;
  double until = 0.0;  // what is later on the curve does not count
};

ValueUntil known_value(Histories accounts, const ValueOptions& options) {
  ValueUntil value;
  value.curve = value_curve(accounts);
  value.until = known_until(value.curve, options);
  return value;
}

bool counts(double day, double until, double horizon) { return day <= until && day < horizon; }

/// The last step at or before a day; a step before all when there is none.
ValueStep value_step_at(const std::vector<ValueStep>& steps, double day) {
  const auto after =
      std::upper_bound(steps.begin(), steps.end(), day,
                       [](double wanted, const ValueStep& step) { return wanted < step.day; });
  return after == steps.begin() ? ValueStep{} : *(after - 1);
}

/// The value at the end of what counts.
double last_value(const std::vector<ValueStep>& steps, double until, double horizon) {
  double value = 0.0;
  for (const ValueStep& step : steps) {
    if (!counts(step.day, until, horizon)) break;
    value = step.value;
  }
  return value;
}

double paid_until(const AccountHistory& account, double until, double horizon) {
  double sum = 0.0;
  for (const Payment& payment : account.payments) {
    if (counts(payment.day, until, horizon)) sum += payment.amount;
  }
  return sum;
}

bool stays(const AccountHistory& account, double day) {
  return account.days > day || (account.days == day && account.left == 0);
}

/// What an account paid by the end of a day, without credits and costs.
double paid_by(const AccountHistory& account, double day) {
  double sum = 0.0;
  for (const Payment& payment : account.payments) {
    if (payment.day <= day) sum += std::max(0.0, payment.amount);
  }
  return sum;
}

/// A payment, or the end of an account, in the order of days.
struct Change {
  double day = 0.0;
  std::size_t account = 0;
  double paid = 0.0;
  enum class Kind : std::int8_t { payment, leaves, is_lost } kind = Kind::payment;
};

std::vector<Change> changes_of(Histories accounts) {
  std::vector<Change> changes;
  for (std::size_t i = 0; i < accounts.size(); ++i) {
    for (const Payment& payment : accounts[i].payments) {
      const double paid = std::max(0.0, payment.amount);
      changes.push_back(
          {.day = payment.day, .account = i, .paid = paid, .kind = Change::Kind::payment});
    }
    const bool left = accounts[i].left == 1;
    changes.push_back({.day = accounts[i].days,
                       .account = i,
                       .kind = left ? Change::Kind::leaves : Change::Kind::is_lost});
  }
  std::stable_sort(changes.begin(), changes.end(), [](const Change& a, const Change& b) {
    return a.day != b.day ? a.day < b.day : a.kind < b.kind;
  });
  return changes;
}

/// How much more than the mean each account has paid by its last day, that of accounts which had
/// not left by then being 1; 1 where nothing was paid, and of accounts that left.
std::vector<double> levels_of(Histories accounts) {
  std::vector<double> levels(accounts.size(), 1.0);
  std::vector<double> own(accounts.size(), 0.0);
  double paid = 0.0;      // by those that stay
  double smallest = 0.0;  // of `paid`; less is rounding
  auto staying = static_cast<double>(accounts.size());
  const std::vector<Change> changes = changes_of(accounts);
  for (std::size_t from = 0; from < changes.size();) {
    std::size_t to = from;  // of one day and kind
    for (; to < changes.size() && changes[to].day == changes[from].day &&
           changes[to].kind == changes[from].kind;
         ++to) {
      const Change& change = changes[to];
      paid += change.paid;
      smallest += 1e-12 * change.paid;
      own[change.account] += change.paid;
      if (change.kind == Change::Kind::is_lost && paid > smallest) {
        levels[change.account] = own[change.account] * staying / paid;
      }
    }
    for (std::size_t k = from; k < to && changes[k].kind != Change::Kind::payment; ++k) {
      paid -= own[changes[k].account];
      staying -= 1.0;
    }
    from = to;
  }
  return levels;
}

/// Sums of a slope through 0.
struct Slope {
  double products = 0.0;
  double squares = 0.0;
};

/// Adds what accounts that had not left by a day paid until then and later.
void add_landmark(Slope& slope, Histories accounts, const ValueUntil& value, double day,
                  double horizon) {
  constexpr double kAccountsMin = 10.0;
  std::vector<double> earlier;
  std::vector<double> later;
  double earlier_sum = 0.0;
  double later_sum = 0.0;
  for (const AccountHistory& account : accounts) {
    if (!stays(account, day)) continue;
    earlier.push_back(paid_by(account, day));
    later.push_back(0.0);
    for (const Payment& payment : account.payments) {
      if (payment.day <= day || !counts(payment.day, value.until, horizon)) continue;
      later.back() += payment.amount / value_step_at(value.curve, payment.day).known;
    }
    earlier_sum += earlier.back();
    later_sum += later.back();
  }
  const auto size = static_cast<double>(earlier.size());
  if (size < kAccountsMin || earlier_sum <= 0.0 || later_sum <= 0.0) return;
  for (std::size_t i = 0; i < earlier.size(); ++i) {
    const double above = earlier[i] * size / earlier_sum - 1.0;
    slope.products += above * (later[i] * size / later_sum - 1.0);
    slope.squares += above * above;
  }
}

/// Quartiles of the days before `until` at which accounts are followed no further.
std::vector<double> landmarks(Histories accounts, double until) {
  std::vector<double> days;
  for (const AccountHistory& account : accounts) {
    if (account.left == 0 && account.days < until) days.push_back(account.days);
  }
  if (days.empty()) return {};
  std::sort(days.begin(), days.end());
  return {days[days.size() / 4], days[days.size() / 2], days[days.size() * 3 / 4]};
}

}  // namespace

ExpectedValues expected_values(Histories accounts, std::span<const std::uint32_t> stratum,
                               const ExpectedOptions& options) {
  check(0.0 <= options.persistence && options.persistence <= 1.0, "0 <= persistence <= 1");
  const std::vector<StratumRows> strata = strata_of(accounts, stratum);
  const ValueUntil all = known_value(accounts, options.value);
  const std::vector<double> all_levels = levels_of(accounts);

  ExpectedValues found;
  found.until = all.until;
  found.accounts.resize(accounts.size());
  for (const StratumRows& rows : strata) {
    const std::vector<AccountHistory> own = chosen(accounts, rows);
    const ValueUntil own_value = known_value(own, options.value);
    const bool alone = !rows.empty() && own_value.until >= all.until;
    found.alone.push_back(alone ? 1 : 0);
    const std::vector<ValueStep>& curve = alone ? own_value.curve : all.curve;
    const std::vector<double> own_levels = levels_of(own);
    const double whole = last_value(curve, all.until, options.value.horizon);
    for (std::size_t i = 0; i < rows.size(); ++i) {
      ExpectedValue& value = found.accounts[rows[i]];
      value.observed = paid_until(own[i], all.until, options.value.horizon);
      if (own[i].left == 1 || own[i].days >= all.until) continue;
      const ValueStep here = value_step_at(curve, own[i].days);
      const double level = alone ? own_levels[i] : all_levels[rows[i]];
      value.rest =
          (whole - here.value) / here.survival * (1.0 + options.persistence * (level - 1.0));
    }
  }
  return found;
}

double persistence(Histories accounts, std::span<const std::uint32_t> stratum,
                   const ValueOptions& options) {
  const double until = known_value(accounts, options).until;
  const std::vector<double> days = landmarks(accounts, until);
  Slope slope;
  for (const StratumRows& rows : strata_of(accounts, stratum)) {
    const std::vector<AccountHistory> own = chosen(accounts, rows);
    const ValueUntil value = known_value(own, options);
    for (const double day : days) add_landmark(slope, own, value, day, options.horizon);
  }
  return slope.squares > 0.0 ? std::clamp(slope.products / slope.squares, 0.0, 1.0) : 0.0;
}

}  // namespace bestfit::stats
