#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "bestfit/attribute/coded.h"
#include "bestfit/segment/rule.h"

namespace bestfit::segment {

/// The conditions that rules are made of: runs of consecutive bins of a number, date, flag or size
/// (attribute::bin_attribute); labels that are common enough, and runs of a category's bins in
/// order of their rate, 8 labels at most; members of sets. None of attributes that are left out,
/// none of special codes, and none that all bins of an attribute meet.
///   support_min  smallest share of the rows that a label or member alone must have
///   threads      the result does not depend on it
///   returns      in order of their attributes, none twice
///   source       docs/methods/segments.md
std::vector<Condition> find_conditions(const attribute::Coded& coded,
                                       std::span<const std::int8_t> best,
                                       std::span<const std::uint32_t> rows, double support_min,
                                       int threads);

}  // namespace bestfit::segment
