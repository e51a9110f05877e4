#include "bestfit/cli/build_source.h"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <filesystem>

#include "bestfit/base/error.h"
#include "bestfit/base/file.h"
#include "bestfit/base/text.h"
#include "bestfit/cli/command.h"
#include "bestfit/warehouse/table_evidence.h"

namespace bestfit::cli {
namespace {

using base::Json;

/// Options of `build` that say which files are read, and how, or that count rows of them.
constexpr std::array<const char*, 17> kBuildOfFiles = {
    "files",      "--accounts", "--deals",      "--revenue",  "--contacts",  "--signals",
    "--notes",    "--partners", "--population", "--history",  "--rates",     "--workspace",
    "--currency", "--weight",   "--delimiter",  "--encoding", "--date-order"};

constexpr int kFoldersTried = 100;

std::string rows_text(std::int64_t count) {
  return base::count_text(static_cast<std::size_t>(count));
}

warehouse::LearnTableRequest request_of(const BuildSource& asked,
                                        const flow::BuildRequest& request) {
  return {.address = asked.source->address,
          .credentials = credentials_of(*asked.source),
          .table = asked.source->table,
          .outcome = request.workspace.outcome,
          .id = request.reading.id,
          .group = request.reading.group,
          .time = request.reading.time,
          .exclude = request.reading.exclude,
          .sample = asked.sample,
          .seed = static_cast<std::uint64_t>(request.workspace.seed),
          .format = request.reading.options.format,
          .separator = asked.source->separator};
}

/// Removes the folders of programs that were killed before they could.
void remove_left_behind(const std::filesystem::path& where) {
  std::error_code code;
  for (const auto& entry : std::filesystem::directory_iterator(where, code)) {
    const std::string name = entry.path().filename().string();
    int process = 0;
    if (std::sscanf(name.c_str(), "bestfit-source-%d-", &process) != 1) continue;
    if (process <= 0 || ::kill(process, 0) == 0 || errno != ESRCH) continue;
    std::error_code ignored;
    std::filesystem::remove_all(entry.path(), ignored);
  }
}

/// A new folder that its owner alone may enter.
base::Temporary private_folder() {
  const std::filesystem::path where = base::folder_of_temporaries();
  remove_left_behind(where);
  for (int tried = 0; tried < kFoldersTried; ++tried) {
    const std::string path =
        (where / fmt::format("bestfit-source-{}-{}", ::getpid(), tried)).string();
    std::error_code code;
    if (std::filesystem::exists(path, code)) continue;
    base::Temporary folder(path);
    if (::mkdir(path.c_str(), S_IRWXU) == 0) return folder;
    if (errno != EEXIST) base::throw_file_error(path, "write", errno);
  }
  throw Error(Fault::conflict,
              fmt::format("'{}' is full of folders bestfit-source-…: remove them", where.string()));
}

/// The table's name as that of a file.
std::string file_name(const std::string& table) {
  std::string name = table;
  for (char& letter : name) {
    const bool plain = base::is_digit(letter) || (letter >= 'a' && letter <= 'z') ||
                       (letter >= 'A' && letter <= 'Z');
    if (!plain) letter = '_';
  }
  return name + ".csv";
}

Json plan_json(const warehouse::TablePlan& plan) {
  Json sample;
  if (plan.sample) {
    sample = Json::object()
                 .set("by", plan.sample->key.empty() ? Json() : Json(plan.sample->key))
                 .set("rows", warehouse::sides_json(plan.sample->rows));
  }
  return Json::object()
      .set("format", 1)
      .set("dry_run", true)
      .set("rows", plan.rows)
      .set("outcome", plan.sides ? warehouse::sides_json(*plan.sides) : Json())
      .set("columns", warehouse::columns_json(plan))
      .set("sample", std::move(sample))
      .set("rows_read", plan.sample ? plan.sample->rows.all() : plan.rows)
      .set("bytes_about", plan.bytes)
      .set("sql", plan.script);
}

std::string plan_text(const warehouse::TablePlan& plan) {
  std::string text =
      fmt::format("-- {}: {} has {} rows", plan.where, plan.table, rows_text(plan.rows));
  if (plan.sides) {
    text += fmt::format(": {} with the outcome, {} without it, {} not known",
                        rows_text(plan.sides->best), rows_text(plan.sides->other),
                        rows_text(plan.sides->unknown));
  }
  text += ".\n";
  const double megabytes = plan.bytes / 1e6;
  if (plan.sample) {
    const warehouse::TableSample& sample = *plan.sample;
    text += fmt::format(
        "-- A sample of {} with it, {} without it and {} not known would be read, chosen by {}: "
        "about {:.1f} MB.\n-- The others would be counted inside the database.",
        rows_text(sample.rows.best), rows_text(sample.rows.other), rows_text(sample.rows.unknown),
        sample.key.empty() ? "the whole row" : sample.key, megabytes);
  } else {
    text += fmt::format("-- All of them would be read: about {:.1f} MB.", megabytes);
  }
  text += " Nothing was changed.\n";
  for (const warehouse::ColumnCounts& column : plan.columns) {
    const std::string distinct =
        column.distinct ? fmt::format(", about {} different", rows_text(*column.distinct)) : "";
    const std::string range =
        column.low.empty() ? "" : fmt::format(", {} to {}", column.low, column.high);
    text += fmt::format("--   {} ({}): {} known{}{}\n", column.column, column.type,
                        rows_text(column.known), distinct, range);
  }
  return text + plan.script + ";\n";
}

}  // namespace

std::shared_ptr<BuildSource> add_build_source(CLI::App& command) {
  auto asked = std::make_shared<BuildSource>();
  asked->source = add_source_options(command, "its accounts are learned from");
  command
      .add_option("--sample", asked->sample,
                  "most rows of known outcome that are read; the others are counted there (200000)")
      ->check(whole_number(1000, 10'000'000))
      ->group(kSourceGroup)
      ->needs(asked->source->option);
  return asked;
}

void check_build_source(const CLI::App& command, const BuildSource& asked,
                        const flow::BuildRequest& request) {
  refuse_of_files(command, kBuildOfFiles);
  if (asked.source->table.empty()) {
    throw Error(Fault::usage, "--source needs --table, the accounts");
  }
  if (request.workspace.outcome.empty()) {
    throw Error(Fault::usage,
                "--source needs --outcome: 'column=value', 'column>=number' or a column of yes and "
                "no");
  }
}

void run_build_plan(const BuildSource& asked, const flow::BuildRequest& request, bool json) {
  const std::unique_ptr<base::Progress> progress = make_progress();
  const warehouse::LearnTable table(request_of(asked, request), *progress);
  print(json ? plan_json(table.plan()).text(1) + "\n" : plan_text(table.plan()));
}

SourceRows::SourceRows(const BuildSource& asked, flow::BuildRequest& request,
                       base::Progress& progress)
    : progress_(progress),
      request_(request_of(asked, request)),
      table_(request_, progress),
      folder_(private_folder()),
      file_((std::filesystem::path(folder_.path()) / file_name(request_.table)).string()) {
  pulled_ = table_.pull(file_.path(), progress);
  const warehouse::TablePlan& plan = table_.plan();
  request.workspace.files = {{.part = "accounts", .path = file_.path(), .columns = {}}};
  if (request.workspace.name.empty()) request.workspace.name = plan.table;
  flow::Reading& reading = request.reading;
  reading.options.delimiter = ',';
  reading.options.encoding = "utf-8";
  reading.options.kinds = table_.kinds();
  std::erase_if(reading.exclude, [&](const std::string& name) { return !table_.reads(name); });
  reading.pulled.origin = fmt::format("{}, table {}", plan.where, plan.table);
  if (plan.sample) reading.pulled.told = warehouse::kOutcomeColumn;
  if (plan.sample && plan.sample->is_weighted) reading.weight = warehouse::kWeightColumn;
  request.whole_table = [this](const flow::LearnedRows& rows) { return whole_table(rows); };
}

Json SourceRows::whole_table(const flow::LearnedRows& learned) {
  warehouse::TableFindings findings{.plan = table_.plan(),
                                    .pulled = pulled_,
                                    .request = request_,
                                    .file = learned.file,
                                    .whole = nullptr,
                                    .here = {}};
  if (learned.file.profiles.empty()) return warehouse::whole_table_json(findings);
  for (std::size_t row = 0; row < learned.scores.size(); ++row) {
    const score::Placed& score = learned.scores[row];
    const bool is_scored = score.status == score::Status::scored;
    const std::size_t level = is_scored ? static_cast<std::size_t>(score.points) : 101;
    const std::size_t side =
        learned.best[row] < 0 ? 2 : static_cast<std::size_t>(learned.best[row]);
    ++findings.here.at(level).at(side);
  }
  const warehouse::WholeTable whole = table_.count(learned.file, progress_);
  findings.whole = &whole;
  return warehouse::whole_table_json(findings);
}

}  // namespace bestfit::cli
