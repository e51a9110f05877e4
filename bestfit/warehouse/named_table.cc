#include "bestfit/warehouse/named_table.h"

#include <fmt/format.h>

#include <algorithm>

#include "bestfit/base/error.h"
#include "bestfit/base/text.h"

namespace bestfit::warehouse {

TableName table_name(const std::string& text, const char* option) {
  std::vector<std::string> parts = compile::name_parts(text, option);
  if (parts.size() > 2) {
    throw Error(Fault::usage,
                fmt::format("{} '{}': write accounts or crm.accounts; the database is named in "
                            "--source",
                            option, text));
  }
  if (parts.size() == 1) return {.schema = "", .table = parts[0]};
  return {.schema = parts[0], .table = parts[1]};
}

NamedTable find_table(Database& database, const Address& address, const std::string& text,
                      const char* option) {
  NamedTable table{.where = address_text(address),
                   .text = text,
                   .name = table_name(text, option),
                   .columns = {}};
  table.columns = database.columns(table.name);
  if (!table.columns.empty()) return table;
  const std::vector<std::string> tables = database.tables();
  throw Error(Fault::missing,
              fmt::format("{}: no table '{}' that this user sees; there {}", table.where, text,
                          tables.empty() ? "is none" : "are " + base::join(tables, ", ")));
}

std::string table_sql(const NamedTable& table, const compile::Dialect& dialect) {
  const std::string schema = table.name.schema.empty() ? "" : dialect.name(table.name.schema) + ".";
  return schema + dialect.name(table.name.table);
}

std::vector<std::string> names_of(const std::vector<Column>& columns) {
  std::vector<std::string> names;
  names.reserve(columns.size());
  for (const Column& column : columns) names.push_back(column.name);
  return names;
}

const Column* find_column(const std::vector<Column>& columns, const std::string& name) {
  const Column* near = nullptr;
  for (const Column& column : columns) {
    if (column.name == name) return &column;
    if (near == nullptr && base::fold(column.name) == base::fold(name)) near = &column;
  }
  return near;
}

const Column& column_in(const NamedTable& table, const std::string& name, const char* option) {
  const Column* column = find_column(table.columns, name);
  if (column != nullptr) return *column;
  throw Error(Fault::missing,
              fmt::format("{}: '{}' has no column '{}' ({}); it has {}", table.where, table.text,
                          name, option, base::join(names_of(table.columns), ", ")));
}

profile::ProfileFile with_names_of(const NamedTable& table, const profile::ProfileFile& file) {
  std::vector<std::string> lacking;
  for (const std::string& name : profile::columns_in(file)) {
    if (find_column(table.columns, name) == nullptr) lacking.push_back(name);
  }
  if (!lacking.empty()) {
    throw Error(Fault::missing,
                fmt::format("{}: '{}' has no column {}, which the profile reads; it has {}",
                            table.where, table.text, base::join(lacking, ", "),
                            base::join(names_of(table.columns), ", ")));
  }
  const auto rename = [&](auto& part) {
    part.column = find_column(table.columns, part.column)->name;
    if (!part.relative_to.empty()) {
      part.relative_to = find_column(table.columns, part.relative_to)->name;
    }
  };
  profile::ProfileFile named = file;
  for (profile::Profile& profile : named.profiles) {
    for (auto* conditions : {&profile.require, &profile.disqualify}) {
      std::for_each(conditions->begin(), conditions->end(), rename);
    }
    std::for_each(profile.score.begin(), profile.score.end(), rename);
  }
  return named;
}

compile::SqlOptions sql_options(const NamedTable& table, Kind kind) {
  compile::SqlOptions options;
  options.dialect =
      kind == Kind::postgres ? compile::SqlDialect::postgres : compile::SqlDialect::clickhouse;
  options.table = table.text;
  for (const Column& column : table.columns) {
    const bool by_text = column.is_text || column.holds == Holds::other;  // money, oid, domains
    if (by_text) options.text_columns.push_back(column.name);
    if (column.holds == Holds::list) options.list_columns.push_back(column.name);
  }
  return options;
}

}  // namespace bestfit::warehouse
