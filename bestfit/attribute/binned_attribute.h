#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "bestfit/attribute/bin.h"
#include "bestfit/attribute/coded.h"
#include "bestfit/outcome/target.h"

namespace bestfit::attribute {

/// One attribute in bins, on the rows that are learned from.
struct BinnedAttribute {
  std::uint32_t attribute = 0;         // index into Coded::attributes
  std::vector<std::uint16_t> members;  // set: those looked at; combination code is 1 + sum of bits
  Binning binning;
  std::vector<std::uint8_t> bins;  // one a row learned from
  std::vector<double> total;       // rows by bin, for as much as they count
  std::vector<double> best;        // best rows by bin
  std::vector<double> evidence;    // weight of evidence by bin, shrunk, mean 0 over the rows
  double degrees = 0.0;            // what the bins can fit to noise, in free parameters
};

/// Bins of one attribute; a set's most telling members are chosen first, at most three.
BinnedAttribute bin_attribute(const Coded& coded, std::uint32_t attribute,
                              const outcome::Target& best, std::span<const std::uint32_t> rows,
                              const BinOptions& options);

/// Log odds of the outcome in a bin, after five average rows were added to it: a bin of few rows
/// says little.
///   best, total  rows of the bin; need not be whole
///   rate         share of best among all rows, in (0, 1)
double shrunk_log_odds(double best, double total, double rate);

/// The code that a binning reads: a set's is its combination of those members.
std::uint8_t code_of_row(const CodedAttribute& attribute, std::span<const std::uint16_t> members,
                         std::size_t row);

/// The bin of one row of the table.
std::uint8_t bin_of_row(const CodedAttribute& attribute, const Binning& binning,
                        std::span<const std::uint16_t> members, std::size_t row);

}  // namespace bestfit::attribute
