#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "bestfit/attribute/binned_attribute.h"
#include "bestfit/attribute/coded.h"
#include "bestfit/card/wishes.h"
#include "bestfit/outcome/target.h"

namespace bestfit::card {

/// The rows learned from, in bins: what the search reads.
struct Binned {
  std::vector<std::uint8_t> best;   // 0 or 1, one a row
  std::vector<outcome::Mass> mass;  // what each row counts for; empty: once, on its side
  std::vector<attribute::BinnedAttribute>
      attributes;  // of two bins or more, and told from noise by bin-free tests
  [[nodiscard]] std::size_t rows() const { return best.size(); }

  /// What all rows count for.
  [[nodiscard]] outcome::Mass whole() const;
};

/// Bins every attribute that is not left out, on those rows.
///   best     one for each row of the table; those of `rows` are 0 or 1
/// A forced attribute passes the tests, and is cut wherever it may be.
///   threads  the result does not depend on it
Binned make_binned(const attribute::Coded& coded, const outcome::Target& best,
                   std::span<const std::uint32_t> rows, const Wishes& wishes, int threads);

}  // namespace bestfit::card
