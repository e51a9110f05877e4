#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "bestfit/attribute/coded.h"
#include "bestfit/table/schema.h"
#include "bestfit/table/table.h"

namespace bestfit::attribute {

/// Codes each column of role attribute (text is none), without a look at the outcome: numbers and
/// ages at up to 40 quantiles snapped to round numbers, values that stand for "none" apart;
/// categories by their 62 commonest labels; sets by members that are common enough.
///   outcome_column  is no attribute; may be empty
///   threads         the result does not depend on it
Coded encode(const table::Table& table, const table::Schema& schema,
             std::string_view outcome_column, int threads);

/// Numbers that are no column of a table, coded as one is.
///   values  one a row; NaN where not known
CodedAttribute code_values(std::string name, const std::vector<double>& values);

/// The newest day of the time column, else of any date column; none when there are no dates.
std::optional<base::Day> newest_day(const table::Table& table, const table::Schema& schema);

/// A column's header as prose: "NumberEmployees" and "number_employees" are "Number employees".
std::string readable_name(std::string_view column);

}  // namespace bestfit::attribute
