#pragma once

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include "bestfit/score/codebook.h"

namespace bestfit::stream {

/// What was read from a text.
struct Seen {
  double day = 0.0;  // of a date; NaN: not known
  score::Code code = score::kCodeNotKnown;
  bool is_special = false;     // one of these:
  bool is_understood = true;   // false: not known because it does not read as the kind
  bool may_tell_more = false;  // of how its column is read
};

/// Texts and what was read from them, found again by their bytes. Holds a few MB at most: when it
/// is full it begins anew.
class Memo {
 public:
  Memo();

  /// Null when the text was not seen, or is forgotten. Good until the next add().
  [[nodiscard]] const Seen* find(std::string_view text) const {
    const Key key = key_of(text);
    for (std::size_t slot = slot_of(key);; slot = (slot + 1) & mask_) {
      const Entry& entry = entries_[slot];
      if (entry.length == kFree) return nullptr;
      if (entry.first == key.first && entry.last == key.last && entry.length == text.size() &&
          (text.size() <= 16 || same_bytes(entry, text))) {
        return &entry.seen;
      }
    }
  }
  /// Keeps a text that find() does not know. Good until the next add().
  const Seen& add(std::string_view text, const Seen& seen);

 private:
  static constexpr std::uint32_t kFree = UINT32_MAX;
  /// The text itself up to 16 bytes; for longer ones its first and last bytes, mixed with the rest.
  struct Key {
    std::uint64_t first = 0;
    std::uint64_t last = 0;
  };
  struct Entry {
    std::uint64_t first = 0;
    std::uint64_t last = 0;
    std::uint32_t length = kFree;
    std::uint32_t place = 0;  // in bytes_, of texts over 16 bytes
    Seen seen;
  };

  static Key key_of(std::string_view text) {
    const char* at = text.data();
    const std::size_t size = text.size();
    if (size > 16) return long_key(text);
    if (size >= 8)
      return {.first = word<std::uint64_t>(at), .last = word<std::uint64_t>(at + size - 8)};
    if (size >= 4) {
      return {.first = word<std::uint32_t>(at) | word<std::uint32_t>(at + size - 4) << 32,
              .last = size};
    }
    std::uint64_t letters = 0;
    for (const char letter : text) letters = letters << 8 | static_cast<unsigned char>(letter);
    return {.first = letters, .last = size};
  }
  template <typename Word>
  static std::uint64_t word(const char* at) {
    Word out;
    std::memcpy(&out, at, sizeof out);
    return out;
  }
  static Key long_key(std::string_view text);
  [[nodiscard]] std::size_t slot_of(const Key& key) const {
    constexpr std::uint64_t kMix = 0x9E3779B97F4A7C15ULL;  // 2^64 over the golden ratio
    const std::uint64_t mixed = (key.first ^ (key.last * kMix)) * kMix;
    return static_cast<std::size_t>(mixed >> 32) & mask_;
  }
  [[nodiscard]] bool same_bytes(const Entry& entry, std::string_view text) const;
  void grow();
  void clear();

  std::vector<Entry> entries_;
  std::size_t mask_ = 0;
  std::size_t count_ = 0;
  std::string bytes_;
};

}  // namespace bestfit::stream
