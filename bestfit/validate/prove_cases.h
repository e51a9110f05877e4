#pragma once

#include <cstdint>
#include <vector>

#include "bestfit/base/progress.h"
#include "bestfit/profile/profile.h"
#include "bestfit/table/column.h"
#include "bestfit/validate/cases.h"
#include "bestfit/validate/proof.h"
#include "bestfit/validate/rounds.h"

namespace bestfit::validate {

/// What is to be proved: a way to learn, on cases, in the order of time when there is one.
struct Claim {
  Pipeline pipeline;
  const Cases& cases;
  Scored all;                           // the card learned on all cases, one score a case
  std::vector<profile::Tier> tiers;     // of that card, best first
  const table::Column* time = nullptr;  // null when no time is known
  std::uint64_t seed = 1;
  int threads = 1;
};

/// `prove` of any learner: splits, learns and scores each round, holds the scores against what
/// happened and against noise, and judges.
Proof prove_cases(const Claim& claim, const ProofOptions& options, base::Progress& progress);

}  // namespace bestfit::validate
