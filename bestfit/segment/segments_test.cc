#include "bestfit/segment/segments.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "bestfit/attribute/association.h"
#include "bestfit/segment/rule_set.h"
#include "bestfit/segment/test_accounts.h"
#include "bestfit/stats/proportion.h"

namespace bestfit::segment {
namespace {

double closest(const test::Planted& accounts, const Segments& found, std::size_t truth) {
  double best = 0.0;
  for (const Segment& segment : found.segments) {
    best = std::max(
        best, jaccard(accounts.truth[truth], cover(accounts.coded, segment.rule, accounts.rows)));
  }
  return best;
}

TEST(Segments, FindsWhatWasPlanted) {
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    const test::Planted accounts = test::planted({.seed = seed});
    const Segments found = find_segments(accounts.coded, accounts.best, {}, accounts.rows, {});
    ASSERT_EQ(found.segments.size(), 2U) << seed;
    EXPECT_GE(closest(accounts, found, 0), 0.8) << seed;
    EXPECT_GE(closest(accounts, found, 1), 0.8) << seed;
    EXPECT_LT(found.segments[0].overlap[1], 0.2) << seed;
    std::set<std::uint32_t> used;
    for (const Segment& segment : found.segments) {
      EXPECT_EQ(segment.rule.conditions.size(), 2U) << seed;
      EXPECT_GT(segment.lift.low, 1.0);
      EXPECT_GE(segment.stability.reappears, 0.35);
      for (const Condition& condition : segment.rule.conditions) used.insert(condition.attribute);
    }
    EXPECT_EQ(used, (std::set<std::uint32_t>{0, 1, 2, 3})) << seed;
  }
}

/// What a segment says, by another way: plain loops over the rows that were not searched.
TEST(Segments, CountsAreThoseOfHeldRows) {
  const test::Planted accounts = test::planted({.seed = 7});
  std::vector<double> value;
  for (std::size_t row = 0; row < accounts.best.size(); ++row) {
    value.push_back(1.0 + static_cast<double>(row % 10));
  }
  const SegmentOptions options;
  const Segments found =
      find_segments(accounts.coded, accounts.best, value, accounts.rows, options);
  ASSERT_EQ(found.segments.size(), 2U);
  EXPECT_EQ(found.searched, 1800U);
  EXPECT_EQ(found.held.total, 1200);
  const auto searched = attribute::draw_rows(accounts.coded, accounts.rows, 1800, options.seed);
  const std::set<std::uint32_t> seen(searched.begin(), searched.end());
  std::int64_t both = 0;
  std::int64_t any = 0;
  std::int64_t any_best = 0;
  std::int64_t outside_best = 0;
  std::vector<Group> in(2);
  std::vector<double> worth(2, 0.0);
  double worth_of_all = 0.0;
  for (const std::uint32_t row : accounts.rows) {
    const bool first = matches(accounts.coded, found.segments[0].rule, row);
    const bool second = matches(accounts.coded, found.segments[1].rule, row);
    const int best = accounts.best[row];
    if (!first && !second) outside_best += best;
    if (seen.count(row) > 0) continue;
    worth_of_all += best * value[row];
    both += first && second ? 1 : 0;
    any += first || second ? 1 : 0;
    any_best += first || second ? best : 0;
    for (const std::size_t i : {0U, 1U}) {
      if (!(i == 0 ? first : second)) continue;
      ++in[i].total;
      in[i].best += best;
      worth[i] += best * value[row];
    }
  }
  EXPECT_EQ(found.in_any.total, any);
  EXPECT_EQ(found.in_any.best, any_best);
  EXPECT_EQ(static_cast<std::int64_t>(found.exceptions.rows.size()), outside_best);
  EXPECT_DOUBLE_EQ(found.segments[0].overlap[1],
                   static_cast<double>(both) / static_cast<double>(any));
  EXPECT_EQ(found.segments[1].added.total, in[1].total - both);
  EXPECT_NEAR(
      found.relative_accuracy,
      (static_cast<double>(any_best) - static_cast<double>(any * found.held.best) / 1200.0) /
          1200.0,
      1e-12);
  for (const std::size_t i : {0U, 1U}) {
    const Segment& one = found.segments[i];
    EXPECT_EQ(one.held.total, in[i].total);
    EXPECT_EQ(one.held.best, in[i].best);
    EXPECT_DOUBLE_EQ(one.share, static_cast<double>(in[i].total) / 1200.0);
    EXPECT_NEAR(one.value_share, worth[i] / worth_of_all, 1e-12);
    const stats::Estimate lift =
        stats::share_ratio(in[i].best, in[i].total, found.held.best - in[i].best,
                           1200 - in[i].total, 1.0 - 0.05 / 2.0);
    EXPECT_DOUBLE_EQ(one.lift.value, lift.value);
    EXPECT_DOUBLE_EQ(one.lift.low, lift.low);
    EXPECT_DOUBLE_EQ(one.lift.high, lift.high);
  }
}

TEST(Segments, AreTheSameOnAnyNumberOfThreads) {
  const test::Planted accounts = test::planted({.rows = 1500, .seed = 3});
  SegmentOptions options;
  const Segments one = find_segments(accounts.coded, accounts.best, {}, accounts.rows, options);
  options.threads = 3;
  const Segments three = find_segments(accounts.coded, accounts.best, {}, accounts.rows, options);
  ASSERT_FALSE(one.segments.empty());
  ASSERT_EQ(one.segments.size(), three.segments.size());
  for (std::size_t i = 0; i < one.segments.size(); ++i) {
    EXPECT_EQ(one.segments[i].rule, three.segments[i].rule);
    EXPECT_EQ(one.segments[i].stability.mean, three.segments[i].stability.mean);
    EXPECT_EQ(one.segments[i].lift.low, three.segments[i].lift.low);
  }
}

/// Values turn the search: with best accounts of one segment worth nothing, the other one is found.
TEST(Segments, FollowValue) {
  const test::Planted accounts = test::planted({.seed = 4});
  std::vector<double> value;
  for (const std::uint8_t second : accounts.truth[1]) value.push_back(second == 1 ? 1.0 : 0.02);
  SegmentOptions options;
  options.rules_max = 1;
  const Segments found =
      find_segments(accounts.coded, accounts.best, value, accounts.rows, options);
  ASSERT_EQ(found.segments.size(), 1U);
  EXPECT_GE(closest(accounts, found, 1), 0.8);
  EXPECT_GT(found.segments[0].value_share, 0.8);
}

/// Copies of accounts go whole to one side, and say no more than one account does.
TEST(Segments, HoldClustersWhole) {
  const test::Planted accounts = test::planted({.rows = 6000, .seed = 2, .copies = 4});
  const Segments found = find_segments(accounts.coded, accounts.best, {}, accounts.rows, {});
  ASSERT_FALSE(found.segments.empty());
  EXPECT_EQ(found.searched % 4, 0U);
  test::Planted alone = accounts;
  alone.coded.cluster.clear();
  const std::vector<std::uint8_t> covered =
      cover(accounts.coded, found.segments[0].rule, accounts.rows);
  const stats::Estimate widened =
      lift_of(accounts.coded, accounts.best, accounts.rows, covered, 0.95);
  std::vector<std::uint32_t> once;
  std::vector<std::uint8_t> covered_once;
  for (std::size_t row = 0; row < accounts.rows.size(); row += 4) {
    once.push_back(accounts.rows[row]);
    covered_once.push_back(covered[row]);
  }
  const stats::Estimate single = lift_of(alone.coded, alone.best, once, covered_once, 0.95);
  EXPECT_NEAR(widened.low, single.low, 0.02 * single.low);
  EXPECT_NEAR(widened.high, single.high, 0.02 * single.high);
}

/// A group too small to be a rule is an exception worth a look, named by what it shares.
TEST(Segments, NameWhatExceptionsShare) {
  test::Planted accounts = test::planted({.rows = 4000, .seed = 5});
  base::Random random(11);
  for (const std::uint32_t row : accounts.rows) {  // the second segment is noise from here on
    if (accounts.truth[0][row] == 1 || accounts.truth[1][row] == 0) continue;
    accounts.best[row] = random.uniform() < 0.12 ? 1 : 0;
  }
  const attribute::CodedAttribute& flag = accounts.coded.attributes[5];
  for (const std::uint32_t row : accounts.rows) {
    if (flag.codes[row] == 2 && accounts.truth[0][row] == 0 && random.uniform() < 0.15) {
      accounts.best[row] = 1;
    }
  }
  SegmentOptions options;
  options.rules_max = 1;
  const Segments found = find_segments(accounts.coded, accounts.best, {}, accounts.rows, options);
  ASSERT_EQ(found.segments.size(), 1U);
  ASSERT_FALSE(found.exceptions.groups.empty());
  EXPECT_EQ(found.exceptions.groups[0].condition.attribute, 5U);
  EXPECT_TRUE(found.exceptions.groups[0].condition.codes[2]);
  EXPECT_GT(found.exceptions.groups[0].lift.low, 1.0);
}

TEST(Segments, FewRowsGiveNone) {
  const test::Planted accounts = test::planted({.rows = 30});
  const Segments found = find_segments(accounts.coded, accounts.best, {}, accounts.rows, {});
  EXPECT_TRUE(found.segments.empty());
  EXPECT_EQ(found.in_any.total, 0);
  const Segments empty = find_segments(accounts.coded, accounts.best, {}, {}, {});
  EXPECT_TRUE(empty.segments.empty());
}

/// In how many of 200 runs anything is kept when the outcome is noise.
int kept_of_noise(const test::Wanted& wanted, int runs) {
  int kept = 0;
  for (int run = 0; run < runs; ++run) {
    test::Wanted noise = wanted;
    noise.inside = noise.outside = 0.25;
    noise.seed = 1000 + static_cast<std::uint64_t>(run);
    const test::Planted accounts = test::planted(noise);
    const Segments found = find_segments(accounts.coded, accounts.best, {}, accounts.rows, {});
    kept += found.segments.empty() ? 0 : 1;
  }
  return kept;
}

TEST(SegmentsSimulation, NoiseGivesNone) {
  EXPECT_LE(kept_of_noise({.rows = 600}, 200), 10);
  EXPECT_LE(kept_of_noise({.rows = 2000}, 60), 3);
  EXPECT_LE(kept_of_noise({.rows = 1200, .copies = 4}, 100), 5);
}

/// The true lift of a rule: that of its rows' chances, in a large sample of its own.
double true_lift(const test::Planted& world, const Rule& rule) {
  double inside = 0.0;
  double outside = 0.0;
  double total = 0.0;
  for (const std::uint32_t row : world.rows) {
    const bool is_in = matches(world.coded, rule, row);
    (is_in ? inside : outside) += world.chance[row];
    total += is_in ? 1.0 : 0.0;
  }
  return (inside / total) / (outside / (static_cast<double>(world.rows.size()) - total));
}

/// All intervals of a run hold at once in 95 % of runs. The world's rows beyond the first 500 are
/// coded with them, so that a rule reads the same there.
TEST(SegmentsSimulation, IntervalsHoldOnHeldRows) {
  int runs = 0;
  int held = 0;
  for (std::uint64_t seed = 1; seed <= 300; ++seed) {
    const test::Planted world = test::planted({.rows = 8000, .seed = seed, .inside = 0.4});
    const auto rows = attribute::test::all_rows(800);
    SegmentOptions options;
    options.half_samples = 0;
    const Segments found = find_segments(world.coded, world.best, {}, rows, options);
    if (found.segments.empty()) continue;
    ++runs;
    const bool all =
        std::all_of(found.segments.begin(), found.segments.end(), [&](const Segment& segment) {
          const double lift = true_lift(world, segment.rule);
          return segment.lift.low <= lift && lift <= segment.lift.high;
        });
    held += all ? 1 : 0;
  }
  EXPECT_GE(runs, 60);
  EXPECT_GE(held, static_cast<int>(0.92 * runs)) << held << " of " << runs;
}

}  // namespace
}  // namespace bestfit::segment
