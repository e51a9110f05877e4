#include "bestfit/flow/dataset.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <optional>
#include <system_error>

#include "bestfit/base/error.h"
#include "bestfit/base/file.h"
#include "bestfit/base/json.h"
#include "bestfit/base/text.h"
#include "bestfit/flow/build_options.h"
#include "bestfit/flow/population.h"
#include "bestfit/intake/columns.h"
#include "bestfit/intake/guess_outcome.h"
#include "bestfit/intake/place_files.h"
#include "bestfit/note/themes_column.h"
#include "bestfit/recognise/roles.h"

namespace bestfit::flow {
namespace {

namespace fs = std::filesystem;

std::string resolved(const std::string& folder, const std::string& path) {
  if (path == "-" || fs::path(path).is_absolute()) return path;
  return (fs::path(folder) / path).lexically_normal().string();
}

/// A file's mapping: what its headers say, then what the workspace says.
recognise::Mapping mapping_of(recognise::FileKind kind, const table::Table& table,
                              const store::SourceFile& source) {
  recognise::Mapping mapping = recognise::map_columns(kind, table);
  for (const auto& [part, name] : source.columns) {
    const std::string key = fmt::format("[{}.columns] {}", source.part, part);
    const auto same =
        std::find_if(mapping.parts.begin(), mapping.parts.end(),
                     [&part = part](const recognise::Part& p) { return p.part == part; });
    if (same != mapping.parts.end()) mapping.parts.erase(same);
    if (base::trim(name).empty()) continue;  // no column plays it, whatever the headers say
    const std::string& column = intake::column_in(table, name, source.path, key).name;
    mapping.parts.push_back({.part = part, .column = column, .why = "named in the workspace"});
  }
  return mapping;
}

/// Deals and revenue, when there are any, with the columns that matter.
struct Related {
  std::optional<intake::ReadFile> deals;
  std::optional<intake::ReadFile> revenue;
  outcome::DealColumns deal_columns;
  outcome::RevenueColumns revenue_columns;
};

class Loader {
 public:
  Loader(store::Workspace workspace, const std::string& folder, const Reading& reading,
         base::Progress& progress)
      : workspace_(std::move(workspace)), folder_(folder), reading_(reading), progress_(progress) {}

  Dataset load() {
    for (store::SourceFile& file : workspace_.files) {
      file.path = resolved(folder_, file.path);
      if (file.path != "-") base::check_readable(file.path);  // before anything is read
    }
    if (!workspace_.lexicon.empty()) workspace_.lexicon = resolved(folder_, workspace_.lexicon);
    find_parts();
    const store::SourceFile* source = workspace_.find("accounts");
    if (source == nullptr) throw Error(Fault::usage, "accounts are needed: give --accounts FILE");
    intake::ReadFile accounts = read(*source);
    account_mapping_ = mapping_of(recognise::FileKind::accounts, accounts.table, *source);
    dataset_.account_keys = {reading_.id.empty() ? account_mapping_.column("id") : reading_.id,
                             account_mapping_.column("name"), account_mapping_.column("domain")};
    dataset_.files.push_back(std::move(accounts.file));
    dataset_.title =
        workspace_.name.empty() ? fs::path(source->path).stem().string() : workspace_.name;
    choose_outcome(accounts.table);
    check_names(accounts.table, source->path);
    find_truth(source->path);
    join(accounts.table);
    read_others();
    find_outcome();
    give_roles(accounts.table);
    join_related();
    put_weights();
    add_population();
    return std::move(dataset_);
  }

 private:
  /// Reads the files whose part is not known, to find it out.
  void find_parts() {
    const auto unknown = [](const store::SourceFile& file) { return file.part.empty(); };
    if (std::none_of(workspace_.files.begin(), workspace_.files.end(), unknown)) return;
    intake::NamedFiles named;
    for (const store::SourceFile& file : workspace_.files) named.emplace_back(file.part, file.path);
    intake::Placement placement =
        intake::place_files(named, reading_.options, intake::Unreadable::refuse, progress_);
    workspace_.files.clear();
    for (intake::PlacedFile& placed : placement.files) {
      workspace_.files.push_back({.part = placed.part, .path = placed.path, .columns = {}});
      ready_.emplace(placed.part, std::move(placed.read));
    }
    dataset_.left_out = std::move(placement.left_out);
  }

  /// Columns that the user names must be there; the message says where they were looked for.
  void check_names(const table::Table& accounts, const std::string& path) {
    exclude_ = intake::column_list(accounts, reading_.exclude, path, "--exclude");
    for (std::string& name : intake::column_list(accounts, workspace_.exclude, path, "exclude")) {
      exclude_.push_back(std::move(name));
    }
    const std::vector<std::pair<const char*, const std::string*>> named = {
        {"--id", &reading_.id},
        {"--time", &reading_.time},
        {"--group", &reading_.group},
        {"--weight", &reading_.weight}};
    for (const auto& [option, name] : named) {
      if (!name->empty()) static_cast<void>(intake::column_in(accounts, *name, path, option));
    }
    if (!reading_.time.empty()) intake::check_has_dates(accounts, reading_.time, path, "--time");
    const std::string time = account_mapping_.column("time");
    if (!time.empty()) intake::check_has_dates(accounts, time, path, "[accounts.columns] time");
    for (const std::string& name : workspace_.keep) {
      if (name == note::kThemesColumn) continue;  // made of notes
      static_cast<void>(intake::column_in(accounts, name, path, "--keep"));
    }
  }

  void choose_outcome(const table::Table& accounts) {
    if (!workspace_.outcome.empty()) return;
    if (workspace_.find("deals") == nullptr) {
      if (workspace_.find("population") != nullptr) return;  // every account is one to look for
      refuse_without_outcome(accounts);
    }
    workspace_.outcome = "best";
  }

  [[noreturn]] void refuse_without_outcome(const table::Table& accounts) const {
    std::string words = intake::ask_for_outcome(accounts, workspace_.find("revenue") != nullptr);
    for (const std::string& line : dataset_.left_out) words += "; " + line;
    throw Error(Fault::usage, words);
  }

  intake::ReadFile read(const store::SourceFile& source) {
    const auto ready = ready_.find(source.part);
    if (ready == ready_.end()) {
      return intake::read_file(source.part, source.path, reading_.options, progress_);
    }
    intake::ReadFile file = std::move(ready->second);
    ready_.erase(ready);
    return file;
  }

  void find_truth(const std::string& accounts_path) {
    const fs::path truth = fs::path(accounts_path).parent_path() / "truth.json";
    std::error_code code;
    if (accounts_path == "-" || !fs::is_regular_file(truth, code)) return;
    const base::Json json = base::parse_json(base::read_file(truth.string()), truth.string());
    dataset_.synthetic = json["synthetic"].is_bool() && json["synthetic"].as_bool();
    if (dataset_.synthetic) dataset_.truth_path = truth.string();
  }

  Related read_related() {
    Related related;
    if (const store::SourceFile* source = workspace_.find("deals")) {
      related.deals = read(*source);
      const auto mapping = mapping_of(recognise::FileKind::deals, related.deals->table, *source);
      const std::string path = related.deals->file.report.path;
      related.deal_columns = {.account = intake::needed_column(mapping, "account", path),
                              .stage = mapping.column("stage"),
                              .won = mapping.column("won"),
                              .closed = mapping.column("closed"),
                              .amount = mapping.column("amount"),
                              .created = mapping.column("created"),
                              .closed_date = mapping.column("closed_date")};
      if (related.deal_columns.stage.empty() && related.deal_columns.won.empty()) {
        static_cast<void>(intake::needed_column(mapping, "stage", path));
      }
    }
    if (const store::SourceFile* source = workspace_.find("revenue")) {
      related.revenue = read(*source);
      const auto mapping =
          mapping_of(recognise::FileKind::revenue, related.revenue->table, *source);
      const std::string path = related.revenue->file.report.path;
      related.revenue_columns = {.account = intake::needed_column(mapping, "account", path),
                                 .date = intake::needed_column(mapping, "date", path),
                                 .end = mapping.column("end"),
                                 .amount = mapping.column("amount"),
                                 .kind = mapping.column("kind")};
    }
    return related;
  }

  void join(const table::Table& accounts) {
    Related related = read_related();
    if (!related.deals && !related.revenue) {
      dataset_.table = accounts;
      return;
    }
    const outcome::AccountColumns columns{
        .id = reading_.id.empty() ? account_mapping_.column("id") : reading_.id,
        .name = account_mapping_.column("name"),
        .domain = account_mapping_.column("domain"),
        .created = account_mapping_.column("time")};
    dataset_.best = best_definition(workspace_.best);
    outcome::History history = outcome::join_history(
        accounts, columns, related.deals ? &related.deals->table : nullptr, related.deal_columns,
        related.revenue ? &related.revenue->table : nullptr, related.revenue_columns,
        dataset_.best);
    dataset_.unit = history.unit;
    dataset_.customers = std::move(history.customers);
    dataset_.by_value = std::move(history.by_value);
    dataset_.derived = std::move(history.derived);
    dataset_.has_deal = std::move(history.has_deal);
    dataset_.until = history.until;
    note_join(history, related);
    dataset_.table = std::move(history.table);
  }

  static std::string unmatched_note(std::int64_t unmatched, std::int64_t all, const char* what) {
    return fmt::format("{} of {} {} belong to no account and were not used",
                       base::count_text(static_cast<std::size_t>(unmatched)),
                       base::count_text(static_cast<std::size_t>(all)), what);
  }

  void note_join(const outcome::History& history, Related& related) {
    if (related.deals) {
      intake::LoadedFile& file = related.deals->file;
      if (history.deals_without_account > 0) {
        file.notes.push_back(unmatched_note(history.deals_without_account, history.deals, "deals"));
      }
      for (const std::string& note : history.notes) file.notes.push_back(note);
      if (workspace_.outcome == "best") {
        for (const std::string& note : history.best_notes) file.notes.push_back(note);
      }
      dataset_.files.push_back(std::move(file));
    }
    if (related.revenue) {
      intake::LoadedFile& file = related.revenue->file;
      if (history.revenue_without_account > 0) {
        file.notes.push_back(
            unmatched_note(history.revenue_without_account, history.revenue_lines, "lines"));
      }
      dataset_.files.push_back(std::move(file));
    }
  }

  void keep_signals(table::Table table, const store::SourceFile& source) {
    const auto mapping = mapping_of(recognise::FileKind::signals, table, source);
    dataset_.signals = {std::move(table), mapping.column("account"), mapping.column("date"),
                        mapping.column("type")};
  }

  void join_related() {
    dataset_.related = related::join_files(others_,
                                           {.keys = dataset_.account_keys,
                                            .best = dataset_.outcome.best,
                                            .are_deals = dataset_.unit == outcome::Unit::deals,
                                            .lexicon = workspace_.lexicon,
                                            .keep = workspace_.keep},
                                           dataset_.files, dataset_.table, dataset_.schema);
  }

  /// Contacts and notes are joined when the outcome is known; partners are counted alone.
  void read_others() {
    for (const store::SourceFile& source : workspace_.files) {
      if (source.part == "accounts" || source.part == "deals" || source.part == "revenue" ||
          source.part == "population") {
        continue;
      }
      intake::ReadFile other = read(source);
      const bool joined = source.part == "notes" || source.part == "contacts";
      if (!joined) other.file.notes.emplace_back("read and counted; no attribute is made of it");
      const auto mapping = mapping_of(recognise::file_kind(source.part), other.table, source);
      if (joined) others_.push_back({source.part, source.path, other.table, mapping});
      if (source.part == "signals") keep_signals(std::move(other.table), source);
      dataset_.files.push_back(std::move(other.file));
    }
  }

  void give_roles(const table::Table& accounts) {
    recognise::SchemaChoices chosen;
    chosen.mapping = account_mapping_;
    chosen.id = reading_.id;
    chosen.time = reading_.time;
    chosen.group = reading_.group;
    chosen.weight = reading_.weight;
    const bool derived = std::any_of(dataset_.derived.begin(), dataset_.derived.end(),
                                     [&](const outcome::DerivedColumn& column) {
                                       return column.field.column == dataset_.outcome.column;
                                     });
    chosen.outcome = derived ? "" : dataset_.outcome.column;
    chosen.exclude = exclude_;
    dataset_.schema = recognise::schema_of_accounts(accounts, chosen);
    give_derived_roles();
  }

  void give_derived_roles() {
    using table::Role;
    if (dataset_.derived.empty()) return;
    std::vector<table::Field>& fields = dataset_.schema.fields;
    for (table::Field& field : fields) {
      if (field.role == Role::time && reading_.time.empty()) {
        field.role = Role::ignored;
        field.why = "accounts are ordered by when they were first met";
      }
    }
    for (const outcome::DerivedColumn& derived : dataset_.derived) {
      table::Field field = derived.field;
      const bool chosen = (field.role == Role::time && !reading_.time.empty()) ||
                          (field.role == Role::group && !reading_.group.empty());
      if (chosen) field.role = Role::ignored;
      const auto same = [&](const table::Field& other) { return other.column == field.column; };
      fields.erase(std::remove_if(fields.begin(), fields.end(), same), fields.end());
      fields.push_back(std::move(field));
    }
  }

  void put_weights() {
    const std::string name = dataset_.schema.column(table::Role::weight);
    if (name.empty()) return;
    intake::weigh_by(dataset_.table.column(name), dataset_.files.front().report.path,
                     dataset_.outcome);
  }

  void add_population() {
    dataset_.population_from = dataset_.table.rows();
    const store::SourceFile* source = workspace_.find("population");
    if (source != nullptr) hold_against_population(read(*source), dataset_);
  }

  void find_outcome() {
    const std::string& asked = workspace_.outcome;
    if (asked.empty()) {
      dataset_.outcome.name =
          "in " + fs::path(workspace_.find("accounts")->path).filename().string();
      dataset_.outcome.best.assign(dataset_.table.rows(), 1);
      return;
    }
    const auto derived =
        std::find_if(dataset_.derived.begin(), dataset_.derived.end(),
                     [&](const outcome::DerivedColumn& column) { return column.outcome == asked; });
    if (derived != dataset_.derived.end()) {
      if (asked == "retained" && workspace_.find("revenue") == nullptr) {
        throw Error(Fault::usage,
                    "outcome 'retained' is told by revenue lines, and none were given: give "
                    "--revenue");
      }
      dataset_.outcome =
          asked == "value" ? outcome::worth_outcome(dataset_.table, asked, derived->field.column)
                           : outcome::derived_outcome(dataset_.table, asked, derived->field.column);
      return;
    }
    if (dataset_.table.find(asked) == nullptr) refuse_derived(asked);
    dataset_.outcome =
        intake::outcome_in(dataset_.table, asked, dataset_.files.front().report.path, "outcome");
  }

  /// best, won and retained are no columns: says what they would take.
  void refuse_derived(const std::string& asked) const {
    if (!outcome::is_derived_outcome(asked)) return;
    if (!dataset_.derived.empty()) {
      throw Error(Fault::bad_input,
                  fmt::format("outcome '{}' cannot be told of deals, and rows are deals here: "
                              "nearly every account has won one; ask for --outcome won",
                              asked));
    }
    throw Error(
        Fault::bad_input,
        fmt::format("outcome '{}' is derived from deals, and none were given: give --deals, or "
                    "name a column of the accounts, such as --outcome 'Status=Customer'; "
                    "columns: {}",
                    asked, base::join(dataset_.table.names(), ", ")));
  }

  store::Workspace workspace_;
  std::map<std::string, intake::ReadFile>
      ready_;  // by part: files that were read to find out their part
  const std::string& folder_;
  const Reading& reading_;
  base::Progress& progress_;
  recognise::Mapping account_mapping_;
  std::vector<std::string> exclude_;
  std::vector<related::OtherFile> others_;
  Dataset dataset_;
};

}  // namespace

Dataset load(const store::Workspace& workspace, const std::string& folder, const Reading& reading,
             base::Progress& progress) {
  return Loader(workspace, folder, reading, progress).load();
}

}  // namespace bestfit::flow
