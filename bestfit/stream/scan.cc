#include "bestfit/stream/scan.h"

#include <array>
#include <bit>
#include <cstring>

#include "bestfit/base/error.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace bestfit::stream {
namespace {

constexpr std::size_t kBlock = 64;  // bytes that are looked at together, one bit each

/// Where letters of each sort stand in a block.
struct Marks {
  std::uint64_t ends = 0;
  std::uint64_t lines = 0;
  std::uint64_t returns = 0;
  std::uint64_t quotes = 0;
  std::uint64_t nuls = 0;
  std::uint64_t high = 0;
  std::uint64_t spaces = 0;
  std::uint64_t opens = 0;  // = + - @ tab: a spreadsheet may take the cell for a formula
};

Marks plain_marks(const char* block, char delimiter) {
  Marks marks;
  for (std::size_t i = 0; i < kBlock; ++i) {
    const std::uint64_t bit = std::uint64_t{1} << i;
    const char letter = block[i];
    if (letter == delimiter || letter == '\n') marks.ends |= bit;
    if ((letter & 0x80) != 0) marks.high |= bit;
    switch (letter) {
      case '\n': marks.lines |= bit; break;
      case '\r': marks.returns |= bit; break;
      case '"': marks.quotes |= bit; break;
      case '\0': marks.nuls |= bit; break;
      case ' ': marks.spaces |= bit; break;
      case '=':
      case '+':
      case '-':
      case '@':
      case '\t': marks.opens |= bit; break;
      default: break;
    }
  }
  return marks;
}

#if defined(__x86_64__)
__attribute__((target("avx2"), always_inline)) inline std::uint64_t equal_mask(__m256i low,
                                                                               __m256i high,
                                                                               char letter) {
  const __m256i wanted = _mm256_set1_epi8(letter);
  const auto first =
      static_cast<std::uint32_t>(_mm256_movemask_epi8(_mm256_cmpeq_epi8(low, wanted)));
  const auto second =
      static_cast<std::uint32_t>(_mm256_movemask_epi8(_mm256_cmpeq_epi8(high, wanted)));
  return first | std::uint64_t{second} << 32;
}

__attribute__((target("avx2"), always_inline)) inline __m256i opening(__m256i bytes) {
  __m256i found = _mm256_cmpeq_epi8(bytes, _mm256_set1_epi8('='));
  for (const char letter : {'+', '-', '@', '\t'}) {
    found = _mm256_or_si256(found, _mm256_cmpeq_epi8(bytes, _mm256_set1_epi8(letter)));
  }
  return found;
}

__attribute__((target("avx2"), always_inline)) inline std::uint64_t top_bits(__m256i low,
                                                                             __m256i high) {
  const auto first = static_cast<std::uint32_t>(_mm256_movemask_epi8(low));
  const auto second = static_cast<std::uint32_t>(_mm256_movemask_epi8(high));
  return first | std::uint64_t{second} << 32;
}

__attribute__((target("avx2"), always_inline)) inline Marks avx2_marks(const char* block,
                                                                       char delimiter) {
  const __m256i low = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(block));
  const __m256i high = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(block + 32));
  Marks marks;
  marks.lines = equal_mask(low, high, '\n');
  marks.ends = equal_mask(low, high, delimiter) | marks.lines;
  marks.returns = equal_mask(low, high, '\r');
  marks.quotes = equal_mask(low, high, '"');
  marks.nuls = equal_mask(low, high, '\0');
  marks.spaces = equal_mask(low, high, ' ');
  marks.high = top_bits(low, high);
  marks.opens = top_bits(opening(low), opening(high));
  return marks;
}
#endif

/// Walks over a text block by block.
class Walk {
 public:
  explicit Walk(Scan& out) : out_(out) {
    out_.end_count = out_.careful_count = out_.lines = 0;
    out_.has_quote = out_.has_return = out_.has_lone_return = out_.has_nul = false;
    out_.is_ascii = true;
  }

  /// Inlined, so that it uses the caller's instructions.
  ///   place  of the block's first byte
  __attribute__((always_inline)) void take(const Marks& marks, std::size_t place) {
    const std::uint64_t starts = (marks.ends << 1 | after_end_) & ~marks.ends;
    // The end before a cell that begins so: marked at the cell's first letter.
    std::uint64_t careful = starts & (marks.opens | marks.spaces);
    // A space before an end, also across the edge of two blocks: marked at that end.
    careful |= (marks.spaces << 1 | after_space_) & marks.ends;
    const std::uint64_t after_return = marks.returns << 1 | after_return_;
    all_.returns |= marks.returns;
    lone_ |= after_return & ~marks.lines;
    after_end_ = marks.ends >> 63;
    after_space_ = marks.spaces >> 63;
    after_return_ = marks.returns >> 63;
    all_.quotes |= marks.quotes;
    all_.nuls |= marks.nuls;
    all_.high |= marks.high;
    out_.lines += static_cast<std::size_t>(std::popcount(marks.lines));
    add(marks.ends, place, out_.ends, out_.end_count);
    if (careful != 0) add(careful, place, out_.careful, out_.careful_count);
  }

  void finish() {
    out_.has_quote = all_.quotes != 0;
    out_.has_nul = all_.nuls != 0;
    out_.is_ascii = all_.high == 0;
    out_.has_return = all_.returns != 0;
    out_.has_lone_return = lone_ != 0 || after_return_ != 0;
  }

 private:
  __attribute__((always_inline)) static void add(std::uint64_t bits, std::size_t place,
                                                 std::vector<std::uint32_t>& places,
                                                 std::size_t& count) {
    if (places.size() < count + kBlock) places.resize(2 * count + 16 * kBlock);
    std::uint32_t* to = places.data() + count;
    count += static_cast<std::size_t>(std::popcount(bits));
    const auto base = static_cast<std::uint32_t>(place);
    while (bits != 0) {
      *to++ = base + static_cast<std::uint32_t>(std::countr_zero(bits));
      bits &= bits - 1;
    }
  }

  Scan& out_;
  std::uint64_t after_end_ = 1;
  std::uint64_t after_space_ = 0;
  std::uint64_t after_return_ = 0;
  std::uint64_t lone_ = 0;
  Marks all_;
};

/// What is left of a text after its whole blocks, filled up with letters that say nothing.
std::array<char, kBlock> last_block(std::string_view rest) {
  std::array<char, kBlock> block;
  block.fill('.');
  std::memcpy(block.data(), rest.data(), rest.size());
  return block;
}

void plain_scan(std::string_view text, char delimiter, Walk& walk) {
  std::size_t place = 0;
  for (; place + kBlock <= text.size(); place += kBlock) {
    walk.take(plain_marks(text.data() + place, delimiter), place);
  }
  if (place == text.size()) return;
  const auto block = last_block(text.substr(place));
  walk.take(plain_marks(block.data(), delimiter), place);
}

#if defined(__x86_64__)
__attribute__((target("avx2,popcnt,bmi"))) void avx2_scan(std::string_view text, char delimiter,
                                                          Walk& walk) {
  std::size_t place = 0;
  for (; place + kBlock <= text.size(); place += kBlock) {
    walk.take(avx2_marks(text.data() + place, delimiter), place);
  }
  if (place == text.size()) return;
  const auto block = last_block(text.substr(place));
  walk.take(avx2_marks(block.data(), delimiter), place);
}
#endif

}  // namespace

void scan(std::string_view text, char delimiter, base::Instructions instructions, Scan& out) {
  check(text.size() < UINT32_MAX, "scan: text shorter than 4 GB");
  Walk walk(out);
#if defined(__x86_64__)
  if (instructions == base::Instructions::avx2) {
    avx2_scan(text, delimiter, walk);
    walk.finish();
    return;
  }
#endif
  check(instructions != base::Instructions::avx2, "scan: instructions of this processor");
  plain_scan(text, delimiter, walk);
  walk.finish();
}

}  // namespace bestfit::stream
