#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "bestfit/attribute/coded.h"
#include "bestfit/card/wishes.h"
#include "bestfit/outcome/target.h"

namespace bestfit::card {

/// The share of false discoveries that is allowed among the attributes offered to a card.
constexpr double kDiscoveryRate = 0.1;

/// What bin-free tests say of each attribute that a card may have.
struct Discoveries {
  std::vector<double> p;  // by attribute; 1 where the card may not have it
  std::vector<double> q;  // Benjamini and Hochberg, among those that it may have

  /// Whether it may be offered: it is forced, or told from noise. Else a search would choose the
  /// luckiest of many.
  [[nodiscard]] bool offers(const Wishes& wishes, std::size_t attribute) const;
};

///   best     one for each row of the table; those of `rows` are 0 or 1
///   threads  the result does not depend on it
Discoveries find_discoveries(const attribute::Coded& coded, const outcome::Target& best,
                             std::span<const std::uint32_t> rows, const Wishes& wishes,
                             int threads);

}  // namespace bestfit::card
