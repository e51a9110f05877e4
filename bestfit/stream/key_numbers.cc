#include "bestfit/stream/key_numbers.h"

#include <algorithm>

namespace bestfit::stream {
namespace {

constexpr int kDirectBits = 20;
constexpr std::size_t kSlotsFirst = 1024;

}  // namespace

KeyNumbers::KeyNumbers(int bits) : is_direct_(bits <= kDirectBits) {
  numbers_.assign(is_direct_ ? std::size_t{1} << bits : kSlotsFirst, 0);
}

/// The key's slot, or the free one where it belongs.
std::size_t KeyNumbers::find(std::uint64_t key) const {
  constexpr std::uint64_t kMix = 0x9E3779B97F4A7C15ULL;  // 2^64 over the golden ratio
  const std::size_t mask = numbers_.size() - 1;
  std::size_t slot = static_cast<std::size_t>((key ^ key >> 29) * kMix >> 32) & mask;
  while (numbers_[slot] != 0 && keys_[numbers_[slot] - 1] != key) slot = (slot + 1) & mask;
  return slot;
}

void KeyNumbers::add(std::uint64_t key, std::size_t slot) {
  numbers_[slot] = static_cast<std::uint32_t>(++size_);
  if (is_direct_) return;
  keys_.push_back(key);
}

void KeyNumbers::grow() {
  numbers_.assign(2 * numbers_.size(), 0);
  for (std::size_t i = 0; i < keys_.size(); ++i) {
    numbers_[find(keys_[i])] = static_cast<std::uint32_t>(i + 1);
  }
}

void KeyNumbers::clear() {
  std::fill(numbers_.begin(), numbers_.end(), 0U);
  keys_.clear();
  size_ = 0;
}

}  // namespace bestfit::stream
