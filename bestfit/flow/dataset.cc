#include "bestfit/flow/dataset.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <optional>

#include "bestfit/base/error.h"
#include "bestfit/base/file.h"
#include "bestfit/base/text.h"
#include "bestfit/dated/field_history.h"
#include "bestfit/dated/snapshots.h"
#include "bestfit/example/recovery.h"
#include "bestfit/flow/build_options.h"
#include "bestfit/flow/population.h"
#include "bestfit/intake/columns.h"
#include "bestfit/intake/guess_outcome.h"
#include "bestfit/intake/money_files.h"
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

recognise::Mapping mapping_of(const store::SourceFile& source, const table::Table& table) {
  return intake::mapping_of(source.part, table, source.columns, source.path);
}

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
    account_mapping_ = mapping_of(*source, accounts.table);
    take_newest(accounts);
    told_ = intake::take_told(reading_.pulled, accounts);
    dataset_.is_sample = !told_.name.empty();
    dataset_.account_keys = {reading_.id.empty() ? account_mapping_.column("id") : reading_.id,
                             account_mapping_.column("name"), account_mapping_.column("domain")};
    dataset_.files.push_back(std::move(accounts.file));
    dataset_.title =
        workspace_.name.empty() ? fs::path(source->path).stem().string() : workspace_.name;
    choose_outcome(accounts.table);
    check_names(accounts.table, dataset_.files.front().report.path);
    dataset_.truth_path = example::truth_beside(source->path);
    dataset_.synthetic = !dataset_.truth_path.empty();
    join(accounts.table);
    read_others();
    find_outcome();
    give_roles(accounts.table);
    take_back(accounts.table);
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

  intake::MoneyFiles read_related() {
    intake::MoneyFiles related;
    related.money.currency = workspace_.currency;
    if (const store::SourceFile* source = workspace_.find("rates")) {
      related.rates = read(*source);
      related.money.rates = intake::rates_of(
          *related.rates, mapping_of(*source, related.rates->table), workspace_.currency);
    }
    if (const store::SourceFile* source = workspace_.find("deals")) {
      related.deals = read(*source);
      related.deal_columns =
          intake::deal_columns(*related.deals, mapping_of(*source, related.deals->table),
                               related.money.rates.has_value());
    }
    if (const store::SourceFile* source = workspace_.find("revenue")) {
      related.revenue = read(*source);
      related.revenue_columns =
          intake::revenue_columns(*related.revenue, mapping_of(*source, related.revenue->table));
    }
    return related;
  }

  void join(const table::Table& accounts) {
    intake::MoneyFiles related = read_related();
    if (!related.deals && !related.revenue) {
      dataset_.table = accounts;
      note_rates(related);
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
        related.revenue ? &related.revenue->table : nullptr, related.revenue_columns, dataset_.best,
        related.money);
    dataset_.currencies = std::move(history.currencies);
    dataset_.unit = history.unit;
    dataset_.customers = std::move(history.customers);
    dataset_.by_value = std::move(history.by_value);
    dataset_.derived = std::move(history.derived);
    dataset_.has_deal = std::move(history.has_deal);
    dataset_.until = history.until;
    note_join(history, related);
    dataset_.table = std::move(history.table);
  }

  void note_join(const outcome::History& history, intake::MoneyFiles& related) {
    if (related.deals) {
      intake::note_deals(history, workspace_.outcome == "best", related.deals->file);
      dataset_.files.push_back(std::move(related.deals->file));
    }
    if (related.revenue) {
      intake::note_revenue(history, related.revenue->file);
      dataset_.files.push_back(std::move(related.revenue->file));
    }
    note_rates(related);
  }

  void note_rates(intake::MoneyFiles& related) {
    if (!related.rates) return;
    intake::LoadedFile& file = related.rates->file;
    if (!dataset_.currencies) {
      file.notes.emplace_back(
          "no column of deals or revenue says a currency: nothing was converted; name it as "
          "'currency' under [deals.columns] and [revenue.columns] in bestfit.toml");
    }
    dataset_.files.push_back(std::move(file));
  }

  /// Of accounts with several dated rows the newest is what they are today.
  void take_newest(intake::ReadFile& accounts) {
    if (!reading_.id.empty()) {
      account_mapping_.parts.insert(account_mapping_.parts.begin(),
                                    {.part = "id", .column = reading_.id, .why = "chosen"});
    }
    snapshots_ = dated::snapshots_of(accounts.table, account_mapping_);
    if (!snapshots_) return;
    accounts.file.notes.push_back(fmt::format(
        "{} rows are {} accounts as they were on several days ('{}')",
        base::count_text(accounts.table.rows()), base::count_text(snapshots_->current.size()),
        account_mapping_.column("snapshot")));
    accounts.table = table::select(accounts.table, snapshots_->current);
  }

  /// Attributes as they were at the first meeting, where snapshots or a history tell.
  void take_back(const table::Table& accounts) {
    const dated::Moments moments =
        dated::moments_of(dataset_.table, dataset_.schema.column(table::Role::time),
                          dataset_.outcome.best, dataset_.has_deal);
    const store::SourceFile* source = workspace_.find("history");
    if (source != nullptr && snapshots_) {
      throw Error(Fault::usage,
                  "accounts have dated rows, and a history of fields was given: "
                  "leave one of them away");
    }
    if (snapshots_) {
      dataset_.as_of = dated::take_snapshots(*snapshots_, moments, dataset_.schema, dataset_.table);
    } else if (source != nullptr) {
      intake::ReadFile history = read(*source);
      recognise::Mapping mapping = mapping_of(*source, history.table);
      const dated::FieldHistory changes{.path = history.file.report.path,
                                        .table = std::move(history.table),
                                        .mapping = std::move(mapping),
                                        .fields = source->fields};
      dataset_.as_of = dated::roll_back(changes, accounts, dataset_.account_keys, moments,
                                        dataset_.schema, dataset_.table);
      dataset_.files.push_back(std::move(history.file));
    }
    dated::name_changing(dataset_.table, dataset_.schema, dataset_.as_of);
  }

  void keep_signals(table::Table table, const store::SourceFile& source) {
    const auto mapping = mapping_of(source, table);
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

  /// Accounts, what is joined to them first, and what has a place of its own.
  static bool is_read_apart(const std::string& part) {
    return part != "contacts" && part != "signals" && part != "notes" && part != "partners";
  }

  /// Contacts and notes are joined when the outcome is known; partners are counted alone.
  void read_others() {
    for (const store::SourceFile& source : workspace_.files) {
      if (is_read_apart(source.part)) continue;
      intake::ReadFile other = read(source);
      const bool joined = source.part == "notes" || source.part == "contacts";
      if (!joined) other.file.notes.emplace_back("read and counted; no attribute is made of it");
      const auto mapping = mapping_of(source, other.table);
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
    if (dataset_.is_sample) {
      dataset_.outcome = intake::told_outcome(dataset_.table, asked, told_);
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
    if (dataset_.table.find(asked) == nullptr) {
      intake::refuse_derived(asked, !dataset_.derived.empty(), dataset_.table.names());
    }
    dataset_.outcome =
        intake::outcome_in(dataset_.table, asked, dataset_.files.front().report.path, "outcome");
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
  std::optional<dated::Snapshots> snapshots_;
  table::Column told_;
  Dataset dataset_;
};

}  // namespace

Dataset load(const store::Workspace& workspace, const std::string& folder, const Reading& reading,
             base::Progress& progress) {
  return Loader(workspace, folder, reading, progress).load();
}

}  // namespace bestfit::flow
