#pragma once

#include <cstdint>
#include <span>

#include "bestfit/validate/cases.h"
#include "bestfit/validate/proof.h"
#include "bestfit/validate/rounds.h"

namespace bestfit::validate {

struct ComparisonOptions {
  double overlap = 1.0;  // of the rounds, as in stats::fold_auc
  int threads = 1;
};

/// The rounds with clusters drawn at random where they have more rows than these.
std::vector<Round> thinned(const Cases& cases, std::span<const Round> rounds,
                           std::size_t learned_most, std::size_t held_most, std::uint64_t seed);

/// Has a rival learn and score rounds that the card was held against, and compares the two on the
/// same held rows.
///   card     how the card scored at least the rows that each round holds
///   returns  none when no round holds back both outcomes
std::optional<Comparison> compare(const Cases& cases, const Rival& rival,
                                  std::span<const Round> rounds, std::span<const RoundResult> card,
                                  const ComparisonOptions& options);

}  // namespace bestfit::validate
