#pragma once

#include <memory>
#include <string>

#include "bestfit/recognise/format_options.h"
#include "bestfit/warehouse/score_table.h"

namespace CLI {
class App;
}

namespace bestfit::cli {

/// What `score` is told of accounts in a database.
struct SourceOptions {
  bool is_given = false;
  warehouse::ScoreTableRequest request;
  std::string credentials;  // path of a file
  bool dry_run = false;
};

/// The options --source, --table, --into, …, filled while the command line is parsed.
std::shared_ptr<SourceOptions> add_source_options(CLI::App& command);

/// Scores a table inside its database, or says what that would do.
///   throws  Error(usage) for options that speak of files
void run_score_source(const CLI::App& command, SourceOptions& asked, const std::string& icp,
                      const recognise::FormatOptions& format, bool json);

}  // namespace bestfit::cli
