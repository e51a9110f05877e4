#include <gtest/gtest.h>

#include <cmath>

#include "bestfit/compile/sql.h"
#include "bestfit/warehouse/cells_sql.h"
#include "bestfit/warehouse/outcome_sql.h"
#include "bestfit/warehouse/sample.h"
#include "bestfit/warehouse/tab_lines.h"
#include "bestfit/warehouse/whole_table.h"

// What learning asks of databases is held by tests/warehouse, which runs it in them.
namespace bestfit::warehouse {
namespace {

using Lines = std::vector<std::vector<std::string>>;

TEST(TabLines, ArePutTogetherFromPiecesThatEndAnywhere) {
  const std::string text = "a\\tb\t\\N\tc\\\\d\ne\t\tf\\ng\n";
  const Lines wanted = {{"a\tb", "", "c\\d"}, {"e", "", "f\ng"}};
  for (std::size_t size = 1; size <= text.size(); ++size) {
    Lines found;
    TabLines lines;
    for (std::size_t at = 0; at < text.size(); at += size) {
      lines.add(std::string_view(text).substr(at, size),
                [&](const std::vector<std::string>& cells) { found.push_back(cells); });
    }
    EXPECT_EQ(found, wanted) << size;
    EXPECT_TRUE(lines.is_whole());
  }
  TabLines cut;
  cut.add("a\tb", [](const std::vector<std::string>&) { FAIL(); });
  EXPECT_FALSE(cut.is_whole());
}

TEST(TabLines, CellsAreQuotedWhereCsvAsksForIt) {
  EXPECT_EQ(csv_line({"a", "", "b,c", "d\"e", "f\ng"}), "a,,\"b,c\",\"d\"\"e\",\"f\ng\"\n");
}

TEST(Sample, SmallTablesAreReadWhole) {
  EXPECT_FALSE(wanted_rows({.other = 150, .best = 50, .unknown = 200}, 200));
  EXPECT_TRUE(wanted_rows({.other = 151, .best = 50, .unknown = 0}, 200));
  const auto open = wanted_rows({.other = 100, .best = 100, .unknown = 201}, 200);
  ASSERT_TRUE(open);
  EXPECT_EQ(open->known(), 200);
  EXPECT_EQ(open->unknown, 20);
}

TEST(Sample, TakesHalfOfEitherSide) {
  const auto wanted = wanted_rows({.other = 9000, .best = 5000, .unknown = 7000}, 1000);
  ASSERT_TRUE(wanted);
  EXPECT_EQ(wanted->best, 500);
  EXPECT_EQ(wanted->other, 500);
  EXPECT_EQ(wanted->unknown, 100);
}

TEST(Sample, TakesAllOfARareSideAndMoreOfTheOther) {
  const auto wanted = wanted_rows({.other = 9000, .best = 99, .unknown = 0}, 1000);
  ASSERT_TRUE(wanted);
  EXPECT_EQ(wanted->best, 99);
  EXPECT_EQ(wanted->other, 901);
}

TEST(Sample, LeavesAQuarterOfASideThatIsNotRareForTheProof) {
  const auto wanted = wanted_rows({.other = 9000, .best = 400, .unknown = 0}, 1000);
  ASSERT_TRUE(wanted);
  EXPECT_EQ(wanted->best, 300);
  EXPECT_EQ(wanted->other, 600);
}

/// The rows of a side that a cut of evenly drawn digits gives, and their standard deviation.
void expect_within(std::int64_t there, std::int64_t wanted, std::uint64_t cut) {
  const double share = static_cast<double>(cut) / static_cast<double>(kEveryRow);
  const double mean = share * static_cast<double>(there);
  const double deviation = std::sqrt(mean * (1.0 - share));
  EXPECT_LE(mean + 2.9 * deviation, static_cast<double>(wanted));
  EXPECT_GE(mean, 0.9 * static_cast<double>(wanted));
}

TEST(Sample, CutsGiveHardlyEverMoreThanWanted) {
  const Sides there{.other = 27'000'000, .best = 3'000'000, .unknown = 50};
  const Sides wanted{.other = 100'000, .best = 2000, .unknown = 50};
  const Cuts cuts = cuts_of(there, wanted);
  expect_within(there.other, wanted.other, cuts.other);
  expect_within(there.best, wanted.best, cuts.best);
  EXPECT_EQ(cuts.unknown, kEveryRow);
  EXPECT_EQ(cuts.held_from(), cuts.other);
}

TEST(Sample, CutsAreLoweredWhereKeysHaveManyRows) {
  const Cuts cuts{.other = 1000, .best = 2000, .unknown = 3000};
  const Sides wanted{.other = 10, .best = 10, .unknown = 10};
  EXPECT_FALSE(lowered(cuts, {.other = 10, .best = 9, .unknown = 0}, wanted));
  const auto lower = lowered(cuts, {.other = 20, .best = 9, .unknown = 0}, wanted);
  ASSERT_TRUE(lower);
  EXPECT_EQ(lower->other, 475U);
  EXPECT_EQ(lower->best, 2000U);
}

TEST(Sample, FewGroupsHaveOneCut) {
  const Sides there{.other = 30'000, .best = 10'000, .unknown = 0};
  const Sides wanted{.other = 5000, .best = 5000, .unknown = 0};
  const Cuts cuts = one_cut_of(there, wanted);
  EXPECT_EQ(cuts.other, cuts.best);
  expect_within(there.known(), wanted.known(), cuts.best);
  EXPECT_FALSE(lowered(cuts, {.other = 2000, .best = 8000, .unknown = 0}, wanted));
  const auto lower = lowered(cuts, {.other = 15'000, .best = 5000, .unknown = 0}, wanted);
  ASSERT_TRUE(lower);
  EXPECT_EQ(lower->other, lower->best);
  EXPECT_LT(lower->best, cuts.best / 2);
}

TEST(CellsSql, DigitsAreComparedAsTexts) {
  for (const Kind kind : {Kind::postgres, Kind::clickhouse}) {
    const auto dialect = compile::make_dialect(
        kind == Kind::postgres ? compile::SqlDialect::postgres : compile::SqlDialect::clickhouse);
    const CellsSql cells(kind, *dialect, ';');
    EXPECT_EQ(cells.is_below("x", kEveryRow), "1 = 1");
    EXPECT_EQ(cells.is_below("x", 0), "1 = 0");
    EXPECT_EQ(cells.is_below("x", 255), "x < '000000ff'");
  }
}

/// A card of one attribute: banks 100 points, others 0.
profile::ProfileFile banks() {
  profile::Profile profile;
  profile.name = "Banks";
  profile.score.push_back({.attribute = "Industry",
                           .column = "industry",
                           .kind = profile::CriterionKind::category,
                           .relative_to = {},
                           .bins = {{.label = "bank", .values = {"bank"}, .points = 100}},
                           .missing = {.label = "not known"}});
  profile.tiers = {{.name = "A", .from = 60, .action = {}, .rate = {}},
                   {.name = "B", .from = 0, .action = {}, .rate = {}}};
  profile.calibration = {{.from = 0, .probability = 0.1, .interval = {}, .total = 0},
                         {.from = 100, .probability = 0.6, .interval = {}, .total = 0}};
  profile::ProfileFile file;
  file.profiles.push_back(profile);
  return file;
}

TEST(CountsSql, NamesEachBinOnce) {
  profile::ProfileFile file = banks();
  file.profiles.push_back(file.profiles.front());
  file.profiles.back().name = "Banks again";
  for (const auto dialect : {compile::SqlDialect::postgres, compile::SqlDialect::clickhouse}) {
    compile::SqlOptions options;
    options.dialect = dialect;
    const compile::CountsSql counts = compile::counts_sql(file, options, {{"side", "1"}});
    ASSERT_EQ(counts.bins.size(), 3U);
    EXPECT_EQ(counts.bins[0].bin, 0);
    EXPECT_EQ(counts.bins[1].bin, compile::kNotKnownBin);
    EXPECT_EQ(counts.bins[2].bin, compile::kAnyOtherBin);
    EXPECT_NE(counts.sql.find("GROUP BY"), std::string::npos);
    EXPECT_EQ(counts.sql.find("icp_reasons"), counts.sql.npos);
  }
}

/// oracle: worked by hand. Held: 6 of 10 banks and 1 of 20 others are best; of all 200 pairs the
/// best stands above in 6 * 19, ties in 6 * 4 + 1 * 19: AUC = (114 + 21.5) / 161.
TEST(WholeTable, IsJudgedByCounts) {
  const profile::ProfileFile file = banks();
  const std::vector<compile::CountedBin> bins = {
      {.bin = 0}, {.bin = compile::kNotKnownBin}, {.bin = compile::kAnyOtherBin}};
  const Rows rows = {{"100", "scored", "Banks", "1", "2", "6", "6", "0", "0"},
                     {"100", "scored", "Banks", "0", "2", "4", "4", "0", "0"},
                     {"0", "scored", "Banks", "1", "2", "1", "0", "0", "1"},
                     {"0", "scored", "Banks", "0", "2", "19", "0", "0", "19"},
                     {"", "insufficient_data", "", "0", "2", "5", "0", "5", "0"},
                     {"100", "scored", "Banks", "1", "1", "3", "3", "0", "0"},
                     {"0", "scored", "Banks", "2", "1", "7", "0", "0", "7"}};
  const WholeTable whole = whole_table(file, rows, bins, 1);
  const HeldRows& held = whole.held;
  EXPECT_EQ(held.scored.total, 30);
  EXPECT_EQ(held.scored.best, 7);
  EXPECT_EQ(held.by_status.at("insufficient_data"), 5);
  ASSERT_TRUE(held.auc);
  EXPECT_NEAR(held.auc->value, (114.0 + 0.5 * (6.0 * 4.0 + 1.0 * 19.0)) / 161.0, 1e-12);
  // The best tenth are 3 of the 10 banks, of whom 1.8 are best.
  EXPECT_NEAR(held.lift_at_10pct->value, 1.8 / 7.0 / 0.1, 1e-12);
  ASSERT_EQ(held.by_tier.size(), 2U);
  EXPECT_EQ(held.by_tier[0].known.total, 10);
  EXPECT_EQ(held.by_tier[1].known.best, 1);
  ASSERT_EQ(held.calibration.size(), 2U);
  EXPECT_EQ(held.calibration[0].predicted, 0.1);
  EXPECT_EQ(held.calibration[0].known.total, 20);
  EXPECT_EQ(held.calibration[1].known.best, 6);
  EXPECT_EQ(whole.sampled[100][kBest], 3);
  EXPECT_EQ(whole.sampled[0][kNotKnown], 7);
  EXPECT_EQ(sides_of(whole.sampled), (Sides{.other = 0, .best = 3, .unknown = 7}));
  EXPECT_EQ(whole.rows, (Sides{.other = 28, .best = 10, .unknown = 7}));
  EXPECT_EQ(whole.bins[0].known.total, 13);
  EXPECT_EQ(whole.bins[0].known.best, 9);
  EXPECT_EQ(whole.bins[1].rows, 5);
  EXPECT_EQ(whole.bins[2].rows, 27);
  EXPECT_EQ(whole.bins[2].known.total, 20);
}

TEST(WholeTable, RowsThatAreScoredOtherwiseAreCounted) {
  ScoredRows one = {};
  ScoredRows other = {};
  one[10][kBest] = 5;
  other[10][kBest] = 3;
  other[12][kBest] = 2;
  EXPECT_EQ(scored_otherwise(one, one), 0);
  EXPECT_EQ(scored_otherwise(one, other), 2);
}

}  // namespace
}  // namespace bestfit::warehouse
