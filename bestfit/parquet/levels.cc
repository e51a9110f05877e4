#include "bestfit/parquet/levels.h"

#include <algorithm>
#include <cstring>

namespace bestfit::parquet {
namespace {

std::uint64_t eight_bytes(const char* at, std::size_t there) {
  std::uint64_t word = 0;
  std::memcpy(&word, at, std::min<std::size_t>(8, there));
  return word;
}

/// Unpacks numbers of `bits` bits, the least bit first, from bytes that hold them all.
void unpack_bits(std::string_view bytes, int bits, std::span<std::uint32_t> out) {
  const std::uint64_t mask = (std::uint64_t{1} << bits) - 1;
  std::size_t bit = 0;
  for (std::uint32_t& number : out) {
    const std::size_t at = bit / 8;
    number = static_cast<std::uint32_t>(
        eight_bytes(bytes.data() + at, bytes.size() - at) >> bit % 8 & mask);
    bit += static_cast<std::size_t>(bits);
  }
}

/// As unpack_bits, while whole words can be read.
std::size_t unpack_words(std::string_view bytes, int bits, std::span<std::uint32_t> out) {
  if (bytes.size() < 8) return 0;
  const std::uint64_t mask = (std::uint64_t{1} << bits) - 1;
  const auto step = static_cast<std::size_t>(bits);
  const std::size_t last = (bytes.size() - 8) * 8;
  const std::size_t count = std::min(out.size(), last / step + 1);
  std::size_t bit = 0;
  for (std::size_t i = 0; i < count; ++i, bit += step) {
    std::uint64_t word = 0;
    std::memcpy(&word, bytes.data() + bit / 8, 8);
    out[i] = static_cast<std::uint32_t>(word >> bit % 8 & mask);
  }
  return count / 8 * 8;  // whole groups: the next one begins with a byte
}

bool take_varint(std::string_view bytes, std::size_t& at, std::uint64_t& out) {
  out = 0;
  for (int shift = 0; shift < 35 && at < bytes.size(); shift += 7) {
    const auto next = static_cast<std::uint8_t>(bytes[at++]);
    out |= std::uint64_t{next & 127U} << shift;
    if (next < 128) return true;
  }
  return false;
}

}  // namespace

bool unpack_hybrid(std::string_view bytes, int bits, std::span<std::uint32_t> out) {
  if (bits < 0 || bits > 24) return false;
  if (bits == 0) {
    std::fill(out.begin(), out.end(), 0U);
    return true;
  }
  const auto width = static_cast<std::size_t>(bits);
  std::size_t at = 0;
  while (!out.empty()) {
    std::uint64_t head = 0;
    if (!take_varint(bytes, at, head) || head < 2) return false;
    if (head % 2 == 0) {
      const std::size_t value_bytes = (width + 7) / 8;
      if (bytes.size() - at < value_bytes) return false;
      const auto value = static_cast<std::uint32_t>(eight_bytes(bytes.data() + at, value_bytes));
      if (value >> width != 0) return false;
      const std::size_t count = std::min<std::size_t>(out.size(), head / 2);
      std::fill_n(out.begin(), count, value);
      at += value_bytes;
      out = out.subspan(count);
      continue;
    }
    const std::size_t count = std::min<std::size_t>(out.size(), head / 2 * 8);
    // The last group may be cut off behind the last number that it has.
    const std::size_t there = std::min<std::size_t>(bytes.size() - at, head / 2 * width);
    if (there * 8 < count * width) return false;
    const std::string_view packed = bytes.substr(at, there);
    const std::size_t done = unpack_words(packed, bits, out.first(count));
    unpack_bits(packed.substr(done * width / 8), bits, out.subspan(done, count - done));
    at += there;
    out = out.subspan(count);
  }
  return true;
}

void pack_hybrid(std::span<const std::uint32_t> numbers, int bits, std::string& out) {
  if (numbers.empty()) return;
  const auto put_varint = [&out](std::uint64_t value) {
    for (; value >= 128; value >>= 7) out += static_cast<char>(value | 128);
    out += static_cast<char>(value);
  };
  const bool all_equal = std::all_of(numbers.begin(), numbers.end(),
                                     [&](std::uint32_t number) { return number == numbers[0]; });
  if (all_equal) {
    put_varint(std::uint64_t{numbers.size()} << 1);
    for (int shift = 0; shift < bits; shift += 8) out += static_cast<char>(numbers[0] >> shift);
    return;
  }
  const std::size_t groups = (numbers.size() + 7) / 8;
  put_varint(std::uint64_t{groups} << 1 | 1);
  const std::size_t start = out.size();
  const auto width = static_cast<std::size_t>(bits);
  out.resize(start + groups * width + 8);
  char* to = out.data() + start;
  std::uint64_t word = 0;
  int filled = 0;
  for (const std::uint32_t number : numbers) {
    word |= std::uint64_t{number} << filled;
    filled += bits;
    if (filled < 32) continue;
    std::memcpy(to, &word, 4);
    to += 4;
    word >>= 32;
    filled -= 32;
  }
  std::memcpy(to, &word, 8);
  out.resize(start + groups * width);
}

}  // namespace bestfit::parquet
