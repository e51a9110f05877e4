#pragma once

#include <string>
#include <vector>

namespace bestfit::example {

/// How much of the planted truth was found. Names of attributes as in truth.json.
struct Recovery {
  std::vector<std::string> planted;
  std::vector<std::string> found;   // its own column was selected, or a proxy of it
  std::vector<std::string> by;      // one a found one: the column, where it is a proxy; else empty
  std::vector<std::string> missed;  // planted and not found
  std::vector<std::string> wrong;   // selected columns that are noise, leaks, or nothing planted
};

/// Holds the selected columns of a build against the truth of the example.
///   truth_path  truth.json of the example
///   selected    input columns by their header, compared without case; each counts once
///   throws      Error(missing) when the file is not there, Error(bad_input) when it is no truth
Recovery compare(const std::string& truth_path, const std::vector<std::string>& selected);

/// The path of the planted truth beside a file of accounts; empty where there is none, or the
/// folder is no example.
std::string truth_beside(const std::string& accounts);

}  // namespace bestfit::example
