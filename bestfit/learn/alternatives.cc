#include "bestfit/learn/alternatives.h"

#include "bestfit/attribute/association.h"
#include "bestfit/base/parallel.h"

namespace bestfit::learn {
namespace {

constexpr std::size_t kSearchedMost = 100'000;

}  // namespace

card::CardOptions options_without(const Prepared& prepared, const LearnOptions& options,
                                  std::uint32_t attribute) {
  card::CardOptions without = card_options(options, prepared.coded);
  without.wishes.forbidden.push_back(attribute);
  without.threads = 1;  // several cards at once
  return without;
}

std::vector<CardWithout> cards_without(const Prepared& prepared, const LearnOptions& options) {
  const card::Wishes wishes = card_options(options, prepared.coded).wishes;
  std::vector<CardWithout> cards;
  for (const card::CardAttribute& card : prepared.card.attributes) {
    if (!card::is_forced(wishes, card.attribute)) {
      cards.push_back({.attribute = card.attribute, .attributes = {}});
    }
  }
  const std::vector<std::uint32_t> rows =
      attribute::draw_rows(prepared.coded, prepared.rows, kSearchedMost, options.seed);
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
