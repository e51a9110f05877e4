#include "bestfit/flow/init.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>

#include "bestfit/base/error.h"
#include "bestfit/base/file.h"
#include "bestfit/base/text.h"
#include "bestfit/base/toml.h"
#include "bestfit/intake/columns.h"
#include "bestfit/intake/guess_outcome.h"
#include "bestfit/outcome/history.h"
#include "bestfit/recognise/roles.h"
#include "bestfit/store/workspace.h"

namespace bestfit::flow {
namespace {

namespace fs = std::filesystem;

constexpr std::array<std::string_view, 7> kEndings = {".csv",  ".tsv",    ".parquet", ".jsonl",
                                                      ".json", ".ndjson", ".txt"};

intake::NamedFiles data_files(const std::string& folder) {
  intake::NamedFiles files;
  std::error_code code;
  for (const auto& entry : fs::directory_iterator(folder, code)) {
    const std::string ending = base::fold(entry.path().extension().string());
    const bool is_data = std::find(kEndings.begin(), kEndings.end(), ending) != kEndings.end();
    if (!is_data || !entry.is_regular_file() || entry.path().filename() == "truth.json") continue;
    if (ending == ".txt" && entry.path().filename() == "SYNTHETIC.txt") continue;
    files.emplace_back("", entry.path().string());
  }
  if (code) base::throw_file_error(folder, "read", code.value());
  std::sort(files.begin(), files.end());
  return files;
}

std::string relative_to(const std::string& folder, const std::string& path) {
  std::error_code code;
  const fs::path relative = fs::relative(path, folder, code);
  const bool inside = !code && !relative.empty() && *relative.begin() != "..";
  return inside ? relative.generic_string() : fs::absolute(path).lexically_normal().string();
}

/// The last part of a folder's path, whether or not it ends with a slash.
std::string folder_name(const std::string& folder) {
  const fs::path path = (fs::absolute(folder) / "").lexically_normal();
  return path.parent_path().filename().string();
}

/// What was recognised in a file, but for the column of the outcome, which has a line of its own.
void describe(const intake::PlacedFile& file, const recognise::Mapping& mapping,
              const std::string& outcome, std::vector<std::string>& lines) {
  lines.push_back(
      fmt::format("{} ({}{}{})", file.part, file.path, file.why.empty() ? "" : ", ", file.why));
  for (const recognise::Part& found : mapping.parts) {
    lines.push_back(fmt::format("  {:<12} {}  ({})", found.part, found.column, found.why));
  }
  std::vector<std::string> others = mapping.not_recognised;
  others.erase(std::remove(others.begin(), others.end(), outcome), others.end());
  if (!others.empty()) {
    const char* use = file.part == "accounts" ? "attributes unless excluded" : "not used";
    lines.push_back(fmt::format("  other columns, {}: {}", use, base::join(others, ", ")));
  }
}

/// Takes the outcome that is plain; else names those that there could be, for a person to choose.
void take_guess(const intake::OutcomeGuess& guess, store::Workspace& workspace,
                std::vector<std::string>& comments, std::vector<std::string>& lines) {
  if (guess.plain) {
    const intake::OutcomeCandidate& best = guess.candidates.front();
    workspace.outcome = best.asked;
    lines.push_back(
        fmt::format("the best accounts, guessed: {} ({})", best.asked, intake::rate_words(best)));
    comments.push_back(fmt::format("Guessed from the header: {}.", intake::rate_words(best)));
  } else if (guess.candidates.empty()) {
    lines.emplace_back(
        "no column says which accounts are the best: set 'outcome' in bestfit.toml, or add deals");
    comments.emplace_back("No column looks like one. Write your own, or add deals:");
    comments.emplace_back("outcome = \"COLUMN=VALUE\"");
  } else {
    lines.emplace_back(
        "no column says plainly which accounts are the best; choose one in bestfit.toml:");
    comments.emplace_back("No column says it plainly. Take the # off one line, or write your own:");
  }
  for (std::size_t i = guess.plain ? 1 : 0; i < guess.candidates.size(); ++i) {
    const intake::OutcomeCandidate& other = guess.candidates[i];
    lines.push_back(fmt::format("  {} outcome = {}  ({})", guess.plain ? "or" : " ",
                                base::toml_string(other.asked), intake::rate_words(other)));
    comments.push_back(fmt::format("outcome = {}  # {}", base::toml_string(other.asked),
                                   intake::rate_words(other)));
  }
}

/// Sets the outcome: what was asked for, what deals tell, or what the header says.
///   returns  the column of the accounts that it reads; empty when it reads none
std::string choose_outcome(const InitRequest& request, const intake::Placement& placement,
                           store::Workspace& workspace, std::vector<std::string>& comments,
                           std::vector<std::string>& lines) {
  const auto part = [&](std::string_view name) {
    const auto found =
        std::find_if(placement.files.begin(), placement.files.end(),
                     [&](const intake::PlacedFile& placed) { return placed.part == name; });
    return found == placement.files.end() ? nullptr : &*found;
  };
  const bool has_revenue = part("revenue") != nullptr;
  const intake::PlacedFile& accounts = *part("accounts");
  workspace.outcome = request.outcome;
  if (workspace.outcome.empty() && part("deals") != nullptr) {
    workspace.outcome = "best";
    lines.push_back(fmt::format("the best accounts: derived from deals{}, outcome 'best'",
                                has_revenue ? " and revenue" : ""));
  }
  if (workspace.outcome.empty()) {
    take_guess(intake::guess_outcome(accounts.read.table), workspace, comments, lines);
    if (has_revenue) {
      comments.emplace_back("outcome = \"retained\"  # derived from revenue");
      lines.emplace_back("  or outcome = \"retained\"  (derived from revenue)");
    }
  }
  const std::string& chosen = workspace.outcome;
  const bool derived = outcome::is_derived_outcome(chosen);
  const bool is_column = accounts.read.table.find(chosen) != nullptr;
  if (chosen.empty() || (derived && !is_column)) return {};
  const outcome::Outcome found =
      intake::outcome_in(accounts.read.table, chosen, accounts.path, "--outcome");
  if (!request.outcome.empty()) {
    const auto best = std::count(found.best.begin(), found.best.end(), std::int8_t{1});
    const auto other = std::count(found.best.begin(), found.best.end(), std::int8_t{0});
    lines.push_back(
        fmt::format("the best accounts, as asked: {} ({})", chosen,
                    intake::rate_words({.asked = chosen, .best = best, .known = best + other})));
  }
  return found.column;
}

}  // namespace

InitResult init_workspace(const InitRequest& request, base::Progress& progress) {
  const fs::path target = fs::path(request.folder) / "bestfit.toml";
  if (fs::exists(target)) {
    throw Error(Fault::conflict,
                fmt::format("{}: there is a workspace here already; edit it, or remove it",
                            target.string()));
  }
  const intake::NamedFiles given =
      request.files.empty() ? data_files(request.folder) : request.files;
  if (given.empty()) {
    throw Error(Fault::missing,
                fmt::format("{}: no CSV, TSV, Parquet or JSON lines file here; name them: "
                            "bestfit init --accounts accounts.csv --deals deals.csv",
                            request.folder));
  }
  const intake::Placement placement =
      intake::place_files(given, request.reading, intake::Unreadable::leave_out, progress);
  store::Workspace workspace;
  workspace.name = folder_name(request.folder);
  InitResult result{.path = target.string()};
  store::WorkspaceComments comments;
  std::vector<std::string> outcome_lines;
  const std::string column =
      choose_outcome(request, placement, workspace, comments.outcome, outcome_lines);
  for (const intake::PlacedFile& placed : placement.files) {
    const recognise::Mapping mapping =
        recognise::map_columns(recognise::file_kind(placed.part), placed.read.table);
    store::SourceFile file{.part = placed.part, .path = relative_to(request.folder, placed.path)};
    for (const recognise::Part& found : mapping.parts)
      file.columns.emplace_back(found.part, found.column);
    workspace.files.push_back(std::move(file));
    describe(placed, mapping, placed.part == "accounts" ? column : "", result.lines);
  }
  result.lines.insert(result.lines.end(), placement.left_out.begin(), placement.left_out.end());
  comments.head = {"A Bestfit workspace. What was recognised, for you to correct:", ""};
  comments.head.insert(comments.head.end(), result.lines.begin(), result.lines.end());
  result.lines.insert(result.lines.end(), outcome_lines.begin(), outcome_lines.end());
  base::write_file(target.string(), store::workspace_text(workspace, comments));
  return result;
}

}  // namespace bestfit::flow
