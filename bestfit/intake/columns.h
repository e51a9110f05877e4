#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "bestfit/outcome/outcome.h"
#include "bestfit/recognise/roles.h"
#include "bestfit/table/table.h"

/// Columns that people name, in options and in bestfit.toml.
namespace bestfit::intake {

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

/// The outcome that is asked for ('column=value', 'column') of a file's columns.
///   asked_by  "--outcome"; who names the column
///   throws    as column_in, and as outcome::outcome_of with the file before it
outcome::Outcome outcome_in(const table::Table& table, const std::string& asked,
                            const std::string& file, std::string_view asked_by);

/// Asks for a column of dates, or of numbers that stand for them.
///   throws  Error(bad_input) naming the file and the kind that it is
void check_has_dates(const table::Table& table, const std::string& name, const std::string& file,
                     std::string_view asked_by);

/// The column that plays a part.
///   throws  Error(missing) naming the file where there is none
std::string needed_column(const recognise::Mapping& mapping, const std::string& part,
                          const std::string& file);

/// A file's mapping: what its headers say, then what a person says.
///   part   "deals": the table of bestfit.toml, for the message
///   named  part of the file -> column; an empty column: none plays it, whatever the headers say
///   throws as column_in
recognise::Mapping mapping_of(const std::string& part, const table::Table& table,
                              const std::vector<std::pair<std::string, std::string>>& named,
                              const std::string& file);

/// "id, name, size, … (12 in all)": the first of some texts.
std::string some_of(const std::vector<std::string>& texts, std::size_t most);

/// outcome::put_weights of a column of a file.
///   throws  Error(bad_input) naming the file
void weigh_by(const table::Column& column, const std::string& file, outcome::Outcome& outcome);

}  // namespace bestfit::intake
