#include "bestfit/example/recovery.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <optional>
#include <set>
#include <sstream>

#include "bestfit/base/error.h"
#include "bestfit/base/json.h"
#include "bestfit/base/text.h"

namespace bestfit::example {
namespace {

std::string file_text(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file)
    throw Error(Fault::missing, "no file '" + path + "'; the example has it beside its data");
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

/// The columns by which a planted attribute counts as found.
std::set<std::string> columns_of(const base::Json& planted) {
  std::set<std::string> columns = {base::fold(planted["column"].as_string())};
  for (const base::Json& proxy : planted["proxies"].items()) {
    columns.insert(base::fold(proxy.as_string()));
  }
  return columns;
}

/// The selected column that finds a planted attribute: empty text when it is its own, else a proxy.
std::optional<std::string> column_that_finds(const base::Json& planted,
                                             const std::set<std::string>& columns,
                                             const std::vector<std::string>& selected) {
  std::optional<std::string> proxy;
  for (const std::string& column : selected) {
    if (base::fold(column) == base::fold(planted["column"].as_string())) return std::string();
    if (!proxy && columns.contains(base::fold(column))) proxy = column;
  }
  return proxy;
}

}  // namespace

Recovery compare(const std::string& truth_path, const std::vector<std::string>& selected) {
  const base::Json truth = base::parse_json(file_text(truth_path), truth_path);
  if (!truth.is_object() || !truth["planted"].is_array()) {
    throw Error(Fault::bad_input, "'" + truth_path + "' has no list 'planted'");
  }
  Recovery recovery;
  std::set<std::string> explained;
  for (const base::Json& planted : truth["planted"].items()) {
    const std::set<std::string> columns = columns_of(planted);
    const std::string& name = planted["attribute"].as_string();
    recovery.planted.push_back(name);
    if (const auto column = column_that_finds(planted, columns, selected)) {
      recovery.found.push_back(name);
      recovery.by.push_back(*column);
    } else {
      recovery.missed.push_back(name);
    }
    explained.insert(columns.begin(), columns.end());
  }
  for (const std::string& column : selected) {
    if (explained.insert(base::fold(column)).second) recovery.wrong.push_back(column);
  }
  return recovery;
}

std::string truth_beside(const std::string& accounts) {
  namespace fs = std::filesystem;
  const std::string truth = (fs::path(accounts).parent_path() / "truth.json").string();
  std::error_code code;
  if (accounts == "-" || !fs::is_regular_file(truth, code)) return {};
  const base::Json json = base::parse_json(file_text(truth), truth);
  return json["synthetic"].is_bool() && json["synthetic"].as_bool() ? truth : std::string();
}

}  // namespace bestfit::example
