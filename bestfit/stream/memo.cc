#include "bestfit/stream/memo.h"

namespace bestfit::stream {
namespace {

constexpr std::size_t kEntriesFirst = 256;
constexpr std::size_t kEntriesMax = std::size_t{1} << 16;
constexpr std::size_t kBytesMax = std::size_t{2} << 20;

}  // namespace

Memo::Memo() { clear(); }

Memo::Key Memo::long_key(std::string_view text) {
  const char* at = text.data();
  const std::size_t size = text.size();
  Key key{.first = word<std::uint64_t>(at), .last = word<std::uint64_t>(at + size - 8)};
  for (std::size_t i = 8; i + 8 < size; i += 8) {
    key.first = (key.first ^ word<std::uint64_t>(at + i)) * 0xD6E8FEB86659FD93ULL;
    key.first ^= key.first >> 32;
  }
  return key;
}

bool Memo::same_bytes(const Entry& entry, std::string_view text) const {
  return std::string_view(bytes_).substr(entry.place, text.size()) == text;
}

const Seen& Memo::add(std::string_view text, const Seen& seen) {
  if (bytes_.size() > kBytesMax) clear();
  if (2 * (count_ + 1) > entries_.size()) {
    if (entries_.size() == kEntriesMax) {
      clear();
    } else {
      grow();
    }
  }
  const Key key = key_of(text);
  std::size_t slot = slot_of(key);
  while (entries_[slot].length != kFree) slot = (slot + 1) & mask_;
  Entry& entry = entries_[slot];
  entry = {.first = key.first,
           .last = key.last,
           .length = static_cast<std::uint32_t>(text.size()),
           .place = static_cast<std::uint32_t>(bytes_.size()),
           .seen = seen};
  if (text.size() > 16) bytes_ += text;
  ++count_;
  return entry.seen;
}

void Memo::grow() {
  std::vector<Entry> before(2 * entries_.size());
  before.swap(entries_);
  mask_ = entries_.size() - 1;
  for (const Entry& entry : before) {
    if (entry.length == kFree) continue;
    std::size_t slot = slot_of({.first = entry.first, .last = entry.last});
    while (entries_[slot].length != kFree) slot = (slot + 1) & mask_;
    entries_[slot] = entry;
  }
}

void Memo::clear() {
  entries_.assign(kEntriesFirst, Entry{});
  mask_ = kEntriesFirst - 1;
  count_ = 0;
  bytes_.clear();
}

}  // namespace bestfit::stream
