#include "bestfit/cli/score_source.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <array>

#include "bestfit/base/error.h"
#include "bestfit/base/text.h"
#include "bestfit/cli/command.h"
#include "bestfit/flow/score_accounts.h"
#include "bestfit/warehouse/score_table.h"

namespace bestfit::cli {
namespace {

/// Options of `score` that say how files are read and written.
constexpr std::array<const char*, 11> kOfFiles = {
    "in",      "--out",          "--add",      "--delimiter", "--threads",   "--signals",
    "--as-of", "--in-delimiter", "--encoding", "--id-column", "--date-order"};

warehouse::ScoreTableRequest request_of(const ScoreSource& asked) {
  const SourceOptions& source = *asked.source;
  if (source.table.empty() || asked.into.empty()) {
    throw Error(Fault::usage,
                "--source needs --table, the accounts, and --into, the table to write");
  }
  return {.address = source.address,
          .credentials = credentials_of(source),
          .table = source.table,
          .into = asked.into,
          .ids = asked.ids,
          .format = {},
          .separator = source.separator};
}

std::string count_text(std::int64_t count) {
  return base::count_text(static_cast<std::size_t>(count));
}

void run_plan(const profile::ProfileFile& file, const warehouse::ScoreTableRequest& request,
              bool json) {
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

std::shared_ptr<ScoreSource> add_score_source(CLI::App& command) {
  auto asked = std::make_shared<ScoreSource>();
  asked->source = add_source_options(command, "accounts are scored in it");
  command
      .add_option("--into", asked->into,
                  "the table that scores are written to; replaced when it is there")
      ->group(kSourceGroup)
      ->needs(asked->source->option);
  command
      .add_option("--id", asked->ids,
                  "column that goes along with the scores; else the primary key, or what is named "
                  "like an id; may be repeated")
      ->group(kSourceGroup)
      ->needs(asked->source->option);
  return asked;
}

void run_score_source(const CLI::App& command, const ScoreSource& asked, const std::string& icp,
                      const recognise::FormatOptions& format, bool json) {
  refuse_of_files(command, kOfFiles);
  warehouse::ScoreTableRequest request = request_of(asked);
  request.format = format;
  const profile::ProfileFile file = flow::load_profile(icp);
  if (asked.source->dry_run) {
    run_plan(file, request, json);
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
