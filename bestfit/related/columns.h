#pragma once

#include <optional>
#include <string>

#include "bestfit/base/date.h"
#include "bestfit/base/json.h"
#include "bestfit/recognise/roles.h"
#include "bestfit/stats/interval.h"
#include "bestfit/table/table.h"

namespace bestfit::related {

/// The column that plays a part.
///   file     "notes": the table of bestfit.toml, for the message
///   throws   Error(missing) when none was recognised
std::string needed_column(const recognise::Mapping& mapping, const std::string& file,
                          const std::string& part, const std::string& path);

/// The column of a part, or null.
const table::Column* column_of(const table::Table& table, const recognise::Mapping& mapping,
                               const std::string& part);

/// The day in a column of dates, where there is one.
std::optional<base::Day> day_in(const table::Column* dates, std::size_t row);

/// {"value", "low", "high"}.
base::Json estimate_json(const stats::Estimate& estimate);

}  // namespace bestfit::related
