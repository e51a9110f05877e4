#include "bestfit/connect/utf8.h"

#include <cstdint>
#include <cstring>

namespace bestfit::connect {
namespace {

/// Bytes of the character that this byte begins; 0 when none begins so.
std::size_t length_from(std::uint8_t lead) {
  if (lead >= 0xC2 && lead <= 0xDF) return 2;
  if (lead >= 0xE0 && lead <= 0xEF) return 3;
  if (lead >= 0xF0 && lead <= 0xF4) return 4;
  return 0;
}

/// The second byte has a narrower range after some first bytes: no overlong forms, no surrogates.
bool second_fits(std::uint8_t lead, std::uint8_t second) {
  if (lead == 0xE0) return second >= 0xA0 && second <= 0xBF;
  if (lead == 0xED) return second >= 0x80 && second <= 0x9F;
  if (lead == 0xF0) return second >= 0x90 && second <= 0xBF;
  if (lead == 0xF4) return second >= 0x80 && second <= 0x8F;
  return second >= 0x80 && second <= 0xBF;
}

/// Bytes from `at` that fit a character of `length` bytes, at least 1 (the lead).
std::size_t fitting(const std::uint8_t* at, std::size_t left, std::size_t length) {
  std::size_t good = 1;
  while (good < length && good < left &&
         (good == 1 ? second_fits(at[0], at[1]) : (at[good] & 0xC0) == 0x80)) {
    ++good;
  }
  return good;
}

}  // namespace

std::size_t count_utf8(std::string_view bytes, Utf8Count& count) {
  const auto* at = reinterpret_cast<const std::uint8_t*>(bytes.data());
  std::size_t i = 0;
  while (i < bytes.size()) {
    std::uint64_t eight = 0;
    if (i + 8 <= bytes.size()) {
      std::memcpy(&eight, at + i, 8);
      if ((eight & 0x8080808080808080ULL) == 0) {
        i += 8;
        continue;
      }
    }
    if (at[i] < 0x80) {
      ++i;
      continue;
    }
    const std::size_t length = length_from(at[i]);
    const std::size_t good = length == 0 ? 0 : fitting(at + i, bytes.size() - i, length);
    if (length > 0 && good < length && i + good == bytes.size()) return i;  // cut off
    if (length > 0 && good == length) {
      ++count.sequences;
      i += length;
    } else {
      ++count.broken;
      ++i;
    }
  }
  return i;
}

bool is_utf8(std::string_view text) {
  Utf8Count count;
  return count_utf8(text, count) == text.size() && count.broken == 0;
}

}  // namespace bestfit::connect
