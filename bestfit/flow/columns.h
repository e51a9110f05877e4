#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "bestfit/table/table.h"

/// Columns that people name, in options and in bestfit.toml.
namespace bestfit::flow {

/// The column of that name.
///   file      the path, for the message
///   asked_by  "--exclude"; who names the column
///   throws    Error(missing) with file, near names and the columns that there are
const table::Column& column_in(const table::Table& table, std::string_view name,
                               const std::string& file, std::string_view asked_by);

/// Names of columns from texts that are each a column's very name, or a list with commas.
///   throws  as column_in
std::vector<std::string> column_list(const table::Table& table,
                                     const std::vector<std::string>& texts, const std::string& file,
                                     std::string_view asked_by);

/// Looks whether an outcome ('column=value', 'column') names a column.
///   throws  as column_in
void check_outcome_column(const table::Table& table, const std::string& asked,
                          const std::string& file);

/// "id, name, size, … (12 in all)": the first of some texts.
std::string some_of(const std::vector<std::string>& texts, std::size_t most);

}  // namespace bestfit::flow
