#include "bestfit/segment/space.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "bestfit/base/error.h"
#include "bestfit/segment/selectors.h"

namespace bestfit::segment {
namespace {

constexpr double kVacuous = 0.9;  // a condition that more rows meet says nothing
constexpr double kValueQuantile = 0.95;
constexpr int kPlanes = 8;

/// The rows of the layout that meet a condition on those codes.
///   codes  one a bit of the layout, 0 where words are filled up
void fill_codes(std::span<const std::uint8_t> codes, const std::bitset<256>& wanted,
                std::span<Word> bits) {
  std::array<Word, 256> is_wanted{};
  for (std::size_t code = 0; code < is_wanted.size(); ++code) is_wanted[code] = wanted[code];
  for (std::size_t word = 0; word < bits.size(); ++word) {
    Word out = 0;
    for (std::size_t bit = 0; bit < 64; ++bit) out |= is_wanted[codes[word * 64 + bit]] << bit;
    bits[word] = out;
  }
}

std::vector<std::uint8_t> codes_in_layout(const attribute::CodedAttribute& attribute,
                                          const Layout& layout) {
  std::vector<std::uint8_t> codes;
  codes.reserve(layout.rows.size());
  for (const std::uint32_t row : layout.rows) {
    codes.push_back(row == kNoRow ? std::uint8_t{0} : attribute.codes[row]);
  }
  return codes;
}

/// Bit planes of the best rows' values, in steps of the largest over 255.
void weigh(std::span<const double> value, Space& space) {
  const Layout& layout = space.layout;
  std::vector<double> sorted;
  for (std::size_t i = 0; i < layout.best; ++i) {
    sorted.push_back(value[layout.rows[i]]);
    check(std::isfinite(sorted.back()) && sorted.back() >= 0.0,
          "make_space: best rows have values");
  }
  if (sorted.empty()) return;
  const auto at = static_cast<std::size_t>(kValueQuantile * static_cast<double>(sorted.size() - 1));
  std::nth_element(sorted.begin(), sorted.begin() + static_cast<std::ptrdiff_t>(at), sorted.end());
  const double top = sorted[at];
  if (top <= 0.0) return;
  constexpr int kSteps = (1 << kPlanes) - 1;
  space.weights.assign(kPlanes, std::vector<Word>(layout.best_words, 0));
  double sum = 0.0;
  for (std::size_t i = 0; i < layout.best; ++i) {
    const double share = std::clamp(value[layout.rows[i]] / top, 0.0, 1.0);
    const auto steps = static_cast<unsigned>(std::lround(share * kSteps));
    sum += steps;
    for (std::size_t plane = 0; plane < kPlanes; ++plane) {
      if ((steps >> plane & 1U) != 0) space.weights[plane][i / 64] |= Word{1} << (i % 64);
    }
  }
  space.weight_unit = layout.best / sum;
  space.weight_max = kSteps * space.weight_unit;
}

}  // namespace

double Space::weight_of(std::span<const Word> a, std::span<const Word> b,
                        std::uint32_t best) const {
  if (weights.empty()) return best;
  std::vector<Word> both(layout.best_words);
  keep_both(a, b, both);
  double steps = 0.0;
  double unit = 1.0;
  for (const std::vector<Word>& plane : weights) {
    steps += unit * count_both(both, plane);
    unit *= 2.0;
  }
  return steps * weight_unit;
}

Space make_space(const attribute::Coded& coded, std::span<const std::int8_t> best,
                 std::span<const double> value, std::span<const std::uint32_t> rows,
                 const SegmentOptions& options) {
  Space space;
  space.layout = make_layout(best, rows);
  const Layout& layout = space.layout;
  const std::vector<Word> all(layout.words, ~Word{0});
  std::vector<Word> bits(layout.words);
  std::vector<std::uint8_t> codes;
  std::uint32_t coded_last = kNoRow;
  const double most = kVacuous * layout.total;
  const double least = options.support_min * layout.total;
  for (const Condition& condition : find_conditions(coded, best, rows, options)) {
    const attribute::CodedAttribute& attribute = coded.attributes[condition.attribute];
    if (coded_last != condition.attribute) codes = codes_in_layout(attribute, layout);
    coded_last = condition.attribute;
    if (condition.member) {
      std::fill(bits.begin(), bits.end(), 0);
      fill_bits(
          layout, [&](std::uint32_t row) { return meets(attribute, condition, row); }, bits);
    } else {
      fill_codes(codes, condition.codes, bits);
    }
    const double total = count_both(bits, all);
    const auto best_part = std::span<const Word>(bits).first(layout.best_words);
    const auto won = static_cast<int>(count_both(best_part, best_part));
    if (total > most || total < least || won < options.best_min) continue;
    space.conditions.push_back(condition);
    space.covers.insert(space.covers.end(), bits.begin(), bits.end());
  }
  const double n = std::max(1U, layout.total);
  space.size_power.push_back(0.0);
  for (std::uint32_t t = 1; t <= layout.total; ++t) {
    space.size_power.push_back(std::pow(t / n, options.size_weight - 1.0) / n);
  }
  if (!value.empty()) weigh(value, space);
  return space;
}

}  // namespace bestfit::segment
