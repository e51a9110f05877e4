#pragma once

#include <cstddef>
#include <cstring>
#include <memory>
#include <string_view>

namespace bestfit::stream {

/// Bytes that may be read before and behind a text that is copied or taken eight by eight.
inline constexpr std::size_t kSlack = 32;

/// Bytes that are added one after another, in memory that is used again. There is slack behind
/// them.
class Bytes {
 public:
  void clear() { size_ = 0; }
  [[nodiscard]] std::size_t size() const { return size_; }
  /// Makes room for so many more.
  void reserve_more(std::size_t bytes) {
    if (size_ + bytes + kSlack > capacity_) grow(bytes + kSlack);
  }
  /// Adds bytes for which there is room, and behind which there is slack.
  void put(std::string_view bytes) {
    char* to = data_.get() + size_;
    const char* from = bytes.data();
    for (std::size_t left = bytes.size();; left -= kSlack) {
      std::memcpy(to, from, kSlack);
      if (left <= kSlack) break;
      to += kSlack;
      from += kSlack;
    }
    size_ += bytes.size();
  }
  void add(std::string_view bytes) {
    reserve_more(bytes.size());
    if (!bytes.empty()) std::memcpy(data_.get() + size_, bytes.data(), bytes.size());
    size_ += bytes.size();
  }
  [[nodiscard]] std::string_view view() const { return {data_.get(), size_}; }

 private:
  void grow(std::size_t bytes);
  std::unique_ptr<char[]> data_;
  std::size_t size_ = 0;
  std::size_t capacity_ = 0;
};

}  // namespace bestfit::stream
