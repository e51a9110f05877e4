#include <algorithm>
#include <numeric>

#include "bestfit/base/parallel.h"
#include "bestfit/base/random.h"
#include "bestfit/learn/rank.h"

namespace bestfit::learn {
namespace {

constexpr std::size_t kPairs = 5;
constexpr std::size_t kRowsMax = 5000;

/// Rows in random order, those of one cluster next to each other.
std::vector<std::uint32_t> shuffled_rows(const Coded& coded, std::span<const std::uint32_t> rows,
                                         std::uint64_t seed, std::uint64_t stream) {
  base::Random random(seed, stream);
  std::vector<std::uint32_t> shuffled(rows.begin(), rows.end());
  if (coded.cluster.empty()) {
    random.shuffle(std::span<std::uint32_t>(shuffled));
    return shuffled;
  }
  std::vector<std::uint32_t> place(coded.rows);  // of each cluster; no more of them than rows
  std::iota(place.begin(), place.end(), std::uint32_t{0});
  random.shuffle(std::span<std::uint32_t>(place));
  std::stable_sort(shuffled.begin(), shuffled.end(), [&](std::uint32_t a, std::uint32_t b) {
    return place[coded.cluster[a]] < place[coded.cluster[b]];
  });
  return shuffled;
}

/// One half of the rows, clusters whole; the other half of the same pair is its complement.
std::vector<std::uint32_t> half_of(const Coded& coded, std::span<const std::uint32_t> rows,
                                   std::size_t sample, std::uint64_t seed) {
  const std::vector<std::uint32_t> shuffled =
      shuffled_rows(coded, rows, seed, 0x68616C66 + sample / 2);
  std::size_t cut = shuffled.size() / 2;
  while (cut > 0 && cut < shuffled.size() && !coded.cluster.empty() &&
         coded.cluster[shuffled[cut]] == coded.cluster[shuffled[cut - 1]]) {
    ++cut;
  }
  const auto middle = shuffled.begin() + static_cast<std::ptrdiff_t>(cut);
  std::vector<std::uint32_t> half = sample % 2 == 0
                                        ? std::vector<std::uint32_t>(shuffled.begin(), middle)
                                        : std::vector<std::uint32_t>(middle, shuffled.end());
  if (half.size() > kRowsMax) half.resize(kRowsMax);
  std::sort(half.begin(), half.end());
  return half;
}

}  // namespace

std::vector<double> stability(const Coded& coded, std::span<const std::int8_t> best,
                              std::span<const std::uint32_t> rows, const LearnOptions& options) {
  std::vector<CodedModel> models(2 * kPairs);
  LearnOptions alone = options;
  alone.threads = 1;
  base::parallel_for(options.threads, models.size(), [&](std::size_t sample) {
    models[sample] = fit(coded, best, half_of(coded, rows, sample, options.seed), alone);
  });
  std::vector<double> share(coded.attributes.size(), 0.0);
  for (const CodedModel& model : models) {
    for (const CardAttribute& card : model.attributes) {
      share[card.attribute] += 1.0;
    }
  }
  for (double& value : share) value /= static_cast<double>(models.size());
  return share;
}

}  // namespace bestfit::learn
