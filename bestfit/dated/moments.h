#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <vector>

#include "bestfit/table/table.h"

namespace bestfit::dated {

/// Attributes are taken as they are now.
inline constexpr double kNow = std::numeric_limits<double>::infinity();

/// At which day the attributes of each row are to be taken.
struct Moments {
  std::vector<double> day;             // one a row: base::Day of the first meeting, or kNow
  std::vector<std::uint32_t> account;  // one a row: the row of its account in the accounts' table
  std::int64_t met = 0;                // rows as of a first meeting
  std::int64_t undated = 0;            // that were worked, on a day that is not known: as of now
};

/// Rows whose outcome is known, or that have a deal, are of their first meeting: the creation of
/// the first deal, else what the time column says. All others are as of now, as they will be met;
/// where rows are deals each is of its own deal's creation.
///   table     accounts, or closed deals with outcome::kAccount
///   time      the column of that day; empty: none
///   best      one a row: 1, 0, -1 not known
///   has_deal  one a row; empty where no deals were given
Moments moments_of(const table::Table& table, const std::string& time,
                   std::span<const std::int8_t> best, std::span<const std::int8_t> has_deal);

}  // namespace bestfit::dated
