#include <fmt/format.h>

#include <set>
#include <utility>

#include "bestfit/base/error.h"
#include "bestfit/base/file.h"
#include "bestfit/base/text.h"
#include "bestfit/connect/read.h"
#include "bestfit/flow/score_accounts.h"
#include "bestfit/profile/profile_file.h"
#include "bestfit/recognise/roles.h"

namespace bestfit::flow {
namespace {

table::Kind kind_of(profile::CriterionKind kind) {
  switch (kind) {
    case profile::CriterionKind::number: return table::Kind::number;
    case profile::CriterionKind::flag: return table::Kind::flag;
    case profile::CriterionKind::date: return table::Kind::date;
    case profile::CriterionKind::category: return table::Kind::category;
    case profile::CriterionKind::set: return table::Kind::set;
  }
  return table::Kind::text;
}

}  // namespace

profile::ProfileFile load_profile(const std::string& path) {
  return profile::parse_profile(base::read_file(path), path);
}

std::vector<std::pair<std::string, table::Kind>> wanted_kinds(const profile::ProfileFile& file) {
  std::vector<std::pair<std::string, table::Kind>> kinds;
  std::set<std::string> seen;
  const auto add = [&](const std::string& column, table::Kind kind) {
    if (!column.empty() && seen.insert(column).second) kinds.emplace_back(column, kind);
  };
  for (const profile::Profile& profile : file.profiles) {
    for (const profile::Criterion& criterion : profile.score) {
      add(criterion.column, kind_of(criterion.kind));
      add(criterion.relative_to, table::Kind::date);
    }
    for (const auto* conditions : {&profile.require, &profile.disqualify}) {
      for (const profile::Condition& condition : *conditions) {
        add(condition.column, kind_of(condition.kind));
        add(condition.relative_to, table::Kind::date);
      }
    }
  }
  return kinds;
}

related::TimingLookup load_timing(const std::string& path, const profile::ProfileFile& file,
                                  const std::string& icp, const related::TimingDay& day,
                                  base::Progress& progress) {
  if (file.triggers.empty()) {
    throw Error(Fault::configuration,
                fmt::format("{}: no [[trigger]] in this profile file, so signals tell no timing: "
                            "build it with --signals, or write one (docs/formats/icp.md)",
                            icp));
  }
  connect::ReadResult read = connect::read(path, {}, progress);
  const recognise::Mapping mapping =
      recognise::map_columns(recognise::FileKind::signals, read.table);
  for (const auto& [part, header] :
       {std::pair("account", "Account ID"), std::pair("date", "Date")}) {
    if (!mapping.column(part).empty()) continue;
    throw Error(Fault::missing,
                fmt::format("{}: no column was recognised as the {} of the events; call it '{}'; "
                            "the file has {}",
                            path, part, header, base::join(read.table.names(), ", ")));
  }
  return {{.table = std::move(read.table),
           .account = mapping.column("account"),
           .date = mapping.column("date"),
           .type = mapping.column("type")},
          file.triggers,
          day};
}

ReadForProfile read_for_profile(const std::string& path, connect::ReadOptions options,
                                const profile::ProfileFile& file, base::Progress& progress) {
  options.kinds = wanted_kinds(file);
  options.kinds_may_lack = true;
  ReadForProfile out{.read = connect::read(path, options, progress), .missing_columns = {}};
  for (const auto& [name, kind] : options.kinds) {
    if (out.read.table.find(name) == nullptr) out.missing_columns.push_back(name);
  }
  if (out.missing_columns.size() == options.kinds.size()) {
    throw Error(Fault::missing,
                fmt::format("{}: none of the profile's columns is here; the profile reads {}; the "
                            "file has {}",
                            path, base::join(out.missing_columns, ", "),
                            base::join(out.read.table.names(), ", ")));
  }
  return out;
}

}  // namespace bestfit::flow
