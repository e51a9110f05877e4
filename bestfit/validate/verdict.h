#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "bestfit/stats/interval.h"
#include "bestfit/validate/cases.h"
#include "bestfit/validate/proof.h"

namespace bestfit::validate {

/// All that a verdict rests on.
struct Findings {
  Tally known;        // rows with a known outcome
  Tally held;         // rows held out
  Tally known_alone;  // the same, as many as would say as much alone: see `tally_alone`
  Tally held_alone;
  bool is_weighted = false;            // rows count by weight or worth
  bool found = false;                  // a card was found on all rows
  bool has_time = false;               // the proof was a split in time
  bool knows_time = false;             // there is a time column, whether it served or not
  std::optional<stats::Estimate> auc;  // held out; none when nothing was held out
  Noise noise;
  std::string best_words = "best";  // what is said of those with the outcome
  std::string row = "account";      // what a row is called; with an s, several
};

struct Judgement {
  Verdict verdict = Verdict::not_ready;
  std::string why;                 // one sentence
  std::vector<std::string> helps;  // what would make it better; empty when ready
};

/// The verdict, by rules fixed beforehand (docs/methods/proof.md): `ready` needs the interval above
/// chance and above what noise reaches, with 50 held-out rows of each outcome; `ok` the interval
/// above chance and the value above noise; below 30 rows of the rarer outcome it is `not_ready`.
/// Rows that hang together count once, rows that count by weight for as many as they say.
Judgement judge(const Findings& findings);

/// When nothing was proved because nobody asked for it.
Judgement judge_unproved();

}  // namespace bestfit::validate
