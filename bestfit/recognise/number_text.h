#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace bestfit::recognise {

/// What the marks of a number say about its decimal mark.
enum class DecimalMark {
  either,       // 1234, 1 234, 1e5
  point,        // 1234.5, 1,234.5, 1,234,567
  comma,        // 1234,5, 1.234,5, 1.234.567
  maybe_point,  // 1.234: a decimal point or a thousands point
  maybe_comma,  // 1,234
};

/// How a number is written.
struct NumberLook {
  DecimalMark mark = DecimalMark::either;
  bool grouped = false;       // has thousands marks
  bool leading_zero = false;  // 007: a code, not a quantity
  bool percent = false;
  bool scaled = false;       // 10k, 2.5M
  bool parentheses = false;  // (12): negative
  std::size_t digits = 0;
  std::string_view currency;  // "€", "USD"
};

/// How a text is written as a number, if it can be one: digits with an optional sign (or in
/// parentheses), thousands marks (, . space ' and their kin) in groups of three (or Indian groups),
/// a decimal mark, a money sign or code, a percent sign, and k, M or bn.
std::optional<NumberLook> look_at_number(std::string_view text);

/// The number that a text stands for, in its own unit: 12 % is 12, 2.5M is 2,500,000.
///   decimal_comma  1,5 is one and a half, 1.234 is a thousand and more
///   returns        finite; none when it is no number, or too large or small for a double
std::optional<double> read_number(std::string_view text, bool decimal_comma);

/// Money signs and codes, such as $ and EUR, in the order in which they are looked for.
std::span<const std::string_view> currency_marks();

}  // namespace bestfit::recognise
