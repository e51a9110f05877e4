#include "bestfit/warehouse/outcome_sql.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "bestfit/base/error.h"
#include "bestfit/base/text.h"
#include "bestfit/outcome/question.h"
#include "bestfit/recognise/evidence.h"
#include "bestfit/recognise/typed_column.h"
#include "bestfit/table/table.h"

namespace bestfit::warehouse {
namespace {

using outcome::Operator;
using outcome::Question;

/// A table without rows whose columns are of the kinds that the database declares.
table::Table declared(const NamedTable& table) {
  std::vector<table::Column> columns;
  columns.reserve(table.columns.size());
  for (const Column& column : table.columns) {
    if (column.holds == Holds::whole || column.holds == Holds::number) {
      columns.push_back(table::number_column(column.name, {}));
    } else if (column.holds == Holds::date) {
      columns.push_back(table::date_column(column.name, {}));
    } else {
      columns.push_back(table::text_column(column.name, {}));
    }
  }
  return table::Table(std::move(columns));
}

std::string sides(const std::string& best, const std::string& other) {
  return fmt::format("CASE WHEN {} THEN {} WHEN {} THEN {} ELSE {} END", best, kBest, other, kOther,
                     kNotKnown);
}

/// "x >= 3" and what it is where that does not hold, both false of NULL.
std::string compared(const std::string& value, Operator comparison, const std::string& asked) {
  constexpr std::array<const char*, 7> kSigns = {"=", "<>", ">=", ">", "<=", "<", "<>"};
  return sides(
      fmt::format("{} {} {}", value, kSigns.at(static_cast<std::size_t>(comparison)), asked),
      value + " IS NOT NULL");
}

std::string number_side(const Question& question, const Column& column, const CellsSql& cells,
                        const compile::Dialect& dialect) {
  const bool is_date = column.holds == Holds::date;
  if (question.comparison == Operator::is_true) {
    if (is_date) static_cast<void>(outcome::answers(question));  // throws: it asks for a day
    return compared(cells.number(column), question.comparison, dialect.number(0.0));
  }
  const std::optional<double> asked = outcome::number_asked(question);
  if (!asked) static_cast<void>(outcome::answers(question));  // throws: it says what is wrong
  return is_date ? compared(cells.day(column), question.comparison,
                            dialect.day(static_cast<base::Day>(*asked)))
                 : compared(cells.number(column), question.comparison, dialect.number(*asked));
}

std::string listed(const std::string& cell, const std::vector<std::string>& literals) {
  return literals.empty() ? "1 = 0" : fmt::format("{} IN ({})", cell, base::join(literals, ", "));
}

/// The texts of a column as a file's reader takes them, each once, and what each of them says.
std::string text_side(const Rows& rows, Question question, const std::string& cell,
                      const recognise::FormatOptions& format, const compile::Dialect& dialect) {
  recognise::Cells texts;
  for (const auto& row : rows) texts.add(row.at(0));
  const recognise::Evidence evidence = recognise::look_at(texts, format);
  const recognise::Decision decision = recognise::decide(
      question.column->name, evidence, recognise::hints_of({evidence}), std::nullopt, format);
  recognise::ColumnFormat read_as = decision.format;
  // Each text stands here once, so that labels look like free text.
  if (read_as.kind == table::Kind::text) read_as.kind = table::Kind::category;
  const table::Column column =
      recognise::typed_column(question.column->name, texts, read_as).column;
  question.column = &column;
  const std::vector<std::int8_t> answers = outcome::answers(question);
  std::vector<std::string> best;
  std::vector<std::string> other;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (answers[i] == 1) best.push_back(dialect.literal(rows[i].at(0)));
    if (answers[i] == 0) other.push_back(dialect.literal(rows[i].at(0)));
  }
  return sides(listed(cell, best), listed(cell, other));
}

}  // namespace

std::string outcome_column(const NamedTable& table, const std::string& asked) {
  const table::Table columns = declared(table);
  return outcome::parse_question(columns, asked).column->name;
}

std::optional<OutcomeSql> outcome_sql(Database& database, const NamedTable& table,
                                      const CellsSql& cells, const std::string& asked,
                                      const recognise::FormatOptions& format) {
  const table::Table columns = declared(table);
  const Question question = outcome::parse_question(columns, asked);
  if (question.comparison != Operator::is_true && question.value.empty()) {
    throw Error(Fault::usage, fmt::format("the outcome '{}' names no value", asked));
  }
  const Column& column = *find_column(table.columns, question.column->name);
  const compile::Dialect& dialect = database.dialect();
  const std::string from = table_sql(table, dialect);
  OutcomeSql told{.column = column.name, .side_sql = {}, .is_amount = false};
  if (question.column->kind != table::Kind::text) {
    told.side_sql = number_side(question, column, cells, dialect);
    if (question.comparison == Operator::is_true) {
      const std::string value = cells.number(column);
      told.is_amount = !database
                            .ask(fmt::format("SELECT 1 FROM {} WHERE {} <> 0 AND {} <> 1 LIMIT 1",
                                             from, value, value))
                            .empty();
    }
    return told;
  }
  const std::string cell = cells.text(column, 0);
  Rows rows =
      database.ask(fmt::format("SELECT DISTINCT {} FROM {} LIMIT {}", cell, from, kTextsMost + 1));
  if (rows.size() > static_cast<std::size_t>(kTextsMost)) return std::nullopt;
  std::sort(rows.begin(), rows.end());
  told.side_sql = text_side(rows, question, cell, format, dialect);
  return told;
}

}  // namespace bestfit::warehouse
