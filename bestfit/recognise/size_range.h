#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace bestfit::recognise {

/// A range of sizes as people write it: "51-200", "51 to 200 employees", "$1M - $10M", "1,001+",
/// "over 5000", "up to 10", "< 10"; or a number alone.
struct SizeRange {
  double from = 0.0;  // what it starts at; below all others for "up to 10"
  bool is_range = true;
};
std::optional<SizeRange> size_range(std::string_view text);

/// The order of labels that are ranges of sizes, the smallest first; nothing when they are not:
/// three at least that start at different numbers, none anything else, most of them ranges.
///   returns  indices into labels
std::optional<std::vector<std::size_t>> order_of_sizes(std::span<const std::string> labels);

}  // namespace bestfit::recognise
