#include "bestfit/cli/score_source.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <cstdlib>

#include "bestfit/base/error.h"
#include "bestfit/base/text.h"
#include "bestfit/cli/command.h"
#include "bestfit/flow/score_accounts.h"

namespace bestfit::cli {
namespace {

/// Options of `score` that say how files are read and written.
constexpr std::array<const char*, 10> kOfFiles = {
    "in",      "--out",          "--delimiter", "--threads",   "--signals",
    "--as-of", "--in-delimiter", "--encoding",  "--id-column", "--date-order"};

void check_options(const CLI::App& command, const SourceOptions& asked) {
  for (const char* name : kOfFiles) {
    if (command.count(name) == 0) continue;
    throw Error(Fault::usage,
                fmt::format("{} says something of files, not of --source",
                            std::string_view(name) == "in" ? "a file to read" : name));
  }
  if (asked.request.table.empty() || asked.request.into.empty()) {
    throw Error(Fault::usage,
                "--source needs --table, the accounts, and --into, the table to write");
  }
}

warehouse::Credentials credentials_of(const SourceOptions& asked) {
  if (!asked.credentials.empty()) return warehouse::read_credentials(asked.credentials);
  const char* password = std::getenv("BESTFIT_SOURCE_PASSWORD");
  return {.user = "", .password = password == nullptr ? "" : password};
}

std::string count_text(std::int64_t count) {
  return base::count_text(static_cast<std::size_t>(count));
}

void run_plan(const profile::ProfileFile& file, const SourceOptions& asked, bool json) {
  const warehouse::ScoreTableRequest& request = asked.request;
  const warehouse::ScoreTablePlan plan = warehouse::plan_score_table(file, request);
  if (json) {
    const base::Json out =
        base::Json::object()
            .set("format", 1)
            .set("dry_run", true)
            .set("rows", plan.rows)
            .set("rows_before", plan.rows_before < 0 ? base::Json() : base::Json(plan.rows_before))
            .set("ids", base::Json(base::Json::Array(plan.ids.begin(), plan.ids.end())))
            .set("sql", plan.script);
    print(out.text(1) + "\n");
    return;
  }
  print(fmt::format(
      "-- {}: {} row{} of {}, with {}, would be scored into {} ({}). Nothing was "
      "changed.\n{}",
      warehouse::address_text(request.address), count_text(plan.rows), plan.rows == 1 ? "" : "s",
      request.table, base::join(plan.ids, ", "), request.into,
      plan.rows_before < 0
          ? "new"
          : fmt::format("now {} rows, to be replaced", count_text(plan.rows_before)),
      plan.script));
}

}  // namespace

std::shared_ptr<SourceOptions> add_source_options(CLI::App& command) {
  constexpr const char* kGroup = "Accounts in a database";
  auto asked = std::make_shared<SourceOptions>();
  CLI::Option* source =
      command
          .add_option_function<std::string>(
              "--source",
              [asked](const std::string& text) {
                asked->request.address = warehouse::parse_address(text);
                asked->is_given = true;
              },
              "postgresql://user@host/database or clickhouse://user@host/database: accounts are "
              "scored in it")
          ->group(kGroup);
  const auto add = [&](const char* name, std::string& value, const char* help) {
    command.add_option(name, value, help)->group(kGroup)->needs(source);
  };
  add("--table", asked->request.table, "the table of accounts");
  add("--into", asked->request.into,
      "the table that scores are written to; replaced when it is there");
  add("--credentials", asked->credentials,
      "file with user and password; else PGPASSFILE, PGPASSWORD, BESTFIT_SOURCE_PASSWORD");
  command
      .add_option("--id", asked->request.ids,
                  "column that goes along with the scores; else the primary key, or what is named "
                  "like an id; may be repeated")
      ->group(kGroup)
      ->needs(source);
  command
      .add_option_function<std::string>(
          "--set-separator",
          [asked](const std::string& text) { asked->request.separator = text[0]; },
          "between the members of a set: ; or | (;)")
      ->check([](const std::string& text) {
        return text == ";" || text == "|" ? std::string() : std::string("; or |");
      })
      ->group(kGroup)
      ->needs(source);
  command.add_flag("--dry-run", asked->dry_run, "says what would be done, with the SQL")
      ->group(kGroup)
      ->needs(source);
  return asked;
}

void run_score_source(const CLI::App& command, SourceOptions& asked, const std::string& icp,
                      const recognise::FormatOptions& format, bool json) {
  check_options(command, asked);
  warehouse::ScoreTableRequest& request = asked.request;
  request.format = format;
  request.credentials = credentials_of(asked);
  const profile::ProfileFile file = flow::load_profile(icp);
  if (asked.dry_run) {
    run_plan(file, asked, json);
    return;
  }
  const std::unique_ptr<base::Progress> progress = make_progress();
  const warehouse::ScoreTableResult result = warehouse::score_table(file, request, *progress);
  if (json) {
    const base::Json out =
        base::Json::object()
            .set("format", 1)
            .set("rows", result.rows)
            .set("ids", base::Json(base::Json::Array(result.ids.begin(), result.ids.end())))
            .set("by_status", counts_json(result.by_status))
            .set("by_tier", counts_json(result.by_tier));
    print(out.text(1) + "\n");
    return;
  }
  print(fmt::format(
      "{}\nWrote the table {} in {}\n",
      counts_text(static_cast<std::size_t>(result.rows), result.by_status, result.by_tier),
      request.into, warehouse::address_text(request.address)));
}

}  // namespace bestfit::cli
