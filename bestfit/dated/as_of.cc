#include "bestfit/dated/as_of.h"

#include <fmt/format.h>

#include <algorithm>

#include "bestfit/base/text.h"
#include "bestfit/recognise/changing.h"

namespace bestfit::dated {
namespace {

using base::Json;

constexpr std::size_t kFieldsNamed = 8;

std::string count(std::int64_t value) { return base::count_text(static_cast<std::size_t>(value)); }

std::string listed(std::vector<std::string> names) {
  const std::size_t all = names.size();
  if (all > kFieldsNamed) names.resize(kFieldsNamed);
  return base::join(names, ", ") +
         (all > kFieldsNamed ? fmt::format(" and {} more", all - kFieldsNamed) : "");
}

std::string from_name(AsOf::From from) {
  switch (from) {
    case AsOf::From::history: return "history";
    case AsOf::From::snapshots: return "snapshots";
    case AsOf::From::today: break;
  }
  return "today";
}

/// What was taken back, and along what.
std::string taken_words(const AsOf& as_of, const std::string& unit) {
  const std::string begins = as_of.begins ? base::long_date(*as_of.begins) : "an unknown day";
  std::string words = fmt::format(
      "attributes of {} {} are as of their first meeting, by {} that begin{} on {}: {} had another "
      "value then than today",
      count(as_of.met), unit,
      as_of.from == AsOf::From::history ? "a history of fields" : "snapshots",
      as_of.from == AsOf::From::history ? "s" : "", begins, count(as_of.changed));
  std::vector<std::string> parts;
  for (const ColumnChange& column : as_of.columns) {
    if (column.changed > 0)
      parts.push_back(fmt::format("{} {}", column.column, count(column.changed)));
  }
  return parts.empty() ? words : fmt::format("{} ({})", words, listed(parts));
}

void add_rows(const HistoryRows& rows, const AsOf& as_of, std::vector<std::string>& out) {
  const std::int64_t unused = rows.read - rows.used;
  if (unused > 0) {
    std::vector<std::string> parts;
    const auto add = [&](std::int64_t number, const char* words) {
      if (number > 0) parts.push_back(fmt::format("{} {}", count(number), words));
    };
    add(rows.unknown_account, "of unknown accounts");
    add(rows.unknown_field, "of fields that are no column of the accounts");
    add(rows.no_attribute, "of columns that are no attributes");
    add(rows.undated, "without a date");
    add(rows.empty, "without a value");
    out.push_back(fmt::format("{} of {} changes were not used: {}", count(unused), count(rows.read),
                              base::join(parts, ", ")));
  }
  std::vector<std::string> fields;
  for (const auto& field : as_of.unknown_fields) {
    fields.push_back(fmt::format("{} {}", field.first, count(field.second)));
  }
  if (!fields.empty()) {
    out.push_back(
        fmt::format("fields that no column has the name of: {}; name theirs under "
                    "[history.fields] in bestfit.toml",
                    listed(fields)));
  }
  if (rows.disagree > 0) {
    out.push_back(fmt::format("{} old values are not what the change before them left",
                              count(rows.disagree)));
  }
  if (rows.newest_differs > 0) {
    out.push_back(fmt::format("{} newest values are not those that the accounts have",
                              count(rows.newest_differs)));
  }
  if (rows.unreadable > 0) {
    out.push_back(fmt::format("{} values do not read as what their column holds, and are not known",
                              count(rows.unreadable)));
  }
}

Json rows_json(const HistoryRows& rows) {
  return Json::object()
      .set("read", rows.read)
      .set("used", rows.used)
      .set("unknown_account", rows.unknown_account)
      .set("unknown_field", rows.unknown_field)
      .set("no_attribute", rows.no_attribute)
      .set("undated", rows.undated)
      .set("empty", rows.empty)
      .set("disagree", rows.disagree)
      .set("newest_differs", rows.newest_differs)
      .set("unreadable", rows.unreadable);
}

}  // namespace

void name_changing(const table::Table& table, const table::Schema& schema, AsOf& as_of) {
  for (const table::Field& field : schema.fields) {
    if (field.role != table::Role::attribute) continue;
    const bool has_history =
        std::any_of(as_of.columns.begin(), as_of.columns.end(),
                    [&](const ColumnChange& column) { return column.column == field.column; });
    const table::Column* column = table.find(field.column);
    if (has_history || column == nullptr) continue;
    const std::string_view what = recognise::what_changes(*column);
    if (!what.empty()) as_of.changing.emplace_back(field.column, std::string(what));
  }
}

std::vector<std::string> as_of_words(const AsOf& as_of, const std::string& unit) {
  std::vector<std::string> words;
  if (as_of.from == AsOf::From::today) {
    words.emplace_back("attributes are as of today: the data have no history of them");
  } else {
    words.push_back(taken_words(as_of, unit));
  }
  if (as_of.late > 0) {
    words.push_back(fmt::format(
        "of these {} met before the history begins: theirs are as of its beginning, which may know "
        "what became of them",
        as_of.late == 1 ? "1 was" : count(as_of.late) + " were"));
  }
  if (as_of.undated > 0 && as_of.from != AsOf::From::today) {
    words.push_back(
        fmt::format("{} {} are as of today: the day of their first meeting is not known",
                    count(as_of.undated), unit));
  }
  if (as_of.rows) add_rows(*as_of.rows, as_of, words);
  if (!as_of.changing.empty()) {
    std::vector<std::string> names;
    for (const auto& column : as_of.changing) names.push_back(column.first);
    words.push_back(fmt::format(
        "change with time, and are as of today: {}; what came of a sale may be in them, and a "
        "history of fields (--history FILE) or dated rows of the accounts would tell",
        listed(names)));
  }
  return words;
}

Json as_of_json(const AsOf& as_of, const std::string& unit) {
  Json columns = Json::array();
  for (const ColumnChange& column : as_of.columns) {
    columns.push(Json::object()
                     .set("column", column.column)
                     .set("changed", column.changed)
                     .set("unknown", column.unknown));
  }
  Json fields = Json::array();
  for (const auto& field : as_of.unknown_fields) {
    fields.push(Json::object().set("field", field.first).set("rows", field.second));
  }
  Json changing = Json::array();
  for (const auto& column : as_of.changing) {
    changing.push(Json::object().set("column", column.first).set("what", column.second));
  }
  Json words = Json::array();
  for (const std::string& line : as_of_words(as_of, unit)) words.push(line);
  return Json::object()
      .set("from", from_name(as_of.from))
      .set("words", std::move(words))
      .set("met", as_of.met)
      .set("now", as_of.now)
      .set("undated", as_of.undated)
      .set("late", as_of.late)
      .set("changed", as_of.changed)
      .set("begins", as_of.begins ? Json(base::iso_date(*as_of.begins)) : Json())
      .set("columns", std::move(columns))
      .set("rows", as_of.rows ? rows_json(*as_of.rows) : Json())
      .set("unknown_fields", std::move(fields))
      .set("changing", std::move(changing));
}

}  // namespace bestfit::dated
