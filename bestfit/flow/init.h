#pragma once

#include <string>
#include <utility>
#include <vector>

#include "bestfit/base/progress.h"
#include "bestfit/connect/options.h"

namespace bestfit::flow {

struct InitRequest {
  std::string folder = ".";
  std::vector<std::pair<std::string, std::string>> files;  // part and path; part empty: found out
  std::string outcome;                                     // empty: best, with deals
  connect::ReadOptions reading;
};

struct InitResult {
  std::string path;                // of bestfit.toml
  std::vector<std::string> lines;  // what was recognised and what was not, for people
};

/// Maps the files given (without any: the data files in the folder) and writes bestfit.toml with
/// what was recognised and what was not, for a person to correct.
///   throws  Error(conflict) when there is a bestfit.toml already, Error(missing) when there is no
///   file
InitResult init_workspace(const InitRequest& request, base::Progress& progress);

/// The part that each file plays: accounts, deals, revenue, …
///   files    part and path; an empty part is found out from header and name
///   throws   Error(conflict) when two files play one part
std::vector<std::pair<std::string, std::string>> name_parts(
    const std::vector<std::pair<std::string, std::string>>& files,
    const connect::ReadOptions& reading, base::Progress& progress);

}  // namespace bestfit::flow
