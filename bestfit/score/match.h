#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "bestfit/profile/profile.h"
#include "bestfit/table/table.h"

namespace bestfit::score {

/// A row whose value is not known.
constexpr std::int16_t kNotKnown = -1;
/// A row whose value is known and matches no bin.
constexpr std::int16_t kNoBin = -2;

/// For each row the first of `bins` that its value in `column` matches, or kNotKnown or kNoBin.
/// Labels are compared as base::fold does.
///   relative_to, as_of  where an age is counted to: the row's date in that column, else that day
///   throws              Error(bad_input) when the column's kind cannot be read as `kind`
std::vector<std::int16_t> match_bins(const table::Table& table, const std::string& column,
                                     profile::CriterionKind kind, const std::string& relative_to,
                                     std::optional<base::Day> as_of,
                                     std::span<const profile::Bin> bins);

}  // namespace bestfit::score
