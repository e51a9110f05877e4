#include "bestfit/stream/row_keys.h"

#include <algorithm>
#include <bit>

#include "bestfit/base/error.h"

namespace bestfit::stream {
namespace {

constexpr std::size_t kStatuses = 4;

}  // namespace

RowKeys::RowKeys(const score::Codebook& book) {
  shifts_ = {0};
  for (std::size_t question = 0; question < book.questions().size(); ++question) {
    bits_ += static_cast<int>(std::bit_width(book.codes(question) - 1));
    shifts_.push_back(bits_);
  }
}

void RowKeys::keys(const CodeColumns& codes, std::span<std::uint64_t> out) const {
  check(bits_ <= 64, "RowKeys: keys of at most 64 bits");
  std::fill(out.begin(), out.end(), 0);
  for (std::size_t question = 0; question < codes.size(); ++question) {
    const int shift = shifts_[question];
    const score::Code* code = codes[question].data();
    if (shift == shifts_[question + 1]) continue;  // one code alone
    for (std::size_t row = 0; row < out.size(); ++row) {
      out[row] |= static_cast<std::uint64_t>(code[row]) << shift;
    }
  }
}

std::vector<score::Code> RowKeys::codes(std::uint64_t key) const {
  std::vector<score::Code> codes;
  for (std::size_t question = 0; question + 1 < shifts_.size(); ++question) {
    const int bits = shifts_[question + 1] - shifts_[question];
    codes.push_back(bits == 0
                        ? score::Code{0}
                        : static_cast<score::Code>(key >> shifts_[question] & ((1U << bits) - 1)));
  }
  return codes;
}

Tallies::Tallies(const profile::ProfileFile& file) {
  for (std::size_t i = 0; i < file.profiles.size(); ++i) {
    const auto& tiers = file.profiles[i].tiers;
    for (std::size_t tier = 0; tier < tiers.size(); ++tier) {
      entries_.push_back({.profile = static_cast<int>(i),
                          .tier = static_cast<int>(tier),
                          .name = tiers[tier].name});
    }
  }
  size_ = kStatuses + entries_.size();
}

std::uint32_t Tallies::of(const score::Score& score) const {
  if (score.status != score::Status::scored || score.tier < 0) {
    return static_cast<std::uint32_t>(score.status);
  }
  const auto found = std::find_if(entries_.begin(), entries_.end(), [&](const Entry& entry) {
    return entry.profile == score.profile && entry.tier == score.tier;
  });
  return static_cast<std::uint32_t>(kStatuses) +
         static_cast<std::uint32_t>(found - entries_.begin());
}

score::Status Tallies::status(std::size_t tally) const {
  return tally < kStatuses ? static_cast<score::Status>(tally) : score::Status::scored;
}

std::string Tallies::tier(std::size_t tally) const {
  return tally < kStatuses ? std::string() : entries_[tally - kStatuses].name;
}

}  // namespace bestfit::stream
