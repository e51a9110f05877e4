#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "bestfit/attribute/coded.h"
#include "bestfit/card/card.h"
#include "bestfit/card/refine.h"
#include "bestfit/outcome/target.h"

namespace bestfit::card {

/// Below so many rows of the rarer outcome a card is distilled.
constexpr double kFewBest = 150.0;

/// Below so many nothing can be proved: the card is a draft, of all that may matter.
constexpr double kDraftBest = 30.0;

/// The attributes of a card from few outcomes, in two steps. A teacher, an additive model of every
/// attribute that is held back as strongly as all of them together ask for, says what each goes
/// with; then the few attributes are chosen that tell most of what the teacher says of all rows
/// whose outcome is not held back, and each gets the steps nearest to its effect. Choosing among
/// many attributes by few outcomes directly takes the luckiest ones.
///   best     one for each row of the table; -1 where the outcome is not known
///   rows     learned from; outcomes known, both occur
///   returns  none when the teacher has nothing to say
///   source   docs/methods/scorecard.md
std::vector<RefinedAttribute> distil(const attribute::Coded& coded, const outcome::Target& best,
                                     std::span<const std::uint32_t> rows,
                                     const CardOptions& options);

}  // namespace bestfit::card
