#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "bestfit/dated/as_of.h"
#include "bestfit/dated/moments.h"
#include "bestfit/recognise/roles.h"
#include "bestfit/table/schema.h"
#include "bestfit/table/table.h"

namespace bestfit::dated {

/// Accounts as they were on several days.
struct Snapshots {
  table::Table rows;                   // as they were read
  std::vector<std::uint32_t> current;  // one an account: its newest row; accounts in the order in
                                       // which they first stand in the file
  std::vector<std::vector<std::uint32_t>> of_account;  // its rows, the oldest first
  std::vector<double> day;                             // one a row; kNow where it has none
};

/// The snapshots of a table whose accounts have several dated rows. Of two rows of an account and
/// day the later in the file counts; a row without a day is as of today.
///   returns  none where no column says when a row was taken, none names the account, or no account
///            has two rows
std::optional<Snapshots> snapshots_of(const table::Table& accounts,
                                      const recognise::Mapping& mapping);

/// Takes the attributes of each row from its account's newest snapshot that is not after the row's
/// moment; from the oldest where all are.
AsOf take_snapshots(const Snapshots& snapshots, const Moments& moments, const table::Schema& schema,
                    table::Table& table);

}  // namespace bestfit::dated
