#include "bestfit/example/csv_text.h"

#include <array>
#include <charconv>
#include <chrono>
#include <cstdlib>

namespace bestfit::example {
namespace {

struct Calendar {
  int year;
  int month;
  int day;
};

Calendar calendar(base::Day day) {
  const std::chrono::year_month_day date{std::chrono::sys_days{std::chrono::days{day}}};
  return {.year = static_cast<int>(date.year()),
          .month = static_cast<int>(static_cast<unsigned>(date.month())),
          .day = static_cast<int>(static_cast<unsigned>(date.day()))};
}

void append(std::string& text, std::int64_t value) {
  std::array<char, 24> room{};
  const std::to_chars_result result = std::to_chars(room.data(), room.data() + room.size(), value);
  text.append(room.data(), result.ptr);
}

constexpr std::array<bool, 256> kQuoted = [] {
  std::array<bool, 256> quoted{};
  for (const char letter : {',', '"', '\r', '\n'})
    quoted[static_cast<unsigned char>(letter)] = true;
  return quoted;
}();

/// Not find_first_of, which calls memchr for each letter: most of the time goes through here.
bool must_be_quoted(std::string_view cell) {
  for (const char letter : cell) {
    if (kQuoted[static_cast<unsigned char>(letter)]) return true;
  }
  return false;
}

}  // namespace

void CsvText::next() {
  if (!first_) text_ += ',';
  first_ = false;
}

CsvText& CsvText::text(std::string_view cell) {
  next();
  if (!must_be_quoted(cell)) {
    text_ += cell;
    return *this;
  }
  text_ += '"';
  for (const char letter : cell) {
    if (letter == '"') text_ += '"';
    text_ += letter;
  }
  text_ += '"';
  return *this;
}

CsvText& CsvText::number(std::int64_t cell) {
  next();
  append(text_, cell);
  return *this;
}

CsvText& CsvText::tenths(std::int64_t cell) {
  next();
  if (cell < 0) text_ += '-';
  append(text_, std::abs(cell) / 10);
  text_ += '.';
  append(text_, std::abs(cell) % 10);
  return *this;
}

CsvText& CsvText::money(std::int64_t dollars) {
  next();
  std::array<char, 24> room{};
  const std::to_chars_result end = std::to_chars(room.data(), room.data() + room.size(), dollars);
  const std::string_view whole(room.data(), static_cast<std::size_t>(end.ptr - room.data()));
  const bool quoted = whole.size() > 3;
  text_ += quoted ? "\"$" : "$";
  for (std::size_t i = 0; i < whole.size(); ++i) {
    if (i > 0 && (whole.size() - i) % 3 == 0) text_ += ',';
    text_ += whole[i];
  }
  if (quoted) text_ += '"';
  return *this;
}

CsvText& CsvText::amount(std::int64_t dollars) {
  number(dollars);
  text_ += ".00";
  return *this;
}

void CsvText::digits(int value, int count) {
  std::array<char, 4> room{};
  for (std::size_t i = static_cast<std::size_t>(count); i > 0; --i, value /= 10) {
    room[i - 1] = static_cast<char>('0' + value % 10);
  }
  text_.append(room.data(), static_cast<std::size_t>(count));
}

void CsvText::iso(base::Day day) {
  const Calendar date = calendar(day);
  digits(date.year, 4);
  text_ += '-';
  digits(date.month, 2);
  text_ += '-';
  digits(date.day, 2);
}

CsvText& CsvText::date(base::Day day, DateForm form) {
  next();
  if (form == DateForm::iso) {
    iso(day);
    return *this;
  }
  const Calendar date = calendar(day);
  const char mark = form == DateForm::us ? '/' : '.';
  digits(form == DateForm::us ? date.month : date.day, 2);
  text_ += mark;
  digits(form == DateForm::us ? date.day : date.month, 2);
  text_ += mark;
  digits(date.year, 4);
  return *this;
}

CsvText& CsvText::moment(base::Day day, int minutes) {
  next();
  iso(day);
  text_ += ' ';
  digits(minutes / 60, 2);
  text_ += ':';
  digits(minutes % 60, 2);
  return *this;
}

CsvText& CsvText::empty() {
  next();
  return *this;
}

void CsvText::end() {
  text_ += '\n';
  first_ = true;
}

}  // namespace bestfit::example
