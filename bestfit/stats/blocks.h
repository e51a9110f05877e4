#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace bestfit::stats {

/// Rows that hang together, cluster after cluster, clusters in order of first appearance.
struct Blocks {
  std::vector<std::uint32_t> places;  // of the list they were made of
  std::vector<std::uint32_t> starts;  // block i is places[starts[i] .. starts[i + 1])

  [[nodiscard]] std::size_t size() const { return starts.size() - 1; }
  [[nodiscard]] std::span<const std::uint32_t> operator[](std::size_t i) const {
    return std::span(places).subspan(starts[i], starts[i + 1] - starts[i]);
  }
};

/// Places 0, 1, … of `rows` by the cluster of their row, in order within each.
///   cluster  one a row of the table, as numbered from 0 without large gaps
Blocks blocks_of(std::span<const std::uint32_t> cluster, std::span<const std::uint32_t> rows);

}  // namespace bestfit::stats
