#pragma once

#include <cstdint>
#include <vector>

namespace bestfit::stats {

/// Outcomes in random order among `rows`; rows of one cluster keep the outcomes of one cluster,
/// next to each other, so that what clusters have in common does not get lost.
///   best, cluster  one a row of the table
///   rows           indices into these
///   returns        one a row of the table; other rows keep theirs
std::vector<std::int8_t> shuffled_outcomes(const std::vector<std::int8_t>& best,
                                           const std::vector<std::uint32_t>& cluster,
                                           const std::vector<std::uint32_t>& rows,
                                           std::uint64_t seed);

/// Which row each row takes its outcome from, in the same random order; rows that are not among
/// `rows` take their own.
std::vector<std::uint32_t> shuffled_places(const std::vector<std::uint32_t>& cluster,
                                           const std::vector<std::uint32_t>& rows,
                                           std::uint64_t seed);

/// Some clusters drawn at random until there are about `rows_max` rows; all when there are no more.
///   returns  increasing
std::vector<std::uint32_t> draw_rows(const std::vector<std::uint32_t>& cluster,
                                     const std::vector<std::uint32_t>& rows, std::size_t rows_max,
                                     std::uint64_t seed);

}  // namespace bestfit::stats
