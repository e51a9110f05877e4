#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "bestfit/profile/profile.h"
#include "bestfit/stats/calibration.h"
#include "bestfit/stats/fold_auc.h"
#include "bestfit/validate/cases.h"
#include "bestfit/validate/evaluate.h"
#include "bestfit/validate/rounds.h"

namespace bestfit::validate {

/// A held-out row on the scale of the card that users get: the score there that as many of its rows
/// stand below as stand below this row's on the card that scored it. Chosen on scores alone.
struct HeldRow {
  std::uint32_t row = 0;
  std::uint32_t fold = 0;
  int score = 0;
  double probability = 0.0;
};

/// The scores of rounds for stats::fold_auc, each once for each side that its row counts on.
///   cluster  one a row of the table; empty: each row stands alone
std::vector<stats::FoldScore> fold_scores(const outcome::Target& target,
                                          std::span<const std::uint32_t> cluster,
                                          std::span<const RoundResult> results);

/// Held-out rows of some rounds on a scale; probabilities are not filled.
std::vector<HeldRow> held_rows(std::span<const RoundResult> results, const Scale& scale);

/// Fills each row's probability with the isotonic rate of the other folds' rows at its score; NaN
/// where how common the outcome is cannot be told. With one fold only, `others` gives the rates.
void give_probabilities(const Cases& cases, std::vector<HeldRow>& rows);
void give_probabilities(std::span<const stats::RateStep> others, std::vector<HeldRow>& rows);

/// Rates by score of held-out rows, in steps of at least a 25th of them; none where they cannot be
/// told.
std::vector<stats::RateStep> held_rates(const Cases& cases, std::span<const HeldRow> rows);

/// The table of a profile: whole scores, the first step from 0.
std::vector<profile::CalibrationStep> calibration_steps(std::span<const stats::RateStep> rates);

struct HeldOptions {
  std::vector<profile::Tier> tiers;
  double overlap = 1.0;  // of the rounds' cards, as in `fold_auc`
  std::uint64_t seed = 1;
};

/// AUC by `fold_auc` of all rounds, repeats included; the rest by `evaluate` of `rows`.
///   throws  Bug when no round holds back both outcomes
Evaluation evaluate_held(const Cases& cases, std::span<const RoundResult> results,
                         std::span<const HeldRow> rows, const HeldOptions& options);

/// Whether an AUC can be told: some round holds back both outcomes.
bool can_evaluate(const Cases& cases, std::span<const RoundResult> results);

}  // namespace bestfit::validate
