#include "bestfit/recognise/cells.h"

#include <functional>

namespace bestfit::recognise {
namespace {

constexpr std::size_t kDistinctKept = 65536;

}  // namespace

void Cells::add(std::string_view text) {
  if (packed_) {
    bytes_ += text;
    ends_.push_back(bytes_.size());
    return;
  }
  const std::uint32_t code = code_of(text);
  codes_.push_back(code);
  ++counts_[code];
  if (distinct() > kDistinctKept && 2 * distinct() > codes_.size()) pack();
}

std::uint32_t Cells::code_of(std::string_view text) {
  if (2 * (distinct() + 1) > slots_.size()) grow();
  const std::size_t mask = slots_.size() - 1;
  const auto hash = static_cast<std::uint32_t>(std::hash<std::string_view>()(text));
  std::size_t slot = hash & mask;
  while (slots_[slot] != 0) {
    const std::uint32_t code = slots_[slot] - 1;
    if (hashes_[code] == hash && distinct_text(code) == text) return code;
    slot = (slot + 1) & mask;
  }
  const auto code = static_cast<std::uint32_t>(distinct());
  slots_[slot] = code + 1;
  starts_.push_back(bytes_.size());
  bytes_ += text;
  hashes_.push_back(hash);
  counts_.push_back(0);
  return code;
}

void Cells::grow() {
  slots_.assign(slots_.empty() ? 16 : 2 * slots_.size(), 0);
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t code = 0; code < hashes_.size(); ++code) {
    std::size_t slot = hashes_[code] & mask;
    while (slots_[slot] != 0) slot = (slot + 1) & mask;
    slots_[slot] = static_cast<std::uint32_t>(code + 1);
  }
}

void Cells::pack() {
  std::string bytes;
  std::vector<std::uint64_t> ends;
  ends.reserve(2 * codes_.size());
  for (const std::uint32_t code : codes_) {
    bytes += distinct_text(code);
    ends.push_back(bytes.size());
  }
  bytes_.swap(bytes);
  ends_.swap(ends);
  starts_ = {};
  counts_ = {};
  hashes_ = {};
  slots_ = {};
  codes_ = {};
  packed_ = true;
}

}  // namespace bestfit::recognise
