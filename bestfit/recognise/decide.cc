#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <span>

#include "bestfit/base/text.h"
#include "bestfit/recognise/evidence.h"

namespace bestfit::recognise {
namespace {

using table::Kind;

bool has_word(const std::vector<std::string>& words, std::span<const std::string_view> wanted) {
  return std::any_of(words.begin(), words.end(), [&](const std::string& word) {
    return std::find(wanted.begin(), wanted.end(), word) != wanted.end();
  });
}

bool is_code_header(const std::vector<std::string>& words) {
  constexpr std::array<std::string_view, 16> kCodes = {
      "zip",  "zipcode", "postal", "postcode", "postalcode", "plz",   "naics", "sic",
      "nace", "isic",    "duns",   "siren",    "siret",      "phone", "fax",   "gtin"};
  return has_word(words, kCodes);
}

bool is_date_header(const std::vector<std::string>& words) {
  constexpr std::array<std::string_view, 13> kDates = {
      "datum",  "created", "updated", "modified", "timestamp", "birth",  "dob",
      "closed", "signed",  "started", "since",    "datetime",  "renewal"};
  return has_word(words, kDates) ||
         std::any_of(words.begin(), words.end(), [](const std::string& word) {
           return word == "date" || (word.size() > 4 && word.substr(word.size() - 4) == "date");
         });
}

bool is_flag_header(const std::vector<std::string>& words) {
  if (words.empty()) return false;
  const std::size_t first = words.front() == "hs" && words.size() > 1 ? 1 : 0;
  return words[first] == "is" || words[first] == "has";
}

bool is_quantity_header(const std::vector<std::string>& words) {
  constexpr std::array<std::string_view, 16> kQuantities = {
      "revenue", "amount", "arr",   "mrr",   "acv",    "funding", "raised",    "employees",
      "size",    "sales",  "spend", "price", "budget", "value",   "headcount", "turnover"};
  return has_word(words, kQuantities);
}

/// All cells, or nearly all of many: single slips do not turn a number into text, and a few do not
/// where the header says what it is.
bool nearly_all(std::size_t part, std::size_t all, bool named) {
  if (all == 0 || part > all) return false;
  const std::size_t slips = all - part;
  return slips == 0 || (all >= 100 && slips * 100 <= all) ||
         (named && all >= 20 && slips * 10 <= all);
}

bool is_flag(const Evidence& seen, const std::vector<std::string>& header) {
  if (seen.known == 0) return false;
  const std::size_t letters = seen.flag_yes + seen.flag_no;
  if (seen.flag_words + letters + seen.ones_and_zeros != seen.known) return false;
  if (seen.flag_words > 0) return true;
  if (seen.flag_yes > 0 && seen.flag_no > 0) return true;
  return letters == 0 && is_flag_header(header);
}

bool is_number(const Evidence& seen, const std::vector<std::string>& header) {
  const bool named = is_quantity_header(header);
  if (!nearly_all(seen.numbers, seen.known, named)) return false;
  if (seen.leading_zeros > 0 || is_code_header(header)) return false;
  if (seen.long_integers > 0 && (!named || seen.long_integers * 10 > seen.known)) return false;
  return seen.scaled == 0 || !seen.currencies.empty() || named;
}

DateNumbers date_numbers_of(const Evidence& seen, const std::vector<std::string>& header) {
  if (seen.known == 0 || !is_date_header(header)) return DateNumbers::none;
  if (seen.compact * 10 >= seen.known * 9) return DateNumbers::compact;
  if (seen.excel_serials == seen.known) return DateNumbers::excel_serial;
  if (seen.unix_milliseconds == seen.known) return DateNumbers::unix_milliseconds;
  if (seen.unix_seconds == seen.known) return DateNumbers::unix_seconds;
  return DateNumbers::none;
}

bool is_date(const Evidence& seen, const std::vector<std::string>& header,
             const FormatOptions& options) {
  if (!nearly_all(seen.dates, seen.known, is_date_header(header))) return false;
  return options.date_order.has_value() || seen.day_first == 0 || seen.month_first == 0;
}

bool is_text(const Evidence& seen) {
  const std::size_t mean = seen.known == 0 ? 0 : seen.bytes / seen.known;
  if (mean > 60 || seen.longest > 1000) return true;
  if (seen.known >= 10 && seen.distinct * 10 > seen.known * 8) return true;
  return seen.distinct > 50 && seen.distinct * 2 > seen.known;
}

Kind kind_of(const Evidence& seen, const std::vector<std::string>& header,
             const FormatOptions& options) {
  if (seen.known == 0) return Kind::category;
  if (is_flag(seen, header)) return Kind::flag;
  if (date_numbers_of(seen, header) != DateNumbers::none) return Kind::date;
  if (is_number(seen, header)) return Kind::number;
  if (is_date(seen, header, options)) return Kind::date;
  if (seen.separator != '\0') return Kind::set;
  return is_text(seen) ? Kind::text : Kind::category;
}

void decide_number(std::string_view name, const Evidence& seen, const FileHints& hints,
                   const FormatOptions& options, Decision& decision) {
  ColumnFormat& format = decision.format;
  const std::size_t open = seen.maybe_points + seen.maybe_commas;
  if (options.decimal_comma) {
    format.decimal_comma = *options.decimal_comma;
  } else if (seen.commas != seen.points) {
    format.decimal_comma = seen.commas > seen.points;
  } else {
    format.decimal_comma = hints.decimal_comma && open > 0;
  }
  std::string& words = format.words;
  words = seen.currencies.empty() ? "number" : "money, " + base::join(seen.currencies, " and ");
  if (format.decimal_comma) words += ", decimal comma";
  const bool thousands =
      seen.grouped > 0 || (format.decimal_comma ? seen.maybe_points : seen.maybe_commas) > 0;
  if (thousands) words += ", thousands marks";
  if (seen.percents > 0) words += ", percent";
  if (seen.scaled > 0) words += ", in k, M or bn";
  if (seen.parentheses > 0) words += ", negative in parentheses";
  if (options.decimal_comma) return;
  if (seen.commas == seen.points && seen.maybe_commas > 0) {
    decision.notes.push_back(fmt::format(
        "'{}': marks like 1,234 were read as {}; set the decimal comma if that is wrong", name,
        format.decimal_comma ? "decimals" : "thousands"));
  }
  if (seen.percents > 0 && seen.percents < seen.numbers) {
    decision.notes.push_back(
        fmt::format("'{}': only {} of {} cells have a percent sign; all were read as percent", name,
                    seen.percents, seen.numbers));
  }
  if (seen.currencies.size() > 1) {
    decision.notes.push_back(fmt::format("'{}': several currencies ({}) in one column", name,
                                         base::join(seen.currencies, ", ")));
  }
}

void decide_date(std::string_view name, const Evidence& seen, const FileHints& hints,
                 const FormatOptions& options, Decision& decision) {
  ColumnFormat& format = decision.format;
  format.date_numbers = date_numbers_of(seen, header_words(name));
  const bool open = seen.day_first == 0 && seen.month_first == 0 && seen.ambiguous > 0;
  bool day_first = seen.day_first > seen.month_first;
  if (open) day_first = (seen.dotted > 0 || hints.day_first) && !hints.month_first;
  format.date_order = day_first ? DateOrder::day_first : DateOrder::month_first;
  if (options.date_order) format.date_order = *options.date_order;
  const std::size_t with_order = seen.day_first + seen.month_first + seen.ambiguous;
  const std::string_view order = format.date_order == DateOrder::day_first     ? "day first"
                                 : format.date_order == DateOrder::month_first ? "month first"
                                                                               : "year first";
  switch (format.date_numbers) {
    case DateNumbers::compact: format.words = "date, eight digits, year first"; return;
    case DateNumbers::excel_serial: format.words = "date, serial numbers of Excel"; return;
    case DateNumbers::unix_seconds:
    case DateNumbers::unix_milliseconds: format.words = "date, Unix time"; return;
    case DateNumbers::none: break;
  }
  format.words = fmt::format("date, {}", with_order > 0        ? order
                                         : seen.year_first > 0 ? "year first"
                                                               : "month by name");
  if (open && !options.date_order) {
    decision.notes.push_back(fmt::format(
        "'{}': no date tells day from month; read as {}; set the date order if that is wrong", name,
        order));
  }
}

void note_mixed(std::string_view name, const Evidence& seen, Decision& decision) {
  if (seen.known > 0 && seen.day_first > 0 && seen.month_first > 0 &&
      nearly_all(seen.dates, seen.known, is_date_header(header_words(name)))) {
    decision.notes.push_back(fmt::format(
        "'{}': {} dates have the day first and {} the month first, so none was read as a date; "
        "set the date order",
        name, seen.day_first, seen.month_first));
  }
}

}  // namespace

bool header_may_hide_kind(std::string_view name) {
  const std::vector<std::string> words = header_words(name);
  return is_code_header(words) || is_date_header(words) || is_flag_header(words);
}

Told told_by(const Evidence& evidence, table::Kind kind, const FormatOptions& options) {
  const auto told = [](bool surely, bool maybe = false) {
    return surely ? Told::surely : maybe ? Told::maybe : Told::nothing;
  };
  switch (kind) {
    case Kind::number:
      return told(options.decimal_comma || evidence.points + evidence.commas > 0,
                  evidence.maybe_points + evidence.maybe_commas > 0);
    case Kind::date: {
      const std::size_t as_numbers = evidence.compact + evidence.excel_serials +
                                     evidence.unix_seconds + evidence.unix_milliseconds;
      const bool ordered = options.date_order && evidence.known > 0;
      return told(ordered || evidence.day_first + evidence.month_first + as_numbers > 0,
                  evidence.ambiguous > 0);
    }
    case Kind::set: return told(evidence.separator != '\0');
    case Kind::category:
    case Kind::text: return told(evidence.known > 0);
    case Kind::flag: break;
  }
  return Told::surely;
}

FileHints hints_of(const std::vector<Evidence>& columns) {
  std::size_t commas = 0;
  std::size_t points = 0;
  std::size_t day_first = 0;
  std::size_t month_first = 0;
  for (const Evidence& seen : columns) {
    if (seen.numbers == seen.known && seen.commas > 0) ++commas;
    if (seen.numbers == seen.known && seen.points > 0) ++points;
    if (seen.dates != seen.known) continue;
    if (seen.day_first > 0 && seen.month_first == 0) ++day_first;
    if (seen.month_first > 0 && seen.day_first == 0) ++month_first;
  }
  return {.decimal_comma = commas > points,
          .day_first = day_first > month_first,
          .month_first = month_first > day_first};
}

Decision decide(std::string_view name, const Evidence& evidence, const FileHints& hints,
                std::optional<table::Kind> kind, const FormatOptions& options) {
  const std::vector<std::string> header = header_words(name);
  Decision decision;
  ColumnFormat& format = decision.format;
  format = plain_format(options);
  format.kind = kind ? *kind : kind_of(evidence, header, options);
  format.na_is_label = evidence.na > 0 && evidence.distinct >= 3 &&
                       evidence.two_capitals * 10 >= evidence.distinct * 8;
  if (evidence.separator != '\0') format.separator = evidence.separator;
  switch (format.kind) {
    case Kind::number: decide_number(name, evidence, hints, options, decision); break;
    case Kind::date: decide_date(name, evidence, hints, options, decision); break;
    case Kind::set:
      format.words = format.separator == ';' ? "set, semicolons" : "set, pipes";
      break;
    case Kind::flag:
    case Kind::category:
    case Kind::text:
      format.words = std::string(table::kind_name(format.kind));
      if (!kind) note_mixed(name, evidence, decision);
      break;
  }
  if (evidence.known == 0) format.words = "empty";
  return decision;
}

}  // namespace bestfit::recognise
