#include "bestfit/validate/own_card.h"

#include <algorithm>
#include <cstdint>
#include <utility>

#include "bestfit/card/card.h"
#include "bestfit/stats/distribution.h"
#include "bestfit/stats/fold_auc.h"
#include "bestfit/validate/cases.h"
#include "bestfit/validate/comparison.h"
#include "bestfit/validate/rounds.h"
#include "bestfit/validate/split.h"

namespace bestfit::validate {
namespace {

constexpr int kFolds = 5;
constexpr int kAttributesMost = 4;  // of a card within a kind
constexpr std::int64_t kRarerFew = 50;
constexpr double kLevel = 0.05;

std::vector<std::uint32_t> of_kind(const learn::Prepared& prepared, const segment::Rule& rule,
                                   const std::vector<std::uint32_t>& rows) {
  std::vector<std::uint32_t> out;
  out.reserve(rows.size());
  for (const std::uint32_t row : rows) {
    if (segment::matches(prepared.coded, rule, row)) out.push_back(row);
  }
  return out;
}

Pipeline cards(const learn::Prepared& prepared, const card::CardOptions& options) {
  return [&prepared, options](const outcome::Target& best, std::span<const std::uint32_t> learned,
                              std::span<const std::uint32_t> asked) {
    const card::CodedModel model = card::fit(prepared.coded, best, learned, options);
    return Scored{.found = !model.attributes.empty(),
                  .points = card::points(model, prepared.coded, asked)};
  };
}

/// Higher by more than chance among so many comparisons.
bool is_better(const stats::Estimate& ahead, std::size_t kinds) {
  const double wider = stats::normal_critical_value(1.0 - kLevel / static_cast<double>(kinds)) /
                       stats::normal_critical_value(1.0 - kLevel);
  return ahead.value - wider * (ahead.value - ahead.low) > 0.0;
}

}  // namespace

std::optional<OwnCard> own_card(const learn::Prepared& prepared, const learn::LearnOptions& options,
                                const segment::Rule& rule, std::size_t kinds) {
  const Cases cases = cases_of(prepared.counted, prepared.clusters);
  const std::vector<std::uint32_t> rows = of_kind(prepared, rule, cases.rows);
  if (tally_alone(cases, rows).rarer() < kRarerFew) return std::nullopt;

  card::CardOptions shared = learn::card_options(options, prepared.coded);
  shared.threads = 1;  // rounds run side by side
  card::CardOptions own = shared;
  own.attributes_max = std::min(own.attributes_max, kAttributesMost);
  std::vector<Round> asked;
  std::vector<Round> within;
  for (Round& round : fold_rounds(cases.best, cases.cluster, cases.rows, kFolds, options.seed)) {
    const std::vector<std::uint32_t> held = of_kind(prepared, rule, round.held);
    within.push_back({.learned = of_kind(prepared, rule, round.learned), .held = held});
    asked.push_back({.learned = std::move(round.learned), .held = held});
  }
  const std::vector<RoundResult> all =
      run_rounds(cards(prepared, shared), cases.target(), asked, options.threads);
  const Rival rival = {
      .name = "own card", .score = [&](const outcome::Target& best, auto learned, auto held) {
        const std::vector<int> points = cards(prepared, own)(best, learned, held).points;
        return std::vector<double>(points.begin(), points.end());
      }};
  const std::optional<Comparison> found =
      compare(cases, rival, within, all,
              {.overlap = stats::overlap_of_folds(kFolds), .threads = options.threads});
  if (!found) return std::nullopt;

  OwnCard out{.comparison = *found, .attributes = {}, .better = is_better(found->ahead, kinds)};
  const card::CodedModel model = card::fit(prepared.coded, cases.target(), rows, own);
  for (const card::CardAttribute& attribute : model.attributes) {
    out.attributes.push_back(prepared.coded.attributes[attribute.attribute].name);
  }
  return out;
}

}  // namespace bestfit::validate
