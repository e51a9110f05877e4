#include <algorithm>

#include "bestfit/base/parallel.h"
#include "bestfit/base/random.h"
#include "bestfit/learn/rank.h"

namespace bestfit::learn {
namespace {

constexpr std::size_t kPairs = 5;
constexpr std::size_t kRowsMax = 5000;

/// One half of the rows; the other half of the same pair is its complement.
std::vector<std::uint32_t> half_of(std::span<const std::uint32_t> rows, std::size_t sample,
                                   std::uint64_t seed) {
  std::vector<std::uint32_t> shuffled(rows.begin(), rows.end());
  base::Random random(seed, 0x68616C66 + sample / 2);
  random.shuffle(std::span<std::uint32_t>(shuffled));
  const auto middle = shuffled.begin() + static_cast<std::ptrdiff_t>(shuffled.size() / 2);
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
    models[sample] = fit(coded, best, half_of(rows, sample, options.seed), alone);
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
