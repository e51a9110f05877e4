#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "bestfit/learn/binned.h"
#include "bestfit/learn/coded.h"
#include "bestfit/learn/search.h"

namespace bestfit::learn {

/// An attribute of a chosen support with bins of its final form.
struct RefinedAttribute {
  std::uint32_t attribute = 0;         // index into Coded::attributes
  std::vector<std::uint16_t> members;  // set: those looked at
  Binning binning;
  std::vector<double> weights;  // log odds by bin
  Counts codes;                 // rows and best rows by code; of a set, by combination
};

/// Draws the bins of a chosen support again, each attribute given the others: smooth effects on the
/// codes, then the nearest step function of at most 6 bins. Bins found for each attribute alone
/// tell part of what its neighbours in the card say already.
///   rows  those that `binned` was made of
std::vector<RefinedAttribute> refine(const Coded& coded, std::span<const std::uint32_t> rows,
                                     const Binned& binned, const Support& support);

}  // namespace bestfit::learn
