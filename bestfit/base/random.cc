#include "bestfit/base/random.h"

#include <bit>
#include <cmath>
#include <numbers>

#include "bestfit/base/error.h"

namespace bestfit::base {
namespace {

std::uint64_t splitmix64(std::uint64_t& state) {
  state += 0x9E3779B97F4A7C15ULL;
  std::uint64_t mixed = state;
  mixed = (mixed ^ (mixed >> 30U)) * 0xBF58476D1CE4E5B9ULL;
  mixed = (mixed ^ (mixed >> 27U)) * 0x94D049BB133111EBULL;
  return mixed ^ (mixed >> 31U);
}

}  // namespace

Random::Random(std::uint64_t seed, std::uint64_t stream) {
  std::uint64_t streams = stream + 0x632BE59BD9B4E019ULL;
  std::uint64_t mix = seed ^ splitmix64(streams);
  for (std::uint64_t& word : state_) word = splitmix64(mix);
}

std::uint64_t Random::bits() {
  const std::uint64_t result = std::rotl(state_[1] * 5, 7) * 9;
  const std::uint64_t shifted = state_[1] << 17U;
  state_[2] ^= state_[0];
  state_[3] ^= state_[1];
  state_[1] ^= state_[2];
  state_[0] ^= state_[3];
  state_[2] ^= shifted;
  state_[3] = std::rotl(state_[3], 45);
  return result;
}

std::uint64_t Random::below(std::uint64_t bound) {
  check(bound > 0, "Random::below: bound > 0");
  const std::uint64_t rest = (0 - bound) % bound;  // values below it would favour small results
  for (;;) {
    const std::uint64_t drawn = bits();
    if (drawn >= rest) return drawn % bound;
  }
}

double Random::uniform() { return static_cast<double>(bits() >> 11U) * 0x1.0p-53; }

double Random::normal() {
  const double radius = std::sqrt(2.0 * exponential());
  return radius * std::cos(2.0 * std::numbers::pi * uniform());
}

double Random::exponential() { return -std::log1p(-uniform()); }

std::uint32_t Random::poisson(double mean) {
  check(0.0 <= mean && mean <= 700.0, "Random::poisson: 0 <= mean <= 700");
  const double limit = std::exp(-mean);
  std::uint32_t count = 0;
  for (double product = uniform(); product > limit; product *= uniform()) ++count;
  return count;
}

}  // namespace bestfit::base
