#pragma once

#include <memory>
#include <string>

#include "bestfit/base/progress.h"
#include "bestfit/base/temporary.h"
#include "bestfit/cli/source_options.h"
#include "bestfit/flow/build.h"
#include "bestfit/warehouse/learn_table.h"

namespace bestfit::cli {

/// What `build` is told of accounts in a database.
struct BuildSource {
  std::shared_ptr<SourceOptions> source;
  std::int64_t sample = 200'000;
};

/// The options --source, --table, --sample, …, filled while the command line is parsed.
std::shared_ptr<BuildSource> add_build_source(CLI::App& command);

/// Rows of a database in a file that lasts as long as this, in a folder that nobody else may enter.
class SourceRows {
 public:
  /// Reads the rows, and has the request learn from them.
  ///   throws  as warehouse::LearnTable
  SourceRows(const BuildSource& asked, flow::BuildRequest& request, base::Progress& progress);

 private:
  base::Json whole_table(const flow::LearnedRows& learned);

  base::Progress& progress_;
  warehouse::LearnTableRequest request_;
  warehouse::LearnTable table_;
  warehouse::PulledRows pulled_;
  base::Temporary folder_;
  base::Temporary file_;
};

/// Looks that no option was given that says something of files.
///   throws  Error(usage) naming it
void check_build_source(const CLI::App& command, const BuildSource& asked,
                        const flow::BuildRequest& request);

/// Says what would be read, with the SQL; changes nothing.
void run_build_plan(const BuildSource& asked, const flow::BuildRequest& request, bool json);

}  // namespace bestfit::cli
