#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "bestfit/attribute/binned_attribute.h"
#include "bestfit/attribute/coded.h"
#include "bestfit/card/wishes.h"

namespace bestfit::card {

/// The rows learned from, in bins: what the search reads.
struct Binned {
  std::vector<std::uint8_t> best;  // 0 or 1, one a row
  std::vector<attribute::BinnedAttribute>
      attributes;  // of two bins or more, and told from noise by bin-free tests
  [[nodiscard]] std::size_t rows() const { return best.size(); }
};

/// Bins every attribute that is not left out, on those rows.
///   best     one for each row of the table; those of `rows` are 0 or 1
/// A forced attribute passes the tests, and is cut wherever it may be.
///   threads  the result does not depend on it
Binned make_binned(const attribute::Coded& coded, std::span<const std::int8_t> best,
                   std::span<const std::uint32_t> rows, const Wishes& wishes, int threads);

}  // namespace bestfit::card
