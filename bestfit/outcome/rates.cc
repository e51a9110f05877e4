#include "bestfit/outcome/rates.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <set>
#include <utility>

#include "bestfit/base/date.h"
#include "bestfit/base/error.h"
#include "bestfit/base/text.h"

namespace bestfit::outcome {
namespace {

using table::Column;
using table::Kind;

constexpr double kAlways = -std::numeric_limits<double>::infinity();

constexpr std::array<std::pair<std::string_view, std::string_view>, 16> kSigns = {{
    {"$", "USD"},
    {"US$", "USD"},
    {"€", "EUR"},
    {"£", "GBP"},
    {"¥", "JPY"},
    {"₹", "INR"},
    {"₩", "KRW"},
    {"₽", "RUB"},
    {"₺", "TRY"},
    {"₪", "ILS"},
    {"฿", "THB"},
    {"zł", "PLN"},
    {"R$", "BRL"},
    {"A$", "AUD"},
    {"C$", "CAD"},
    {"EURO", "EUR"},
}};

bool is_letter(char letter) { return letter >= 'A' && letter <= 'Z'; }

bool is_code(std::string_view text) {
  return text.size() == 3 && std::all_of(text.begin(), text.end(), is_letter);
}

std::string upper(std::string_view text) {
  std::string out(text);
  for (char& letter : out) {
    if (letter >= 'a' && letter <= 'z') letter = static_cast<char>(letter - 'a' + 'A');
  }
  return out;
}

/// The numbers of a column, or an error that says what it holds.
const std::vector<double>& numbers_of(const table::Table& table, const std::string& name,
                                      const std::string& file) {
  const Column& column = table.column(name);
  if (column.kind == Kind::number || column.kind == Kind::flag) return column.numbers;
  throw Error(Fault::bad_input, fmt::format("{}: column '{}' holds no rates, it was read as a {}",
                                            file, name, table::kind_name(column.kind)));
}

double day_of(const Column* dates, std::size_t row) {
  if (dates == nullptr || dates->missing(row)) return kAlways;
  return dates->numbers[row];
}

std::string from_words(double day) {
  return std::isinf(day) ? "without a date" : "from " + base::iso_date(static_cast<base::Day>(day));
}

/// The lines in order, each currency's day once.
void sort_rates(std::vector<Rate>& lines, const std::string& file) {
  std::stable_sort(lines.begin(), lines.end(), [](const Rate& a, const Rate& b) {
    return a.currency != b.currency ? a.currency < b.currency : a.from < b.from;
  });
  const auto same = [](const Rate& a, const Rate& b) {
    return a.currency == b.currency && a.from == b.from;
  };
  const auto twice = std::adjacent_find(
      lines.begin(), lines.end(),
      [&](const Rate& a, const Rate& b) { return same(a, b) && a.rate != b.rate; });
  if (twice != lines.end()) {
    throw Error(Fault::bad_input,
                fmt::format("{}: {} has two rates {}, {} and {}: leave one", file, twice->currency,
                            from_words(twice->from), base::number_text(twice->rate),
                            base::number_text((twice + 1)->rate)));
  }
  lines.erase(std::unique(lines.begin(), lines.end(), same), lines.end());
}

/// The currency whose rates are all 1.
std::string company_of(const std::vector<Rate>& lines, const std::string& file) {
  std::set<std::string> ones;
  for (const Rate& line : lines) ones.insert(line.currency);
  for (const Rate& line : lines) {
    if (line.rate != 1.0) ones.erase(line.currency);
  }
  if (ones.size() == 1) return *ones.begin();
  throw Error(
      Fault::configuration,
      fmt::format("{}: {} currency has the rate 1, which is the company's: name it with --currency "
                  "CODE or 'currency' in bestfit.toml",
                  file, ones.empty() ? "no" : "more than one"));
}

}  // namespace

Rates read_rates(const table::Table& table, const RateColumns& columns, std::string_view company,
                 const std::string& file) {
  const bool inverse = columns.rate.empty();
  const std::vector<double>& numbers =
      numbers_of(table, inverse ? columns.units : columns.rate, file);
  const Column& currencies = table.column(columns.currency);
  const Column* dates = columns.date.empty() ? nullptr : table.find(columns.date);
  Rates rates;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const std::string code = currency_code(currencies.cell_text(row));
    if (code.empty()) {
      throw Error(Fault::bad_input, fmt::format("{}: row {} names no currency ('{}')", file,
                                                row + 1, columns.currency));
    }
    const double number = numbers[row];
    if (!(number > 0.0)) {
      throw Error(Fault::bad_input,
                  fmt::format("{}: the rate of {} in row {} is {}: a rate is above 0", file, code,
                              row + 1, std::isnan(number) ? "empty" : base::number_text(number)));
    }
    rates.lines.push_back(
        {.currency = code, .from = day_of(dates, row), .rate = inverse ? 1.0 / number : number});
  }
  sort_rates(rates.lines, file);
  rates.company = company.empty() ? company_of(rates.lines, file) : currency_code(company);
  for (const Rate& line : rates.lines) {
    if (line.currency != rates.company || line.rate == 1.0) continue;
    throw Error(
        Fault::bad_input,
        fmt::format("{}: {} is the company's currency, and its rate {} is "
                    "{}, not 1",
                    file, line.currency, from_words(line.from), base::number_text(line.rate)));
  }
  return rates;
}

std::optional<double> rate_at(const Rates& rates, std::string_view currency, double day) {
  if (currency == rates.company) return 1.0;
  double asked = day;
  if (std::isnan(day)) asked = kAlways;
  const auto after =
      std::partition_point(rates.lines.begin(), rates.lines.end(), [&](const Rate& line) {
        return line.currency != currency ? line.currency < currency : line.from <= asked;
      });
  if (after == rates.lines.begin() || (after - 1)->currency != currency) return std::nullopt;
  return (after - 1)->rate;
}

std::optional<double> first_rate(const Rates& rates, std::string_view currency) {
  if (currency == rates.company) return kAlways;
  const auto line = std::find_if(rates.lines.begin(), rates.lines.end(),
                                 [&](const Rate& known) { return known.currency == currency; });
  if (line == rates.lines.end()) return std::nullopt;
  return line->from;
}

std::string currency_code(std::string_view text) {
  std::string code = upper(base::trim(text));
  const auto* sign = std::find_if(kSigns.begin(), kSigns.end(),
                                  [&](const auto& known) { return upper(known.first) == code; });
  if (sign != kSigns.end()) return std::string(sign->second);
  const std::string_view view = code;
  const bool begins = view.size() > 3 && is_code(view.substr(0, 3)) && !is_letter(view[3]);
  if (begins) return code.substr(0, 3);
  const std::size_t open = view.rfind('(');
  const bool ends = open != std::string_view::npos && view.size() == open + 5 && view.back() == ')';
  if (ends && is_code(view.substr(open + 1, 3))) return code.substr(open + 1, 3);
  return code;
}

}  // namespace bestfit::outcome
