#include "bestfit/learn/alternatives.h"

#include <algorithm>
#include <numeric>

#include "bestfit/base/parallel.h"
#include "bestfit/stats/shuffle.h"

namespace bestfit::learn {
namespace {

constexpr std::size_t kRowsMost = 20'000;

std::vector<std::uint32_t> some_rows(const Prepared& prepared, std::uint64_t seed) {
  std::vector<std::uint32_t> cluster = prepared.coded.cluster;
  if (cluster.empty()) {
    cluster.resize(prepared.coded.rows);
    std::iota(cluster.begin(), cluster.end(), std::uint32_t{0});
  }
  return stats::draw_rows(cluster, prepared.rows, kRowsMost, seed);
}

}  // namespace

card::CardOptions options_without(const Prepared& prepared, const LearnOptions& options,
                                  std::uint32_t attribute) {
  card::CardOptions without = card_options(options, prepared.coded);
  without.wishes.forbidden.push_back(attribute);
  without.threads = 1;  // several cards at once
  return without;
}

std::vector<CardWithout> cards_without(const Prepared& prepared, const LearnOptions& options) {
  const std::vector<std::uint32_t> forced = card_options(options, prepared.coded).wishes.forced;
  std::vector<CardWithout> cards;
  for (const card::CardAttribute& card : prepared.card.attributes) {
    if (std::find(forced.begin(), forced.end(), card.attribute) == forced.end()) {
      cards.push_back({.attribute = card.attribute, .attributes = {}});
    }
  }
  const std::vector<std::uint32_t> rows = some_rows(prepared, options.seed);
  base::parallel_for(options.threads, cards.size(), [&](std::size_t i) {
    const card::CodedModel found =
        card::fit(prepared.coded, prepared.outcome.best, rows,
                  options_without(prepared, options, cards[i].attribute));
    for (const card::CardAttribute& card : found.attributes) {
      cards[i].attributes.push_back(card.attribute);
    }
  });
  return cards;
}

}  // namespace bestfit::learn
