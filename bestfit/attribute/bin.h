#pragma once

#include <array>
#include <bitset>
#include <cstdint>
#include <span>
#include <vector>

#include "bestfit/attribute/coded.h"
#include "bestfit/outcome/target.h"

namespace bestfit::attribute {

struct BinOptions {
  int bins_max = 6;           // of known values; missing comes on top
  double penalty = 1.0;       // in log-likelihood, for each bin beyond the first
  double share_min = 0.02;    // smallest bin, as a share of the rows
  double rows_min = 5.0;      // and in rows
  double missing_min = 0.02;  // smallest share for which missing is a bin of its own
};

/// The usual options for so many rows: penalty a quarter of 0.5 ln n.
BinOptions bin_options(std::size_t rows);

/// Rows and best rows of each code, 0 .. levels, for as much as they count.
struct Counts {
  std::vector<double> total;
  std::vector<double> best;
};

/// Which bin each code belongs to. Bins 0 .. bins - 1 hold known values, in order for numbers; the
/// last of all is missing where it has a bin of its own.
struct Binning {
  std::array<std::uint8_t, 256> bin_of{};
  int bins = 1;
  bool missing_apart = false;   // code 0 has the last bin to itself
  bool specials_apart = false;  // special codes that occur have the first bins to themselves
  std::bitset<256> seen;        // codes that occur
};

/// The best bins by exact dynamic programming: the sum of score-test gains 0.5 G^2 / H less the
/// penalty, over all ways to cut ordered codes into bins that are large enough. Categories are put
/// in order of their shrunken rate first. Special codes share no bin with others: where they are
/// too few to have one, they are left out and join the bin whose rate is nearest. Codes that do not
/// occur, and missing that is too rare, join the bin whose rate is nearest to their own shrunken
/// one; `seen` and `missing_apart` tell.
///   source  docs/methods/binning.md
Binning bin(const CodedAttribute& attribute, const Counts& counts, const BinOptions& options);

/// The same for plain counts of codes 0 .. levels.
Binning bin(const Counts& counts, const CodeOrder& order, const BinOptions& options);

/// Counts of so many codes, all 0.
Counts zero_counts(std::size_t codes);

/// Adds a row of that code.
void count_row(const outcome::Target& best, std::size_t row, std::size_t code, Counts& counts);

/// Rows and best rows by code.
///   best  one for each row of the table; those of `rows` are known
Counts count_codes(std::span<const std::uint8_t> codes, int levels, const outcome::Target& best,
                   std::span<const std::uint32_t> rows);

/// Counts of codes, added up by bin.
Counts by_bin(const Counts& counts, const Binning& binning);

}  // namespace bestfit::attribute
