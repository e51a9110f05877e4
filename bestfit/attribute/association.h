#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "bestfit/attribute/coded.h"
#include "bestfit/outcome/target.h"

namespace bestfit::attribute {

enum class Shuffles { none, where_counts_are_small };

/// Chance of such differences between best and other accounts when the attribute says nothing: the
/// tests of its values and of its being known at all, as one p (Simes 1986). No test looks at bins
/// that were chosen with the outcome in view. Rows that hang together count for as many as would
/// say as much alone.
///   best, rows  as in fit(), outcomes known; rows of one cluster next to each other
///   source      docs/methods/ranking.md
struct Association {
  double p = 1.0;
  std::string method;  // the tests, for people
};

Association association_of(const Coded& coded, std::uint32_t attribute, const outcome::Target& best,
                           std::span<const std::uint32_t> rows, Shuffles shuffles,
                           std::uint64_t seed);

/// The p of association_of.
double association_p(const Coded& coded, std::uint32_t attribute, const outcome::Target& best,
                     std::span<const std::uint32_t> rows, Shuffles shuffles, std::uint64_t seed);

/// Rows with those of one cluster next to each other; as they are when each stands alone.
std::vector<std::uint32_t> by_cluster(const Coded& coded, std::span<const std::uint32_t> rows);

/// A cluster for each row of the table: its own number where each stands alone.
std::vector<std::uint32_t> clusters_of(const Coded& coded);

/// Some clusters of the rows, drawn at random: about `most` rows; all when there are no more.
///   returns  increasing
std::vector<std::uint32_t> draw_rows(const Coded& coded, std::span<const std::uint32_t> rows,
                                     std::size_t most, std::uint64_t seed);

}  // namespace bestfit::attribute
