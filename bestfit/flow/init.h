#pragma once

#include <string>
#include <vector>

#include "bestfit/base/progress.h"
#include "bestfit/connect/options.h"
#include "bestfit/intake/place_files.h"

namespace bestfit::flow {

struct InitRequest {
  std::string folder = ".";
  intake::NamedFiles files;  // empty: the data files of the folder
  std::string outcome;       // empty: best, with deals
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

}  // namespace bestfit::flow
