#pragma once

#include <optional>
#include <string>

#include "bestfit/recognise/format_options.h"
#include "bestfit/warehouse/cells_sql.h"
#include "bestfit/warehouse/named_table.h"

namespace bestfit::warehouse {

// What `side_sql` of a row is.
inline constexpr int kOther = 0;
inline constexpr int kBest = 1;
inline constexpr int kNotKnown = 2;

/// How the rows of a table are told apart by an outcome, inside the database.
struct OutcomeSql {
  std::string column;      // that it is told by
  std::string side_sql;    // kBest, kOther or kNotKnown; never NULL
  bool is_amount = false;  // a bare column of numbers: how much, not whether
};

/// The column that an outcome names.
///   throws  Error(missing, usage) as outcome::parse_question
std::string outcome_column(const NamedTable& table, const std::string& asked);

/// An outcome as outcome::outcome_of tells it. Of a column of texts the distinct ones are asked for
/// and judged here, by the same code; numbers and dates are compared in the database.
///   returns  none for a column of more than kTextsMost different texts
///   throws   Error(missing, usage, bad_input) as outcome_of
std::optional<OutcomeSql> outcome_sql(Database& database, const NamedTable& table,
                                      const CellsSql& cells, const std::string& asked,
                                      const recognise::FormatOptions& format);

inline constexpr int kTextsMost = 2000;

}  // namespace bestfit::warehouse
