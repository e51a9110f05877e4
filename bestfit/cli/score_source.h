#pragma once

#include <memory>
#include <string>
#include <vector>

#include "bestfit/cli/source_options.h"
#include "bestfit/recognise/format_options.h"

namespace CLI {
class App;
}

namespace bestfit::cli {

/// What `score` is told of accounts in a database.
struct ScoreSource {
  std::shared_ptr<SourceOptions> source;
  std::string into;
  std::vector<std::string> ids;
};

/// The options --source, --table, --into, …, filled while the command line is parsed.
std::shared_ptr<ScoreSource> add_score_source(CLI::App& command);

/// Scores a table inside its database, or says what that would do.
///   throws  Error(usage) for options that speak of files
void run_score_source(const CLI::App& command, const ScoreSource& asked, const std::string& icp,
                      const recognise::FormatOptions& format, bool json);

}  // namespace bestfit::cli
