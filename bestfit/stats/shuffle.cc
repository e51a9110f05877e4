#include "bestfit/stats/shuffle.h"

#include <algorithm>
#include <numeric>
#include <span>

#include "bestfit/base/random.h"
#include "bestfit/stats/blocks.h"

namespace bestfit::stats {
namespace {

/// Rows put together by cluster, clusters in random order.
std::vector<std::uint32_t> by_random_cluster(const std::vector<std::uint32_t>& cluster,
                                             const std::vector<std::uint32_t>& rows,
                                             base::Random& random) {
  const Blocks blocks = blocks_of(cluster, rows);
  std::vector<std::uint32_t> order(blocks.size());
  std::iota(order.begin(), order.end(), std::uint32_t{0});
  random.shuffle(std::span<std::uint32_t>(order));
  std::vector<std::uint32_t> ordered;
  ordered.reserve(rows.size());
  for (const std::uint32_t block : order) {
    for (const std::uint32_t place : blocks[block]) ordered.push_back(rows[place]);
  }
  return ordered;
}

}  // namespace

std::vector<std::int8_t> shuffled_outcomes(const std::vector<std::int8_t>& best,
                                           const std::vector<std::uint32_t>& cluster,
                                           const std::vector<std::uint32_t>& rows,
                                           std::uint64_t seed) {
  std::vector<std::int8_t> shuffled;
  shuffled.reserve(best.size());
  for (const std::uint32_t row : shuffled_places(cluster, rows, seed)) {
    shuffled.push_back(best[row]);
  }
  return shuffled;
}

std::vector<std::uint32_t> shuffled_places(const std::vector<std::uint32_t>& cluster,
                                           const std::vector<std::uint32_t>& rows,
                                           std::uint64_t seed) {
  base::Random random(seed);
  const std::vector<std::uint32_t> from = by_random_cluster(cluster, rows, random);
  const std::vector<std::uint32_t> to = by_random_cluster(cluster, rows, random);
  std::vector<std::uint32_t> places(cluster.size());
  std::iota(places.begin(), places.end(), std::uint32_t{0});
  for (std::size_t i = 0; i < rows.size(); ++i) places[to[i]] = from[i];
  return places;
}

std::vector<std::uint32_t> draw_rows(const std::vector<std::uint32_t>& cluster,
                                     const std::vector<std::uint32_t>& rows, std::size_t rows_max,
                                     std::uint64_t seed) {
  if (rows.size() <= rows_max) return rows;
  base::Random random(seed);
  std::vector<std::uint32_t> drawn = by_random_cluster(cluster, rows, random);
  std::size_t size = rows_max;
  while (size < drawn.size() && cluster[drawn[size]] == cluster[drawn[size - 1]]) ++size;
  drawn.resize(size);
  std::sort(drawn.begin(), drawn.end());
  return drawn;
}

}  // namespace bestfit::stats
