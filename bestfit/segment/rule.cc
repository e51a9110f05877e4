#include "bestfit/segment/rule.h"

#include <algorithm>

#include "bestfit/base/error.h"

namespace bestfit::segment {

bool meets(const attribute::CodedAttribute& attribute, const Condition& condition,
           std::size_t row) {
  if (!condition.member) return condition.codes[attribute.codes[row]];
  const auto begin = attribute.members.begin();
  return std::find(begin + attribute.starts[row], begin + attribute.starts[row + 1],
                   *condition.member) != begin + attribute.starts[row + 1];
}

bool matches(const attribute::Coded& coded, const Rule& rule, std::size_t row) {
  return std::all_of(rule.conditions.begin(), rule.conditions.end(), [&](const Condition& one) {
    return meets(coded.attributes[one.attribute], one, row);
  });
}

std::vector<std::uint8_t> cover(const attribute::Coded& coded, const Rule& rule,
                                std::span<const std::uint32_t> rows) {
  std::vector<std::uint8_t> out;
  out.reserve(rows.size());
  for (const std::uint32_t row : rows) out.push_back(matches(coded, rule, row) ? 1 : 0);
  return out;
}

double jaccard(std::span<const std::uint8_t> a, std::span<const std::uint8_t> b) {
  check(a.size() == b.size(), "jaccard: covers of the same rows");
  std::size_t both = 0;
  std::size_t either = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    both += a[i] & b[i];
    either += a[i] | b[i];
  }
  return either == 0 ? 0.0 : static_cast<double>(both) / static_cast<double>(either);
}

}  // namespace bestfit::segment
