#include "bestfit/intake/columns.h"

#include <fmt/format.h>

#include <algorithm>

#include "bestfit/base/error.h"
#include "bestfit/base/text.h"

namespace bestfit::intake {
namespace {

constexpr std::size_t kNearMost = 3;
constexpr std::size_t kNamesMost = 8;

/// Names that may have been meant, the nearest first.
std::vector<std::string> near_names(std::string_view name, std::vector<std::string> names) {
  std::vector<std::string> found;
  while (found.size() < kNearMost) {
    const auto near = base::closest(name, names);
    if (!near) break;
    found.push_back("'" + *near + "'");
    names.erase(std::find(names.begin(), names.end(), *near));
  }
  return found;
}

/// Looks whether the text names a column.
void check_outcome_column(const table::Table& table, const std::string& asked,
                          const std::string& file, std::string_view asked_by) {
  constexpr std::string_view kOperators = "=!<>";
  const std::string whole(base::trim(asked));
  if (table.find(whole) != nullptr) return;
  for (std::size_t at = asked.find_first_of(kOperators); at != std::string::npos;
       at = asked.find_first_of(kOperators, at + 1)) {
    if (table.find(base::trim(asked.substr(0, at))) != nullptr) return;
  }
  const std::string name = asked.substr(0, asked.find_first_of(kOperators));
  if (base::trim(name).empty()) return;  // no column is named: learn says how it is written
  static_cast<void>(column_in(table, base::trim(name), file, asked_by));
}

}  // namespace

std::string some_of(const std::vector<std::string>& texts, std::size_t most) {
  if (texts.size() <= most) return base::join(texts, ", ");
  const std::vector<std::string> first(texts.begin(),
                                       texts.begin() + static_cast<std::ptrdiff_t>(most));
  return fmt::format("{}, … ({} in all)", base::join(first, ", "), base::count_text(texts.size()));
}

const table::Column& column_in(const table::Table& table, std::string_view name,
                               const std::string& file, std::string_view asked_by) {
  if (const table::Column* column = table.find(name)) return *column;
  const std::vector<std::string> near = near_names(name, table.names());
  const std::string meant =
      near.empty() ? "." : fmt::format("; did you mean {}?", base::join(near, " or "));
  throw Error(Fault::missing,
              fmt::format("{} has no column '{}' ({}){} Its columns: {}", file, name, asked_by,
                          meant, some_of(table.names(), kNamesMost)));
}

std::vector<std::string> column_list(const table::Table& table,
                                     const std::vector<std::string>& texts, const std::string& file,
                                     std::string_view asked_by) {
  const std::vector<std::string> names = table.names();
  std::vector<std::string> columns;
  for (const std::string& text : texts) {
    if (std::find(names.begin(), names.end(), text) != names.end()) {
      columns.push_back(text);
      continue;
    }
    for (const std::string_view part : base::split(text, ',')) {
      const std::string_view name = base::trim(part);
      if (!name.empty()) columns.push_back(column_in(table, name, file, asked_by).name);
    }
  }
  return columns;
}

outcome::Outcome outcome_in(const table::Table& table, const std::string& asked,
                            const std::string& file, std::string_view asked_by) {
  check_outcome_column(table, asked, file, asked_by);
  try {
    return outcome::outcome_of(table, asked);
  } catch (const Error& error) {
    throw Error(error.fault(), fmt::format("{}: {}", file, error.what()));
  }
}

void weigh_by(const table::Column& column, const std::string& file, outcome::Outcome& outcome) {
  try {
    outcome::put_weights(column, outcome);
  } catch (const Error& error) {
    throw Error(error.fault(), fmt::format("{}: {}", file, error.what()));
  }
}

void check_has_dates(const table::Table& table, const std::string& name, const std::string& file,
                     std::string_view asked_by) {
  const table::Column& column = table.column(name);
  if (column.kind == table::Kind::date || column.kind == table::Kind::number) return;
  throw Error(Fault::bad_input,
              fmt::format("{}: '{}' holds no dates, it was read as a {} ({}); name the column that "
                          "says when an account was first met, or --date-order if these are dates",
                          file, name, table::kind_name(column.kind), asked_by));
}

recognise::Mapping mapping_of(const std::string& part, const table::Table& table,
                              const std::vector<std::pair<std::string, std::string>>& named,
                              const std::string& file) {
  recognise::Mapping mapping = recognise::map_columns(recognise::file_kind(part), table);
  for (const auto& [name, text] : named) {
    const auto same =
        std::find_if(mapping.parts.begin(), mapping.parts.end(),
                     [&name = name](const recognise::Part& p) { return p.part == name; });
    if (same != mapping.parts.end()) mapping.parts.erase(same);
    if (base::trim(text).empty()) continue;
    const std::string& column =
        column_in(table, text, file, fmt::format("[{}.columns] {}", part, name)).name;
    mapping.parts.push_back({.part = name, .column = column, .why = "named in the workspace"});
  }
  return mapping;
}

std::string needed_column(const recognise::Mapping& mapping, const std::string& part,
                          const std::string& file) {
  std::string column = mapping.column(part);
  if (!column.empty()) return column;
  throw Error(Fault::missing,
              fmt::format("{}: no column was recognised as '{}'; run 'bestfit init' and name it in "
                          "bestfit.toml",
                          file, part));
}

}  // namespace bestfit::intake
