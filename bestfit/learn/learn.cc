#include "bestfit/learn/learn.h"

#include <algorithm>

#include "bestfit/base/error.h"
#include "bestfit/learn/card.h"
#include "bestfit/learn/describe.h"
#include "bestfit/learn/encode.h"
#include "bestfit/learn/leakage.h"
#include "bestfit/learn/prepare.h"
#include "bestfit/learn/rank.h"

namespace bestfit::learn {

Prepared prepare(const table::Table& table, const table::Schema& schema, const Outcome& outcome,
                 const LearnOptions& options) {
  check(outcome.best.size() == table.rows(), "prepare: one outcome per row");
  Prepared prepared;
  prepared.coded = encode(table, schema, outcome.column, options.threads);
  for (std::size_t row = 0; row < outcome.best.size(); ++row) {
    if (outcome.best[row] >= 0) prepared.rows.push_back(static_cast<std::uint32_t>(row));
  }
  mark_leaks(prepared.coded, outcome.best, prepared.rows, options);
  return prepared;
}

Learned learn(const table::Table& table, const table::Schema& schema, const Outcome& outcome,
              const LearnOptions& options, base::Progress& progress) {
  progress.report("coding attributes", 0.0);
  const Prepared prepared = prepare(table, schema, outcome, options);
  const auto best = std::count(outcome.best.begin(), outcome.best.end(), std::int8_t{1});
  const auto known = static_cast<std::ptrdiff_t>(prepared.rows.size());
  if (best == 0 || best == known) {
    throw Error(Fault::bad_input, best == 0 ? "no row has the outcome '" + outcome.name + "'"
                                            : "every row has the outcome '" + outcome.name + "'");
  }
  progress.report("searching the scorecard", 0.3);
  const CodedModel model = fit(prepared.coded, outcome.best, prepared.rows, options);
  progress.report("ranking attributes", 0.6);
  Learned learned;
  learned.attributes = rank_attributes(prepared.coded, model, outcome.best, prepared.rows, options);
  if (!model.attributes.empty() && options.profiles_max >= 1) {
    learned.profiles.push_back(
        profile_of(prepared.coded, model, outcome.name, outcome.best, prepared.rows));
  }
  progress.report("ranking attributes", 1.0);
  return learned;
}

}  // namespace bestfit::learn
