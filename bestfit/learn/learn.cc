#include "bestfit/learn/learn.h"

#include <algorithm>

#include "bestfit/attribute/encode.h"
#include "bestfit/base/error.h"
#include "bestfit/card/card.h"
#include "bestfit/learn/describe.h"
#include "bestfit/learn/leakage.h"
#include "bestfit/learn/prepare.h"
#include "bestfit/learn/rank.h"

namespace bestfit::learn {

Prepared prepare(const table::Table& table, const table::Schema& schema,
                 const outcome::Outcome& outcome, const LearnOptions& options,
                 base::Progress& progress) {
  check(outcome.best.size() == table.rows(), "prepare: one outcome per row");
  progress.report("coding attributes", 0.0);
  Prepared prepared;
  prepared.outcome = outcome;
  for (std::size_t row = 0; row < outcome.best.size(); ++row) {
    if (outcome.best[row] >= 0) prepared.rows.push_back(static_cast<std::uint32_t>(row));
  }
  prepared.clusters = table::find_clusters(table, schema, outcome.best);
  prepared.coded = attribute::encode(table, schema, outcome.column, options.threads);
  for (attribute::CodedAttribute& attribute : prepared.coded.attributes) {
    const auto prior = options.prior_points.find(attribute.column);
    if (prior == options.prior_points.end()) continue;
    check(prior->second.size() == table.rows(), "prepare: prior points for each row");
    attribute.prior_points = prior->second;
  }
  if (prepared.clusters.among_known < static_cast<std::int64_t>(prepared.rows.size())) {
    prepared.coded.cluster = prepared.clusters.of_row;
  }
  const std::string time = schema.column(table::Role::time);
  if (!time.empty()) prepared.time = table.column(time);
  mark_derived(prepared.coded, table, outcome, prepared.rows, options);
  mark_leaks(prepared.coded, outcome.best, prepared.rows, options);
  check_wishes(options, prepared.coded);
  progress.report("searching the scorecard", 0.3);
  prepared.card =
      card::fit(prepared.coded, outcome.best, prepared.rows, card_options(options, prepared.coded));
  return prepared;
}

Learned learn(const Prepared& prepared, const LearnOptions& options, base::Progress& progress) {
  const outcome::Outcome& outcome = prepared.outcome;
  const auto best = std::count(outcome.best.begin(), outcome.best.end(), std::int8_t{1});
  const auto known = static_cast<std::ptrdiff_t>(prepared.rows.size());
  if (best == 0 || best == known) {
    throw Error(Fault::bad_input, best == 0 ? "no row has the outcome '" + outcome.name + "'"
                                            : "every row has the outcome '" + outcome.name + "'");
  }
  progress.report("ranking attributes", 0.6);
  Learned learned;
  learned.correction = options.correction;
  learned.attributes =
      rank_attributes(prepared.coded, prepared.card, outcome.best, prepared.rows, options);
  if (!prepared.card.attributes.empty() && options.profiles_max >= 1) {
    learned.profiles.push_back(profile_of(prepared.coded, prepared.card, outcome.name, options.row,
                                          outcome.best, prepared.rows));
  }
  progress.report("ranking attributes", 1.0);
  return learned;
}

Learned learn(const table::Table& table, const table::Schema& schema,
              const outcome::Outcome& outcome, const LearnOptions& options,
              base::Progress& progress) {
  return learn(prepare(table, schema, outcome, options, progress), options, progress);
}

}  // namespace bestfit::learn
