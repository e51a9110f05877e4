#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace bestfit::connect {

/// The SHA-256 digest of bytes that come in pieces.
///   source  FIPS 180-4
class Sha256 {
 public:
  void add(std::string_view bytes);
  /// 64 hexadecimal digits, as sha256sum prints them. Nothing may be added afterwards.
  std::string hex();

 private:
  void block(const std::uint8_t* bytes);
  std::array<std::uint32_t, 8> state_ = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                         0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
  std::array<std::uint8_t, 64> rest_ = {};
  std::size_t rest_size_ = 0;
  std::uint64_t size_ = 0;
};

}  // namespace bestfit::connect
