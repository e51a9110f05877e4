#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "bestfit/card/card.h"
#include "bestfit/card/refine.h"
#include "bestfit/outcome/target.h"

namespace bestfit::card {

/// A card's attributes with whole points, most points first. What rests on few rows is moved
/// towards the average account, and what was not seen gets the average; an attribute that then says
/// nothing is left out.
///   best, rows   learned from; outcomes known
///   points_max   of one attribute
std::vector<CardAttribute> give_points(const attribute::Coded& coded, const outcome::Target& best,
                                       std::span<const std::uint32_t> rows,
                                       std::vector<RefinedAttribute> refined, int points_max);

}  // namespace bestfit::card
