#include "bestfit/segment/search.h"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>

#include "bestfit/segment/rule_set.h"
#include "bestfit/segment/selectors.h"
#include "bestfit/segment/test_accounts.h"

namespace bestfit::segment {
namespace {

TEST(Rule, MatchesByCodesAndMembers) {
  attribute::Coded coded;
  coded.rows = 3;
  coded.attributes.resize(2);
  coded.attributes[0].codes = {0, 1, 2};
  coded.attributes[1].kind = table::Kind::set;
  coded.attributes[1].codes = {1, 1, 0};
  coded.attributes[1].starts = {0, 2, 3, 3};
  coded.attributes[1].members = {4, 7, 7};
  Condition range{.attribute = 0};
  range.codes.set(1);
  range.codes.set(2);
  const Condition has{.attribute = 1, .member = std::uint16_t{7}};
  const std::vector<std::uint32_t> rows = {0, 1, 2};
  using Marks = std::vector<std::uint8_t>;
  EXPECT_EQ(cover(coded, {.conditions = {range}}, rows), (Marks{0, 1, 1}));
  EXPECT_EQ(cover(coded, {.conditions = {has}}, rows), (Marks{1, 1, 0}));
  EXPECT_EQ(cover(coded, {.conditions = {range, has}}, rows), (Marks{0, 1, 0}));
  EXPECT_DOUBLE_EQ(jaccard(Marks{1, 1, 0, 0}, Marks{0, 1, 1, 0}), 1.0 / 3.0);
  EXPECT_DOUBLE_EQ(jaccard(Marks{0, 0}, Marks{0, 0}), 0.0);
}

TEST(Bits, CountWhatLoopsCount) {
  base::Random random(5);
  std::vector<std::int8_t> best;
  for (int i = 0; i < 1000; ++i) best.push_back(random.uniform() < 0.2 ? 1 : 0);
  const auto rows = attribute::test::all_rows(best.size());
  const Layout layout = make_layout(best, rows);
  std::vector<Word> third(layout.words, 0);
  std::vector<Word> fifth(layout.words, 0);
  fill_bits(
      layout, [](std::uint32_t row) { return row % 3 == 0; }, third);
  fill_bits(
      layout, [](std::uint32_t row) { return row % 5 == 0; }, fifth);
  EXPECT_EQ(count_both(third, fifth), 67U);  // multiples of 15 below 1,000
  std::uint32_t won = 0;
  for (std::size_t row = 0; row < best.size(); row += 15) won += best[row] == 1 ? 1 : 0;
  const auto part = [&](const std::vector<Word>& bits) {
    return std::span<const Word>(bits).first(layout.best_words);
  };
  EXPECT_EQ(count_both(part(third), part(fifth)), won);
  take_out(fifth, third);
  EXPECT_EQ(count_both(third, third), 334U - 67U);
}

TEST(Conditions, NameWhatASellerCanLookUp) {
  test::Planted accounts = test::planted({.rows = 2000});
  accounts.coded.attributes[2].left_out = "chosen";
  const auto found = find_conditions(accounts.coded, accounts.best, accounts.rows, {});
  std::vector<int> of_attribute(accounts.coded.attributes.size(), 0);
  for (std::size_t i = 0; i < found.size(); ++i) {
    const attribute::CodedAttribute& attribute = accounts.coded.attributes[found[i].attribute];
    ++of_attribute[found[i].attribute];
    EXPECT_FALSE(found[i].codes[0]) << "not known is no condition";
    EXPECT_EQ(found[i].member.has_value(), attribute.kind == table::Kind::set);
    if (attribute.kind == table::Kind::category) {
      EXPECT_FALSE(found[i].codes[static_cast<std::size_t>(attribute.levels)]) << "any other";
      EXPECT_LE(found[i].codes.count(), 8U);
    }
    for (std::size_t j = 0; j < i; ++j) EXPECT_FALSE(found[i] == found[j]);
  }
  EXPECT_GE(of_attribute[0], 3);  // below, within and above a range of employees
  EXPECT_GE(of_attribute[1], 5);  // each industry
  EXPECT_EQ(of_attribute[2], 0);
  EXPECT_EQ(of_attribute[3], 6);  // each tool
}

/// The quality of search.h, by a loop over rows.
double plain_quality(const test::Planted& accounts, const std::vector<double>& weight,
                     const Rule& rule, const SegmentOptions& options) {
  double total = 0.0;
  double best = 0.0;
  double all_best = 0.0;
  double inside = 0.0;
  for (const std::uint32_t row : accounts.rows) {
    all_best += accounts.best[row];
    if (!matches(accounts.coded, rule, row)) continue;
    total += 1.0;
    best += accounts.best[row];
    if (accounts.best[row] == 1) inside += weight[row];
  }
  const double n = static_cast<double>(accounts.rows.size());
  if (total < options.support_min * n || best < options.best_min) return 0.0;
  return std::pow(total / n, options.size_weight) * (inside / total - all_best / n);
}

double best_by_trying(const test::Planted& accounts, const std::vector<double>& weight,
                      const Space& space, const SegmentOptions& options) {
  double best = 0.0;
  const auto& conditions = space.conditions;
  const std::function<void(Rule, std::size_t)> grow = [&](const Rule& rule, std::size_t from) {
    if (!rule.conditions.empty()) {
      best = std::max(best, plain_quality(accounts, weight, rule, options));
    }
    if (rule.conditions.size() == 3) return;
    for (std::size_t i = from; i < conditions.size(); ++i) {
      if (!rule.conditions.empty() && rule.conditions.back().attribute == conditions[i].attribute) {
        continue;
      }
      Rule longer = rule;
      longer.conditions.push_back(conditions[i]);
      grow(longer, i + 1);
    }
  };
  grow({}, 0);
  return best;
}

class Exhaustive : public ::testing::TestWithParam<bool> {};

TEST_P(Exhaustive, IsAsGoodAsTryingEveryRule) {
  for (std::uint64_t seed = 1; seed <= 4; ++seed) {
    test::Planted accounts = test::planted({.rows = 400, .seed = seed});
    for (const std::size_t i : {4U, 5U, 6U, 7U}) accounts.coded.attributes[i].left_out = "few";
    base::Random random(seed);
    std::vector<double> value(accounts.rows.size());
    for (double& one : value)
      one = static_cast<double>(std::min<std::uint64_t>(255, random.below(400)));
    SegmentOptions options;
    options.lift_step = 1e-9;
    const Space space =
        make_space(accounts.coded, accounts.best,
                   GetParam() ? std::span<const double>(value) : std::span<const double>(),
                   accounts.rows, options);
    std::vector<double> weight(value.size(), 1.0);
    if (GetParam()) {  // a third of the values are the largest: no value counts as less
      double sum = 0.0;
      double won = 0.0;
      for (const std::uint32_t row : accounts.rows) {
        if (accounts.best[row] != 1) continue;
        sum += value[row];
        won += 1.0;
      }
      for (std::size_t row = 0; row < value.size(); ++row) weight[row] = value[row] * won / sum;
    }
    const auto open = all_rows(space.layout);
    const Choice found = best_rule(space, open, options);
    const double by_trying = best_by_trying(accounts, weight, space, options);
    EXPECT_GT(by_trying, 0.0);
    EXPECT_NEAR(quality_of(space, open, cover_of(space, found), options), by_trying, 1e-9);
    EXPECT_NEAR(plain_quality(accounts, weight, rule_of(space, found), options), by_trying, 1e-9);
  }
}

INSTANTIATE_TEST_SUITE_P(AlikeAndByValue, Exhaustive, ::testing::Bool());

TEST(Search, DropsConditionsThatRaiseTheRateTooLittle) {
  test::Planted accounts = test::planted({.rows = 3000});
  SegmentOptions options;
  options.lift_step = 1.1;
  const Space space = make_space(accounts.coded, accounts.best, {}, accounts.rows, options);
  const Choice found = best_rule(space, all_rows(space.layout), options);
  ASSERT_GE(found.size(), 2U);
  const auto rate = [&](const Rule& rule) {
    double total = 0.0;
    double best = 0.0;
    for (const std::uint32_t row : accounts.rows) {
      if (!matches(accounts.coded, rule, row)) continue;
      total += 1.0;
      best += accounts.best[row];
    }
    return best / total;
  };
  const Rule rule = rule_of(space, found);
  for (std::size_t i = 0; i < rule.conditions.size(); ++i) {
    Rule less = rule;
    less.conditions.erase(less.conditions.begin() + static_cast<std::ptrdiff_t>(i));
    EXPECT_GE(rate(rule), 1.1 * rate(less));
    double met = 0.0;
    for (const std::uint32_t row : accounts.rows) {
      met += matches(accounts.coded, {.conditions = {rule.conditions[i]}}, row) ? 1.0 : 0.0;
    }
    EXPECT_LE(met, 0.9 * 3000);
  }
}

}  // namespace
}  // namespace bestfit::segment
