#pragma once

#include <bitset>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "bestfit/attribute/coded.h"

namespace bestfit::segment {

/// What a seller can look up of one attribute: a range, a size, a label, some labels, or that a set
/// has a member. "Not known" and "any other label" meet no condition.
struct Condition {
  std::uint32_t attribute = 0;          // index into Coded::attributes
  std::bitset<256> codes;               // those that meet it, never 0; empty for a set
  std::optional<std::uint16_t> member;  // set: the member that a row must have

  bool operator==(const Condition&) const = default;
};

/// A row matches when it meets all of 1 to 3 conditions, each on another attribute, in the order of
/// their attributes.
struct Rule {
  std::vector<Condition> conditions;

  bool operator==(const Rule&) const = default;
};

bool meets(const attribute::CodedAttribute& attribute, const Condition& condition, std::size_t row);

bool matches(const attribute::Coded& coded, const Rule& rule, std::size_t row);

/// One a row of `rows`: 1 where it matches.
std::vector<std::uint8_t> cover(const attribute::Coded& coded, const Rule& rule,
                                std::span<const std::uint32_t> rows);

/// Rows in both covers over rows in either; 0 when both are empty.
///   a, b     of the same rows
///   source   Jaccard 1912, New Phytologist 11(2), 37-50
double jaccard(std::span<const std::uint8_t> a, std::span<const std::uint8_t> b);

}  // namespace bestfit::segment
