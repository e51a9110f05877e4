#include "bestfit/recognise/size_range.h"

#include <algorithm>
#include <array>
#include <limits>
#include <numeric>

#include "bestfit/base/text.h"
#include "bestfit/recognise/number_text.h"

namespace bestfit::recognise {
namespace {

constexpr std::size_t kLabelLongest = 40;  // bytes; a longer label says more than a size

bool starts_with(std::string_view text, std::string_view start) {
  return text.substr(0, start.size()) == start;
}

/// Takes one of the words off the front.
bool take_front(std::string_view& text, std::span<const std::string_view> words) {
  for (const std::string_view word : words) {
    if (!starts_with(text, word)) continue;
    text = base::trim(text.substr(word.size()));
    return true;
  }
  return false;
}

/// Takes words of letters, such as "employees", off the end; "10k" stays.
std::string_view without_unit(std::string_view text) {
  const std::size_t space = text.rfind(' ');
  if (space == std::string_view::npos) return text;
  const std::string_view last = text.substr(space + 1);
  const bool letters = std::none_of(last.begin(), last.end(),
                                    [](char c) { return (c >= '0' && c <= '9') || c == '+'; });
  return letters && last.size() > 2 ? without_unit(base::trim(text.substr(0, space))) : text;
}

std::optional<double> number_of(std::string_view text) {
  const std::string_view number = base::trim(text);
  const auto look = look_at_number(number);
  if (!look) return std::nullopt;
  return read_number(number, look->mark == DecimalMark::comma);
}

/// "51-200": both ends, the second larger.
std::optional<double> between(std::string_view text) {
  constexpr std::array<std::string_view, 5> kBetween = {"–", "—", " to ", " bis ", "-"};
  for (const std::string_view mark : kBetween) {
    for (std::size_t at = text.find(mark, 1); at != std::string_view::npos;
         at = text.find(mark, at + 1)) {
      const auto low = number_of(text.substr(0, at));
      const auto high = number_of(text.substr(at + mark.size()));
      if (low && high && *low < *high) return low;
    }
  }
  return std::nullopt;
}

}  // namespace

std::optional<SizeRange> size_range(std::string_view label) {
  constexpr std::array<std::string_view, 7> kUpTo = {"<=",     "<",          "≤",     "up to ",
                                                     "under ", "less than ", "below "};
  constexpr std::array<std::string_view, 7> kFrom = {">=",         ">",      "≥",        "over ",
                                                     "more than ", "above ", "at least "};
  if (label.size() > kLabelLongest) return std::nullopt;
  const std::string folded = base::fold(label);
  std::string_view text = base::trim(folded);
  if (take_front(text, kUpTo)) {
    if (!number_of(without_unit(text))) return std::nullopt;
    return SizeRange{.from = -std::numeric_limits<double>::infinity()};
  }
  const bool from = take_front(text, kFrom);
  for (const std::string_view end : {"+", " or more", " and more", " and above"}) {
    const std::size_t at = text.rfind(end);
    if (at == std::string_view::npos) continue;
    const std::string_view unit = text.substr(at + end.size());  // "1,001+ employees"
    const auto start = number_of(without_unit(text.substr(0, at)));
    if (start && unit.find_first_of("0123456789") == std::string_view::npos) {
      return SizeRange{.from = *start};
    }
  }
  text = without_unit(text);
  if (const auto start = between(text); start && !from) return SizeRange{.from = *start};
  const auto number = number_of(text);
  if (!number) return std::nullopt;
  return SizeRange{.from = *number, .is_range = from};
}

std::optional<std::vector<std::size_t>> order_of_sizes(std::span<const std::string> labels) {
  std::vector<double> from;
  std::size_t ranges = 0;
  for (const std::string& label : labels) {
    const auto range = size_range(label);
    if (!range) return std::nullopt;
    from.push_back(range->from);
    ranges += range->is_range ? 1 : 0;
  }
  std::vector<std::size_t> order(labels.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return from[a] < from[b]; });
  std::size_t distinct = 0;
  for (std::size_t i = 0; i < order.size(); ++i) {
    if (i == 0 || from[order[i]] > from[order[i - 1]]) ++distinct;
  }
  if (distinct < 3 || ranges * 2 <= labels.size()) return std::nullopt;
  return order;
}

}  // namespace bestfit::recognise
