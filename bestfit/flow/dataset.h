#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "bestfit/base/progress.h"
#include "bestfit/connect/options.h"
#include "bestfit/dated/as_of.h"
#include "bestfit/intake/pulled.h"
#include "bestfit/intake/read_file.h"
#include "bestfit/outcome/history.h"
#include "bestfit/outcome/outcome.h"
#include "bestfit/related/join.h"
#include "bestfit/signal/event_rows.h"
#include "bestfit/store/workspace.h"
#include "bestfit/table/schema.h"
#include "bestfit/table/table.h"

namespace bestfit::flow {

/// How files are to be read; what is not set is found out.
struct Reading {
  connect::ReadOptions options;
  std::string id;  // columns chosen for a role; empty: found by their headers
  std::string time;
  std::string group;
  std::string weight;
  std::vector<std::string> exclude;  // no attributes
  intake::Pulled pulled;
};

/// Everything that a build learns from.
struct Dataset {
  std::string title;
  bool synthetic = false;
  bool is_sample = false;  // of a table in a database
  std::string truth_path;  // of the planted truth, where the data are synthetic
  table::Table table;      // one row an account (or a closed deal)
  table::Schema schema;
  outcome::Outcome outcome;
  outcome::Unit unit = outcome::Unit::accounts;
  std::vector<outcome::DerivedColumn> derived;  // of the table; none without deals and revenue
  outcome::BestDefinition best;                 // as the workspace says
  std::vector<outcome::Customer> customers;     // by row of the table, where revenue tells
  std::optional<outcome::BestByValue> by_value;
  std::optional<outcome::Currencies> currencies;  // where deals or revenue say any
  dated::AsOf as_of;                              // when the attributes were taken
  std::vector<intake::LoadedFile> files;
  std::optional<outcome::Outcome> worked;  // where a population was given: what was asked for among
                                           // the accounts, held against the others of them
  std::size_t population_from = 0;  // rows from here on are the population's; `table.rows()` where
                                    // none was given
  std::vector<std::int8_t> has_deal;  // one a row; empty where no deals were given
  std::optional<base::Day> until;     // the newest date of deals and revenue
  std::optional<signal::EventRows> signals;
  std::vector<std::string> account_keys;  // columns that other files name accounts by
  related::Joined related;                // notes and contacts, where they were given
  std::vector<std::string> left_out;  // files that play no part: "products.csv is left out: …"
};

/// Reads the files of a workspace, joins them, gives every column its role and every row its
/// outcome.
///   workspace  the part of a file may be empty: it is found out (place_files.h). An empty outcome
///   is
///              best where there are deals
///   folder     that relative paths start from
///   throws     Error(missing, bad_input, configuration) naming file, line, column; Error(usage)
///              without an outcome, with those that there could be
Dataset load(const store::Workspace& workspace, const std::string& folder, const Reading& reading,
             base::Progress& progress);

}  // namespace bestfit::flow
