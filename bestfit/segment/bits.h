#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace bestfit::segment {

using Word = std::uint64_t;

/// Rows as bits, best ones in the first words and others in the words after these: best rows of a
/// cover are counted without a look at the rest.
struct Layout {
  std::vector<std::uint32_t>
      rows;  // row of the table at each bit; kNoRow where words are filled up
  std::size_t best_words = 0;
  std::size_t words = 0;
  std::uint32_t best = 0;
  std::uint32_t total = 0;
};

constexpr std::uint32_t kNoRow = 0xFFFFFFFFU;

///   best  one for each row of the table; those of `rows` are 0 or 1
Layout make_layout(std::span<const std::int8_t> best, std::span<const std::uint32_t> rows);

/// Sets the bits of those rows of the layout that `has` names.
template <typename Has>
void fill_bits(const Layout& layout, Has has, std::span<Word> bits) {
  for (std::size_t i = 0; i < layout.rows.size(); ++i) {
    if (layout.rows[i] == kNoRow || !has(layout.rows[i])) continue;
    bits[i / 64] |= Word{1} << (i % 64);
  }
}

/// Every row of the layout.
std::vector<Word> all_rows(const Layout& layout);

/// Bits set in both.
///   a, b  of one length
std::uint32_t count_both(std::span<const Word> a, std::span<const Word> b);

/// Bits set in both, into `out`, which may be one of them.
void keep_both(std::span<const Word> a, std::span<const Word> b, std::span<Word> out);

/// Clears in `a` what is set in `b`.
void take_out(std::span<const Word> b, std::span<Word> a);

}  // namespace bestfit::segment
