#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "bestfit/attribute/coded.h"
#include "bestfit/segment/options.h"
#include "bestfit/segment/rule.h"

namespace bestfit::segment {

/// The conditions that rules are made of: runs of consecutive bins of a number, date, flag or size
/// (attribute::bin_attribute); labels that are common enough, and runs of a category's bins in
/// order of their rate, 8 labels at most; members of sets. None of attributes that are left out,
/// none of special codes, and none that all bins of an attribute meet.
///   options  support_min of labels and members alone; attributes, where some are named
///   returns  in order of their attributes, none twice
///   source   docs/methods/segments.md
std::vector<Condition> find_conditions(const attribute::Coded& coded,
                                       std::span<const std::int8_t> best,
                                       std::span<const std::uint32_t> rows,
                                       const SegmentOptions& options);

/// Attributes that are not left out and told from noise by bin-free tests: q of 0.1 or less.
///   source  attribute::association_p, Benjamini and Hochberg 1995
std::vector<std::uint32_t> told_from_noise(const attribute::Coded& coded,
                                           std::span<const std::int8_t> best,
                                           std::span<const std::uint32_t> rows, int threads);

}  // namespace bestfit::segment
