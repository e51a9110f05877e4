#include "bestfit/validate/proof.h"

#include <algorithm>

#include "bestfit/card/card.h"
#include "bestfit/learn/describe.h"
#include "bestfit/learn/prepare.h"
#include "bestfit/validate/cases.h"
#include "bestfit/validate/prove_cases.h"

namespace bestfit::validate {
namespace {

/// A fit of the learner for each call. Codes do not depend on outcomes, so they are shared;
/// suspected leaks are left out everywhere, which only takes strength from the proof.
Pipeline pipeline_of(const learn::Prepared& prepared, const learn::LearnOptions& options) {
  card::CardOptions single = learn::card_options(options, prepared.coded);
  single.threads = 1;  // rounds run side by side
  return [&prepared, single](const outcome::Target& best, std::span<const std::uint32_t> learned,
                             std::span<const std::uint32_t> asked) {
    const card::CodedModel model = card::fit(prepared.coded, best, learned, single);
    return Scored{.found = !model.attributes.empty(),
                  .points = card::points(model, prepared.coded, asked)};
  };
}

/// The card of all cases and its tiers.
void take_card(const learn::Prepared& prepared, Claim& claim) {
  const std::vector<std::uint32_t>& rows = claim.cases.rows;
  const card::CodedModel& card = prepared.card;
  claim.all.found = !card.attributes.empty();
  claim.all.points = card::points(card, prepared.coded, rows);
  if (claim.all.found) {
    claim.tiers = learn::tiers_of(claim.all.points, learn::population_shares(prepared));
  }
}

}  // namespace

Proof prove(const learn::Prepared& prepared, const learn::LearnOptions& learn_options,
            const ProofOptions& options, base::Progress& progress) {
  const Cases cases = cases_of(prepared.counted, prepared.clusters);
  Claim claim = {.pipeline = {},
                 .cases = cases,
                 .all = {},
                 .tiers = {},
                 .time = prepared.time ? &*prepared.time : nullptr,
                 .seed = learn_options.seed,
                 .threads = learn_options.threads};
  if (options.effort == Effort::none || !outcome::has_both(cases.target(), cases.rows)) {
    return prove_cases(claim, options, progress);
  }
  claim.pipeline = pipeline_of(prepared, learn_options);
  take_card(prepared, claim);
  return prove_cases(claim, options, progress);
}

Proof prove(const table::Table& table, const table::Schema& schema, const outcome::Outcome& outcome,
            const learn::LearnOptions& learn_options, const ProofOptions& options,
            base::Progress& progress) {
  return prove(learn::prepare(table, schema, outcome, learn_options, progress), learn_options,
               options, progress);
}

}  // namespace bestfit::validate
