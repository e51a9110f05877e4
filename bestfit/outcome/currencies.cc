#include "bestfit/outcome/currencies.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "bestfit/base/text.h"
#include "bestfit/outcome/deal_states.h"
#include "bestfit/outcome/history.h"

namespace bestfit::outcome {
namespace {

using table::Column;
using table::kMissing;
using table::Table;

/// The rows of one file whose amounts count.
struct File {
  const Table* table = nullptr;
  const Column* currency = nullptr;
  std::vector<double> amount;
  std::vector<double> day;
  std::vector<bool> closed;        // deals; empty: all rows count
  std::vector<std::int32_t> code;  // of each row's currency, -1 where none is said
  std::int64_t CurrencyUse::*of_file = nullptr;

  [[nodiscard]] bool is_counted(std::size_t row) const { return closed.empty() || closed[row]; }
};

/// A column of labels; null where there is none.
const Column* labels_in(const Table& table, const std::string& name) {
  const Column* column = name.empty() ? nullptr : table.find(name);
  const bool labelled = column != nullptr && (column->kind == table::Kind::category ||
                                              column->kind == table::Kind::text);
  return labelled ? column : nullptr;
}

std::vector<double> values_of(const Numbers& numbers, std::size_t rows) {
  std::vector<double> values;
  values.reserve(rows);
  for (std::size_t row = 0; row < rows; ++row) values.push_back(numbers[row]);
  return values;
}

File deals_of(const Table& deals, const DealColumns& columns) {
  File file{.table = &deals,
            .currency = labels_in(deals, columns.currency),
            .of_file = &CurrencyUse::deals};
  file.amount = values_of(Numbers(deals, columns.amount), deals.rows());
  if (file.currency == nullptr) return file;
  const Numbers closed(deals, columns.closed_date);
  const Numbers created(deals, columns.created);
  for (std::size_t row = 0; row < deals.rows(); ++row) {
    file.day.push_back(std::isnan(closed[row]) ? created[row] : closed[row]);
  }
  for (const DealState state : deal_states(deals, columns)) {
    file.closed.push_back(state != DealState::open);
  }
  return file;
}

File revenue_of(const Table& revenue, const RevenueColumns& columns) {
  File file{.table = &revenue,
            .currency = labels_in(revenue, columns.currency),
            .of_file = &CurrencyUse::lines};
  file.amount = values_of(Numbers(revenue, columns.amount), revenue.rows());
  file.day = values_of(Numbers(revenue, columns.date), revenue.rows());
  return file;
}

class Converter {
 public:
  explicit Converter(const Money& money) : money_(money) {}

  /// Numbers the currencies of a file's rows.
  void look_at(File& file) {
    if (file.table == nullptr) return;
    const std::size_t rows = file.table->rows();
    file.code.assign(rows, -1);
    if (file.currency == nullptr) return;
    std::vector<std::int32_t> of_label(file.currency->labels.size(), -1);  // each is read once
    for (std::size_t row = 0; row < rows; ++row) {
      if (file.currency->missing(row)) continue;
      std::int32_t& code = of_label[static_cast<std::size_t>(file.currency->codes[row])];
      if (code < 0) code = number_of(currency_code(file.currency->cell_text(row)));
      file.code[row] = code;
      if (file.is_counted(row)) ++(uses_[static_cast<std::size_t>(code)].*file.of_file);
    }
  }

  /// Names the company's currency.
  void choose(const File& revenue) {
    found_.has_rates = money_.rates.has_value();
    found_.company = money_.rates ? money_.rates->company : currency_code(money_.currency);
    if (!found_.company.empty()) return;
    const bool by_lines = revenue.currency != nullptr;
    const auto most = std::max_element(uses_.begin(), uses_.end(),
                                       [&](const CurrencyUse& a, const CurrencyUse& b) {
                                         return by_lines ? a.lines < b.lines : a.deals < b.deals;
                                       });
    if (most != uses_.end()) found_.company = most->currency;
  }

  Amounts convert(File& file) {
    Amounts amounts{.amount = std::move(file.amount), .apart = {}};
    if (file.table == nullptr || uses_.empty()) return amounts;
    amounts.apart.assign(amounts.amount.size(), 0);
    for (std::size_t row = 0; row < amounts.amount.size(); ++row) {
      double& amount = amounts.amount[row];
      if (file.code[row] < 0) {
        if (file.is_counted(row) && !std::isnan(amount)) ++found_.assumed;
        continue;
      }
      CurrencyUse& use = uses_[static_cast<std::size_t>(file.code[row])];
      const std::optional<double> rate = rate_of(use, file.day[row]);
      amount = rate ? amount * *rate : kMissing;
      if (rate) continue;
      amounts.apart[row] = 1;
      if (file.is_counted(row)) ++(use.*reason_of(use, file.day[row]));
    }
    return amounts;
  }

  std::optional<Currencies> found(const File& deals, const File& revenue) {
    if (uses_.empty()) return std::nullopt;
    found_.deals_say = deals.currency != nullptr;
    found_.lines_say = revenue.currency != nullptr;
    std::stable_sort(uses_.begin(), uses_.end(), [](const CurrencyUse& a, const CurrencyUse& b) {
      return a.total() > b.total();
    });
    found_.used = std::move(uses_);
    return std::move(found_);
  }

 private:
  std::int32_t number_of(const std::string& currency) {
    const auto known = std::find_if(uses_.begin(), uses_.end(), [&](const CurrencyUse& use) {
      return use.currency == currency;
    });
    const auto number = static_cast<std::int32_t>(known - uses_.begin());
    if (known != uses_.end()) return number;
    uses_.push_back({.currency = currency});
    if (money_.rates) uses_.back().first_rate = first_rate(*money_.rates, currency);
    return number;
  }

  [[nodiscard]] std::optional<double> rate_of(const CurrencyUse& use, double day) const {
    if (use.currency == found_.company) return 1.0;
    return money_.rates ? rate_at(*money_.rates, use.currency, day) : std::nullopt;
  }

  static std::int64_t CurrencyUse::*reason_of(const CurrencyUse& use, double day) {
    if (!use.first_rate) return &CurrencyUse::no_rate;
    return std::isnan(day) ? &CurrencyUse::undated : &CurrencyUse::too_early;
  }

  const Money& money_;
  std::vector<CurrencyUse> uses_;
  Currencies found_;
};

std::string count(std::int64_t value) { return base::count_text(static_cast<std::size_t>(value)); }

/// "EUR 120, USD 40".
std::string used_words(const Currencies& currencies) {
  std::vector<std::string> parts;
  for (const CurrencyUse& use : currencies.used) {
    parts.push_back(fmt::format("{} {}", use.currency, count(use.total())));
  }
  return base::join(parts, ", ");
}

std::string what_to_do(const Currencies& currencies) {
  return currencies.has_rates ? "add their rates to the table"
                              : "a table of rates converts them (--rates FILE)";
}

}  // namespace

std::int64_t Currencies::apart() const {
  std::int64_t sum = 0;
  for (const CurrencyUse& use : used) sum += use.apart();
  return sum;
}

bool Currencies::several() const {
  return std::any_of(used.begin(), used.end(),
                     [&](const CurrencyUse& use) { return use.currency != company; });
}

Conversion in_one_currency(const Table* deals, const DealColumns& deal_columns,
                           const Table* revenue, const RevenueColumns& revenue_columns,
                           const Money& money) {
  File deal_rows;
  File lines;
  if (deals != nullptr) deal_rows = deals_of(*deals, deal_columns);
  if (revenue != nullptr) lines = revenue_of(*revenue, revenue_columns);
  Converter converter(money);
  converter.look_at(deal_rows);
  converter.look_at(lines);
  converter.choose(lines);
  Conversion conversion;
  conversion.deals = converter.convert(deal_rows);
  conversion.revenue = converter.convert(lines);
  conversion.currencies = converter.found(deal_rows, lines);
  return conversion;
}

std::string apart_words(const Currencies& currencies, const CurrencyUse& use) {
  std::vector<std::string> words;
  if (use.no_rate > 0) {
    words.emplace_back(currencies.has_rates ? "the table has no rate of it"
                                            : "no table of rates was given");
  }
  if (use.too_early > 0) {
    words.push_back(fmt::format("{} dated before its first rate, {}", count(use.too_early),
                                base::long_date(static_cast<base::Day>(*use.first_rate))));
  }
  if (use.undated > 0) words.push_back(fmt::format("{} without a date", count(use.undated)));
  return base::join(words, "; ");
}

std::vector<std::string> currency_notes(const Currencies& currencies) {
  std::vector<std::string> notes;
  if (!currencies.several()) return notes;
  notes.push_back(
      currencies.has_rates
          ? fmt::format("amounts ({}) are in {}, each at the newest rate not after its own date",
                        used_words(currencies), currencies.company)
          : fmt::format(
                "amounts are in several currencies ({}), and those in {} alone are added up",
                used_words(currencies), currencies.company));
  for (const CurrencyUse& use : currencies.used) {
    if (use.apart() == 0) continue;
    notes.push_back(fmt::format("{} amounts in {} are kept apart: {}", count(use.apart()),
                                use.currency, apart_words(currencies, use)));
  }
  if (currencies.accounts_apart > 0) {
    notes.push_back(fmt::format(
        "what accounts with such amounts bring is not known ({} of them{}); {}",
        count(currencies.accounts_apart),
        currencies.unjudged == 0
            ? std::string()
            : fmt::format("; {} are not judged by value, {} of these lost, so that no currency "
                          "stands among the others alone",
                          count(currencies.unjudged), count(currencies.unjudged_lost)),
        what_to_do(currencies)));
  }
  if (currencies.unjudged > 0 && !currencies.deals_say) {
    notes.emplace_back(
        "deals do not say their currency: lost accounts in another one cannot be "
        "told, and count as not best");
  }
  if (currencies.assumed > 0) {
    notes.push_back(fmt::format("{} amounts without a currency are taken for {}",
                                count(currencies.assumed), currencies.company));
  }
  return notes;
}

}  // namespace bestfit::outcome
