#include "bestfit/compile/number_sql.h"

#include <fmt/format.h>

#include <array>

#include "bestfit/base/text.h"
#include "bestfit/recognise/number_text.h"

namespace bestfit::compile {
namespace {

constexpr std::string_view kScales = "mio|Mio|mn|bn|k|K|M|m|B";
/// Where the comma is the decimal mark, a point marks thousands unless an exponent follows.
constexpr std::string_view kPlainWithComma =
    R"(^[-+]?([0-9]+|([0-9]+\.?[0-9]*|\.[0-9]+)[eE][-+]?[0-9]+)$)";
constexpr std::string_view kMinus = "\xE2\x88\x92";

std::string currencies() {
  std::string out;
  for (const std::string_view mark : recognise::currency_marks()) {
    out += (out.empty() ? "" : "|") + pattern_of(mark);
  }
  return "(" + out + ")";
}

/// Digits with thousands marks: 1,234,567 or 12,34,567 or 1 234.
std::string grouped(const std::string& mark) {
  return fmt::format("[0-9]{{1,3}}({0}[0-9]{{3}})+|[0-9]{{1,2}}({0}[0-9]{{2}})+{0}[0-9]{{3}}",
                     mark);
}

/// The whole of a text that is a number with marks, money, scale or percent. Whether parentheses
/// are paired is another question.
std::string marked_number(const Dialect& dialect, bool decimal_comma) {
  const std::string space = white_space(dialect) + "*";
  const std::string thousands = decimal_comma ? "[.]" : ",";
  const std::string decimal = decimal_comma ? "," : "[.]";
  const std::string spaces =
      "[ '_" + dialect.pattern_letter("A0") + "\xE2\x80\xAF\xE2\x80\x89" + "\xE2\x80\x99]";
  const std::string sign = fmt::format("([-+]|{})?{}", kMinus, space);
  const std::string body = fmt::format("(([0-9]+|{}|{})({}[0-9]+)?|{}[0-9]+)", grouped(thousands),
                                       grouped(spaces), decimal, decimal);
  const std::string end = fmt::format("({0}({1}))?({0}%)?", space, kScales);
  return fmt::format("^([(]{0})?({1}{2}{0}{1}{3}{4}|{1}{1}{3}{4}({0}{2})?)({0}[)])?$", space, sign,
                     currencies(), body, end);
}

/// What stands after the digits of such a number, where money may begin with the same letters:
/// kr, KRW, MXN, MYR, BRL.
struct Scale {
  std::string_view pattern;
  std::string_view factor;
};
constexpr std::array<Scale, 3> kFactors = {{{"(k([^r]|$)|K([^R]|R[$]|$))", "1000"},
                                            {"(mio|Mio|mn|m|M([^XY]|$))", "1000000"},
                                            {"(bn|B([^R]|R[$]|$))", "1000000000"}}};

}  // namespace

std::string pattern_of(std::string_view text) {
  constexpr std::string_view kSpecial = "\\^$.|?*+()[]{}";
  std::string out;
  for (const char letter : text) {
    if (letter == '\\' || letter == '^' || letter == '[' || letter == ']') {
      out += '\\';
      out += letter;
    } else if (kSpecial.find(letter) != std::string_view::npos) {
      out += fmt::format("[{}]", letter);
    } else {
      out += letter;
    }
  }
  return out;
}

std::string number_of_text(const Dialect& dialect, const std::string& text_sql,
                           const recognise::FormatOptions& format) {
  const bool comma = format.decimal_comma.value_or(false);
  std::string digits = dialect.replaced(text_sql, comma ? "[^0-9,]" : "[^0-9.]", "");
  if (comma) digits = dialect.replaced(digits, ",", ".");
  std::string missing;
  if (!format.missing_texts.empty()) {
    std::vector<std::string> literals;
    for (const std::string& text : format.missing_texts) {
      literals.push_back(dialect.literal(base::fold(text)));
    }
    missing = fmt::format("\n      WHEN lower({}) IN ({}) THEN NULL", text_sql,
                          base::join(literals, ", "));
  }
  const std::string plain(comma ? kPlainWithComma : kPlainNumber);
  const std::string marks = dialect.replaced(text_sql, fmt::format("[^({}-]", kMinus), "");
  std::string scales;
  for (const Scale& scale : kFactors) {
    const std::string after = fmt::format("[0-9]{}*{}", white_space(dialect), scale.pattern);
    scales += fmt::format(" WHEN {} THEN {}", dialect.matches(text_sql, after), scale.factor);
  }
  return fmt::format(
      "CASE{}\n"
      "      WHEN {} THEN {}\n"
      "      WHEN {} <= 60 AND {}\n"
      "        AND ({}) = ({}) THEN {}\n"
      "        * CASE{} ELSE 1 END\n"
      "        * CASE WHEN {} IN (1, 3) THEN -1 ELSE 1 END END",
      missing, dialect.matches(text_sql, plain), dialect.parsed_number(text_sql),
      dialect.length(text_sql), dialect.matches(text_sql, marked_number(dialect, comma)),
      dialect.matches(text_sql, "^[(]"), dialect.matches(text_sql, "[)]$"),
      dialect.parsed_digits(digits), scales, dialect.length(marks));
}

}  // namespace bestfit::compile
