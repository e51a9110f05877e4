#include "bestfit/compile/sql.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>

#include "bestfit/base/error.h"
#include "bestfit/base/text.h"
#include "bestfit/base/version.h"
#include "bestfit/compile/card_sql.h"
#include "bestfit/compile/dialect.h"
#include "bestfit/compile/layers.h"
#include "bestfit/compile/reading.h"

namespace bestfit::compile {
namespace {

using profile::ProfileFile;

/// "analytics.accounts" is a table of a schema; "\"a.b\"" is one name.
std::string qualified(const Dialect& dialect, const std::string& name, std::string_view option) {
  std::vector<std::string> parts(1);
  bool quoted = false;
  for (const char letter : name) {
    if (letter == '"') {
      quoted = !quoted;
    } else if (letter == '.' && !quoted) {
      parts.emplace_back();
    } else {
      parts.back() += letter;
    }
  }
  const bool empty =
      std::any_of(parts.begin(), parts.end(), [](const std::string& part) { return part.empty(); });
  if (empty || quoted || parts.size() > 3) {
    throw Error(Fault::usage, fmt::format("{} '{}' is no name: write accounts, crm.accounts or "
                                          "\"one.name\"",
                                          option, name));
  }
  for (std::string& part : parts) part = dialect.name(part);
  return base::join(parts, ".");
}

[[noreturn]] void refuse(std::string_view what, std::string_view text) {
  throw Error(Fault::configuration, fmt::format("the profile has {}, which no database holds: '{}'",
                                                what, comment_text(text)));
}

void check_text(const std::string& text) {
  if (text.find('\0') != std::string::npos) refuse("a text with a NUL character", text);
}

void check_column(const std::string& name) {
  const bool odd = std::any_of(name.begin(), name.end(),
                               [](char letter) { return static_cast<unsigned char>(letter) < 32; });
  if (odd) refuse("a column's name with a line end or tab", name);
}

void check_bin(const profile::Bin& bin) {
  check_text(bin.label);
  std::for_each(bin.values.begin(), bin.values.end(), check_text);
}

void check_profile(const profile::Profile& profile) {
  check_text(profile.name);
  for (const profile::Tier& tier : profile.tiers) check_text(tier.name);
  for (const auto* conditions : {&profile.require, &profile.disqualify}) {
    for (const profile::Condition& condition : *conditions) {
      check_column(condition.column);
      check_column(condition.relative_to);
      check_text(condition.attribute);
      check_text(condition.reason);
      check_bin(condition.match);
    }
  }
  for (const profile::Criterion& criterion : profile.score) {
    check_column(criterion.column);
    check_column(criterion.relative_to);
    check_text(criterion.attribute);
    check_bin(criterion.missing);
    std::for_each(criterion.bins.begin(), criterion.bins.end(), check_bin);
  }
}

std::string header(const ProfileFile& file, const Dialect& dialect) {
  std::vector<std::string> names;
  for (const profile::Profile& profile : file.profiles) names.push_back(profile.name);
  std::string out =
      fmt::format("-- {}{}, for {}. Compiled by bestfit {}; change icp.toml, not this text.\n",
                  comment_text(base::join(names, ", ")),
                  file.version.empty() ? "" : ", version " + comment_text(file.version),
                  dialect.heading(), base::program_version());
  if (file.draft) out += "-- A draft: not proved, not to be used for routing or skipping.\n";
  out +=
      "-- Gives each row what `bestfit score` adds, with the same values. Columns may hold "
      "numbers,\n"
      "-- dates and booleans or texts of them; docs/formats/compiled.md says how they are read.\n";
  if (!dialect.is_tested()) {
    out += fmt::format(
        "-- Not run on {}: its grammar alone was looked at. Compare some rows with `bestfit "
        "score`.\n",
        dialect.heading());
  }
  return out;
}

}  // namespace

std::string sql(const ProfileFile& file, const SqlOptions& options) {
  check(!file.profiles.empty(), "sql: at least one profile");
  check_text(file.version);
  std::for_each(file.profiles.begin(), file.profiles.end(), check_profile);
  const std::unique_ptr<Dialect> dialect = make_dialect(options.dialect);
  const std::string table = qualified(*dialect, options.table, "--table");
  const Readings readings(file, options, *dialect);
  std::vector<Layer> layers;
  if (!readings.cells().empty()) {
    layers.push_back({.name = "cells",
                      .comment = "the cells that are compared as texts: trimmed, in lower case",
                      .columns = readings.cells()});
  }
  if (!readings.values().empty()) {
    layers.push_back({.name = "valued",
                      .comment = "numbers, ages in days, flags; NULL is not known",
                      .columns = readings.values()});
  }
  for (Layer& layer : card_layers(file, readings, *dialect)) layers.push_back(std::move(layer));
  std::string out = header(file, *dialect);
  if (!options.view.empty()) {
    out += fmt::format("{} {} AS\n", dialect->create_view(),
                       qualified(*dialect, options.view, "--view"));
  }
  return out + select_sql(*dialect, table, layers, result_layer(file, *dialect)) + "\n";
}

}  // namespace bestfit::compile
