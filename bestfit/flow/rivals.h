#pragma once

#include <vector>

#include "bestfit/base/json.h"
#include "bestfit/learn/alternatives.h"
#include "bestfit/validate/proof.h"

/// What a card is held against, beside what happened.
namespace bestfit::flow {

/// Trees that nobody could read, on all attributes that the card was offered.
///   prepared  is kept by reference
validate::Rival black_box(const learn::Prepared& prepared, const learn::LearnOptions& options);

/// Cards that may not have one attribute of the card, under the attribute's name.
///   prepared  is kept by reference
std::vector<validate::Rival> cards_without_rivals(const learn::Prepared& prepared,
                                                  const learn::LearnOptions& options,
                                                  const std::vector<learn::CardWithout>& cards);

/// `alternatives` of evidence.json (docs/formats/evidence.md).
base::Json alternatives_json(const learn::Prepared& prepared,
                             const std::vector<learn::CardWithout>& cards,
                             const validate::Proof& proof);

}  // namespace bestfit::flow
