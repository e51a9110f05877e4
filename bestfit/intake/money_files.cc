#include "bestfit/intake/money_files.h"

#include <fmt/format.h>

#include <algorithm>

#include "bestfit/base/error.h"
#include "bestfit/base/text.h"
#include "bestfit/intake/columns.h"
#include "bestfit/recognise/role_names.h"

namespace bestfit::intake {
namespace {

/// The column of currencies: the one that was recognised, else of the signs beside the amounts.
std::string currency_column(ReadFile& read, const recognise::Mapping& mapping) {
  std::string named = mapping.column("currency");
  const std::string amount = mapping.column("amount");
  if (!named.empty() || amount.empty()) return named;
  const auto signs =
      std::find_if(read.money.begin(), read.money.end(),
                   [&](const table::Column& column) { return column.name == amount; });
  if (signs == read.money.end()) return {};
  table::Column column = *signs;
  column.name = amount + " (money sign)";
  named = column.name;
  read.table = table::with_column(read.table, std::move(column));
  read.file.notes.push_back(fmt::format("currencies are the signs in '{}'", amount));
  return named;
}

/// The column of amounts that a CRM has brought into the company's currency; empty without one.
std::string converted_column(const table::Table& deals) {
  for (const table::Column& column : deals.columns()) {
    const std::string key = recognise::header_key(column.name);
    const bool named = key.find("incompanycurrency") != std::string::npos ||
                       key == "amountconverted" || key == "convertedamount";
    if (named && column.kind == table::Kind::number) return column.name;
  }
  return {};
}

/// Salesforce says how much of a currency one unit of the company's is.
bool is_salesforce(const outcome::RateColumns& columns) {
  return recognise::header_key(columns.rate) == "conversionrate" &&
         recognise::header_key(columns.currency) == "isocode";
}

std::string range_words(const outcome::Rates& rates) {
  std::vector<std::string> currencies;
  for (const outcome::Rate& line : rates.lines) {
    if (currencies.empty() || currencies.back() != line.currency) {
      currencies.push_back(line.currency);
    }
  }
  return some_of(currencies, 12);
}

/// Says how many rows of a file belong to no account, where any do.
void note_unmatched(std::int64_t unmatched, std::int64_t all, const char* what, LoadedFile& file) {
  if (unmatched == 0) return;
  file.notes.push_back(fmt::format("{} of {} {} belong to no account and were not used",
                                   base::count_text(static_cast<std::size_t>(unmatched)),
                                   base::count_text(static_cast<std::size_t>(all)), what));
}

/// What is dated after the data's own end.
void note_ahead(std::int64_t count, std::string_view what, const outcome::History& history,
                LoadedFile& file) {
  if (count == 0) return;
  file.notes.push_back(
      fmt::format("{} {}{} later than {}, when the data end: booked ahead or a slip, and nobody "
                  "was followed so "
                  "long",
                  base::count_text(static_cast<std::size_t>(count)), what,
                  count == 1 ? " is" : "s are", base::long_date(*history.until)));
}

}  // namespace

outcome::DealColumns deal_columns(ReadFile& deals, const recognise::Mapping& mapping,
                                  bool has_rates) {
  const std::string path = deals.file.report.path;
  outcome::DealColumns columns{.account = needed_column(mapping, "account", path),
                               .stage = mapping.column("stage"),
                               .won = mapping.column("won"),
                               .closed = mapping.column("closed"),
                               .amount = mapping.column("amount"),
                               .created = mapping.column("created"),
                               .closed_date = mapping.column("closed_date"),
                               .currency = currency_column(deals, mapping)};
  if (columns.stage.empty() && columns.won.empty()) {
    static_cast<void>(needed_column(mapping, "stage", path));
  }
  const std::string converted = converted_column(deals.table);
  const bool is_converted = !converted.empty() && columns.amount == converted;
  if (is_converted || (!converted.empty() && !columns.currency.empty() && !has_rates)) {
    columns.amount = converted;
    columns.currency.clear();
    deals.file.notes.push_back(fmt::format(
        "amounts are those of '{}', as the CRM has brought them into one currency", converted));
  }
  return columns;
}

outcome::RevenueColumns revenue_columns(ReadFile& revenue, const recognise::Mapping& mapping) {
  const std::string path = revenue.file.report.path;
  return {.account = needed_column(mapping, "account", path),
          .date = needed_column(mapping, "date", path),
          .end = mapping.column("end"),
          .amount = mapping.column("amount"),
          .kind = mapping.column("kind"),
          .currency = currency_column(revenue, mapping)};
}

outcome::Rates rates_of(ReadFile& rates, const recognise::Mapping& mapping,
                        const std::string& company) {
  const std::string path = rates.file.report.path;
  outcome::RateColumns columns{.currency = needed_column(mapping, "currency", path),
                               .date = mapping.column("date"),
                               .rate = mapping.column("rate"),
                               .units = mapping.column("units")};
  if (columns.units.empty()) columns.rate = needed_column(mapping, "rate", path);
  if (is_salesforce(columns)) std::swap(columns.rate, columns.units);
  if (!columns.units.empty()) columns.rate.clear();
  outcome::Rates read = outcome::read_rates(rates.table, columns, company, path);
  rates.file.notes.push_back(fmt::format(
      "rates of {} to {}: {}{}", range_words(read), read.company,
      columns.units.empty()
          ? fmt::format("'{}' is what one unit of the currency is in {}", columns.rate,
                        read.company)
          : fmt::format("'{}' is how much of the currency one {} is", columns.units, read.company),
      columns.date.empty() ? ", whatever the date" : fmt::format(", from '{}' on", columns.date)));
  return read;
}

void note_deals(const outcome::History& history, bool best, LoadedFile& deals) {
  note_unmatched(history.deals_without_account, history.deals, "deals", deals);
  note_ahead(history.deals_ahead, "date", history, deals);
  for (const std::string& note : history.notes) deals.notes.push_back(note);
  if (!best) return;
  for (const std::string& note : history.best_notes) deals.notes.push_back(note);
}

void note_revenue(const outcome::History& history, LoadedFile& revenue) {
  note_unmatched(history.revenue_without_account, history.revenue_lines, "lines", revenue);
  note_ahead(history.lines_ahead, "line", history, revenue);
  if (history.lines_backwards > 0) {
    revenue.notes.push_back(
        fmt::format("of {} line{} the end is before the begin: mend these, or customers look as if "
                    "they had left",
                    base::count_text(static_cast<std::size_t>(history.lines_backwards)),
                    history.lines_backwards == 1 ? "" : "s"));
  }
  if (!history.revenue_until) return;
  revenue.notes.push_back(fmt::format(
      "the newest line is of {}, {} days before the newest deal: customers are followed until then",
      base::long_date(*history.revenue_until), *history.until - *history.revenue_until));
}

}  // namespace bestfit::intake
