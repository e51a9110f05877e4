#include "bestfit/stream/wanted_columns.h"

#include <fmt/format.h>

#include <algorithm>

#include "bestfit/base/error.h"
#include "bestfit/base/text.h"

namespace bestfit::stream {
namespace {

using connect::InputColumn;

/// Where a column stands; columns.size() when it does not.
std::size_t place_of(const std::vector<InputColumn>& columns, const std::string& name) {
  const auto exact = std::find_if(columns.begin(), columns.end(),
                                  [&](const InputColumn& column) { return column.name == name; });
  if (exact != columns.end()) return static_cast<std::size_t>(exact - columns.begin());
  const std::string folded = base::fold(name);
  const auto found = std::find_if(columns.begin(), columns.end(), [&](const InputColumn& column) {
    return base::fold(column.name) == folded;
  });
  return static_cast<std::size_t>(found - columns.begin());
}

}  // namespace

WantedColumns wanted_columns(const std::vector<InputColumn>& columns,
                             const std::vector<std::pair<std::string, table::Kind>>& kinds,
                             const std::string& path) {
  WantedColumns wanted;
  for (const auto& [name, kind] : kinds) {
    const std::size_t place = place_of(columns, name);
    if (place == columns.size()) {
      wanted.missing.push_back(name);
    } else {
      wanted.found.push_back({.name = name, .column = {.column = place, .kind = kind}});
    }
  }
  if (!wanted.found.empty()) return wanted;
  std::vector<std::string> names;
  names.reserve(columns.size());
  for (const InputColumn& column : columns) names.push_back(column.name);
  throw Error(
      Fault::missing,
      fmt::format(
          "{}: none of the profile's columns is here; the profile reads {}; the file has {}", path,
          base::join(wanted.missing, ", "), base::join(names, ", ")));
}

std::vector<std::string> replaced_columns(const std::vector<InputColumn>& columns,
                                          const std::vector<connect::AddedColumn>& added) {
  std::vector<std::string> replaced;
  for (const connect::AddedColumn& fresh : added) {
    const bool there = std::any_of(columns.begin(), columns.end(), [&](const InputColumn& column) {
      return base::fold(column.name) == base::fold(fresh.name);
    });
    if (there) replaced.push_back(fresh.name);
  }
  return replaced;
}

}  // namespace bestfit::stream
