#pragma once

#include <cstdint>
#include <vector>

#include "bestfit/card/card.h"
#include "bestfit/learn/prepare.h"

namespace bestfit::learn {

/// The card that is found when one attribute of the card may not be in it.
struct CardWithout {
  std::uint32_t attribute = 0;            // index into Coded::attributes
  std::vector<std::uint32_t> attributes;  // of the card found then, most points first; may be none
};

/// What a card without that attribute is learned with.
card::CardOptions options_without(const Prepared& prepared, const LearnOptions& options,
                                  std::uint32_t attribute);

/// One for each attribute of the card that was not forced into it, in the card's order. Found on
/// 20,000 rows at most, drawn at random: these are other ways to the same end, not the end.
std::vector<CardWithout> cards_without(const Prepared& prepared, const LearnOptions& options);

}  // namespace bestfit::learn
