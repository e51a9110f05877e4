#include "bestfit/compile/sql.h"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <set>

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

std::string qualified(const Dialect& dialect, const std::string& name, std::string_view option) {
  std::vector<std::string> parts = name_parts(name, option);
  for (std::string& part : parts) part = dialect.name(part);
  return base::join(parts, ".");
}

/// Looks for what a database cannot hold.
class Checker {
 public:
  explicit Checker(const Dialect& dialect) : dialect_(dialect) {}

  void check_file(const ProfileFile& file) const {
    check_text(file.version);
    for (const profile::Profile& profile : file.profiles) check_profile(profile);
  }

 private:
  [[noreturn]] void refuse(std::string_view what, std::string_view text) const {
    throw Error(Fault::configuration, fmt::format("the profile has {} that {} does not take: '{}'",
                                                  what, dialect_.heading(), comment_text(text)));
  }

  void check_text(const std::string& text) const {
    if (text.find('\0') != std::string::npos) refuse("a text with a NUL character", text);
  }

  void check_column(const std::string& name) const {
    const bool odd = std::any_of(name.begin(), name.end(), [](char letter) {
      return static_cast<unsigned char>(letter) < 0x20;
    });
    if (odd || !dialect_.has_name(name)) refuse("a column's name", name);
  }

  template <typename Part>
  void check_head(const Part& part) const {
    check_column(part.column);
    if (!part.relative_to.empty()) check_column(part.relative_to);
    check_text(part.attribute);
  }

  void check_bin(const profile::Bin& bin) const {
    check_text(bin.label);
    for (const std::string& value : bin.values) check_text(value);
  }

  void check_profile(const profile::Profile& profile) const {
    check_text(profile.name);
    for (const profile::Tier& tier : profile.tiers) check_text(tier.name);
    for (const auto* conditions : {&profile.require, &profile.disqualify}) {
      for (const profile::Condition& condition : *conditions) {
        check_head(condition);
        check_text(condition.reason);
        check_bin(condition.match);
      }
    }
    for (const profile::Criterion& criterion : profile.score) {
      check_head(criterion);
      check_bin(criterion.missing);
      for (const profile::Bin& bin : criterion.bins) check_bin(bin);
    }
  }

  const Dialect& dialect_;
};

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
  if (dialect.layers() == Layers::stay) {
    out += "-- The columns of the steps stay in the result, behind those of the table.\n";
  }
  if (!dialect.is_tested()) {
    out += fmt::format(
        "-- Not run on {}: its grammar alone was looked at. Compare some rows with `bestfit "
        "score`.\n",
        dialect.heading());
  }
  return out;
}

/// The steps of a query, from cells to the card's results.
class Query {
 public:
  Query(const ProfileFile& file, const SqlOptions& options)
      : dialect_(checked_dialect(file, options)),
        readings_(file, options, *dialect_),
        card_(file, readings_, *dialect_) {}

  const Dialect& dialect() const { return *dialect_; }
  const CardSql& card() const { return card_; }

  std::vector<Layer> layers() const {
    std::vector<Layer> layers;
    if (!readings_.cells().empty()) {
      layers.push_back({.name = "cells",
                        .comment = "the cells that are compared as texts: trimmed, in lower case",
                        .columns = readings_.cells()});
    }
    if (!readings_.values().empty()) {
      layers.push_back(
          {.name = "valued",
           .comment = "what the card compares, ages in days, flags as 1 and 0; NULL is not known",
           .columns = readings_.values()});
    }
    for (Layer& layer : card_.layers()) layers.push_back(std::move(layer));
    return layers;
  }

 private:
  static std::unique_ptr<Dialect> checked_dialect(const ProfileFile& file,
                                                  const SqlOptions& options) {
    check(!file.profiles.empty(), "sql: at least one profile");
    std::unique_ptr<Dialect> dialect = make_dialect(options.dialect);
    Checker(*dialect).check_file(file);
    return dialect;
  }

  std::unique_ptr<Dialect> dialect_;
  Readings readings_;
  CardSql card_;
};

}  // namespace

std::vector<std::string> name_parts(std::string_view name, std::string_view option) {
  std::vector<std::string> parts(1);
  bool quoted = false;
  for (std::size_t i = 0; i < name.size(); ++i) {
    const char letter = name[i];
    if (quoted && name.substr(i, 2) == "\"\"") {
      parts.back() += letter;
      ++i;
    } else if (letter == '"') {
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
  return parts;
}

std::string sql(const ProfileFile& file, const SqlOptions& options) {
  const Query query(file, options);
  const Dialect& dialect = query.dialect();
  std::string out = header(file, dialect);
  if (!options.view.empty()) {
    out += fmt::format("{} {} AS\n", dialect.create_view(),
                       qualified(dialect, options.view, "--view"));
  }
  const Source source{.table_sql = qualified(dialect, options.table, "--table"),
                      .keep = options.keep,
                      .read = profile::columns_in(file),
                      .rows_sql = options.rows_sql,
                      .made = {}};
  return out + select_sql(dialect, source, query.layers(), query.card().results()) + "\n";
}

CountsSql counts_sql(const ProfileFile& file, const SqlOptions& options,
                     const std::vector<std::pair<std::string, std::string>>& by) {
  const Query query(file, options);
  const Dialect& dialect = query.dialect();
  Source source{.table_sql = qualified(dialect, options.table, "--table"),
                .keep = {},
                .read = profile::columns_in(file),
                .rows_sql = options.rows_sql,
                .made = {}};
  for (const auto& [name, expression] : by) {
    source.made.push_back({.expression = expression, .name = name, .comment = {}});
  }
  Layer results{.name = {}, .comment = {}, .columns = {}};
  for (const Named& column : query.card().results().columns) {
    const bool wanted =
        column.name == "icp_score" || column.name == "icp_status" || column.name == "icp_profile";
    if (wanted) results.columns.push_back(column);
  }
  CountsSql counts;
  std::vector<Named> sums;
  std::set<std::string> seen;
  for (std::size_t p = 0; p < file.profiles.size(); ++p) {
    const auto& criteria = file.profiles[p].score;
    for (std::size_t c = 0; c < criteria.size(); ++c) {
      const std::string& column = query.card().bins()[p][c];
      if (!seen.insert(column).second) continue;
      const auto add = [&](int held, int bin) {
        counts.bins.push_back({.profile = p, .criterion = c, .bin = bin});
        sums.push_back(
            {.expression = fmt::format("CASE WHEN {} = {} THEN 1 ELSE 0 END", column, held),
             .name = fmt::format("counted_{}", sums.size() + 1),
             .comment = {}});
      };
      for (std::size_t b = 0; b < criteria[c].bins.size(); ++b) {
        add(static_cast<int>(b) + 1, static_cast<int>(b));
      }
      add(kNotKnown, kNotKnownBin);
      add(kAnyOther, kAnyOtherBin);
    }
  }
  counts.sql =
      header(file, dialect) + counts_sql(dialect, source, query.layers(), results, sums) + "\n";
  return counts;
}

}  // namespace bestfit::compile
