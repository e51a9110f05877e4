#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <filesystem>

#include "bestfit/base/error.h"
#include "bestfit/base/file.h"
#include "bestfit/base/text.h"
#include "bestfit/cli/command.h"
#include "bestfit/compile/sql.h"
#include "bestfit/exchange/card_text.h"
#include "bestfit/exchange/crm.h"
#include "bestfit/exchange/onnx.h"
#include "bestfit/exchange/pmml.h"
#include "bestfit/flow/score_accounts.h"

namespace bestfit::cli {
namespace {

using profile::ProfileFile;

constexpr const char* kDialects =
    "duckdb, postgres, clickhouse, snowflake, bigquery, spark or redshift";

/// Targets that need no option but the profile.
struct Target {
  std::string_view name;
  std::string (*make)(const ProfileFile&);
};
constexpr std::array<Target, 6> kTargets = {{{"onnx", exchange::onnx},
                                             {"pmml", exchange::pmml},
                                             {"json", exchange::json},
                                             {"csv", exchange::csv},
                                             {"hubspot", exchange::hubspot},
                                             {"salesforce", exchange::salesforce}}};

/// What the command line asks for.
struct Asked {
  std::string icp;
  std::string to;
  std::string dialect;
  std::string out = "-";
  bool decimal_comma = false;
  compile::SqlOptions sql;
};

/// A name that no profile reads is a slip.
void check_text_columns(const ProfileFile& file, const std::vector<std::string>& names) {
  const auto wanted = flow::wanted_kinds(file);
  for (const std::string& name : names) {
    const auto same = [&](const auto& column) {
      return base::fold(column.first) == base::fold(name);
    };
    if (std::any_of(wanted.begin(), wanted.end(), same)) continue;
    throw Error(Fault::usage, fmt::format("--text: the profile reads no column '{}'", name));
  }
}

std::string sql_of(const ProfileFile& file, const Asked& asked) {
  const auto dialect = compile::find_dialect(asked.dialect);
  if (!dialect) {
    throw Error(Fault::usage,
                asked.dialect.empty()
                    ? fmt::format("--to sql needs --dialect: {}", kDialects)
                    : fmt::format("there is no dialect '{}'; it is {}", asked.dialect, kDialects));
  }
  compile::SqlOptions options = asked.sql;
  options.dialect = *dialect;
  check_text_columns(file, options.text_columns);
  if (asked.decimal_comma) options.format.decimal_comma = true;
  return compile::sql(file, options);
}

/// Options that a target has no use for are slips.
void check_options(const CLI::App& command, const Asked& asked) {
  for (const char* name : {"--dialect", "--table", "--view", "--typed", "--text", "--decimal-comma",
                           "--missing-text", "--set-separator"}) {
    if (command.count(name) == 0) continue;
    throw Error(Fault::usage,
                fmt::format("{} says something of --to sql alone, not of --to {}", name, asked.to));
  }
  if (asked.to == "onnx" && asked.out == "-") {
    throw Error(Fault::usage, "--to onnx makes bytes, no text: name a file with --out");
  }
}

std::string compiled(const CLI::App& command, const Asked& asked) {
  const auto target = std::find_if(kTargets.begin(), kTargets.end(),
                                   [&](const Target& entry) { return entry.name == asked.to; });
  if (target == kTargets.end() && asked.to != "sql") {
    throw Error(Fault::usage, fmt::format("cannot compile to '{}'; it is sql, onnx, pmml, json, "
                                          "csv, hubspot or salesforce",
                                          asked.to));
  }
  if (target != kTargets.end()) check_options(command, asked);
  const ProfileFile file = flow::load_profile(asked.icp);
  return target == kTargets.end() ? sql_of(file, asked) : target->make(file);
}

void run_compile(const CLI::App& command, const Asked& asked) {
  std::error_code code;
  if (asked.out != "-" && std::filesystem::equivalent(asked.icp, asked.out, code)) {
    throw Error(Fault::conflict,
                fmt::format("'{}' is the profile: name another file with --out", asked.out));
  }
  const std::string text = compiled(command, asked);
  if (asked.out == "-") {
    print(text);
  } else {
    base::write_file(asked.out, text);
  }
}

void add_sql_options(CLI::App& command, const std::shared_ptr<Asked>& asked) {
  constexpr const char* kGroup = "SQL";
  compile::SqlOptions& sql = asked->sql;
  command.add_option("--dialect", asked->dialect, kDialects)->group(kGroup);
  command.add_option("--table", sql.table, "the table of accounts (accounts)")->group(kGroup);
  command.add_option("--view", sql.view, "makes a view of this name; else a SELECT")->group(kGroup);
  command
      .add_flag("--typed", sql.typed,
                "numbers, dates and booleans are in columns of such types: no text is read as one")
      ->group(kGroup);
  command
      .add_option("--text", sql.text_columns,
                  "a column that holds numbers as text, where the query cannot see its type "
                  "(clickhouse, bigquery, redshift); may be repeated")
      ->group(kGroup);
  command
      .add_flag("--decimal-comma", asked->decimal_comma,
                "in text columns 1.234,50 is one thousand two hundred thirty-four and a half")
      ->group(kGroup);
  command
      .add_option("--missing-text", sql.format.missing_texts,
                  "a text that stands for 'not known', such as unknown; may be repeated")
      ->group(kGroup);
  command
      .add_option_function<std::string>(
          "--set-separator", [asked](const std::string& text) { asked->sql.separator = text[0]; },
          "between the members of a set: ; or | (;)")
      ->check([](const std::string& text) {
        return text == ";" || text == "|" ? std::string() : std::string("; or |");
      })
      ->group(kGroup);
}

}  // namespace

void add_compile(CLI::App& app) {
  CLI::App* command = app.add_subcommand(
      "compile", "Make a profile into what other programs run: SQL, ONNX, PMML, a CRM's formula");
  auto asked = std::make_shared<Asked>();
  command->add_option("--icp", asked->icp, "profile file, icp.toml")->required();
  command->add_option("--to", asked->to, "sql, onnx, pmml, json, csv, hubspot or salesforce")
      ->required();
  command->add_option("--out", asked->out, "file to write; standard output when not given");
  add_sql_options(*command, asked);
  command->callback([command, asked] { run_compile(*command, *asked); });
}

}  // namespace bestfit::cli
