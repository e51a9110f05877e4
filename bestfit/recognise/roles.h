#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bestfit/table/schema.h"
#include "bestfit/table/table.h"

namespace bestfit::recognise {

/// What the rows of a file are.
enum class FileKind {
  accounts,
  deals,
  revenue,
  contacts,
  signals,
  notes,
  partners,
  population,
  history,  // changes of accounts' fields
  rates,    // of currencies
};

/// "accounts", "deals", ….
std::string_view file_kind_name(FileKind kind);
/// The kind of that name.
///   throws  Bug when there is none
FileKind file_kind(std::string_view name);

/// A column that plays a part in its file.
struct Part {
  std::string part;    // "account", "closed_date"
  std::string column;  // its name in the file
  std::string why;     // "header of a HubSpot export"
};

/// Which columns of a file play which part.
struct Mapping {
  std::vector<Part> parts;
  std::vector<std::string> not_recognised;  // columns that play none: attributes, mostly

  /// The column of a part; empty when there is none.
  [[nodiscard]] std::string column(std::string_view part) const;
};

/// The parts that columns of such a file may play.
std::vector<std::string> parts_of(FileKind kind);

/// Recognises the parts of a file by the header names of HubSpot and Salesforce (labels and API
/// names) and common flat files; a column whose cells do not suit a part does not play it.
/// Where a column says when the row was taken (snapshot), accounts may have several rows each, and
/// their id need not be unique.
///   accounts  id, name, domain, time, owner, lifecycle, type, parent, weight, snapshot; so a
///             population
///   deals     id, name, account, stage, won, closed, amount, created, closed_date, type, currency,
///             lost_reason, pipeline, owner
///   revenue   id, account, date, end, amount, currency, kind
///   contacts  id, name, account, title, seniority, department, role, email, created
///   signals   account, date, type, strength
///   notes     account, date, text, source
///   partners  id, name, account, type, tier
///   history   account, field, old, new, date
///   rates     currency, date, rate, units
Mapping map_columns(FileKind kind, const table::Table& table);

/// How sure it is what the rows of a file are, the surest last.
enum class KnownBy {
  nothing,       // taken for accounts for want of anything better
  columns,       // its columns are those of such a file
  part_of_name,  // "sales_pipeline", "customers_2024"; also leads and prospects
  name,          // "accounts", "companies", "deals": nothing but the word
};

struct KindGuess {
  FileKind kind = FileKind::accounts;
  KnownBy by = KnownBy::nothing;
};

/// What the rows of a file are likely to be, by its name, else by its columns.
KindGuess guess_kind(const std::string& path, const table::Table& table);

/// The place of the column that looks like the id of the rows, by header alone.
std::optional<std::size_t> id_header(const std::vector<std::string>& names);

/// What the user says about columns; empty: found out.
struct SchemaChoices {
  std::string id = {};
  std::string time = {};
  std::string group = {};
  std::string weight = {};
  std::string outcome = {};
  std::vector<std::string> exclude = {};
  std::optional<Mapping> mapping = {};  // which column plays which part; else by the headers
};

/// The role of each column of an account table, with the reason for it. Identifiers, free text,
/// constants, and columns that name or reach persons (owners, e-mail, phone) are ignored.
///   throws  Error(missing) when a column that is chosen does not exist
table::Schema schema_of_accounts(const table::Table& table, const SchemaChoices& choices);

}  // namespace bestfit::recognise
