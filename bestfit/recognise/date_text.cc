#include "bestfit/recognise/date_text.h"

#include <algorithm>
#include <array>
#include <string>

#include "bestfit/base/text.h"

namespace bestfit::recognise {
namespace {

constexpr std::array<std::string_view, 12> kMonths = {
    "january", "february", "march",     "april",   "may",      "june",
    "july",    "august",   "september", "october", "november", "december"};
constexpr std::array<std::string_view, 7> kWeekdays = {
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"};

bool is_letter(char letter) {
  return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z');
}

/// Index of the name that `word` is, in full or by its first three letters ("Sept" as well).
template <std::size_t count>
std::optional<int> index_of(const std::array<std::string_view, count>& names,
                            std::string_view word) {
  if (word.size() < 3) return std::nullopt;
  const std::string folded = base::fold(word);
  for (std::size_t i = 0; i < count; ++i) {
    const bool shortened = folded.size() <= 4 && names.at(i).substr(0, folded.size()) == folded;
    if (folded == names.at(i) || shortened) return static_cast<int>(i);
  }
  return std::nullopt;
}

/// One of the three parts of a date.
struct DatePart {
  int number = 0;
  std::size_t digits = 0;  // 0: a month's name
};

/// Reads text from its start.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}

  [[nodiscard]] bool done() const { return text_.empty(); }
  [[nodiscard]] char front() const { return text_.empty() ? '\0' : text_.front(); }
  void skip(std::string_view letters) {
    while (!text_.empty() && letters.find(text_.front()) != std::string_view::npos) {
      text_.remove_prefix(1);
    }
  }
  bool take(char letter) {
    if (front() != letter) return false;
    text_.remove_prefix(1);
    return true;
  }
  std::string_view word() { return take_while(is_letter); }
  std::string_view digits() { return take_while(base::is_digit); }
  [[nodiscard]] std::string_view rest() const { return text_; }

 private:
  std::string_view take_while(bool (*fits)(char)) {
    std::size_t size = 0;
    while (size < text_.size() && fits(text_[size])) ++size;
    const std::string_view taken = text_.substr(0, size);
    text_.remove_prefix(size);
    return taken;
  }
  std::string_view text_;
};

std::optional<DatePart> take_part(Scanner& scanner) {
  if (base::is_digit(scanner.front())) {
    const std::string_view digits = scanner.digits();
    if (digits.size() > 4 || digits.size() == 3) return std::nullopt;
    const auto number = base::parse_number(digits);
    return DatePart{.number = static_cast<int>(*number), .digits = digits.size()};
  }
  const auto month = index_of(kMonths, scanner.word());
  if (!month) return std::nullopt;
  return DatePart{.number = *month + 1};
}

void skip_ordinal(Scanner& scanner) {
  Scanner ahead = scanner;
  const std::string word = base::fold(ahead.word());
  if (word == "st" || word == "nd" || word == "rd" || word == "th") scanner = ahead;
}

bool is_clock_number(std::string_view digits, int below) {
  const auto number = base::parse_number(digits);
  return digits.size() <= 2 && number && *number < below;
}

bool take_zone(Scanner& scanner) {
  scanner.skip(" ");
  if (scanner.done()) return true;
  if (scanner.take('+') || scanner.take('-')) {
    const std::string_view hours = scanner.digits();
    scanner.take(':');
    const std::string_view minutes = scanner.digits();
    return scanner.done() && !hours.empty() && hours.size() + minutes.size() <= 4;
  }
  const std::string zone = base::fold(scanner.word());
  return scanner.done() && (zone == "z" || zone == "utc" || zone == "gmt" || zone == "est" ||
                            zone == "edt" || zone == "cst" || zone == "cdt" || zone == "pst" ||
                            zone == "pdt" || zone == "cet" || zone == "cest");
}

/// Nothing, or a time of day: T10:30, 10:30:15.123 PM, with a zone.
bool is_time_or_nothing(Scanner scanner) {
  if (scanner.done()) return true;
  if (!scanner.take('T')) scanner.skip(", ");
  if (scanner.done()) return false;
  if (!is_clock_number(scanner.digits(), 25) || !scanner.take(':')) return false;
  if (!is_clock_number(scanner.digits(), 60)) return false;
  if (scanner.take(':') && !is_clock_number(scanner.digits(), 61)) return false;
  if ((scanner.take('.') || scanner.take(',')) && scanner.digits().empty()) return false;
  scanner.skip(" ");
  Scanner ahead = scanner;
  const std::string half = base::fold(ahead.word());
  if (half == "am" || half == "pm") scanner = ahead;
  return take_zone(scanner);
}

using DateParts = std::array<DatePart, 3>;

void skip_weekday(Scanner& scanner) {
  Scanner ahead = scanner;
  if (!index_of(kWeekdays, ahead.word())) return;
  scanner = ahead;
  scanner.skip(", ");
}

/// Takes the mark between two parts; NUL when none is there.
char take_mark(Scanner& scanner) {
  skip_ordinal(scanner);
  const char mark = scanner.front();
  if (std::string_view("/-. ,").find(mark) == std::string_view::npos) return '\0';
  scanner.take(mark);
  if (mark == '.' || mark == ',') scanner.skip(" ");
  return mark;
}

std::optional<DateParts> parts_of(std::string_view text) {
  text = base::trim(text);
  if (text.size() < 6 || text.size() > 48) return std::nullopt;
  Scanner scanner(text);
  skip_weekday(scanner);
  DateParts parts;
  char separator = '\0';
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const auto part = take_part(scanner);
    if (!part) return std::nullopt;
    parts.at(i) = *part;
    if (i == 2) break;
    const char mark = take_mark(scanner);
    if (mark == '\0') return std::nullopt;
    const bool all_numbers = part->digits > 0 && base::is_digit(text.front());
    if (separator == '\0') separator = mark;
    if (all_numbers && base::is_digit(scanner.front()) && mark != separator) return std::nullopt;
  }
  if (!is_time_or_nothing(scanner)) return std::nullopt;
  // Three bare numbers with spaces or commas between them are no date.
  const bool named = std::any_of(parts.begin(), parts.end(),
                                 [](const DatePart& part) { return part.digits == 0; });
  if (!named && (separator == ' ' || separator == ',')) return std::nullopt;
  return parts;
}

int full_year(const DatePart& part) {
  if (part.digits != 2) return part.number;
  return part.number < 69 ? 2000 + part.number : 1900 + part.number;
}

bool is_year(const DatePart& part) { return part.digits == 4 || part.digits == 2; }

std::optional<base::Day> day_of(const DatePart& year, const DatePart& month, const DatePart& day) {
  if (!is_year(year) || day.digits > 2 || month.digits > 2) return std::nullopt;
  return base::make_day(full_year(year), month.number, day.number);
}

}  // namespace

std::optional<base::Day> read_date(std::string_view text, DateOrder order) {
  const auto parts = parts_of(text);
  if (!parts) return std::nullopt;
  const auto [first, second, third] = *parts;
  if (first.digits == 0) return second.digits == 0 ? std::nullopt : day_of(third, first, second);
  if (second.digits == 0) {
    return first.digits == 4 ? day_of(first, second, third) : day_of(third, second, first);
  }
  if (third.digits == 0) return std::nullopt;
  if (first.digits == 4 || order == DateOrder::year_first) return day_of(first, second, third);
  if (order == DateOrder::day_first) return day_of(third, second, first);
  return day_of(third, first, second);
}

std::optional<DateLook> look_at_date(std::string_view text) {
  const auto parts = parts_of(text);
  if (!parts) return std::nullopt;
  const bool named = parts->at(0).digits == 0 || parts->at(1).digits == 0;
  const bool day_first = read_date(text, DateOrder::day_first).has_value();
  const bool month_first = read_date(text, DateOrder::month_first).has_value();
  if (!day_first && !month_first) return std::nullopt;
  if (named) return DateLook::named_month;
  if (parts->at(0).digits == 4) return DateLook::year_first;
  if (day_first && month_first) return DateLook::ambiguous;
  return day_first ? DateLook::day_first : DateLook::month_first;
}

std::optional<base::Day> read_compact_date(std::string_view text) {
  text = base::trim(text);
  if (text.size() != 8 || !std::all_of(text.begin(), text.end(), base::is_digit))
    return std::nullopt;
  const int number = static_cast<int>(*base::parse_number(text));
  if (number < 19000101 || number > 21001231) return std::nullopt;
  return base::make_day(number / 10000, number / 100 % 100, number % 100);
}

}  // namespace bestfit::recognise
