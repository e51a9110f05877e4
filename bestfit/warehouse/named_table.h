#pragma once

#include <string>
#include <vector>

#include "bestfit/compile/sql.h"
#include "bestfit/profile/profile.h"
#include "bestfit/warehouse/database.h"

namespace bestfit::warehouse {

/// A table that a person names, and the columns that it has.
struct NamedTable {
  std::string where;  // the database, for messages
  std::string text;   // as it was named
  TableName name;
  std::vector<Column> columns;
};

/// "crm.accounts" as schema and table.
///   option  that it was named with
///   throws  Error(usage) for what is none
TableName table_name(const std::string& text, const char* option);

/// Looks a table up.
///   option  that it was named with
///   throws  Error(missing) with the tables that there are; Error(usage)
NamedTable find_table(Database& database, const Address& address, const std::string& text,
                      const char* option);

/// The table's name as SQL.
std::string table_sql(const NamedTable& table, const compile::Dialect& dialect);

std::vector<std::string> names_of(const std::vector<Column>& columns);

/// The column of that name, else the one that has it in other capitals, else null.
const Column* find_column(const std::vector<Column>& columns, const std::string& name);

/// The same.
///   option  that it was named with
///   throws  Error(missing) with the columns that there are
const Column& column_in(const NamedTable& table, const std::string& name, const char* option);

/// The profile with the columns' names as the table has them.
///   throws  Error(missing) naming those that it lacks
profile::ProfileFile with_names_of(const NamedTable& table, const profile::ProfileFile& file);

/// How its columns are read by compiled SQL; the dialect is the address's.
compile::SqlOptions sql_options(const NamedTable& table, Kind kind);

}  // namespace bestfit::warehouse
