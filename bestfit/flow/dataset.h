#pragma once

#include <string>
#include <vector>

#include "bestfit/base/progress.h"
#include "bestfit/connect/read.h"
#include "bestfit/learn/history.h"
#include "bestfit/learn/outcome.h"
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
  std::vector<std::string> exclude;  // no attributes
};

/// One file and what became of its lines.
struct LoadedFile {
  std::string part;  // accounts, deals, …
  connect::ReadReport report;
  std::vector<std::string> notes;  // what was recognised or decided
  std::string rejected;            // the text of the rejected lines' file; empty when none
};

/// Everything that a build learns from.
struct Dataset {
  std::string title;
  bool synthetic = false;
  std::string truth_path;  // of the planted truth, where the data are synthetic
  table::Table table;      // one row an account (or a closed deal)
  table::Schema schema;
  learn::Outcome outcome;
  learn::Unit unit = learn::Unit::accounts;
  std::vector<LoadedFile> files;
};

/// Reads the files of a workspace, joins them, gives every column its role and every row its
/// outcome.
///   folder  that relative paths start from
///   throws  Error(missing, bad_input, configuration) naming file, line, column
Dataset load(const store::Workspace& workspace, const std::string& folder, const Reading& reading,
             base::Progress& progress);

/// Reads one file, and keeps the text of its rejected lines.
struct ReadFile {
  table::Table table;
  LoadedFile file;
};
ReadFile read_file(const std::string& part, const std::string& path,
                   const connect::ReadOptions& options, base::Progress& progress);

}  // namespace bestfit::flow
