#pragma once

#include <string>
#include <vector>

#include "bestfit/base/progress.h"
#include "bestfit/connect/read.h"
#include "bestfit/table/table.h"

namespace bestfit::intake {

/// One file and what became of its lines.
struct LoadedFile {
  std::string part;  // accounts, deals, …
  connect::ReadReport report;
  std::vector<std::string> notes;  // what was recognised or decided
  std::string rejected;            // the text of the rejected lines' file; empty when none
};

struct ReadFile {
  table::Table table;
  LoadedFile file;
  std::vector<table::Column> money = {};  // connect::ReadResult::money
};

/// Reads one file, and keeps the text of its rejected lines.
///   part    may be empty: found out later
///   throws  as connect::read
ReadFile read_file(const std::string& part, const std::string& path,
                   const connect::ReadOptions& options, base::Progress& progress);

}  // namespace bestfit::intake
