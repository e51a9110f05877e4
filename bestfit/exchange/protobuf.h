#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace bestfit::exchange {

/// A message in the wire format of Protocol Buffers.
///   source  protobuf.dev/programming-guides/encoding
class Message {
 public:
  Message& whole(int field, std::int64_t value);
  Message& number(int field, float value);
  Message& text(int field, std::string_view bytes);
  Message& message(int field, const Message& value) { return text(field, value.bytes_); }

  [[nodiscard]] const std::string& bytes() const { return bytes_; }

 private:
  void varint(std::uint64_t value);
  std::string bytes_;
};

/// Doubles or floats as a tensor's raw data: little endian.
std::string raw(const std::vector<double>& values);
std::string raw(const std::vector<float>& values);
std::string raw(const std::vector<std::int64_t>& values);

}  // namespace bestfit::exchange
