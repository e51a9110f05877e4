#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace bestfit::base {

/// The SHA-256 digest (FIPS 180-4, by OpenSSL) of bytes that come in pieces.
class Sha256 {
 public:
  Sha256();
  ~Sha256();
  Sha256(Sha256&&) noexcept;
  Sha256& operator=(Sha256&&) noexcept;

  void add(std::string_view bytes);
  /// 64 hexadecimal digits, as sha256sum prints them. Nothing may be added afterwards.
  std::string hex();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// The digest of bytes in one piece.
std::string sha256(std::string_view bytes);

}  // namespace bestfit::base
