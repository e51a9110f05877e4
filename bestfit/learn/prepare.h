#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "bestfit/attribute/coded.h"
#include "bestfit/base/progress.h"
#include "bestfit/card/card.h"
#include "bestfit/learn/learn.h"
#include "bestfit/outcome/target.h"
#include "bestfit/stats/frame.h"
#include "bestfit/table/clusters.h"

namespace bestfit::learn {

/// A table ready to be learned from, again and again: made once for a build, read by `learn` and by
/// the proof.
struct Prepared {
  outcome::Outcome outcome;
  outcome::Counted counted;           // the outcome as it counts: what learning reads
  attribute::Coded coded;             // suspected leaks left out (unless kept)
  std::vector<std::uint32_t> rows;    // whose outcome is known
  table::Clusters clusters;           // rows that hang together
  std::optional<table::Column> time;  // when each account was first met, where that is known
  card::CodedModel card;              // learned from all of `rows`; without attributes when these
                                      // have one outcome only
};

/// Codes the table, looks for leaks and fits the card of all rows. The codes do not depend on the
/// outcome; which attributes are left out as leaks does, so that a proof that uses them is on the
/// safe side.
Prepared prepare(const table::Table& table, const table::Schema& schema,
                 const outcome::Outcome& outcome, const LearnOptions& options,
                 base::Progress& progress);

/// What counts of the outcome stand for.
stats::Frame frame_of(const Prepared& prepared);

/// For how many accounts of the population each of the rows stands, `rows` in order; empty where
/// each stands for one.
std::vector<double> population_shares(const Prepared& prepared);

/// What `learn` of that table gives.
///   throws  Error(bad_input) when no row, or every row, has the outcome
Learned learn(const Prepared& prepared, const LearnOptions& options, base::Progress& progress);

}  // namespace bestfit::learn
