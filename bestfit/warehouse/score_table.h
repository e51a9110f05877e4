#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "bestfit/base/progress.h"
#include "bestfit/profile/profile.h"
#include "bestfit/recognise/format_options.h"
#include "bestfit/warehouse/address.h"

namespace bestfit::warehouse {

struct ScoreTableRequest {
  Address address;
  Credentials credentials;
  std::string table;                // "accounts", "crm.accounts"
  std::string into;                 // the table that is written; of an earlier run, or new
  std::vector<std::string> ids;     // columns that go along; empty: found out
  recognise::FormatOptions format;  // how columns of text are written
  char separator = ';';             // between the members of a set
};

/// What would be done.
struct ScoreTablePlan {
  std::int64_t rows = 0;         // of the table
  std::int64_t rows_before = 0;  // of the target; below 0: it is new
  std::vector<std::string> ids;
  std::string script;  // SQL
};

struct ScoreTableResult {
  std::int64_t rows = 0;
  std::vector<std::string> ids;
  std::map<std::string, std::int64_t> by_status;
  std::map<std::string, std::int64_t> by_tier;
};

/// Looks at the tables, and has the database check the query; changes nothing.
///   throws  as score_table
ScoreTablePlan plan_score_table(const profile::ProfileFile& file, const ScoreTableRequest& request);

/// Scores a table of a database inside it, by compiled SQL, into another table: the columns that
/// name an account, then icp_score to icp_version, with the values that `bestfit score` gives. The
/// target changes at the end, whole, or not at all; done again it is the same. No row leaves the
/// database.
///   throws  Error(missing) for a table or column that is not there; Error(conflict) when the
///           target is no table that this wrote, or another run writes it; Error(denied);
///           Error(unavailable) when the database cannot be reached or dies
ScoreTableResult score_table(const profile::ProfileFile& file, const ScoreTableRequest& request,
                             base::Progress& progress);

}  // namespace bestfit::warehouse
