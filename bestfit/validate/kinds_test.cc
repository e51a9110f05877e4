#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "bestfit/attribute/test_tables.h"
#include "bestfit/learn/segments.h"
#include "bestfit/score/score.h"

namespace bestfit::validate {
namespace {

/// A world with two kinds of best accounts, which all kinds of attributes tell apart.
attribute::test::Made two_kinds(std::size_t rows, std::uint64_t seed) {
  attribute::test::Made made = attribute::test::accounts(rows, 0.0, seed);
  base::Random random(seed + 1);
  for (std::size_t row = 0; row < rows; ++row) {
    const double size = made.table.column("Employees").numbers[row];
    const std::string industry = made.table.column("Industry").cell_text(row);
    const bool has_sap = made.table.column("Tools").cell_text(row).find("SAP") != std::string::npos;
    const bool flag = made.table.column("Flag").numbers[row] == 1.0;
    const bool first = industry == "Bank" && size >= 100.0;
    const bool second = has_sap && flag;
    made.outcome.best[row] = random.uniform() < (first || second ? 0.6 : 0.08) ? 1 : 0;
  }
  return made;
}

// Each row matches a kind's rule exactly where the profile's conditions hold.
TEST(Kinds, ProfilesApplyWhereTheirRulesMatch) {
  const attribute::test::Made made = two_kinds(4000, 3);
  base::Silent silent;
  const learn::LearnOptions options;
  const learn::Prepared prepared =
      learn::prepare(made.table, made.schema, made.outcome, options, silent);
  const learn::Learned learned = learn::learn(prepared, options, silent);
  ASSERT_TRUE(learned.segments);
  ASSERT_EQ(learned.segments->segments.size(), 2U);
  ASSERT_EQ(learned.profiles.size(), 3U);
  for (std::size_t kind = 0; kind < 2; ++kind) {
    profile::ProfileFile file;
    file.as_of = prepared.coded.as_of;
    file.profiles = {learned.profiles[kind]};
    file.profiles.front().known_min = 0;
    EXPECT_NE(file.profiles.front().narrative.find("times as often"), std::string::npos);
    const std::vector<score::Score> scores = score::score(made.table, file);
    std::int64_t matched = 0;
    for (std::uint32_t row = 0; row < 4000; ++row) {
      const bool applies = scores[row].status == score::Status::scored;
      EXPECT_EQ(applies,
                segment::matches(prepared.coded, learned.segments->segments[kind].rule, row))
          << learned.profiles[kind].name << " row " << row;
      matched += applies ? 1 : 0;
    }
    EXPECT_EQ(matched, learned.profiles[kind].evidence->rows);
  }
}

// With all profiles an account has its kind's name, and the points that it had without kinds.
TEST(Kinds, LeaveScoresAsTheyAre) {
  const attribute::test::Made made = two_kinds(4000, 3);
  base::Silent silent;
  learn::LearnOptions one;
  one.profiles_max = 1;
  const auto with = learn::learn(made.table, made.schema, made.outcome, {}, silent).profiles;
  const auto without = learn::learn(made.table, made.schema, made.outcome, one, silent).profiles;
  ASSERT_EQ(without.size(), 1U);
  ASSERT_GT(with.size(), 1U);
  profile::ProfileFile all;
  profile::ProfileFile main;
  all.profiles = with;
  main.profiles = without;
  const auto a = score::score(made.table, all);
  const auto b = score::score(made.table, main);
  std::int64_t in_kinds = 0;
  for (std::size_t row = 0; row < a.size(); ++row) {
    EXPECT_EQ(a[row].points, b[row].points);
    EXPECT_EQ(a[row].status, b[row].status);
    in_kinds += a[row].profile + 1 < static_cast<int>(with.size()) ? 1 : 0;
  }
  EXPECT_GT(in_kinds, 400);
}

}  // namespace
}  // namespace bestfit::validate
