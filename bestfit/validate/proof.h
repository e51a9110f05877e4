#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "bestfit/base/progress.h"
#include "bestfit/learn/prepare.h"
#include "bestfit/profile/profile.h"
#include "bestfit/stats/interval.h"
#include "bestfit/validate/evaluate.h"

namespace bestfit::validate {

enum class Verdict {
  ready,         // clearly better than chance and than noise, on enough later or held-out outcomes
  ok,            // better than chance, with a wide interval
  not_ready,     // too few outcomes to tell
  no_icp_found,  // enough data, and nothing sets the best accounts apart
};

std::string_view verdict_name(Verdict verdict);

enum class Effort { full, quick, none };

/// Another way to score, to hold the card against on the same rows.
struct Rival {
  std::string name;  // "XGBoost on all 29 attributes", "Industry"
  /// Learns from `learned` alone and scores `asked`, higher is better. Called from several threads.
  std::function<std::vector<double>(const outcome::Target& best,
                                    std::span<const std::uint32_t> learned,
                                    std::span<const std::uint32_t> asked)>
      score;
};

struct ProofOptions {
  Effort effort = Effort::full;
  int folds = 5;
  int noise_runs = 20;          // shuffled outcomes
  std::string row = "account";  // what a row is called in sentences
  // When effort is full:
  std::optional<Rival> black_box;  // what a simple card leaves on the table
  std::vector<Rival> without;      // cards learned without one attribute each, of that name
};

/// What the same search reaches on shuffled outcomes.
struct Noise {
  double low = 0.5;  // 5 % quantile of AUC
  double median = 0.5;
  double high = 0.5;  // 95 % quantile
  int runs = 0;
};

/// The card beside a rival on the same held-out rows.
struct Comparison {
  std::string name;          // the rival's
  std::int64_t rows = 0;     // held out; a row once
  std::int64_t best = 0;     // of these
  std::int64_t learned = 0;  // rows that the rival learned from in a round, at most
  stats::Estimate auc;       // of the rival
  stats::Estimate card_auc;  // of the card, on these rows
  stats::Estimate ahead;     // AUC of the rival less that of the card, paired
  double lift = 0.0;         // at the top 10 %, of the rival
  double card_lift = 0.0;
};

/// A row and its score by a card that had not seen it, on the scale of the card that users get.
struct UnseenScore {
  std::uint32_t row = 0;
  int score = 0;
};

/// Is it true? Everything here was measured on rows that chose nothing.
struct Proof {
  Verdict verdict = Verdict::not_ready;
  std::string why;                 // one sentence
  std::vector<std::string> helps;  // what would make the verdict better
  std::string method;              // "split in time", "nested 5-fold cross-validation", "none"
  std::string words;               // how it was done, in one sentence with dates and counts
  std::int64_t learned_rows = 0;
  std::int64_t held_rows = 0;
  std::int64_t held_best = 0;
  double apparent_auc = 0.0;  // on the rows that chose the card: shown to be distrusted
  Noise noise;
  std::vector<UnseenScore> unseen_scores;  // rows held back, and those learned from by the folds
                                           // among them; each row once
  std::optional<Evaluation> held;  // on held-out rows; none when effort is none or data are too few
  std::optional<Comparison> ceiling;  // the black box
  std::vector<Comparison> without;
  std::vector<profile::CalibrationStep> calibration;  // for the profile, from held-out scores
};

/// Proves what `learn` finds on `table`. Where the schema has a time column the later rows are held
/// back (the split is chosen on counts alone, never on the result); otherwise nested
/// cross-validation. Rows of one group, and identical rows, stay together. Every choice of the
/// learner is inside the loop.
Proof prove(const table::Table& table, const table::Schema& schema, const outcome::Outcome& outcome,
            const learn::LearnOptions& learn_options, const ProofOptions& options,
            base::Progress& progress);

/// The same of a table that was prepared; the card of all rows is not fitted again.
Proof prove(const learn::Prepared& prepared, const learn::LearnOptions& learn_options,
            const ProofOptions& options, base::Progress& progress);

}  // namespace bestfit::validate
