#include "bestfit/flow/contrasts.h"

#include <algorithm>
#include <cmath>

#include "bestfit/attribute/association.h"
#include "bestfit/attribute/effect.h"
#include "bestfit/flow/evidence.h"
#include "bestfit/outcome/history.h"
#include "bestfit/outcome/target.h"

namespace bestfit::flow {
namespace {

using base::Json;

constexpr double kFewestRows = 10.0;  // rows of either side, to be shown

/// Two sides that attributes may tell apart.
struct Contrast {
  std::string words;
  outcome::Outcome outcome;
  std::vector<std::uint32_t> rows;  // of known outcome, of one cluster next to each other
  outcome::Mass mass;
};

Contrast contrast_of(std::string words, outcome::Outcome outcome, const attribute::Coded& coded) {
  Contrast contrast{
      .words = std::move(words), .outcome = std::move(outcome), .rows = {}, .mass = {}};
  std::vector<std::uint32_t> known;
  for (std::uint32_t row = 0; row < contrast.outcome.best.size(); ++row) {
    if (contrast.outcome.best[row] >= 0) known.push_back(row);
  }
  contrast.rows = attribute::by_cluster(coded, known);
  contrast.mass = outcome::mass_of(contrast.outcome, contrast.rows);
  return contrast;
}

std::string learned_words(const Dataset& dataset) {
  const std::string unit = std::string(outcome::unit_name(dataset.unit)) + "s";
  if (!dataset.outcome.worth.empty()) return unit + " by what they bring";
  return dataset.outcome.against == outcome::Against::population
             ? "best " + unit + " against the population"
             : "best against other " + unit + " worked";
}

std::vector<Contrast> contrasts_of(const Dataset& dataset, const learn::Prepared& prepared) {
  std::vector<Contrast> all;
  all.push_back(contrast_of(learned_words(dataset), prepared.counted.outcome, prepared.coded));
  if (dataset.worked) {
    all.push_back(
        contrast_of("best against other accounts worked", *dataset.worked, prepared.coded));
  }
  const table::Column* won = dataset.table.find(outcome::kWon);
  if (won != nullptr && dataset.outcome.column != outcome::kWon) {
    outcome::Outcome won_outcome;
    won_outcome.best = outcome::won_or_lost(*won);
    all.push_back(contrast_of("won against lost", std::move(won_outcome), prepared.coded));
  }
  std::erase_if(all, [](const Contrast& one) { return one.mass.rarer() < kFewestRows; });
  return all;
}

/// The attribute that a column is coded as.
std::uint32_t number_of(const attribute::Coded& coded, const std::string& column) {
  std::uint32_t number = 0;
  while (coded.attributes[number].column != column) ++number;
  return number;
}

}  // namespace

Json contrasts_json(const Dataset& dataset, const learn::Prepared& prepared,
                    const learn::Learned& learned) {
  const std::vector<Contrast> contrasts = contrasts_of(dataset, prepared);
  if (contrasts.size() < 2) return {};
  Json heads = Json::array();
  for (const Contrast& contrast : contrasts) {
    heads.push(Json::object()
                   .set("words", contrast.words)
                   .set("rows", contrast.rows.size())
                   .set("best", std::count(contrast.outcome.best.begin(),
                                           contrast.outcome.best.end(), std::int8_t{1})));
  }
  Json attributes = Json::array();
  for (const profile::AttributeStats& stats : learned.attributes) {
    if (!stats.selected) continue;
    const std::uint32_t number = number_of(prepared.coded, stats.column);
    Json effects = Json::array();
    for (const Contrast& contrast : contrasts) {
      const attribute::Effect effect =
          attribute::cross_fitted_effect(prepared.coded, number, contrast.outcome, contrast.rows);
      effects.push(estimate_json(effect.superiority));
    }
    attributes.push(Json::object()
                        .set("name", stats.name)
                        .set("column", stats.column)
                        .set("effects", std::move(effects)));
  }
  return Json::object().set("contrasts", std::move(heads)).set("attributes", std::move(attributes));
}

}  // namespace bestfit::flow
