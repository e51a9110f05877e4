#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

#include "bestfit/base/text.h"
#include "bestfit/recognise/column_facts.h"
#include "bestfit/recognise/evidence.h"
#include "bestfit/recognise/roles.h"

namespace bestfit::recognise {
namespace {

using table::Column;
using table::Field;
using table::Kind;
using table::Role;

bool has_any(const std::vector<std::string>& words,
             std::initializer_list<std::string_view> wanted) {
  return std::any_of(words.begin(), words.end(), [&](const std::string& word) {
    return std::find(wanted.begin(), wanted.end(), word) != wanted.end();
  });
}

/// Share of the first labels that a test holds for.
template <typename Test>
double share_of_labels(const Column& column, Test test) {
  const std::size_t seen = std::min<std::size_t>(column.labels.size(), 200);
  if (seen == 0) return 0.0;
  const auto end = column.labels.begin() + static_cast<std::ptrdiff_t>(seen);
  return static_cast<double>(std::count_if(column.labels.begin(), end, test)) /
         static_cast<double>(seen);
}

bool is_email(const std::string& label) {
  const std::size_t at = label.find('@');
  return at != std::string::npos && at > 0 && label.find('.', at) != std::string::npos &&
         label.find(' ') == std::string::npos;
}

bool is_web_address(const std::string& label) {
  return label.rfind("http://", 0) == 0 || label.rfind("https://", 0) == 0 ||
         label.rfind("www.", 0) == 0;
}

/// Why a column names or reaches a person or a page; empty when it does not.
std::string contact_reason(const Column& column, const std::vector<std::string>& words) {
  if (column.kind == Kind::flag || column.kind == Kind::date) return {};
  if (share_of_labels(column, is_email) >= 0.8) return "e-mail addresses";
  if (share_of_labels(column, is_web_address) >= 0.8) return "web addresses";
  if (has_any(words, {"phone", "fax", "mobile", "telephone"})) {
    return column.labels.size() > 20 || column.kind == Kind::number ? "phone numbers" : "";
  }
  if (column.kind == Kind::number) return {};
  const bool person =
      has_any(words, {"owner", "salesperson", "salesrep", "rep", "seller", "agent", "sdr", "csm",
                      "firstname", "lastname", "surname", "manager"}) ||
      (words.size() >= 2 && has_any(words, {"first", "last", "given", "contact"}) &&
       words.back() == "name") ||
      (words.size() >= 2 && words.back() == "by");
  return person ? "names a person" : "";
}

bool ends_as_identifier(const std::vector<std::string>& words) {
  if (words.empty()) return false;
  const std::string& last = words.back();
  return last == "id" || last == "ids" || last == "key" || last == "uuid" || last == "guid" ||
         last == "cik" || last == "ein" || last == "lei" || last == "isin" || last == "duns" ||
         (last.size() > 2 && last.substr(last.size() - 2) == "id" && words.size() == 1);
}

constexpr const char* kIdentifier = "identifier: nearly every row has its own";

/// Why a column of numbers cannot be an attribute; empty when it can.
std::string unfit_number(const Column& column, const ColumnFacts& facts,
                         const std::vector<std::string>& words) {
  const bool named_identifier = ends_as_identifier(words);
  const bool named_counter = has_any(words, {"number", "no", "nr", "index", "rank", "row"});
  if (!facts.whole || !(named_identifier || named_counter)) return {};
  const std::size_t distinct = count_distinct(column);
  const bool identifier = named_identifier && distinct * 5 > facts.known;
  const bool counter = named_counter && facts.known >= 50 && distinct == column.rows();
  return identifier || counter ? kIdentifier : "";
}

/// Why a column cannot be an attribute; empty when it can.
std::string unfit_reason(const Column& column) {
  const std::vector<std::string> words = header_words(column.name);
  const ColumnFacts facts = facts_of(column);
  if (facts.known == 0) return "empty";
  if (facts.constant) return "constant";
  std::string contact = contact_reason(column, words);
  if (!contact.empty() && !ends_as_identifier(words)) return contact;
  if (column.kind == Kind::number) return unfit_number(column, facts, words);
  const bool named_identifier = ends_as_identifier(words);
  if (column.kind != Kind::text && !named_identifier) return {};
  const std::size_t distinct = count_distinct(column);
  const bool nearly_unique = facts.known >= 10 && distinct * 10 >= facts.known * 9;
  if (column.kind != Kind::text && !nearly_unique) return {};
  if (named_identifier && distinct * 5 > facts.known) {
    return kIdentifier;
  }
  const double spaced = share_of_labels(
      column, [](const std::string& label) { return label.find(' ') != std::string::npos; });
  if (nearly_unique && spaced < 0.2) return kIdentifier;
  return nearly_unique ? "names or free text: nearly every row has its own" : "free text";
}

/// The role that the user chose; Role::attribute when none.
Field chosen_field(const Column& column, const SchemaChoices& choices) {
  Field field{.column = column.name, .kind = column.kind, .role = Role::attribute, .why = {}};
  const auto choose = [&](const std::string& name, Role role, std::string_view option) {
    if (name.empty() || name != column.name) return;
    field.role = role;
    field.why = fmt::format("chosen with {}", option);
  };
  choose(choices.group, Role::group, "--group");
  choose(choices.weight, Role::weight, "--weight");
  choose(choices.time, Role::time, "--time");
  choose(choices.id, Role::id, "--id");
  choose(choices.outcome, Role::outcome, "--outcome");
  const auto& exclude = choices.exclude;
  if (std::find(exclude.begin(), exclude.end(), column.name) != exclude.end()) {
    field.role = Role::ignored;
    field.why = "excluded";
  }
  return field;
}

/// Choices with the names as they stand in the table.
SchemaChoices resolved(const table::Table& table, SchemaChoices choices) {
  for (std::string* name :
       {&choices.id, &choices.time, &choices.group, &choices.weight, &choices.outcome}) {
    if (!name->empty()) *name = table.column(*name).name;
  }
  for (std::string& name : choices.exclude) name = table.column(name).name;
  return choices;
}

void give_parts(const Mapping& mapping, const SchemaChoices& choices, std::vector<Field>& fields) {
  struct Given {
    std::string_view part;
    Role role;
    bool taken;  // by a choice
  };
  const std::array<Given, 8> known = {{{"id", Role::id, !choices.id.empty()},
                                       {"name", Role::name, false},
                                       {"domain", Role::domain, false},
                                       {"time", Role::time, !choices.time.empty()},
                                       {"weight", Role::weight, !choices.weight.empty()},
                                       {"parent", Role::ignored, false},
                                       {"snapshot", Role::ignored, false},
                                       {"owner", Role::ignored, false}}};
  for (const Part& part : mapping.parts) {
    const auto* given = std::find_if(known.begin(), known.end(),
                                     [&](const Given& entry) { return entry.part == part.part; });
    if (given == known.end() || given->taken) continue;
    const auto field = std::find_if(fields.begin(), fields.end(), [&](const Field& entry) {
      return entry.column == part.column && entry.why.empty();
    });
    if (field == fields.end()) continue;
    field->role = given->role;
    field->why = part.part == "parent"     ? "names another account"
                 : part.part == "owner"    ? "names a person"
                 : part.part == "snapshot" ? "says when the row was taken"
                                           : part.why;
  }
}

/// A column that names the account of a row where accounts have several rows each.
bool names_repeated_account(const Column& column) {
  constexpr std::size_t kAccountsFewest = 20;
  if (column.kind == Kind::flag || column.kind == Kind::date || column.kind == Kind::set)
    return false;
  const std::vector<std::string> words = header_words(column.name);
  const std::initializer_list<std::string_view> accounts = {
      "account",      "accounts", "customer",  "company",    "client",    "organization",
      "organisation", "reseller", "accountid", "customerid", "companyid", "clientid"};
  const bool named = has_any(words, accounts) &&
                     (words.size() == 1 || ends_as_identifier(words) || words.back() == "name");
  const ColumnFacts facts = facts_of(column);
  if (!named) return false;
  const std::size_t distinct = count_distinct(column);
  return distinct >= kAccountsFewest && distinct * 10 < facts.known * 9;
}

/// Rows of one account belong together, whether or not somebody says so.
void find_group(const table::Table& table, std::vector<Field>& fields) {
  const bool chosen = std::any_of(fields.begin(), fields.end(),
                                  [](const Field& field) { return field.role == Role::group; });
  if (chosen) return;
  for (std::size_t i = 0; i < fields.size(); ++i) {
    if (!fields[i].why.empty() || !names_repeated_account(table.columns()[i])) continue;
    fields[i].role = Role::group;
    fields[i].why = "names the account, several rows each: they stay together in the proof";
    return;
  }
}

}  // namespace

table::Schema schema_of_accounts(const table::Table& table, const SchemaChoices& choices) {
  const SchemaChoices chosen = resolved(table, choices);
  table::Schema schema;
  for (const Column& column : table.columns()) {
    schema.fields.push_back(chosen_field(column, chosen));
  }
  give_parts(chosen.mapping ? *chosen.mapping : map_columns(FileKind::accounts, table), chosen,
             schema.fields);
  find_group(table, schema.fields);
  for (std::size_t i = 0; i < schema.fields.size(); ++i) {
    Field& field = schema.fields[i];
    if (!field.why.empty()) continue;
    field.why = unfit_reason(table.columns()[i]);
    if (field.why.empty()) continue;
    field.role = Role::ignored;
  }
  return schema;
}

}  // namespace bestfit::recognise
