#include "bestfit/segment/bits.h"

#include <bit>

#include "bestfit/base/error.h"

namespace bestfit::segment {
namespace {

void fill_up(std::vector<std::uint32_t>& rows) {
  rows.resize((rows.size() + 63) / 64 * 64, kNoRow);
}

std::uint32_t count_plainly(std::span<const Word> a, std::span<const Word> b) {
  int count = 0;
  for (std::size_t i = 0; i < a.size(); ++i) count += std::popcount(a[i] & b[i]);
  return static_cast<std::uint32_t>(count);
}

#if defined(__x86_64__)
/// The same with the processor's own instruction, which not every one of this family has.
[[gnu::target("popcnt")]] std::uint32_t count_by_instruction(std::span<const Word> a,
                                                             std::span<const Word> b) {
  std::int64_t count = 0;
  for (std::size_t i = 0; i < a.size(); ++i) count += __builtin_popcountll(a[i] & b[i]);
  return static_cast<std::uint32_t>(count);
}
#endif

}  // namespace

Layout make_layout(std::span<const std::int8_t> best, std::span<const std::uint32_t> rows) {
  Layout layout;
  layout.rows.reserve(rows.size() + 128);
  for (const std::uint32_t row : rows) {
    if (best[row] == 1) layout.rows.push_back(row);
  }
  layout.best = static_cast<std::uint32_t>(layout.rows.size());
  fill_up(layout.rows);
  layout.best_words = layout.rows.size() / 64;
  for (const std::uint32_t row : rows) {
    if (best[row] != 1) layout.rows.push_back(row);
  }
  fill_up(layout.rows);
  layout.words = layout.rows.size() / 64;
  layout.total = static_cast<std::uint32_t>(rows.size());
  return layout;
}

std::vector<Word> all_rows(const Layout& layout) {
  std::vector<Word> out(layout.words, 0);
  fill_bits(
      layout, [](std::uint32_t) { return true; }, out);
  return out;
}

std::uint32_t count_both(std::span<const Word> a, std::span<const Word> b) {
  check(a.size() == b.size(), "count_both: as many words in both");
#if defined(__x86_64__)
  if (__builtin_cpu_supports("popcnt") != 0) return count_by_instruction(a, b);
#endif
  return count_plainly(a, b);
}

void keep_both(std::span<const Word> a, std::span<const Word> b, std::span<Word> out) {
  for (std::size_t i = 0; i < out.size(); ++i) out[i] = a[i] & b[i];
}

void take_out(std::span<const Word> b, std::span<Word> a) {
  for (std::size_t i = 0; i < a.size(); ++i) a[i] &= ~b[i];
}

}  // namespace bestfit::segment
