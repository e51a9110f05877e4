#pragma once

#include "bestfit/base/json.h"
#include "bestfit/warehouse/learn_table.h"

namespace bestfit::warehouse {

/// What is known of a table that was learned from.
struct TableFindings {
  const TablePlan& plan;
  const PulledRows& pulled;
  const LearnTableRequest& request;
  const profile::ProfileFile& file;   // without profiles where none was found
  const WholeTable* whole = nullptr;  // null without a profile
  ScoredRows here = {};               // the rows that were read, as the engine scores them
};

/// `whole_table` of evidence.json (docs/formats/evidence.md).
base::Json whole_table_json(const TableFindings& findings);

/// Counts of a table and its columns, as in whole_table_json.
base::Json sides_json(const Sides& sides);
base::Json columns_json(const TablePlan& plan);

}  // namespace bestfit::warehouse
