#include "bestfit/recognise/number_text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <system_error>
#include <utility>

#include "bestfit/base/text.h"

namespace bestfit::recognise {
namespace {

constexpr std::array<std::string_view, 46> kCurrencies = {
    "US$", "R$",  "A$",  "C$",  "$",   "€",   "£",   "¥",   "₹",   "₩",   "₽", "₺",
    "₪",   "฿",   "zł",  "kr",  "USD", "EUR", "GBP", "JPY", "CHF", "SEK", "NOK", "DKK",
    "PLN", "CZK", "HUF", "AUD", "CAD", "NZD", "BRL", "MXN", "INR", "CNY", "SGD", "HKD",
    "ZAR", "TRY", "ILS", "AED", "KRW", "RON", "THB", "IDR", "MYR", "PHP"};

struct Scale {
  std::string_view word;
  double factor;
};
constexpr std::array<Scale, 9> kScales = {{{"mio", 1e6},
                                           {"mn", 1e6},
                                           {"bn", 1e9},
                                           {"k", 1e3},
                                           {"K", 1e3},
                                           {"M", 1e6},
                                           {"m", 1e6},
                                           {"B", 1e9},
                                           {"Mio", 1e6}}};

/// Space marks between thousands, besides the plain space and apostrophe.
constexpr std::array<std::string_view, 4> kWideMarks = {"\xC2\xA0", "\xE2\x80\xAF", "\xE2\x80\x89",
                                                        "\xE2\x80\x99"};
constexpr std::string_view kUnicodeMinus = "\xE2\x88\x92";

bool take_front(std::string_view& text, std::string_view word) {
  if (text.substr(0, word.size()) != word) return false;
  text = base::trim(text.substr(word.size()));
  return true;
}

bool take_back(std::string_view& text, std::string_view word) {
  if (text.size() < word.size() || text.substr(text.size() - word.size()) != word) return false;
  text = base::trim(text.substr(0, text.size() - word.size()));
  return true;
}

/// A number without what stands around it: digits and marks alone.
struct Core {
  std::array<char, 48> text = {};  // space marks are written as '_'
  std::size_t size = 0;
  bool negative = false;
  double factor = 1.0;
  NumberLook look;

  [[nodiscard]] std::string_view view() const { return {text.data(), size}; }
};

void take_sign(std::string_view& text, bool& negative) {
  if (take_front(text, "-") || take_front(text, kUnicodeMinus)) {
    negative = !negative;
  } else {
    take_front(text, "+");
  }
}

void take_currency(std::string_view& text, NumberLook& look) {
  for (const std::string_view currency : kCurrencies) {
    if (!take_front(text, currency) && !take_back(text, currency)) continue;
    look.currency = currency;
    return;
  }
}

/// Copies digits and marks; false when another character is there.
bool copy_marks(std::string_view text, Core& core) {
  while (!text.empty()) {
    if (core.size == core.text.size()) return false;
    char letter = text.front();
    std::size_t length = 1;
    for (const std::string_view mark : kWideMarks) {
      if (text.substr(0, mark.size()) == mark) length = mark.size();
    }
    if (length > 1 || letter == ' ' || letter == '\'') letter = '_';
    if (!base::is_digit(letter) && letter != '_' && letter != '.' && letter != ',') return false;
    core.text.at(core.size++) = letter;
    text.remove_prefix(length);
  }
  return true;
}

std::optional<Core> core_of(std::string_view text) {
  text = base::trim(text);
  Core core;
  if (text.size() >= 3 && text.front() == '(' && text.back() == ')') {
    core.negative = true;
    core.look.parentheses = true;
    text = base::trim(text.substr(1, text.size() - 2));
  }
  const bool may_be_wrapped =
      !text.empty() && !(base::is_digit(text.front()) && base::is_digit(text.back()));
  if (may_be_wrapped) {
    take_sign(text, core.negative);
    take_currency(text, core.look);
    take_sign(text, core.negative);
    core.look.percent = take_back(text, "%");
    for (const Scale& scale : kScales) {
      if (core.look.scaled || !take_back(text, scale.word)) continue;
      core.look.scaled = true;
      core.factor = scale.factor;
    }
    if (core.look.scaled && (text.empty() || !base::is_digit(text.back()))) return std::nullopt;
  }
  if (text.empty() || !copy_marks(text, core)) return std::nullopt;
  core.look.digits =
      static_cast<std::size_t>(std::count_if(text.begin(), text.end(), base::is_digit));
  if (core.look.digits == 0) return std::nullopt;
  return core;
}

/// Groups of digits between `mark`: 1,234,567, or 12,34,567 as in India.
bool well_grouped(std::string_view whole, char mark) {
  const std::vector<std::string_view> groups = base::split(whole, mark);
  if (groups.size() == 1) return std::all_of(whole.begin(), whole.end(), base::is_digit);
  const std::size_t middle = groups.size() > 2 ? groups[1].size() : 3;
  if (middle != 3 && middle != 2) return false;
  if (groups.front().empty() || groups.front().size() > middle) return false;
  for (std::size_t i = 0; i < groups.size(); ++i) {
    if (!std::all_of(groups[i].begin(), groups[i].end(), base::is_digit)) return false;
    const std::size_t wanted = i + 1 == groups.size() ? 3 : middle;
    if (i > 0 && groups[i].size() != wanted) return false;
  }
  return true;
}

std::size_t count_of(std::string_view text, char letter) {
  return static_cast<std::size_t>(std::count(text.begin(), text.end(), letter));
}

/// The digits without thousands marks and with a decimal point; empty when the marks are wrong.
std::string plain_digits(std::string_view text, char decimal) {
  const std::size_t cut = text.rfind(decimal);
  const std::string_view whole = text.substr(0, cut);
  const std::string_view part =
      cut == std::string_view::npos ? std::string_view() : text.substr(cut + 1);
  if (!std::all_of(part.begin(), part.end(), base::is_digit)) return {};
  const char other = decimal == '.' ? ',' : '.';
  const bool spaced = count_of(whole, '_') > 0;
  if (spaced && count_of(whole, other) > 0) return {};
  if (!whole.empty() && !well_grouped(whole, spaced ? '_' : other)) return {};
  std::string out;
  std::copy_if(whole.begin(), whole.end(), std::back_inserter(out), base::is_digit);
  if (!part.empty()) {
    out += '.';
    out += part;
  }
  return out;
}

/// One kind of mark alone: once it may be a decimal mark, more often it marks thousands.
std::optional<DecimalMark> mark_of_one_kind(std::string_view text, char mark) {
  const bool point = mark == '.';
  const std::size_t at = text.find(mark);
  if (count_of(text, mark) > 1) {
    if (!well_grouped(text, mark)) return std::nullopt;
    return point ? DecimalMark::comma : DecimalMark::point;
  }
  if (plain_digits(text, mark).empty()) return std::nullopt;
  const bool like_thousands = at >= 1 && at <= 3 && text.front() != '0' && text.size() - at == 4;
  if (like_thousands) return point ? DecimalMark::maybe_point : DecimalMark::maybe_comma;
  return point ? DecimalMark::point : DecimalMark::comma;
}

/// Both kinds of mark: the last one is the decimal mark.
std::optional<DecimalMark> mark_of_two_kinds(std::string_view text) {
  const bool point_last = text.rfind('.') > text.rfind(',');
  const char mark = point_last ? '.' : ',';
  if (count_of(text, mark) > 1 || plain_digits(text, mark).empty()) return std::nullopt;
  return point_last ? DecimalMark::point : DecimalMark::comma;
}

std::optional<DecimalMark> mark_of(std::string_view text) {
  const std::size_t points = count_of(text, '.');
  const std::size_t commas = count_of(text, ',');
  if (points == 0 && commas == 0) {
    return well_grouped(text, '_') ? std::optional(DecimalMark::either) : std::nullopt;
  }
  if (points > 0 && commas > 0) return mark_of_two_kinds(text);
  const auto mark = mark_of_one_kind(text, points > 0 ? '.' : ',');
  // A mark next to thousands spaces can only be the decimal mark.
  if (mark == DecimalMark::maybe_point && count_of(text, '_') > 0) return DecimalMark::point;
  if (mark == DecimalMark::maybe_comma && count_of(text, '_') > 0) return DecimalMark::comma;
  return mark;
}

/// Digits with at most a minus before and a point between: what most numbers look like.
std::optional<NumberLook> plain_look(std::string_view text) {
  NumberLook look;
  std::size_t at = !text.empty() && text.front() == '-' ? 1 : 0;
  const std::size_t start = at;
  while (at < text.size() && base::is_digit(text[at])) ++at;
  const std::size_t whole = at - start;
  if (whole == 0 || (at < text.size() && text[at] != '.')) return std::nullopt;
  look.leading_zero = at == text.size() && whole > 1 && text[start] == '0';
  look.digits = whole;
  if (at == text.size()) return look;
  const std::size_t part = text.size() - at - 1;
  for (++at; at < text.size(); ++at) {
    if (!base::is_digit(text[at])) return std::nullopt;
  }
  if (part == 0) return std::nullopt;
  const bool like_thousands = part == 3 && whole <= 3 && text[start] != '0';
  look.mark = like_thousands ? DecimalMark::maybe_point : DecimalMark::point;
  look.digits += part;
  return look;
}

bool has_exponent(std::string_view text) {
  return text.find_first_of("eE") != std::string_view::npos;
}

}  // namespace

std::optional<NumberLook> look_at_number(std::string_view text) {
  if (const auto plain = plain_look(text)) return plain;
  const auto core = core_of(text);
  if (!core) {
    NumberLook look;
    const std::string_view trimmed = base::trim(text);
    if (!has_exponent(trimmed) || !base::parse_number(trimmed)) return std::nullopt;
    look.mark = DecimalMark::either;
    return look;
  }
  const std::string_view digits = core->view();
  const auto mark = mark_of(digits);
  if (!mark) return std::nullopt;
  NumberLook look = core->look;
  look.mark = *mark;
  const bool only_digits = std::all_of(digits.begin(), digits.end(), base::is_digit);
  look.leading_zero = only_digits && digits.size() > 1 && digits.front() == '0';
  const bool one_mark = count_of(digits, '.') + count_of(digits, ',') == 1;
  look.grouped = count_of(digits, '_') > 0 || !(only_digits || one_mark);
  return look;
}

std::optional<double> read_number(std::string_view text, bool decimal_comma) {
  if (!decimal_comma && plain_look(text)) {
    double value = 0.0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
    if (read.ec != std::errc()) return std::nullopt;  // more digits than a double has room for
    return value;
  }
  const auto core = core_of(text);
  if (!core) return base::parse_number(base::trim(text));
  const std::string digits = plain_digits(core->view(), decimal_comma ? ',' : '.');
  const auto value = base::parse_number(digits);
  if (!value) return std::nullopt;
  const double number = (core->negative ? -*value : *value) * core->factor;
  if (!std::isfinite(number)) return std::nullopt;
  return number;
}

std::span<const std::string_view> currency_marks() { return kCurrencies; }

}  // namespace bestfit::recognise
