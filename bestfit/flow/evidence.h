#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "bestfit/base/json.h"
#include "bestfit/example/recovery.h"
#include "bestfit/flow/dataset.h"
#include "bestfit/flow/signals.h"
#include "bestfit/learn/learn.h"
#include "bestfit/profile/profile.h"
#include "bestfit/score/placed.h"
#include "bestfit/validate/proof.h"

namespace bestfit::flow {

inline constexpr std::size_t kAccountsShown = 50;

/// The accounts that a build ranked.
struct Ranked {
  std::string of;                      // "accounts without an outcome yet", "all accounts"
  std::vector<std::uint32_t> rows;     // of the data set
  std::vector<score::Placed> scores;   // one each
  std::vector<std::uint32_t> order;    // places in `rows`, best first; scored rows only
  table::Table first;                  // the first of these, at most kAccountsShown
  std::vector<score::Score> of_first;  // and what their scores came from
};

/// What a build found: all that evidence.json is made of.
struct Findings {
  const Dataset& dataset;
  const learn::Learned& learned;
  const profile::ProfileFile& file;  // without profiles for no_icp_found
  const validate::Proof& proof;
  const Ranked& ranked;
  std::optional<example::Recovery> recovery;
  base::Json prior;     // the hand-written profile beside what came out; null without one
  base::Json personas;  // the buying group of the best; null where no contacts were given
  base::Json notes;     // what the best say; null where no notes were given
  base::Json alternatives = base::Json::array();
  base::Json words;  // whose profiles' names and stories are; null where there was no earlier run
  base::Json contrasts;  // the card's attributes held against other outcomes; null without any
  base::Json kinds;      // of best accounts; null where none were looked for
  const Signals* signals = nullptr;  // null where no events were given
};

/// evidence.json (docs/formats/evidence.md).
base::Json evidence_json(const Findings& findings);

/// What `build --json` prints: the verdict, the attributes, the profiles and the validation
/// (docs/formats/json-output.md).
base::Json build_json(const Findings& findings, const base::Json& evidence,
                      const std::string& folder);

base::Json estimate_json(const stats::Estimate& estimate);

}  // namespace bestfit::flow
