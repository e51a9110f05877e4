#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "bestfit/table/table.h"

namespace bestfit::outcome {

/// A row that belongs to no account.
constexpr std::int64_t kNoAccount = -1;

/// One text for the ways in which the same id, name or domain is written: Salesforce ids by their
/// first 15 characters, whose case counts; all else as base::fold.
std::string account_key(const std::string& cell);

/// Finds the account that a cell of another file names: by id (15- and 18-character Salesforce ids
/// are one), by name or by domain, whichever of these columns finds most of the file's rows.
///   keys     columns of `accounts` that may be named, the likeliest first; empty ones are passed
///            over
///   returns  for each row of `cells` a row of `accounts`, or kNoAccount
std::vector<std::int64_t> find_accounts(const table::Table& accounts,
                                        const std::vector<std::string>& keys,
                                        const table::Column& cells);

}  // namespace bestfit::outcome
