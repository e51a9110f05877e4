#include "bestfit/learn/learn.h"

#include <algorithm>

#include "bestfit/attribute/encode.h"
#include "bestfit/base/error.h"
#include "bestfit/card/card.h"
#include "bestfit/learn/describe.h"
#include "bestfit/learn/leakage.h"
#include "bestfit/learn/prepare.h"
#include "bestfit/learn/rank.h"
#include "bestfit/learn/segments.h"

namespace bestfit::learn {
namespace {

std::vector<std::uint32_t> known_rows(const std::vector<std::int8_t>& best) {
  std::vector<std::uint32_t> rows;
  for (std::uint32_t row = 0; row < best.size(); ++row) {
    if (best[row] >= 0) rows.push_back(row);
  }
  return rows;
}

/// The outcome that leaks are looked for with: where rows count by what they bring, whether that is
/// in the upper quarter.
outcome::Outcome told_apart(const outcome::Outcome& outcome) {
  outcome::Outcome told = outcome;
  if (outcome.worth.empty()) return told;
  std::vector<float> known;
  for (std::size_t row = 0; row < outcome.best.size(); ++row) {
    if (outcome.best[row] >= 0) known.push_back(outcome.worth[row]);
  }
  const auto upper = known.begin() + static_cast<std::ptrdiff_t>(3 * known.size() / 4);
  std::nth_element(known.begin(), upper, known.end());
  for (std::size_t row = 0; row < told.best.size(); ++row) {
    if (told.best[row] >= 0) {
      told.best[row] = outcome.worth[row] >= *upper && outcome.worth[row] > 0.0F ? 1 : 0;
    }
  }
  return told;
}

}  // namespace

Prepared prepare(const table::Table& table, const table::Schema& schema,
                 const outcome::Outcome& outcome, const LearnOptions& options,
                 base::Progress& progress) {
  check(outcome.best.size() == table.rows(), "prepare: one outcome per row");
  progress.report("coding attributes", 0.0);
  Prepared prepared;
  prepared.outcome = outcome;
  prepared.counted = outcome::counted(outcome);
  prepared.rows = known_rows(outcome.best);
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
  const outcome::Outcome told = told_apart(outcome);
  mark_derived(prepared.coded, table, told, prepared.rows, options);
  mark_leaks(prepared.coded, told.best, prepared.rows, options);
  if (!options.won.empty()) {
    mark_leaks(prepared.coded, options.won, known_rows(options.won), options, won_and_lost());
  }
  check_wishes(options, prepared.coded);
  progress.report("searching the scorecard", 0.3);
  prepared.card = card::fit(prepared.coded, prepared.counted.outcome, prepared.rows,
                            card_options(options, prepared.coded));
  return prepared;
}

stats::Frame frame_of(const Prepared& prepared) {
  return {.best = prepared.counted.best_each, .other = prepared.counted.other_each};
}

std::vector<double> population_shares(const Prepared& prepared) {
  const outcome::Target target(prepared.counted.outcome);
  std::vector<double> shares;
  if (target.is_plain() && prepared.counted.best_each == prepared.counted.other_each) return shares;
  for (const std::uint32_t row : prepared.rows) {
    shares.push_back(prepared.counted.best_each * target.best_mass(row) +
                     prepared.counted.other_each * target.other_mass(row));
  }
  return shares;
}

Learned learn(const Prepared& prepared, const LearnOptions& options, base::Progress& progress) {
  const outcome::Outcome& outcome = prepared.outcome;
  const outcome::Mass mass = outcome::mass_of(prepared.counted.outcome, prepared.rows);
  if (mass.rarer() <= 0.0) {
    throw Error(Fault::bad_input, mass.best <= 0.0
                                      ? "no row has the outcome '" + outcome.name + "'"
                                      : "every row has the outcome '" + outcome.name + "'");
  }
  progress.report("ranking attributes", 0.6);
  Learned learned;
  learned.correction = options.correction;
  learned.attributes = rank_attributes(prepared.coded, prepared.card, prepared.counted.outcome,
                                       prepared.rows, options, frame_of(prepared));
  if (!prepared.card.attributes.empty() && options.profiles_max >= 1) {
    profile::Profile main =
        profile_of(prepared.coded, prepared.card, prepared.counted.outcome, prepared.rows,
                   {.outcome = outcome.name,
                    .row = options.row,
                    .frame = frame_of(prepared),
                    .stands_for = population_shares(prepared)});
    progress.report("searching kinds of best accounts", 0.8);
    learned.segments = find_kinds(prepared, options);
    if (learned.segments) {
      drop_what_is_main(prepared.coded, main, *learned.segments);
      learned.profiles = profiles_of(prepared.coded, *learned.segments, main, options);
    }
    if (!learned.profiles.empty()) main.name = "Other " + options.row + "s, by the card";
    learned.profiles.push_back(std::move(main));
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
