#include "bestfit/outcome/best.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "bestfit/base/text.h"
#include "bestfit/stats/expected_value.h"
#include "bestfit/table/column.h"

namespace bestfit::outcome {
namespace {

constexpr double kMonth = 365.2425 / 12.0;  // days

/// Values of customers, by their place.
struct Values {
  std::vector<stats::ExpectedValue> of;
  double until = 0.0;
  double persistence = 0.0;
};

Values values_of(std::span<const Customer> customers, const BestDefinition& definition) {
  std::vector<stats::AccountHistory> histories;
  for (const Customer& customer : customers) {
    if (customer.known) histories.push_back(after_costs(customer.history, definition));
  }
  Values values;
  if (histories.empty()) return values;
  stats::ExpectedOptions options;
  options.value.horizon = days_of_months(definition.months);
  values.persistence = stats::persistence(histories, {}, options.value);
  options.persistence = values.persistence;
  stats::ExpectedValues expected = stats::expected_values(histories, {}, options);
  values.of = std::move(expected.accounts);
  values.until = expected.until;
  return values;
}

std::int64_t some(double share, std::int64_t count) {
  return std::llround(share * static_cast<double>(count));
}

/// The least value of a best account: at the share of all, or of those won where that is less;
/// never at nothing. Fills in how many these are.
double cut_of(std::vector<double> of_all, const BestDefinition& definition, BestByValue& found) {
  found.paying =
      std::count_if(of_all.begin(), of_all.end(), [](double value) { return value > 0.0; });
  found.by_share = some(definition.share, std::ssize(of_all));
  found.by_share_of_won = some(definition.share_of_won, found.paying);
  if (definition.value_from) return *definition.value_from;
  if (found.paying == 0) return std::numeric_limits<double>::infinity();
  std::sort(of_all.begin(), of_all.end(), std::greater<>());
  const std::int64_t wanted = std::min(found.by_share, found.by_share_of_won);
  auto count = static_cast<std::size_t>(std::clamp<std::int64_t>(wanted, 1, found.paying));
  // Accounts worth the same are on one side of the cut: fewer, where they would be too many.
  while (count > 1 && count < of_all.size() && of_all[count] == of_all[count - 1]) --count;
  return of_all[count - 1];
}

std::vector<double> known_of(const std::vector<double>& values) {
  std::vector<double> known;
  std::copy_if(values.begin(), values.end(), std::back_inserter(known),
               [](double value) { return !std::isnan(value); });
  return known;
}

/// Values by account: 0 where it was not won, none where that or an amount is not known.
std::vector<double> by_account(std::span<const double> won, std::span<const Customer> customers,
                               const Values& values) {
  std::vector<double> value;
  for (const double one : won) value.push_back(one == 0.0 ? 0.0 : table::kMissing);
  std::size_t place = 0;
  for (const Customer& customer : customers) {
    const double sum = customer.known ? values.of[place++].sum() : table::kMissing;
    if (won[customer.account] == 1.0) value[customer.account] = sum;
  }
  return value;
}

/// Counts what each part of the definition moves.
void count_parts(std::span<const double> won, std::span<const Customer> customers,
                 const Values& values, BestByValue& found) {
  for (std::size_t account = 0; account < won.size(); ++account) {
    if (std::isnan(found.value[account])) continue;
    ++found.worked;
    if (won[account] == 1.0) ++found.won;
  }
  std::size_t place = 0;
  for (const Customer& customer : customers) {
    if (!customer.known) {
      ++found.unknown;
      continue;
    }
    const stats::ExpectedValue& value = values.of[place++];
    if (std::isnan(found.value[customer.account])) continue;
    const bool is_best = found.best[customer.account] == 1.0;
    if (!is_best) ++found.below;
    if (!is_best && customer.history.left == 1 && customer.history.days < found.until) ++found.left;
    if (is_best && value.observed < found.cut) ++found.by_expected;
  }
}

std::string share_words(double share) {
  if (share == 0.25) return "quarter";
  if (share == 0.1) return "tenth";
  if (share == 0.2) return "fifth";
  if (share == 0.5) return "half";
  return fmt::format("{}%", base::number_text(100.0 * share));
}

}  // namespace

double days_of_months(double months) { return kMonth * months; }

std::string months_words(double days) {
  const auto months = static_cast<std::size_t>(std::lround(days / kMonth));
  return fmt::format("{} month{}", base::count_text(months), months == 1 ? "" : "s");
}

stats::AccountHistory after_costs(stats::AccountHistory history, const BestDefinition& definition) {
  for (stats::Payment& payment : history.payments) payment.amount *= definition.margin;
  if (definition.cost_per_month == 0.0) return history;
  const double months = std::min(history.days / kMonth, definition.months);
  for (int month = 0; month < months; ++month) {
    history.payments.push_back({.day = month * kMonth, .amount = -definition.cost_per_month});
  }
  return history;
}

std::string costs_words(const BestDefinition& definition) {
  std::vector<std::string> parts;
  if (definition.margin != 1.0) {
    parts.push_back(fmt::format("a margin of {}%", base::number_text(100.0 * definition.margin)));
  }
  if (definition.cost_per_month != 0.0) {
    parts.push_back(
        fmt::format("{} a month to serve", base::number_text(definition.cost_per_month)));
  }
  return parts.empty() ? std::string() : "after " + base::join(parts, " and ");
}

BestByValue best_by_value(std::span<const double> won, std::span<const Customer> customers,
                          const BestDefinition& definition) {
  const Values values = values_of(customers, definition);
  BestByValue found;
  found.until = values.until;
  found.persistence = values.persistence;
  found.value = by_account(won, customers, values);
  found.cut = cut_of(known_of(found.value), definition, found);
  for (const double value : found.value) {
    found.best.push_back(std::isnan(value)                   ? table::kMissing
                         : value >= found.cut && value > 0.0 ? 1.0
                                                             : 0.0);
  }
  count_parts(won, customers, values, found);
  if (definition.margin != 1.0 || definition.cost_per_month != 0.0) {
    BestDefinition revenue = definition;
    revenue.margin = 1.0;
    revenue.cost_per_month = 0.0;
    const BestByValue without = best_by_value(won, customers, revenue);
    for (std::size_t account = 0; account < won.size(); ++account) {
      if (without.best[account] == 1.0 - found.best[account]) ++found.by_costs;
    }
  }
  return found;
}

std::string definition_words(const BestDefinition& definition) {
  if (definition.by == BestDefinition::By::won) return "won";
  if (definition.by == BestDefinition::By::kept) return "won and kept at the first renewal";
  std::string words;
  const std::string months = base::number_text(definition.months);
  if (definition.value_from) {
    words = fmt::format("worth {} or more in {} months, as expected",
                        base::number_text(*definition.value_from), months);
  } else {
    words = fmt::format(
        "top {} by expected {}-month value among all accounts worked, at most {} of those won",
        share_words(definition.share), months, share_words(definition.share_of_won));
  }
  if (definition.margin != 1.0) {
    words += fmt::format(", at a margin of {}%", base::number_text(100.0 * definition.margin));
  }
  if (definition.cost_per_month != 0.0) {
    words +=
        fmt::format(", after {} a month to serve", base::number_text(definition.cost_per_month));
  }
  return words;
}

}  // namespace bestfit::outcome
