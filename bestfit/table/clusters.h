#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "bestfit/table/schema.h"
#include "bestfit/table/table.h"

namespace bestfit::table {

/// Which rows hang together: deals of one account, sites of one group, copies of one row.
struct Clusters {
  std::vector<std::uint32_t> of_row;  // one a row: rows of one cluster share it
  std::int64_t among_known = 0;       // different clusters among rows of known outcome
  std::string words;  // "rows of one company_id stayed together"; empty when each stands alone
};

/// Rows clustered by the group column, else by the id. Where there is neither, identical rows of
/// known outcome are one cluster when there are far more of them than columns that are independent
/// within each outcome would give (copies of an account, not chance).
///   outcome  one a row: 1, 0, or -1 where it is not known
Clusters find_clusters(const Table& table, const Schema& schema,
                       std::span<const std::int8_t> outcome);

}  // namespace bestfit::table
