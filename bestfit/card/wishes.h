#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <vector>

#include "bestfit/attribute/coded.h"
#include "bestfit/card/steps.h"

namespace bestfit::card {

/// What a person wants of a card, whatever the data say. Attributes are indices into
/// Coded::attributes.
struct Wishes {
  std::vector<std::uint32_t> forced;                 // in the card
  std::vector<std::uint32_t> forbidden;              // not in the card
  std::vector<std::vector<std::uint32_t>> families;  // at most one of each in the card
  std::map<std::uint32_t, Shape> shapes;             // of numbers, dates and flags
  int points_max = 100;   // of one attribute; more where too few share 100
  double bin_rows = 5.0;  // fewest rows of a bin
};

/// Whether a person wants the attribute in the card, whatever the data say.
bool is_forced(const Wishes& wishes, std::size_t attribute);

/// Whether a card may have the attribute: it is not left out, and nobody forbids it.
bool may_have(const attribute::Coded& coded, const Wishes& wishes, std::size_t attribute);

/// The wishes as a choice among numbered candidates sees them.
struct Rules {
  std::vector<std::size_t> forced;
  std::vector<std::vector<std::size_t>> families;

  [[nodiscard]] bool is_forced(std::size_t candidate) const;

  /// Whether none of its families has one in the support already.
  [[nodiscard]] bool allow(std::span<const std::size_t> support, std::size_t candidate) const;
};

/// The rules for candidates that stand for these attributes; wishes about others are left out.
///   attributes  by candidate
Rules rules_of(const Wishes& wishes, std::span<const std::uint32_t> attributes);

}  // namespace bestfit::card
