#include "bestfit/card/card.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>

#include "bestfit/attribute/encode.h"
#include "bestfit/attribute/test_tables.h"
#include "bestfit/base/text.h"
#include "bestfit/learn/describe.h"
#include "bestfit/stats/auc.h"

namespace bestfit::learn {
namespace {

/// Points of a cell by the words of profile.h alone: the first bin that matches.
int points_by_profile(const profile::Criterion& criterion, const table::Table& table,
                      std::size_t row) {
  const table::Column& column = table.column(criterion.column);
  if (column.missing(row)) return criterion.missing.points;
  double value = column.numbers.empty() ? 0.0 : column.numbers[row];
  if (criterion.kind == profile::CriterionKind::date) {
    value = table.column(criterion.relative_to).numbers[row] - value;
  }
  const std::string cell = column.cell_text(row);
  std::vector<std::string> labels;
  for (const std::string_view part : base::split(cell, ';')) {
    labels.push_back(base::fold(part));
  }
  const auto has = [&](const std::string& label) {
    return std::find(labels.begin(), labels.end(), base::fold(label)) != labels.end();
  };
  for (const profile::Bin& bin : criterion.bins) {
    bool match = !(bin.from && value < *bin.from) && !(bin.below && value >= *bin.below);
    const bool labelled = criterion.kind == profile::CriterionKind::category ||
                          criterion.kind == profile::CriterionKind::flag;
    if (labelled && !bin.values.empty()) {
      match = std::any_of(bin.values.begin(), bin.values.end(), has);
    }
    if (criterion.kind == profile::CriterionKind::set) {
      match = std::all_of(bin.values.begin(), bin.values.end(), has);
    }
    if (match) return bin.points;
  }
  return 0;
}

TEST(Card, CodesAndProfileGiveTheSamePoints) {
  for (const std::uint64_t seed : {1U, 2U, 3U}) {
    const attribute::test::Made made = attribute::test::accounts(4000, 1.0, seed);
    const attribute::Coded coded = attribute::encode(made.table, made.schema, "", 1);
    const auto rows = attribute::test::all_rows(4000);
    std::vector<std::uint32_t> half;
    for (const std::uint32_t row : rows) {
      if (row % 2 == 0) half.push_back(row);
    }
    const card::CodedModel model = card::fit(coded, made.outcome.best, half, {});
    ASSERT_GE(model.attributes.size(), 4U);
    const profile::Profile profile =
        profile_of(coded, model, made.outcome.best, half, {.outcome = "won"});
    const std::vector<int> by_code = card::points(model, coded, rows);
    int most = 0;
    for (const profile::Criterion& criterion : profile.score) {
      EXPECT_EQ(profile::points_min(criterion), 0) << criterion.column;
      most += profile::points_max(criterion);
    }
    EXPECT_EQ(most, 100);
    for (const std::uint32_t row : rows) {
      int sum = 0;
      for (const profile::Criterion& criterion : profile.score) {
        sum += points_by_profile(criterion, made.table, row);
      }
      ASSERT_EQ(by_code[row], sum) << row;
    }
  }
}

TEST(Card, HasTheFormOfACard) {
  const attribute::test::Made made = attribute::test::accounts(4000, 1.0, 4);
  const attribute::Coded coded = attribute::encode(made.table, made.schema, "", 1);
  const auto rows = attribute::test::all_rows(4000);
  const card::CodedModel model = card::fit(coded, made.outcome.best, rows, {});
  const profile::Profile profile =
      profile_of(coded, model, made.outcome.best, rows, {.outcome = "won"});
  int most = 0;
  for (const profile::Criterion& criterion : profile.score) {
    most += profile::points_max(criterion);
    int least = 100;
    std::int64_t total = criterion.missing.total;
    for (const profile::Bin& bin : criterion.bins) {
      least = std::min(least, bin.points);
      total += bin.total;
      EXPECT_GE(bin.points, 0);
    }
    EXPECT_EQ(std::min(least, criterion.missing.points), 0);
    EXPECT_EQ(total, 4000);
  }
  EXPECT_EQ(most, 100);
  ASSERT_EQ(profile.tiers.size(), 4U);
  EXPECT_EQ(profile.tiers.back().from, 0);
  for (std::size_t i = 1; i < profile.calibration.size(); ++i) {
    EXPECT_LT(profile.calibration[i - 1].probability, profile.calibration[i].probability);
  }
  EXPECT_FALSE(profile.name.empty());
}

TEST(Card, FindsWhatWasPlanted) {
  const attribute::test::Made made = attribute::test::accounts(4000, 1.0, 5);
  const attribute::Coded coded = attribute::encode(made.table, made.schema, "", 1);
  const card::CodedModel model =
      card::fit(coded, made.outcome.best, attribute::test::all_rows(4000), {});
  std::vector<std::string> found;
  for (const card::CardAttribute& card : model.attributes) {
    found.push_back(coded.attributes[card.attribute].column);
  }
  std::sort(found.begin(), found.end());
  EXPECT_EQ(found, (std::vector<std::string>{"Employees", "Industry", "Score", "Tools"}));
}

TEST(Card, IsTheSameOnAnyNumberOfThreads) {
  const attribute::test::Made made = attribute::test::accounts(3000, 1.0, 6);
  const auto rows = attribute::test::all_rows(3000);
  std::vector<card::CodedModel> models;
  for (const int threads : {1, 4}) {
    card::CardOptions options;
    options.threads = threads;
    const attribute::Coded coded = attribute::encode(made.table, made.schema, "", threads);
    models.push_back(card::fit(coded, made.outcome.best, rows, options));
  }
  ASSERT_EQ(models[0].attributes.size(), models[1].attributes.size());
  EXPECT_EQ(models[0].slope, models[1].slope);
  for (std::size_t i = 0; i < models[0].attributes.size(); ++i) {
    EXPECT_EQ(models[0].attributes[i].attribute, models[1].attributes[i].attribute);
    EXPECT_EQ(models[0].attributes[i].points, models[1].attributes[i].points);
  }
}

TEST(Tiers, StartAtScoresThatAnAccountHas) {
  std::vector<int> two(53, 0);
  two.insert(two.end(), 47, 100);
  const auto tiers = tiers_of(two);
  ASSERT_EQ(tiers.size(), 2U);  // no cut between 0 and 100 that anybody is at
  EXPECT_EQ(tiers[0].from, 100);
  EXPECT_EQ(tiers[1].from, 0);
  base::Random random(5);
  for (int run = 0; run < 50; ++run) {
    std::vector<int> scores;
    for (int i = 0; i < 60; ++i) scores.push_back(static_cast<int>(7 * random.below(15)));
    for (const profile::Tier& tier : tiers_of(scores)) {
      const bool occurs = std::find(scores.begin(), scores.end(), tier.from) != scores.end();
      EXPECT_TRUE(occurs || tier.from == 0) << tier.from;
    }
  }
}

/// Accounts of two common labels, and of `rare` labels of `each` accounts that were all best.
attribute::test::Made with_rare_labels(std::size_t rare, std::size_t each) {
  std::vector<std::string> cells;
  attribute::test::Made made;
  for (int i = 0; i < 400; ++i) {
    const bool bank = i % 17 < 8;  // 47 % of them
    cells.emplace_back(bank ? "Bank" : "Food");
    made.outcome.best.push_back(i % 10 < (bank ? 6 : 2) ? 1 : 0);
  }
  for (std::size_t label = 0; label < rare; ++label) {
    for (std::size_t i = 0; i < each; ++i) {
      cells.push_back("rare " + std::to_string(label));
      made.outcome.best.push_back(1);
    }
  }
  made.table = table::Table({table::category_column("Industry", cells)});
  made.schema = attribute::test::attributes_of(made.table);
  return made;
}

/// The best points of the labels seen, their average, and what a label gets that nobody has seen.
struct Points {
  int most = 0;
  double average = 0.0;
  int unseen = 0;
};

Points points_with(const attribute::test::Made& made) {
  const std::size_t rows = made.outcome.best.size();
  const attribute::Coded coded = attribute::encode(made.table, made.schema, "", 1);
  const auto all = attribute::test::all_rows(rows);
  const card::CodedModel model = card::fit(coded, made.outcome.best, all, {});
  const profile::Profile profile =
      profile_of(coded, model, made.outcome.best, all, {.outcome = "won"});
  EXPECT_EQ(profile.score.size(), 1U);
  Points out;
  for (const int score : card::points(model, coded, all)) {
    out.average += score / static_cast<double>(rows);
  }
  const std::vector<profile::Bin>& bins = profile.score.front().bins;
  out.most = profile::points_max(profile.score.front());
  EXPECT_TRUE(bins.back().values.empty());
  out.unseen = bins.back().points;
  const bool promoted = out.unseen >= profile.tiers.front().from;
  EXPECT_FALSE(promoted && out.unseen < out.most) << out.unseen;
  return out;
}

TEST(Card, AnUnseenLabelIsNotPromoted) {
  const Points none = points_with(with_rare_labels(0, 0));
  EXPECT_EQ(none.most, 100);
  EXPECT_EQ(none.unseen, static_cast<int>(none.average));  // average, rounded down
  // One rare label of which all are best says nothing of labels that nobody has seen.
  const Points one = points_with(with_rare_labels(1, 1));
  EXPECT_LE(one.unseen, one.average + 0.5);
  // Thirty of them do, but not all the way.
  const Points many = points_with(with_rare_labels(30, 1));
  EXPECT_GT(many.unseen, many.average + 5.0);
  EXPECT_LE(many.unseen, many.most);
}

TEST(Card, SeparableAndOneSidedDataStayFinite) {
  std::vector<double> x;
  outcome::Outcome outcome;
  for (int i = 0; i < 200; ++i) {
    x.push_back(static_cast<double>(i));
    outcome.best.push_back(i >= 100 ? 1 : 0);
  }
  const table::Table table({table::number_column("x", x)});
  const attribute::Coded coded =
      attribute::encode(table, attribute::test::attributes_of(table), "", 1);
  const card::CodedModel model = card::fit(coded, outcome.best, attribute::test::all_rows(200), {});
  ASSERT_EQ(model.attributes.size(), 1U);
  EXPECT_TRUE(std::isfinite(model.slope));
  const std::vector<int> scores = card::points(model, coded, attribute::test::all_rows(200));
  EXPECT_EQ(stats::auc_value(stats::count_points(scores, outcome.best)), 1.0);
  const std::vector<std::int8_t> none(200, 0);
  EXPECT_TRUE(card::fit(coded, none, attribute::test::all_rows(200), {}).attributes.empty());
}

}  // namespace
}  // namespace bestfit::learn
