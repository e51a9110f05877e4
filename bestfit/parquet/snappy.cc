#include "bestfit/parquet/snappy.h"

#include <cstdint>
#include <cstring>

namespace bestfit::parquet {
namespace {

constexpr std::size_t kShort = 16;  // bytes that are copied at once where there is room

/// Bytes that were written before, again; the two may overlap.
///   room  bytes from `to` on
void copy_back(char* to, std::size_t offset, std::size_t length, std::size_t room) {
  const char* from = to - offset;
  if (length <= kShort && offset >= kShort && room >= kShort) {
    std::memcpy(to, from, kShort);
    return;
  }
  if (offset >= length) {
    std::memcpy(to, from, length);
    return;
  }
  for (std::size_t i = 0; i < length; ++i) to[i] = from[i];
}

class Unpacking {
 public:
  Unpacking(std::string_view block, std::span<char> to) : block_(block), to_(to) {}

  bool run() {
    if (number() != to_.size()) return false;
    while (at_ < block_.size()) {
      if (!element()) return false;
    }
    return done_ == to_.size();
  }

 private:
  std::uint64_t number() {
    std::uint64_t out = 0;
    for (int shift = 0; shift < 35 && at_ < block_.size(); shift += 7) {
      const auto next = static_cast<std::uint8_t>(block_[at_++]);
      out |= std::uint64_t{next & 127U} << shift;
      if (next < 128) return out;
    }
    return UINT64_MAX;
  }

  /// A number of so many bytes, the least first; false when they are not there.
  bool take(std::size_t bytes, std::size_t& out) {
    if (block_.size() - at_ < bytes) return false;
    out = 0;
    for (std::size_t i = 0; i < bytes; ++i) {
      out |= std::size_t{static_cast<std::uint8_t>(block_[at_++])} << 8 * i;
    }
    return true;
  }

  bool element() {
    const std::size_t tag = static_cast<std::uint8_t>(block_[at_++]);
    std::size_t length = tag >> 2;
    std::size_t offset = 0;
    switch (tag & 3) {
      case 0:
        if (length >= 60 && !take(length - 59, length)) return false;
        return literal(length + 1);
      case 1:
        if (!take(1, offset)) return false;
        offset |= tag >> 5 << 8;
        length = (length & 7) + 4;
        break;
      case 2:
        if (!take(2, offset)) return false;
        ++length;
        break;
      default:
        if (!take(4, offset)) return false;
        ++length;
        break;
    }
    if (offset == 0 || offset > done_ || length > to_.size() - done_) return false;
    copy_back(to_.data() + done_, offset, length, to_.size() - done_);
    done_ += length;
    return true;
  }

  bool literal(std::size_t length) {
    if (length > block_.size() - at_ || length > to_.size() - done_) return false;
    const bool roomy =
        length <= kShort && block_.size() - at_ >= kShort && to_.size() - done_ >= kShort;
    if (roomy) {
      std::memcpy(to_.data() + done_, block_.data() + at_, kShort);
    } else {
      std::memcpy(to_.data() + done_, block_.data() + at_, length);
    }
    at_ += length;
    done_ += length;
    return true;
  }

  std::string_view block_;
  std::span<char> to_;
  std::size_t at_ = 0;
  std::size_t done_ = 0;
};

}  // namespace

bool unpack_snappy(std::string_view block, std::span<char> to) {
  return Unpacking(block, to).run();
}

}  // namespace bestfit::parquet
