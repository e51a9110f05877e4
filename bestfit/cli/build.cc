#include "bestfit/flow/build.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <array>
#include <filesystem>
#include <optional>
#include <utility>

#include "bestfit/base/error.h"
#include "bestfit/base/file.h"
#include "bestfit/cli/build_source.h"
#include "bestfit/cli/command.h"

namespace bestfit::cli {
namespace {

/// What the command line says, before it is a request.
struct BuildArguments {
  std::array<std::string, kParts.size()> paths;
  std::vector<std::string> files;
  std::string prior;
  std::string currency;
  std::string workspace = ".";
  std::string name;
  std::string outcome;
  std::string proof = "full";
  std::string require;
  std::string out;
  std::string correction;
  std::vector<std::string> force;
  std::vector<std::string> families;
  std::vector<std::string> shapes;
  int points_max = 0;
  int bin_rows = 0;
  int threads = 0;
  int attributes_max = 0;
  int profiles_max = 0;
  std::shared_ptr<std::size_t> memory_limit;
  std::int64_t seed = -1;
  std::vector<std::string> keep;
  flow::Reading reading;
  bool json = false;
};

///   of_files  false: its file is named later
store::Workspace workspace_of(const BuildArguments& arguments, bool of_files, std::string& folder) {
  store::Workspace workspace;
  if (!of_files) return workspace;
  for (std::size_t i = 0; i < kParts.size(); ++i) {
    if (arguments.paths.at(i).empty()) continue;
    workspace.files.push_back(
        {.part = kParts.at(i).first, .path = arguments.paths.at(i), .columns = {}});
  }
  for (const std::string& path : arguments.files) {
    workspace.files.push_back({.part = {}, .path = path, .columns = {}});
  }
  if (!workspace.files.empty()) return workspace;
  folder = arguments.workspace;
  const std::string path = (std::filesystem::path(folder) / "bestfit.toml").string();
  if (!std::filesystem::exists(path)) {
    throw Error(Fault::configuration,
                fmt::format("no file was given and there is no {}: give --accounts FILE, or "
                            "run 'bestfit init' first",
                            path));
  }
  return store::parse_workspace(base::read_file(path), path);
}

/// "Number of employees=rising": the column may have '=' in it.
std::pair<std::string, std::string> shape_of(const std::string& text) {
  const std::size_t at = text.rfind('=');
  if (at != std::string::npos && store::is_shape(text.substr(at + 1))) {
    return {text.substr(0, at), text.substr(at + 1)};
  }
  throw Error(Fault::usage, fmt::format("--shape: '{}' is not COLUMN=SHAPE, where SHAPE is rising, "
                                        "falling, peak or valley",
                                        text));
}

void add_wishes(const BuildArguments& arguments, store::CardWishes& card) {
  card.force.insert(card.force.end(), arguments.force.begin(), arguments.force.end());
  for (const std::string& family : arguments.families) card.families.push_back({family});
  for (const std::string& shape : arguments.shapes) card.shapes.push_back(shape_of(shape));
  if (arguments.points_max > 0) card.points_max = arguments.points_max;
  if (arguments.bin_rows > 0) card.bin_rows = arguments.bin_rows;
}

flow::BuildRequest request_of(const BuildArguments& arguments, bool of_files) {
  flow::BuildRequest request;
  request.workspace = workspace_of(arguments, of_files, request.folder);
  store::Workspace& workspace = request.workspace;
  request.is_workspace = of_files && arguments.files.empty() &&
                         std::all_of(arguments.paths.begin(), arguments.paths.end(),
                                     [](const std::string& path) { return path.empty(); });
  if (!arguments.name.empty()) workspace.name = arguments.name;
  if (!arguments.outcome.empty()) workspace.outcome = arguments.outcome;
  if (!arguments.currency.empty()) workspace.currency = arguments.currency;
  add_wishes(arguments, workspace.card);
  if (!arguments.prior.empty())
    workspace.prior = std::filesystem::absolute(arguments.prior).string();
  if (!arguments.correction.empty()) workspace.correction = arguments.correction;
  if (arguments.attributes_max > 0) workspace.attributes_max = arguments.attributes_max;
  if (arguments.profiles_max > 0) workspace.profiles_max = arguments.profiles_max;
  if (arguments.seed >= 0) workspace.seed = arguments.seed;
  workspace.keep.insert(workspace.keep.end(), arguments.keep.begin(), arguments.keep.end());
  request.reading = arguments.reading;
  request.threads = chosen_threads(arguments.threads);
  request.reading.options.threads = request.threads;
  request.proof = arguments.proof == "full"    ? validate::Effort::full
                  : arguments.proof == "quick" ? validate::Effort::quick
                                               : validate::Effort::none;
  request.out = arguments.out;
  return request;
}

/// What a person should know of the files: those left out, rejected lines, and what was decided.
void warn(const flow::BuildResult& result) {
  const base::Json& evidence = result.evidence;
  for (const std::string& line : result.remarks) fmt::print(stderr, "bestfit: {}\n", line);
  for (const base::Json& file : evidence["files"].items()) {
    const std::string& path = file["path"].as_string();
    if (file["rejected"].as_int() > 0) {
      fmt::print(stderr, "bestfit: {}: {} of {} lines rejected; they are in {}/{}\n", path,
                 file["rejected"].as_int(), file["lines"].as_int(), result.folder,
                 file["rejected_file"].as_string());
    }
    for (const base::Json& note : file["warnings"].items()) {
      fmt::print(stderr, "bestfit: {}: {}\n", path, note.as_string());
    }
  }
}

/// ready needs ready; ok needs ready or ok.
bool gate_holds(const std::string& required, validate::Verdict verdict) {
  if (required.empty() || verdict == validate::Verdict::ready) return true;
  return required == "ok" && verdict == validate::Verdict::ok;
}

void run_build(const CLI::App& command, const BuildArguments& arguments, const BuildSource& asked,
               Outcome& outcome) {
  const bool of_files = !asked.source->is_given;
  flow::BuildRequest request = request_of(arguments, of_files);
  if (!of_files) check_build_source(command, asked, request);
  if (asked.source->dry_run) {
    run_build_plan(asked, request, arguments.json);
    return;
  }
  const std::unique_ptr<base::Progress> progress = make_progress();
  limit_memory(*arguments.memory_limit);
  std::optional<SourceRows> rows;
  if (!of_files) rows.emplace(asked, request, *progress);
  const flow::BuildResult result = flow::build(request, *progress);
  print(arguments.json ? result.summary.text(1) + "\n"
                       : build_text(result.evidence, result.folder));
  warn(result);
  tell_what_spilled();
  if (result.rejected > 0) outcome.exit = Exit::rejected_rows;
  if (!gate_holds(arguments.require, result.verdict)) {
    fmt::print(stderr, "bestfit: the verdict is {}, and --require {} was asked for\n",
               validate::verdict_name(result.verdict), arguments.require);
    outcome.exit = Exit::gate_failed;
  }
}

void add_data_options(CLI::App& command, BuildArguments& arguments) {
  for (std::size_t i = 0; i < kParts.size(); ++i) {
    command.add_option(std::string("--") + kParts.at(i).first, arguments.paths.at(i),
                       kParts.at(i).second);
  }
  command.add_option("files", arguments.files, "files whose part is found out from their headers");
  command.add_option("--workspace", arguments.workspace,
                     "folder with bestfit.toml, when no files are given");
  command.add_option("--name", arguments.name, "of the company or the data, for the report");
  command.add_option(
      "--outcome", arguments.outcome,
      "what the best accounts are: best, won, retained, 'column=value', 'column>=number', or a "
      "column of amounts to count accounts by what they bring");
  command.add_option(
      "--currency", arguments.currency,
      "the company's, that amounts are converted to, where --rates does not tell it");
  command.add_option("--id", arguments.reading.id, "column that names the account");
  command.add_option(
      "--time", arguments.reading.time,
      "column with the day an account was first met: later accounts are held back for the proof");
  command.add_option("--group", arguments.reading.group,
                     "column whose equal values stay together in the proof");
  command.add_option("--weight", arguments.reading.weight,
                     "column with the number of accounts that a row stands for");
  command
      .add_option("--exclude", arguments.reading.exclude,
                  "columns that are no attributes, with commas; may be repeated")
      ->take_all();
  command.add_option("--keep", arguments.keep,
                     "columns used although they look like leaks; may be repeated");
}

void add_learning_options(CLI::App& command, BuildArguments& arguments) {
  command
      .add_option("--attributes-max", arguments.attributes_max, "most attributes in the scorecard")
      ->check(whole_number(1, 7));
  command
      .add_option("--correction", arguments.correction,
                  "of p for the number of attributes tried: bh, by (any dependence) or maxt")
      ->check(CLI::IsMember({"bh", "by", "maxt"}));
  command.add_option("--force", arguments.force,
                     "columns that must be in the scorecard, with commas; may be repeated");
  command.add_option("--prior", arguments.prior,
                     "hand-written profile that holds the card where outcomes are few");
  command.add_option(
      "--family", arguments.families,
      "columns, with commas, of which the scorecard takes one at most; may be repeated");
  command.add_option("--shape", arguments.shapes,
                     "COLUMN=rising, falling, peak or valley: how a number's points may go");
  command
      .add_option("--points-max", arguments.points_max, "most points of one attribute, 15 to 100")
      ->check(whole_number(store::kPointsMaxLeast, 100));
  command.add_option("--bin-rows", arguments.bin_rows, "fewest accounts of a bin, 5 or more")
      ->check(whole_number(store::kBinRowsLeast, 1'000'000));
  command.add_option("--profiles-max", arguments.profiles_max, "most profiles")
      ->check(whole_number(1, 3));
  command.add_option("--seed", arguments.seed, "of everything random")->check(whole_number(0));
  command
      .add_option("--threads", arguments.threads, "0 uses every processor; the result is the same")
      ->check(whole_number(0, 1024));
  command.add_option("--proof", arguments.proof, "how much validation to run")
      ->check(CLI::IsMember({"full", "quick", "none"}));
  command.add_option("--require", arguments.require, "exit with 9 when the verdict is lower")
      ->check(CLI::IsMember({"ready", "ok"}));
  command.add_option("--out", arguments.out, "run folder; else the next number under runs/");
  command.add_flag("--json", arguments.json, "print the result as JSON");
}

}  // namespace

void add_build(CLI::App& app, Outcome& outcome) {
  CLI::App* command = app.add_subcommand("build", "Learn a profile, prove it, rank the accounts");
  auto arguments = std::make_shared<BuildArguments>();
  add_data_options(*command, *arguments);
  add_learning_options(*command, *arguments);
  arguments->memory_limit = add_memory_limit(*command);
  const auto reading = add_reading(*command);
  const std::shared_ptr<BuildSource> source = add_build_source(*command);
  command->callback([command, arguments, reading, source, &outcome] {
    arguments->reading.options = *reading;
    run_build(*command, *arguments, *source, outcome);
  });
}

}  // namespace bestfit::cli
