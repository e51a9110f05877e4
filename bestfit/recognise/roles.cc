#include "bestfit/recognise/roles.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <span>
#include <unordered_set>

#include "bestfit/base/error.h"
#include "bestfit/base/text.h"
#include "bestfit/recognise/column_facts.h"
#include "bestfit/recognise/evidence.h"
#include "bestfit/recognise/role_names.h"

namespace bestfit::recognise {
namespace {

using table::Column;
using table::Kind;

bool suits(const Column& column, Suits wanted) {
  const bool labelled = column.kind == Kind::category || column.kind == Kind::text;
  switch (wanted) {
    case Suits::anything: return true;
    case Suits::unique: {
      const ColumnFacts facts = facts_of(column);
      return facts.known > 0 && column.kind != Kind::date &&
             count_distinct(column) * 10 >= facts.known * 9;
    }
    case Suits::number: return column.kind == Kind::number;
    case Suits::date: return column.kind == Kind::date;
    case Suits::flag:
      return column.kind == Kind::flag || (labelled && column.labels.size() <= 3) ||
             (column.kind == Kind::number && count_distinct(column) <= 2);
    case Suits::labels: return labelled || column.kind == Kind::set;
  }
  return true;
}

std::string why_of(const std::string& header) {
  const std::string_view system = system_of(header);
  if (system.empty()) return fmt::format("header '{}'", header);
  return fmt::format("header of a {} export", system);
}

std::vector<std::string> header_keys(const std::vector<std::string>& names) {
  std::vector<std::string> keys;
  keys.reserve(names.size());
  for (const std::string& name : names) keys.push_back(header_key(name));
  return keys;
}

/// The first column, in the order of the known headers, that suits the part and plays no other.
///   keys  header_keys of the table
const Column* find_column(const PartNames& part, const table::Table& table,
                          const std::vector<std::string>& keys,
                          const std::vector<std::string>& taken) {
  for (const std::string_view header : base::split(part.headers, ' ')) {
    for (auto key = std::find(keys.begin(), keys.end(), header); key != keys.end();
         key = std::find(key + 1, keys.end(), header)) {
      const Column& column = table.columns()[static_cast<std::size_t>(key - keys.begin())];
      const bool free = std::find(taken.begin(), taken.end(), column.name) == taken.end();
      if (free && suits(column, part.suits)) return &column;
    }
  }
  return nullptr;
}

/// The rows are accounts as they were on several days.
bool has_snapshots(FileKind kind, const table::Table& table, const std::vector<std::string>& keys) {
  const bool accounts = kind == FileKind::accounts || kind == FileKind::population;
  const std::span<const PartNames> parts = part_names(kind);
  return accounts && std::any_of(parts.begin(), parts.end(), [&](const PartNames& part) {
           return part.part == "snapshot" && find_column(part, table, keys, {}) != nullptr;
         });
}

constexpr std::array<std::string_view, 10> kKindNames = {
    "accounts", "deals",    "revenue",    "contacts", "signals",
    "notes",    "partners", "population", "history",  "rates"};

/// Words of a file's name that tell what its rows are.
struct NamedKind {
  std::string_view word;
  FileKind kind;
};
constexpr std::array<NamedKind, 37> kNamed = {{
    {"account", FileKind::accounts},      {"accounts", FileKind::accounts},
    {"company", FileKind::accounts},      {"companies", FileKind::accounts},
    {"customers", FileKind::accounts},    {"leads", FileKind::accounts},
    {"prospects", FileKind::accounts},    {"deal", FileKind::deals},
    {"deals", FileKind::deals},           {"opportunity", FileKind::deals},
    {"opportunities", FileKind::deals},   {"pipeline", FileKind::deals},
    {"revenue", FileKind::revenue},       {"invoices", FileKind::revenue},
    {"orders", FileKind::revenue},        {"subscriptions", FileKind::revenue},
    {"billing", FileKind::revenue},       {"renewals", FileKind::revenue},
    {"contact", FileKind::contacts},      {"contacts", FileKind::contacts},
    {"people", FileKind::contacts},       {"persons", FileKind::contacts},
    {"signal", FileKind::signals},        {"signals", FileKind::signals},
    {"events", FileKind::signals},        {"activities", FileKind::signals},
    {"intent", FileKind::signals},        {"note", FileKind::notes},
    {"notes", FileKind::notes},           {"interviews", FileKind::notes},
    {"calls", FileKind::notes},           {"transcripts", FileKind::notes},
    {"partner", FileKind::partners},      {"partners", FileKind::partners},
    {"population", FileKind::population}, {"market", FileKind::population},
    {"universe", FileKind::population},
}};

bool has(const Mapping& mapping, std::string_view part) { return !mapping.column(part).empty(); }

/// Files whose columns say what they are whatever the name says: "account_history.csv".
std::optional<FileKind> plain_kind(const table::Table& table) {
  const Mapping history = map_columns(FileKind::history, table);
  const bool changes = has(history, "old") || has(history, "new");
  if (has(history, "account") && has(history, "field") && has(history, "date") && changes) {
    return FileKind::history;
  }
  const Mapping rates = map_columns(FileKind::rates, table);
  const bool of_account = has(map_columns(FileKind::deals, table), "account") ||
                          has(map_columns(FileKind::accounts, table), "name");
  const bool rate = has(rates, "rate") || has(rates, "units");
  if (has(rates, "currency") && rate && !of_account) return FileKind::rates;
  return std::nullopt;
}

KindGuess kind_by_columns(const table::Table& table) {
  const auto known = [](FileKind kind) { return KindGuess{.kind = kind, .by = KnownBy::columns}; };
  const Mapping deals = map_columns(FileKind::deals, table);
  const bool deal_end = has(deals, "closed_date") || has(deals, "won") || has(deals, "amount");
  const bool of_account = has(deals, "account");
  if (has(deals, "stage") && deal_end && of_account) return known(FileKind::deals);
  const Mapping contacts = map_columns(FileKind::contacts, table);
  if (has(contacts, "email") && has(contacts, "title")) return known(FileKind::contacts);
  const Mapping revenue = map_columns(FileKind::revenue, table);
  if (of_account && has(revenue, "date")) {
    if (has(revenue, "amount")) return known(FileKind::revenue);
    const table::Column* text = table.find(map_columns(FileKind::notes, table).column("text"));
    if (text != nullptr && text->kind == Kind::text) return known(FileKind::notes);
    if (has(map_columns(FileKind::signals, table), "type")) return known(FileKind::signals);
  }
  const Mapping accounts = map_columns(FileKind::accounts, table);
  const bool named = has(accounts, "id") || has(accounts, "name") || has(accounts, "domain");
  return named ? known(FileKind::accounts) : KindGuess{};
}

bool is_counted(const std::string& word) {
  return word.find_first_not_of("0123456789") == std::string::npos;
}

/// The name is that one word, numbers aside. Leads and prospects may stand beside the accounts.
KnownBy known_by_name(const std::vector<std::string>& words, std::string_view word) {
  const auto others = std::count_if(words.begin(), words.end(), [&](const std::string& other) {
    return other != word && !is_counted(other);
  });
  const bool second_choice = word == "leads" || word == "prospects";
  return others == 0 && !second_choice ? KnownBy::name : KnownBy::part_of_name;
}

}  // namespace

std::string_view file_kind_name(FileKind kind) {
  return kKindNames.at(static_cast<std::size_t>(kind));
}

FileKind file_kind(std::string_view name) {
  const auto* found = std::find(kKindNames.begin(), kKindNames.end(), name);
  check(found != kKindNames.end(), "file_kind: accounts, deals, …");
  return static_cast<FileKind>(found - kKindNames.begin());
}

std::string Mapping::column(std::string_view part) const {
  const auto found = std::find_if(parts.begin(), parts.end(),
                                  [&](const Part& known) { return known.part == part; });
  return found == parts.end() ? std::string() : found->column;
}

std::vector<std::string> parts_of(FileKind kind) {
  std::vector<std::string> parts;
  for (const PartNames& part : part_names(kind)) parts.emplace_back(part.part);
  return parts;
}

Mapping map_columns(FileKind kind, const table::Table& table) {
  Mapping mapping;
  std::vector<std::string> taken;
  const std::vector<std::string> keys = header_keys(table.names());
  const bool repeats = has_snapshots(kind, table, keys);
  for (PartNames part : part_names(kind)) {
    if (repeats && part.part == "id") part.suits = Suits::anything;
    const Column* column = find_column(part, table, keys, taken);
    if (column == nullptr) continue;
    taken.push_back(column->name);
    mapping.parts.push_back(
        {.part = std::string(part.part), .column = column->name, .why = why_of(column->name)});
  }
  for (const Column& column : table.columns()) {
    const bool plays = std::find(taken.begin(), taken.end(), column.name) != taken.end();
    if (!plays) mapping.not_recognised.push_back(column.name);
  }
  return mapping;
}

KindGuess guess_kind(const std::string& path, const table::Table& table) {
  if (const auto plain = plain_kind(table)) return {.kind = *plain, .by = KnownBy::columns};
  const std::string file = path.substr(path.rfind('/') + 1);
  const std::vector<std::string> words = header_words(file.substr(0, file.rfind('.')));
  // The last word says most: "account_notes" are notes.
  for (auto word = words.rbegin(); word != words.rend(); ++word) {
    const auto* found = std::find_if(kNamed.begin(), kNamed.end(),
                                     [&](const NamedKind& named) { return named.word == *word; });
    if (found != kNamed.end()) return {.kind = found->kind, .by = known_by_name(words, *word)};
  }
  return kind_by_columns(table);
}

std::optional<std::size_t> id_header(const std::vector<std::string>& names) {
  const std::vector<std::string> keys = header_keys(names);
  for (const FileKind kind : {FileKind::accounts, FileKind::deals, FileKind::contacts}) {
    for (const std::string_view header : base::split(part_names(kind).front().headers, ' ')) {
      const auto found = std::find(keys.begin(), keys.end(), header);
      if (found != keys.end()) return static_cast<std::size_t>(found - keys.begin());
    }
  }
  return std::nullopt;
}

}  // namespace bestfit::recognise
