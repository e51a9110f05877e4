#include "bestfit/card/wishes.h"

#include <algorithm>

namespace bestfit::card {
namespace {

template <typename List, typename Value>
bool has(const List& list, const Value& value) {
  return std::find(list.begin(), list.end(), value) != list.end();
}

/// The candidates among some attributes.
std::vector<std::size_t> candidates_of(std::span<const std::uint32_t> some,
                                       std::span<const std::uint32_t> attributes) {
  std::vector<std::size_t> candidates;
  for (std::size_t i = 0; i < attributes.size(); ++i) {
    if (has(some, attributes[i])) candidates.push_back(i);
  }
  return candidates;
}

}  // namespace

bool is_forced(const Wishes& wishes, std::size_t attribute) {
  return std::find(wishes.forced.begin(), wishes.forced.end(), attribute) != wishes.forced.end();
}

bool may_have(const attribute::Coded& coded, const Wishes& wishes, std::size_t attribute) {
  return coded.attributes[attribute].left_out.empty() &&
         !has(wishes.forbidden, static_cast<std::uint32_t>(attribute));
}

bool Rules::is_forced(std::size_t candidate) const { return has(forced, candidate); }

bool Rules::allow(std::span<const std::size_t> support, std::size_t candidate) const {
  return std::none_of(families.begin(), families.end(), [&](const auto& family) {
    return has(family, candidate) &&
           std::any_of(support.begin(), support.end(),
                       [&](std::size_t one) { return one != candidate && has(family, one); });
  });
}

Rules rules_of(const Wishes& wishes, std::span<const std::uint32_t> attributes) {
  Rules rules;
  rules.forced = candidates_of(wishes.forced, attributes);
  for (const auto& family : wishes.families) {
    rules.families.push_back(candidates_of(family, attributes));
  }
  return rules;
}

}  // namespace bestfit::card
