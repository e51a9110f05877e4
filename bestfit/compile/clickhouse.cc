#include <fmt/format.h>

#include <cmath>

#include "bestfit/base/text.h"
#include "bestfit/compile/dialect.h"

namespace bestfit::compile {
namespace {

/// SQL that ClickHouse 18.16 takes as well as today's: names for expressions in WITH, no windows,
/// no short-circuit.
class ClickHouse final : public Dialect {
 public:
  std::string heading() const override { return "ClickHouse"; }
  bool is_tested() const override { return true; }
  Layers layers() const override { return Layers::aliases; }
  std::string create_view() const override { return "CREATE VIEW"; }
  std::string text_type() const override { return "Nullable(String)"; }
  std::string double_type() const override { return "Nullable(Float64)"; }

  std::string name(std::string_view text) const override { return escaped(text, '`'); }
  std::string literal(std::string_view text) const override { return escaped(text, '\''); }
  /// 18.16 refuses numbers below the smallest normal one: they are made of two that it takes.
  std::string number(double value) const override {
    constexpr double kSmallestNormal = 2.2250738585072014e-308;
    if (value == 0.0 || std::abs(value) >= kSmallestNormal) return Dialect::number(value);
    const double steps = std::ldexp(value, 1074);
    return fmt::format("({} * 2.2250738585072014e-308 / 4503599627370496)",
                       base::number_text(steps));
  }
  std::string day(base::Day day) const override { return fmt::format("toInt32({})", day); }
  std::string cell(const std::string& column_sql) const override {
    return "toString(" + column_sql + ")";
  }
  std::string list_cell(const std::string& column_sql, char mark) const override {
    return fmt::format(
        "arrayStringConcat(arrayMap(x -> ifNull(toString(x), ''), arrayFilter(x -> isNotNull(x), "
        "{})), {})",
        column_sql, literal(std::string(1, mark)));
  }
  /// No expression takes an Array and a text alike but toString, so the members are read back from
  /// what it writes: ['it\'s',NULL] or [1,2]. \0 stands for a backslash while the others go.
  std::string set_cell(const std::string& column_sql, char mark) const override {
    std::string member = R"(replaceRegexpOne(x, '^\'(.*)\'$', '\\1'))";
    for (const auto& [from, to] :
         {std::pair{R"('\\\\')", R"('\0')"}, std::pair{R"('\\\'')", R"('\'')"},
          std::pair{R"('\\n')", R"('\n')"}, std::pair{R"('\\r')", R"('\r')"},
          std::pair{R"('\\t')", R"('\t')"}, std::pair{R"('\0')", R"('\\')"}}) {
      member = fmt::format("replaceAll({}, {}, {})", member, from, to);
    }
    return fmt::format(
        "if(toTypeName({0}) LIKE 'Array(%', arrayStringConcat(arrayMap(x ->\n"
        "        {1},\n"
        "        extractAll(ifNull(toString({0}), ''), {2})), {3}), toString({0}))",
        column_sql, member, literal(R"('(?:[^'\\]|\\.)*'|[^][,NUL' ]+)"),
        literal(std::string(1, mark)));
  }
  /// lower() is ASCII's alone; other letters are replaced one by one where they are few.
  std::string lower(const std::string& text_sql, const Capitals& capitals) const override {
    std::string out = text_sql;
    for (const auto& [capital, small] : capitals) {
      if (static_cast<unsigned char>(capital.front()) < 0x80) continue;
      out = fmt::format("replaceAll({}, {}, {})", out, literal(capital), literal(small));
    }
    return "lower(" + out + ")";
  }
  std::string matches(const std::string& text_sql, const std::string& pattern) const override {
    return fmt::format("match({}, {})", text_sql, literal(pattern));
  }
  std::string replaced(const std::string& text_sql, const std::string& pattern,
                       const std::string& by) const override {
    return fmt::format("replaceRegexpAll({}, {}, {})", text_sql, literal(pattern), literal(by));
  }
  std::string contains(const std::string& text_sql, const std::string& part) const override {
    return fmt::format("position({}, {}) > 0", text_sql, literal(part));
  }
  std::string joined(const std::vector<std::string>& texts_sql) const override {
    if (texts_sql.size() == 1) return texts_sql.front();
    return "concat(" + base::join(texts_sql, ",\n      ") + ")";
  }
  std::string from_third_letter(const std::string& text_sql) const override {
    return "substring(" + text_sql + ", 3)";
  }
  std::string length(const std::string& text_sql) const override {
    return "lengthUTF8(" + text_sql + ")";
  }
  std::string is_number_typed(const std::string& /*column_sql*/) const override { return {}; }
  /// A product refuses a text, which toFloat64 would read in a way of its own; isFinite takes no
  /// Decimal.
  std::string typed_number(const std::string& column_sql) const override {
    return fmt::format("if(isFinite(toFloat64({0} * 1)), toFloat64({0}), NULL)", column_sql);
  }
  std::string typed_date(const std::string& column_sql) const override {
    return "toInt32(toDate(" + column_sql + "))";
  }
  std::string typed_flag(const std::string& column_sql) const override {
    return fmt::format("CASE WHEN {0} != 0 THEN 1 WHEN {0} = 0 THEN 0 END", column_sql);
  }
  /// Its reading of decimals is one unit in the last place off at times. Up to 15 digits a whole
  /// number over a power of ten is exact.
  std::string parsed_number(const std::string& text_sql) const override {
    const std::string bare = fmt::format("replaceOne({}, '+', '')", text_sql);
    const std::string digits = fmt::format("replaceOne({}, '.', '')", bare);
    return fmt::format(
        "if(match({0}, '^-?[0-9.]*$') AND lengthUTF8({1}) <= 15,\n"
        "      toInt64OrNull({1}) / intExp10(if(position({0}, '.') = 0, 0, "
        "lengthUTF8({0}) - position({0}, '.'))),\n"
        "      if(isFinite(toFloat64OrNull({0})) AND (toFloat64OrNull({0}) != 0\n"
        "         OR NOT match({0}, '^[^eE]*[1-9]')), toFloat64OrNull({0}), NULL))",
        bare, digits);
  }
  /// Days since 1970-01-01 by arithmetic: its dates begin in 1970.
  ///   source  H. Hinnant, chrono-compatible low-level date algorithms, days_from_civil
  std::string date(const std::string& /*column_sql*/, const std::string& text_sql) const override {
    const auto part = [&](const std::string& pattern) {
      return fmt::format("toInt32OrNull(extract({}, {}))", text_sql, literal(pattern));
    };
    const std::string month = part("^[0-9]+.([0-9]+)");
    return fmt::format(
        "if({0}, arrayMap((y, m, d) -> 365 * y + intDiv(y, 4) - intDiv(y, 100) + intDiv(y, 400)\n"
        "        + intDiv(153 * m + 2, 5) + d - 719469,\n"
        "      [{1} - ({2} <= 2)], [({2} + 9) % 12], [{3}])[1], NULL)",
        matches(text_sql, valid_date_pattern()), part("^([0-9]+)"), month,
        part("^[0-9]+.[0-9]+.([0-9]+)"));
  }
};

}  // namespace

std::unique_ptr<Dialect> clickhouse_dialect() { return std::make_unique<ClickHouse>(); }

}  // namespace bestfit::compile
