#pragma once

#include <algorithm>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "bestfit/parquet/footer.h"
#include "bestfit/parquet/levels.h"

/// Values as bytes of pages, to try readers on. Packing makes nothing smaller.
///   source  apache/parquet-format, Encodings.md; RFC 8878; google/snappy, format_description.txt
namespace bestfit::parquet::test {

template <typename Value>
std::string plain_bytes(Value value) {
  std::string bytes(sizeof value, '\0');
  std::memcpy(bytes.data(), &value, sizeof value);
  return bytes;
}

/// Packed with literals alone.
inline std::string snappy(std::string_view bytes) {
  std::string out;
  std::size_t size = bytes.size();
  for (; size >= 128; size >>= 7) out += static_cast<char>(size | 128);
  out += static_cast<char>(size);
  for (std::size_t at = 0; at < bytes.size(); at += 60000) {
    const std::string_view literal = bytes.substr(at, 60000);
    out += static_cast<char>(61 << 2);
    out += plain_bytes(static_cast<std::uint16_t>(literal.size() - 1)) + std::string(literal);
  }
  return out;
}

/// A frame of raw blocks.
inline std::string zstandard(std::string_view bytes) {
  std::string out = "\x28\xB5\x2F\xFD\xA0" + plain_bytes(static_cast<std::uint32_t>(bytes.size()));
  std::size_t at = 0;
  do {
    const std::string_view block = bytes.substr(at, std::size_t{1} << 16);
    at += block.size();
    const auto head = static_cast<std::uint32_t>(block.size() << 3 | (at == bytes.size() ? 1 : 0));
    out += plain_bytes(head).substr(0, 3) + std::string(block);
  } while (at < bytes.size());
  return out;
}

inline std::string packed(std::string_view bytes, int codec) {
  return codec == 1 ? snappy(bytes) : codec == 6 ? zstandard(bytes) : std::string(bytes);
}

/// Small numbers as runs and bit-packed groups by turns.
inline std::string hybrid(const std::vector<std::uint32_t>& numbers, int bits) {
  std::string out;
  for (std::size_t at = 0, step = 8; at < numbers.size(); at += step, step = step * 3 % 104) {
    const auto part = std::span(numbers).subspan(at);
    pack_hybrid(part.first(std::min(step, part.size())), bits, out);
  }
  return out;
}

inline std::string plain_values(const std::vector<std::string>& values, Physical physical) {
  std::string out;
  if (physical == Physical::boolean) {
    out.resize((values.size() + 7) / 8);
    for (std::size_t i = 0; i < values.size(); ++i) {
      out[i / 8] = static_cast<char>(out[i / 8] | values[i][0] << i % 8);
    }
    return out;
  }
  for (const std::string& value : values) {
    const bool has_length = physical == Physical::bytes;
    if (has_length) out += plain_bytes(static_cast<std::uint32_t>(value.size()));
    out += value;
  }
  return out;
}

}  // namespace bestfit::parquet::test
