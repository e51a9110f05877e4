#pragma once

#include <string>
#include <utility>
#include <vector>

#include "bestfit/dated/as_of.h"
#include "bestfit/dated/moments.h"
#include "bestfit/recognise/roles.h"
#include "bestfit/table/schema.h"
#include "bestfit/table/table.h"

namespace bestfit::dated {

/// Changes of accounts' fields, as CRMs export them: Salesforce's Account History, HubSpot's
/// property history (which has no old values).
struct FieldHistory {
  std::string path;
  table::Table table;
  recognise::Mapping mapping;  // account, field and date are needed, and old or new
  std::vector<std::pair<std::string, std::string>>
      fields;  // a field's name -> the accounts' column
};

/// Takes the attributes of each row back to its moment: today's value, with the changes after that
/// day undone, the newest first. A value is thus the old one of the earliest change after the day,
/// today's where nothing changed since. Without old values it is the new one of the newest change
/// not after the day, and not known where all are after it. Rows met before the first change of the
/// whole file are as of that one.
///   accounts  as of today, one row an account
///   keys      columns of `accounts` that the history may name them by
///   table     rows of `moments`; its attributes are put back
///   throws    Error(missing) naming the file when a column that is needed was not recognised;
///             Error(bad_input) when no row names an account, or none a column
AsOf roll_back(const FieldHistory& history, const table::Table& accounts,
               const std::vector<std::string>& keys, const Moments& moments,
               const table::Schema& schema, table::Table& table);

/// The accounts' column that a field is called by: of the same name, in whatever spelling, or by a
/// name that Salesforce and HubSpot have for it. Null without one.
const table::Column* column_of_field(const table::Table& accounts, const std::string& field);

}  // namespace bestfit::dated
