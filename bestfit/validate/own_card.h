#pragma once

#include <optional>
#include <string>
#include <vector>

#include "bestfit/learn/prepare.h"
#include "bestfit/segment/rule.h"
#include "bestfit/validate/proof.h"

namespace bestfit::validate {

/// A card learned within a kind of accounts beside the card of all accounts.
struct OwnCard {
  Comparison comparison;                // on rows of the kind that neither card had seen
  std::vector<std::string> attributes;  // of the own card of all the kind's rows, by name
  bool better = false;                  // its AUC is higher by more than chance
};

/// Whether a kind's accounts are told apart better by a card of their own: five folds; the card of
/// all learns from the other four, the own card from their rows of the kind, with at most four
/// attributes; both score the fold's rows of the kind. The rule is taken as given: it is the same
/// for both.
///   kinds    how many are asked about: each interval of `ahead` is at 1 - 0.05 / kinds
///   returns  none where the kind has fewer than 50 rows of either outcome
std::optional<OwnCard> own_card(const learn::Prepared& prepared, const learn::LearnOptions& options,
                                const segment::Rule& rule, std::size_t kinds);

}  // namespace bestfit::validate
