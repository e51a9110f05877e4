#include <fmt/format.h>

#include <CLI/CLI.hpp>

#include "bestfit/base/error.h"
#include "bestfit/base/file.h"
#include "bestfit/base/text.h"
#include "bestfit/cli/command.h"
#include "bestfit/compile/sql.h"
#include "bestfit/exchange/card_text.h"
#include "bestfit/exchange/onnx.h"
#include "bestfit/exchange/pmml.h"
#include "bestfit/flow/score_accounts.h"

namespace bestfit::cli {
namespace {

/// What the command line asks for.
struct Asked {
  std::string icp;
  std::string to;
  std::string dialect;
  std::string out = "-";
  std::string separator = ";";
  compile::SqlOptions sql;
};

compile::SqlDialect dialect_of(const Asked& asked) {
  const auto dialect = compile::find_dialect(asked.dialect);
  if (dialect) return *dialect;
  constexpr std::string_view kAll =
      "duckdb, postgres, clickhouse, snowflake, bigquery, spark or redshift";
  if (asked.dialect.empty()) {
    throw Error(Fault::usage, fmt::format("--to sql needs --dialect: {}", kAll));
  }
  throw Error(Fault::usage, fmt::format("there is no dialect '{}'; it is {}", asked.dialect, kAll));
}

std::string compiled(Asked asked) {
  const profile::ProfileFile file = flow::load_profile(asked.icp);
  if (asked.to == "onnx") return exchange::onnx(file);
  if (asked.to == "pmml") return exchange::pmml(file);
  if (asked.to == "json") return exchange::json(file);
  if (asked.to == "csv") return exchange::csv(file);
  asked.sql.dialect = dialect_of(asked);
  asked.sql.separator = asked.separator.front();
  return compile::sql(file, asked.sql);
}

void run_compile(const Asked& asked) {
  const std::string text = compiled(asked);
  if (asked.out == "-") {
    print(text);
    return;
  }
  base::write_file(asked.out, text);
}

}  // namespace

void add_compile(CLI::App& app) {
  CLI::App* command = app.add_subcommand(
      "compile", "Make a profile into something that other programs run: SQL, ONNX, PMML, …");
  auto asked = std::make_shared<Asked>();
  command->add_option("--icp", asked->icp, "profile file, icp.toml")->required();
  command->add_option("--to", asked->to, "sql")->required();
  command->add_option("--out", asked->out, "file to write; standard output when not given");
  command->add_option("--dialect", asked->dialect,
                      "sql: duckdb, postgres, clickhouse, snowflake, bigquery, spark or redshift");
  command->add_option("--table", asked->sql.table, "sql: the table of accounts");
  command->add_option("--view", asked->sql.view, "sql: makes a view of this name");
  command->add_flag("--typed", asked->sql.typed,
                    "sql: numbers, dates and booleans are in columns of such types, not in texts");
  command
      ->add_option("--text", asked->sql.text_columns,
                   "sql: a column that holds numbers as text, where the query cannot see it")
      ->delimiter(',');
  command->callback([=] { run_compile(*asked); });
}

}  // namespace bestfit::cli
