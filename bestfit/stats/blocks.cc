#include "bestfit/stats/blocks.h"

#include <algorithm>
#include <limits>

namespace bestfit::stats {

Blocks blocks_of(std::span<const std::uint32_t> cluster, std::span<const std::uint32_t> rows) {
  constexpr std::uint32_t kUnseen = std::numeric_limits<std::uint32_t>::max();
  std::uint32_t largest = 0;
  for (const std::uint32_t row : rows) largest = std::max(largest, cluster[row]);
  std::vector<std::uint32_t> block(static_cast<std::size_t>(largest) + 1, kUnseen);
  Blocks blocks;
  std::vector<std::uint32_t> sizes;
  for (const std::uint32_t row : rows) {
    std::uint32_t& of = block[cluster[row]];
    if (of == kUnseen) {
      of = static_cast<std::uint32_t>(sizes.size());
      sizes.push_back(0);
    }
    ++sizes[of];
  }
  blocks.starts.reserve(sizes.size() + 1);
  blocks.starts.push_back(0);
  for (const std::uint32_t size : sizes) blocks.starts.push_back(blocks.starts.back() + size);
  std::vector<std::uint32_t> next(blocks.starts.begin(), blocks.starts.end() - 1);
  blocks.places.resize(rows.size());
  for (std::uint32_t place = 0; place < rows.size(); ++place) {
    blocks.places[next[block[cluster[rows[place]]]]++] = place;
  }
  return blocks;
}

}  // namespace bestfit::stats
