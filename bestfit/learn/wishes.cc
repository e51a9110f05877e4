#include <fmt/format.h>

#include <algorithm>

#include "bestfit/base/error.h"
#include "bestfit/base/text.h"
#include "bestfit/learn/learn.h"

namespace bestfit::learn {
namespace {

/// The attribute of a column; none when the column is no attribute.
const attribute::CodedAttribute* find(const attribute::Coded& coded, const std::string& column) {
  for (const attribute::CodedAttribute& attribute : coded.attributes) {
    if (base::fold(attribute.column) == base::fold(column)) return &attribute;
  }
  return nullptr;
}

std::optional<std::uint32_t> usable(const attribute::Coded& coded, const std::string& column) {
  const attribute::CodedAttribute* found = find(coded, column);
  if (found == nullptr || !found->left_out.empty()) return std::nullopt;
  return static_cast<std::uint32_t>(found - coded.attributes.data());
}

std::vector<std::uint32_t> usable(const attribute::Coded& coded,
                                  const std::vector<std::string>& columns) {
  std::vector<std::uint32_t> numbers;
  for (const std::string& column : columns) {
    const auto number = usable(coded, column);
    if (number) numbers.push_back(*number);
  }
  return numbers;
}

[[noreturn]] void refuse(const std::string& message) { throw Error(Fault::configuration, message); }

void check_forced(const std::string& column, const attribute::Coded& coded) {
  const attribute::CodedAttribute* found = find(coded, column);
  if (found == nullptr) {
    refuse(
        fmt::format("'{}' cannot be forced into the card: it is no attribute (an identifier, "
                    "free text, a column with a role, or excluded)",
                    column));
  }
  if (found->left_out.empty()) return;
  const char* hint = found->leakage.suspected ? "; --keep uses it all the same" : "";
  refuse(fmt::format("'{}' cannot be forced into the card: {}{}", column, found->left_out, hint));
}

void check_shape(const std::string& column, const attribute::Coded& coded) {
  const attribute::CodedAttribute* found = find(coded, column);
  if (found == nullptr) {
    refuse(fmt::format("'{}' cannot be given a shape: it is no attribute", column));
  }
  if (!attribute::is_ordered(*found)) {
    refuse(fmt::format("'{}' cannot be given a shape: its values have no order", column));
  }
}

}  // namespace

card::CardOptions card_options(const LearnOptions& options, const attribute::Coded& coded) {
  card::CardOptions card{.attributes_max = options.attributes_max,
                         .seed = options.seed,
                         .threads = options.threads,
                         .wishes = {}};
  card.wishes.forced = usable(coded, options.wishes.force);
  for (const auto& family : options.wishes.families) {
    card.wishes.families.push_back(usable(coded, family));
  }
  for (const auto& [column, shape] : options.wishes.shapes) {
    const auto number = usable(coded, column);
    if (number) card.wishes.shapes[*number] = shape;
  }
  card.wishes.points_max = options.wishes.points_max;
  card.wishes.bin_rows = options.wishes.bin_rows;
  return card;
}

void check_wishes(const LearnOptions& options, const attribute::Coded& coded) {
  const CardWishes& wishes = options.wishes;
  for (const std::string& column : wishes.force) check_forced(column, coded);
  for (const auto& wish : wishes.shapes) check_shape(wish.first, coded);
  if (wishes.force.size() > static_cast<std::size_t>(options.attributes_max)) {
    refuse(
        fmt::format("{} attributes are forced into a card of at most {}: raise attributes_max or "
                    "force fewer",
                    wishes.force.size(), options.attributes_max));
  }
  const card::CardOptions card = card_options(options, coded);
  for (const auto& family : card.wishes.families) {
    std::vector<std::string> both;
    for (const std::uint32_t one : card.wishes.forced) {
      if (std::find(family.begin(), family.end(), one) != family.end()) {
        both.push_back("'" + coded.attributes[one].column + "'");
      }
    }
    if (both.size() > 1) {
      refuse(fmt::format("{} are forced into the card, and are of one family of which it takes one",
                         base::join(both, " and ")));
    }
  }
}

}  // namespace bestfit::learn
