#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <filesystem>

#include "bestfit/base/error.h"
#include "bestfit/base/text.h"
#include "bestfit/cli/command.h"
#include "bestfit/cli/score_source.h"
#include "bestfit/flow/score_accounts.h"

namespace bestfit::cli {
namespace {

constexpr std::size_t kRejectsShown = 5;

base::Json levels_json(const std::array<std::int64_t, 4>& levels) {
  base::Json json = base::Json::object();
  for (std::size_t level = levels.size(); level > 0; --level) {
    json.set(std::to_string(level), levels.at(level - 1));
  }
  return json;
}

base::Json timing_json(const flow::TimingResult& timing) {
  base::Json by_tier = base::Json::object();
  for (const auto& [tier, levels] : timing.by_tier) by_tier.set(tier, levels_json(levels));
  return base::Json::object()
      .set("as_of", base::iso_date(timing.as_of))
      .set("by_level", levels_json(timing.by_level))
      .set("by_tier", std::move(by_tier))
      .set("events", base::Json::object()
                         .set("read", timing.use.read)
                         .set("used", timing.use.used)
                         .set("no_trigger", timing.use.no_trigger)
                         .set("without_account", timing.use.without_account)
                         .set("without_date", timing.use.without_date)
                         .set("after_end", timing.use.after_end))
      .set("accounts", timing.accounts)
      .set("accounts_found", timing.accounts_found);
}

/// "timing as of 2026-06-30: 4 hottest 12, 3 40, 2 80, 1 1,200".
std::string timing_text(const flow::TimingResult& timing) {
  std::vector<std::string> levels;
  for (std::size_t level = timing.by_level.size(); level > 0; --level) {
    const std::int64_t rows = timing.by_level.at(level - 1);
    levels.push_back(fmt::format("{} {}", level, base::count_text(static_cast<std::size_t>(rows))));
  }
  return fmt::format("timing on {}, 4 the hottest: {}", base::iso_date(timing.as_of),
                     base::join(levels, ", "));
}

void warn(const flow::TimingResult& timing) {
  const related::EventUse& use = timing.use;
  if (!timing.lacking.empty()) {
    fmt::print(stderr, "bestfit: no event of the signals is of the trigger{} {}\n",
               timing.lacking.size() == 1 ? "" : "s", base::join(timing.lacking, ", "));
  }
  if (use.without_account + use.without_date > 0) {
    fmt::print(stderr, "bestfit: {} of {} events have no account or no date and were not used\n",
               base::count_text(use.without_account + use.without_date),
               base::count_text(use.read));
  }
  if (use.after_end > 0) {
    fmt::print(stderr, "bestfit: {} of {} events are after {} and were not used\n",
               base::count_text(use.after_end), base::count_text(use.read),
               base::iso_date(timing.as_of));
  }
  if (timing.accounts > timing.accounts_found) {
    fmt::print(stderr, "bestfit: {} of {} accounts with a trigger are not among the rows\n",
               base::count_text(timing.accounts - timing.accounts_found),
               base::count_text(timing.accounts));
  }
}

base::Json not_read_json(const flow::ScoreResult& result) {
  base::Json json = base::Json::object();
  for (const flow::NotRead& column : result.not_read) json.set(column.column, column.cells);
  return json;
}

void warn(const flow::ScoreResult& result) {
  warn_missing(result.missing_columns);
  for (const std::string& name : result.replaced) {
    fmt::print(stderr, "bestfit: the column '{}' of the input is written anew\n", name);
  }
  for (const flow::NotRead& column : result.not_read) {
    std::vector<std::string> examples;
    for (const std::string& example : column.examples) examples.push_back("'" + example + "'");
    fmt::print(stderr, "bestfit: '{}': {} cell{} read as no {} ({}{}) and count as not known\n",
               column.column, base::count_text(column.cells), column.cells == 1 ? "" : "s",
               table::kind_name(column.kind), base::join(examples, ", "),
               column.cells > examples.size() ? ", …" : "");
  }
  for (const std::string& note : result.notes) fmt::print(stderr, "bestfit: {}\n", note);
  for (std::size_t i = 0; i < std::min(kRejectsShown, result.rejects.size()); ++i) {
    fmt::print(stderr, "bestfit: line {} was rejected: {}\n", result.rejects[i].line,
               result.rejects[i].reason);
  }
  if (result.rejected > kRejectsShown) {
    fmt::print(stderr, "bestfit: {} lines were rejected in all\n",
               base::count_text(result.rejected));
  }
}

/// Refuses an output that would write over the input, and an ending that says another format.
void check_output(const flow::ScoreRequest& request) {
  namespace fs = std::filesystem;
  if (request.out == "-") return;
  std::error_code code;
  if (request.in != "-" && fs::equivalent(request.in, request.out, code)) {
    throw Error(Fault::conflict,
                fmt::format("'{}' is the input: name another file with --out", request.out));
  }
  constexpr std::array<std::string_view, 8> kEndings = {"",       ".csv",    ".tsv",  ".txt",
                                                        ".jsonl", ".ndjson", ".json", ".parquet"};
  const std::string ending = base::fold(fs::path(request.out).extension().string());
  if (std::find(kEndings.begin(), kEndings.end(), ending) == kEndings.end()) {
    throw Error(Fault::usage,
                fmt::format("'{}': cannot write {} files; name a .csv, .tsv, .parquet or "
                            ".jsonl file",
                            request.out, ending));
  }
}

void run_score(const flow::ScoreRequest& request, bool json, Outcome& outcome) {
  check_output(request);
  const std::unique_ptr<base::Progress> progress = make_progress();
  const flow::ScoreResult result = flow::score_accounts(request, *progress);
  warn(result);
  if (result.timing) warn(*result.timing);
  if (result.rejected > 0) outcome.exit = Exit::rejected_rows;
  const base::Json summary =
      base::Json::object()
          .set("format", 1)
          .set("lines", result.lines)
          .set("accepted", result.accepted)
          .set("rejected", result.rejected)
          .set("not_read", not_read_json(result))
          .set("by_status", counts_json(result.by_status))
          .set("by_tier", counts_json(result.by_tier))
          .set("timing", result.timing ? timing_json(*result.timing) : base::Json());
  if (request.out == "-") return;  // standard output has the rows
  if (json) {
    print(summary.text(1) + "\n");
    return;
  }
  print(fmt::format("{}\n{}Wrote {}\n",
                    counts_text(result.accepted, result.by_status, result.by_tier),
                    result.timing ? timing_text(*result.timing) + "\n" : "", request.out));
}

/// What scoring a file needs, and scoring a database does not.
void check_files(const flow::ScoreRequest& request) {
  if (request.in.empty()) {
    throw Error(Fault::usage, "name a file of accounts, '-', or a database with --source");
  }
  if (request.out.empty()) throw Error(Fault::usage, "--out is required: the file to write");
}

}  // namespace

base::Json counts_json(const std::map<std::string, std::int64_t>& counts) {
  base::Json json = base::Json::object();
  for (const auto& [name, count] : counts) json.set(name, count);
  return json;
}

std::string counts_text(std::size_t rows, const std::map<std::string, std::int64_t>& by_status,
                        const std::map<std::string, std::int64_t>& by_tier) {
  const auto text = [](std::int64_t count) {
    return base::count_text(static_cast<std::size_t>(count));
  };
  std::vector<std::string> statuses;
  statuses.reserve(by_status.size());
  for (const auto& [name, count] : by_status) {
    statuses.push_back(fmt::format("{} {}", text(count), name));
  }
  std::vector<std::string> tiers;
  tiers.reserve(by_tier.size());
  for (const auto& [name, count] : by_tier) {
    tiers.push_back(fmt::format("{} {}", name, text(count)));
  }
  return fmt::format("{} row{}: {}{}{}", base::count_text(rows), rows == 1 ? "" : "s",
                     base::join(statuses, ", "), tiers.empty() ? "" : "; tier ",
                     base::join(tiers, ", "));
}

void add_score(CLI::App& app, Outcome& outcome) {
  CLI::App* command = app.add_subcommand("score", "Score accounts by a profile, with reasons");
  auto request = std::make_shared<flow::ScoreRequest>();
  auto json = std::make_shared<bool>(false);
  auto delimiter = std::make_shared<std::string>();
  command->add_option("--icp", request->icp, "profile file, icp.toml")->required();
  command->add_option("in", request->in, "accounts: CSV, TSV, Parquet, JSON lines, or '-'");
  command->add_option("--out", request->out,
                      "file to write; its ending says the format; '-' is standard output");
  command->add_option("--delimiter", *delimiter, "of CSV output; tab for a .tsv file, else a comma")
      ->check([](const std::string& text) {
        return text.size() == 1 || text == "tab" ? std::string()
                                                 : std::string("one character, or 'tab'");
      });
  command
      ->add_option("--add", request->add,
                   "columns that are added, with commas: score, tier, status, profile, "
                   "probability, reasons, version (all)")
      ->delimiter(',');
  auto threads = std::make_shared<int>(0);
  command->add_option("--threads", *threads, "0 uses every processor; the result is the same")
      ->check(whole_number(0, 1024));
  auto as_of = std::make_shared<std::string>();
  CLI::Option* signals = command->add_option(
      "--signals", request->signals, "dated events: adds icp_timing by the profile's triggers");
  command
      ->add_option("--as-of", *as_of,
                   "day that the age of signals is counted to, YYYY-MM-DD; "
                   "else the newest of them, not after today")
      ->needs(signals);
  command
      ->add_option("--id-column", request->id_column,
                   "column that signals name accounts by; else id, name and domain")
      ->needs(signals);
  command->add_flag("--json", *json, "print the counts as JSON");
  const auto reading = add_reading(*command, "--in-delimiter");
  const std::shared_ptr<ScoreSource> source = add_score_source(*command);
  command->callback([=, &outcome] {
    if (source->source->is_given) {
      run_score_source(*command, *source, request->icp, reading->format, *json);
      return;
    }
    check_files(*request);
    request->reading = *reading;
    const std::string ending = base::fold(std::filesystem::path(request->out).extension().string());
    const std::string chosen = !delimiter->empty() ? *delimiter : ending == ".tsv" ? "tab" : ",";
    request->delimiter = chosen == "tab" ? '\t' : chosen.front();
    request->threads = chosen_threads(*threads);
    request->as_of = chosen_day(*as_of, "--as-of");
    request->today = today();
    run_score(*request, *json, outcome);
  });
}

}  // namespace bestfit::cli
