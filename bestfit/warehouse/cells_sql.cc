#include "bestfit/warehouse/cells_sql.h"

#include <fmt/format.h>

#include "bestfit/base/text.h"

namespace bestfit::warehouse {

std::string CellsSql::number(const Column& column) const {
  const std::string name = dialect_.name(column.name);
  if (!is_postgres() && column.holds == Holds::whole) return fmt::format("toFloat64({})", name);
  return dialect_.typed_number(name);
}

std::string CellsSql::day(const Column& column) const {
  return dialect_.typed_date(dialect_.name(column.name));
}

std::string CellsSql::plain_text(const Column& column) const {
  const std::string name = dialect_.name(column.name);
  switch (column.holds) {
    case Holds::flag:
      return is_postgres()
                 ? fmt::format("CASE WHEN {0} THEN 'true' WHEN NOT {0} THEN 'false' END", name)
                 : fmt::format("toString({})", name);
    case Holds::date:
      return is_postgres() ? fmt::format("({})::text", day(column))
                           : fmt::format("toString(toDate({}))", name);
    case Holds::list: return dialect_.list_cell(name, mark_);
    case Holds::number:
      if (column.type.find("Decimal") != std::string::npos || column.type.starts_with("numeric")) {
        break;  // as many decimals as it has
      }
      // As a double, which is what it is compared as.
      return is_postgres() ? fmt::format("({})::text", number(column))
                           : fmt::format("toString({})", number(column));
    case Holds::text:
      if (column.type.find("FixedString") != std::string::npos) {
        return fmt::format("toStringCutToZero({})", name);
      }
      break;
    case Holds::other:
      if (column.type.starts_with("json")) return dialect_.set_cell(name, mark_);
      break;
    case Holds::whole: break;
  }
  return dialect_.cell(name);
}

std::string CellsSql::text(const Column& column, int letters_max) const {
  std::string text = plain_text(column);
  const bool can_be_long =
      column.holds == Holds::text || column.holds == Holds::list || column.holds == Holds::other;
  if (letters_max > 0 && can_be_long) {
    text = is_postgres() ? fmt::format("left({}, {})", text, letters_max)
                         : fmt::format("substringUTF8({}, 1, {})", text, letters_max);
  }
  return is_postgres() ? fmt::format("coalesce({}, '')", text)
                       : fmt::format("ifNull({}, '')", text);
}

std::string CellsSql::row(const std::vector<Column>& columns) const {
  std::vector<std::string> cells;
  cells.reserve(columns.size());
  for (const Column& column : columns) cells.push_back(text(column, 0));
  const std::string list = base::join(cells, ", ");
  return is_postgres() ? fmt::format("array_to_string(ARRAY[{}], chr(31))", list)
                       : fmt::format("arrayStringConcat([{}], '\\x1F')", list);
}

std::string CellsSql::digits(const std::string& text_sql, std::uint64_t seed) const {
  return is_postgres()
             ? fmt::format("substr(md5('{}:' || {}), 1, 8) COLLATE \"C\"", seed, text_sql)
             : fmt::format("substring(lower(hex(MD5(concat('{}:', {})))), 1, 8)", seed, text_sql);
}

std::string CellsSql::is_below(const std::string& digits_sql, std::uint64_t cut) const {
  if (cut >= kEveryRow) return "1 = 1";
  if (cut == 0) return "1 = 0";
  return fmt::format("{} < '{:08x}'", digits_sql, cut);
}

std::string CellsSql::bytes(const Column& column) const {
  const std::string cell = text(column, 0);
  return is_postgres() ? fmt::format("sum(octet_length({}))", cell)
                       : fmt::format("sum(length({}))", cell);
}

std::string CellsSql::order(const Column& column) const {
  std::string name = dialect_.name(column.name);
  const bool by_letters = column.holds == Holds::text || column.holds == Holds::other;
  if (!is_postgres()) return name;
  return by_letters ? text(column, 0) + " COLLATE \"C\"" : name;
}

}  // namespace bestfit::warehouse
