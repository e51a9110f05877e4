#include "bestfit/exchange/protobuf.h"

#include <bit>
#include <cstring>

namespace bestfit::exchange {
namespace {

static_assert(std::endian::native == std::endian::little, "raw tensors are little endian");

enum class WireType : std::uint64_t { varint = 0, bytes = 2, fixed32 = 5 };

template <typename Value>
std::string raw_bytes(const std::vector<Value>& values) {
  std::string out(values.size() * sizeof(Value), '\0');
  if (!values.empty()) std::memcpy(out.data(), values.data(), out.size());
  return out;
}

std::uint64_t key(int field, WireType type) {
  return static_cast<std::uint64_t>(field) << 3 | static_cast<std::uint64_t>(type);
}

}  // namespace

void Message::varint(std::uint64_t value) {
  while (value >= 0x80) {
    bytes_ += static_cast<char>(value | 0x80);
    value >>= 7;
  }
  bytes_ += static_cast<char>(value);
}

Message& Message::whole(int field, std::int64_t value) {
  varint(key(field, WireType::varint));
  varint(static_cast<std::uint64_t>(value));
  return *this;
}

Message& Message::number(int field, float value) {
  varint(key(field, WireType::fixed32));
  bytes_ += raw_bytes(std::vector<float>{value});
  return *this;
}

Message& Message::text(int field, std::string_view bytes) {
  varint(key(field, WireType::bytes));
  varint(bytes.size());
  bytes_ += bytes;
  return *this;
}

std::string raw(const std::vector<double>& values) { return raw_bytes(values); }
std::string raw(const std::vector<float>& values) { return raw_bytes(values); }
std::string raw(const std::vector<std::int64_t>& values) { return raw_bytes(values); }

}  // namespace bestfit::exchange
