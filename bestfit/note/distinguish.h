#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "bestfit/note/corpus.h"
#include "bestfit/note/lexicon.h"
#include "bestfit/stats/interval.h"

namespace bestfit::note {

struct DistinguishOptions {
  double q_max = 0.10;             // of what stands out
  double prior_accounts = 10.0;    // how many accounts of each group the prior is worth
  std::int64_t support_least = 5;  // accounts that have a term, whatever their outcome
  double support_share = 0.01;     // and this share of the accounts with notes
  double share_most = 0.95;        // what nearly all say tells nobody apart
  std::size_t terms_max = 500;     // stand-alone terms tried, the commonest
  std::int64_t group_least = 10;   // accounts with notes in time, of each outcome
};

/// Who says it more often.
enum class Side { neither, best, others };

/// A theme, or a term of no theme, among the accounts with a known outcome and a note in time.
struct Said {
  std::string name;
  const Theme* theme = nullptr;     // null for a term
  std::vector<std::string> also;    // a theme's terms that occur; other terms of the same accounts
  std::vector<std::int32_t> words;  // of a term: places in the vocabulary, one or two
  std::int64_t best = 0;            // accounts that have it
  std::int64_t others = 0;
  stats::Estimate best_share;
  stats::Estimate others_share;
  stats::Estimate odds_ratio;  // shrunk (log_odds.h)
  double p = 1.0;              // among accounts with as many notes (stats::stratified_mid_p)
  double q = 1.0;              // over all themes and terms that were tried
  Side stands_out = Side::neither;
};

/// What the best say, held against what the others say.
struct Distinction {
  std::int64_t best_total = 0;  // accounts with notes in time
  std::int64_t others_total = 0;
  bool can_tell = false;     // enough of either
  std::size_t tried = 0;     // themes and terms
  std::vector<Said> themes;  // that any account has; what stands out first, then by p
  std::vector<Said> terms;
};

/// Themes and terms by accounts, not by notes: an account has one when any of its notes in time has
/// it. Terms are words and two-word phrases of no theme; those that the very same accounts have are
/// one, and one that the accounts of a theme have is left to the theme. Which are tried is chosen
/// without the outcome. A plural ("-s") counts as its word where both occur.
///   best     one an account: 1, 0, -1 not known
///   lexicon  outlives what is returned
///   throws   Bug when lengths differ
Distinction distinguish(std::span<const Note> notes, std::span<const Use> uses,
                        const Corpus& corpus, const std::vector<std::vector<Hit>>& hits,
                        const Lexicon& lexicon, std::span<const std::int8_t> best,
                        const DistinguishOptions& options = {});

}  // namespace bestfit::note
