#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "bestfit/learn/card.h"
#include "bestfit/learn/coded.h"
#include "bestfit/profile/attribute_stats.h"
#include "bestfit/stats/interval.h"

namespace bestfit::learn {

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

Association association_of(const Coded& coded, std::uint32_t attribute,
                           std::span<const std::int8_t> best, std::span<const std::uint32_t> rows,
                           Shuffles shuffles, std::uint64_t seed);

/// The p of association_of.
double association_p(const Coded& coded, std::uint32_t attribute, std::span<const std::int8_t> best,
                     std::span<const std::uint32_t> rows, Shuffles shuffles, std::uint64_t seed);

/// Rows with those of one cluster next to each other; as they are when each stands alone.
std::vector<std::uint32_t> by_cluster(const Coded& coded, std::span<const std::uint32_t> rows);

/// How well an attribute tells best from other accounts it has not seen.
struct Effect {
  stats::Estimate superiority;  // AUC of its bins in order of their rate, 0.5 is none
  double information = 0.0;     // information value, 0 on average when there is none
  std::string method;           // how it and its interval were computed, for people
};

/// Five-fold cross-fitted effect: bins and their order come from the other folds, so that an
/// attribute without effect is at 0.5 on average, whatever its kind.
///   source  docs/methods/ranking.md
Effect cross_fitted_effect(const Coded& coded, std::uint32_t attribute,
                           std::span<const std::int8_t> best, std::span<const std::uint32_t> rows);

/// Share of half-samples of the rows (five complementary pairs, at most 5,000 rows each) whose
/// card has each attribute; one for each of coded.attributes.
///   source  Shah and Samworth 2013, JRSS B 75(1), 55-80
std::vector<double> stability(const Coded& coded, std::span<const std::int8_t> best,
                              std::span<const std::uint32_t> rows, const LearnOptions& options);

/// What is known of every attribute; selected first, then by p, left-out ones last. q counts all
/// that were offered to the card.
std::vector<profile::AttributeStats> rank_attributes(const Coded& coded, const CodedModel& model,
                                                     std::span<const std::int8_t> best,
                                                     std::span<const std::uint32_t> rows,
                                                     const LearnOptions& options);

}  // namespace bestfit::learn
