#pragma once

#include <cstdint>
#include <vector>

namespace bestfit::stream {

/// Numbers keys in the order in which they first come, from 0.
class KeyNumbers {
 public:
  ///   bits  that keys have
  explicit KeyNumbers(int bits);

  /// The key's number; one that is new has the number size() - 1 then.
  std::uint32_t of(std::uint64_t key) {
    std::size_t slot = static_cast<std::size_t>(key);
    if (!is_direct_) {
      if (2 * (size_ + 1) > numbers_.size()) grow();
      slot = find(key);
    }
    if (numbers_[slot] == 0) add(key, slot);
    return numbers_[slot] - 1;
  }
  [[nodiscard]] std::size_t size() const { return size_; }
  /// Many keys were numbered: it is time to clear().
  [[nodiscard]] bool is_full() const { return size_ >= kMost; }
  void clear();

 private:
  static constexpr std::size_t kMost = std::size_t{1} << 19;
  [[nodiscard]] std::size_t find(std::uint64_t key) const;
  void add(std::uint64_t key, std::size_t slot);
  void grow();

  bool is_direct_;                      // a slot for each key
  std::vector<std::uint32_t> numbers_;  // by slot, from 1; 0: none
  std::vector<std::uint64_t> keys_;     // by number, where not direct
  std::size_t size_ = 0;
};

}  // namespace bestfit::stream
