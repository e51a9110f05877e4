#include "bestfit/attribute/encode.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "bestfit/attribute/cuts.h"
#include "bestfit/attribute/test_tables.h"
#include "bestfit/base/random.h"

namespace bestfit::attribute {
namespace {

TEST(Cuts, AreTheRoundestNumbersInBetween) {
  EXPECT_EQ(round_number_between(49.0, 50.0), 50.0);
  EXPECT_EQ(round_number_between(50.0, 51.0), 51.0);
  EXPECT_EQ(round_number_between(4890.0, 5120.0), 5000.0);
  EXPECT_EQ(round_number_between(0.27, 0.34), 0.3);
  EXPECT_EQ(round_number_between(-0.4, 0.7), 0.0);
  EXPECT_EQ(round_number_between(-1.0, 0.0), 0.0);
  EXPECT_EQ(round_number_between(-9.0, -8.0), -8.0);
  EXPECT_EQ(round_number_between(1234.0, 1234.5), 1234.5);
  EXPECT_EQ(round_number_between(1e-9, 1.4e-9), 1.2e-9);
  const double next = std::nextafter(0.1, 1.0);
  EXPECT_EQ(round_number_between(0.1, next), next);
}

TEST(Cuts, LieInsideTheirGap) {
  base::Random random(5);
  for (int i = 0; i < 20000; ++i) {
    const double low = (random.uniform() - 0.5) * std::pow(10.0, random.uniform() * 12.0 - 4.0);
    const double high = low + std::pow(10.0, random.uniform() * 12.0 - 8.0);
    if (!(low < high)) continue;
    const double cut = round_number_between(low, high);
    ASSERT_TRUE(low < cut && cut <= high) << low << " " << high << " " << cut;
  }
}

TEST(Cuts, StandAtQuantilesAndAroundCommonValues) {
  std::vector<double> sample(1000);
  std::iota(sample.begin(), sample.end(), 1.0);
  const std::vector<double> cuts = quantile_cuts(sample, 9);
  ASSERT_EQ(cuts.size(), 9U);
  for (std::size_t i = 0; i < cuts.size(); ++i) {
    EXPECT_NEAR(cuts[i], 100.0 * static_cast<double>(i + 1), 26.0);
    EXPECT_EQ(cuts[i], 10.0 * std::round(cuts[i] / 10.0));  // round numbers
  }
  std::fill(sample.begin() + 300, sample.begin() + 700, 301.0);  // common
  const std::vector<double> around = quantile_cuts(sample, 9);
  EXPECT_TRUE(std::find(around.begin(), around.end(), 301.0) != around.end());
  const auto above = std::upper_bound(around.begin(), around.end(), 301.0);
  ASSERT_TRUE(above != around.end());
  EXPECT_LE(*above, 701.0);
}

TEST(Cuts, KeepCodesForNoneApart) {
  std::vector<double> sample = {-9.0, -9.0, -8.0, -7.0};
  for (int i = 0; i < 500; ++i) sample.push_back(static_cast<double>(i));
  const std::vector<double> cuts = quantile_cuts(sample, 20);
  ASSERT_GE(cuts.size(), 3U);
  EXPECT_EQ(cuts[0], -8.0);
  EXPECT_EQ(cuts[1], -7.0);
  EXPECT_EQ(cuts[2], 0.0);
}

TEST(Encode, CodesEveryKind) {
  const test::Made made = test::accounts(3000, 1.0, 1);
  const Coded coded = encode(made.table, made.schema, "", 1);
  ASSERT_EQ(coded.attributes.size(), 8U);  // met is the time
  for (const CodedAttribute& attribute : coded.attributes) {
    const table::Column& column = made.table.column(attribute.column);
    ASSERT_EQ(attribute.codes.size(), 3000U);
    for (std::size_t row = 0; row < 3000; ++row) {
      const int code = attribute.codes[row];
      ASSERT_EQ(code == 0, column.missing(row)) << attribute.column;
      ASSERT_LE(code, attribute.levels);
      if (code == 0 || attribute.kind == table::Kind::set) continue;
      if (attribute.kind == table::Kind::category) {
        if (code < attribute.levels) {
          ASSERT_EQ(attribute.labels[static_cast<std::size_t>(code) - 1], column.cell_text(row));
        }
        continue;
      }
      double value = column.numbers[row];
      if (attribute.kind == table::Kind::date)
        value = made.table.column("met").numbers[row] - value;
      const auto at = static_cast<std::size_t>(code);
      if (at >= 2) {
        ASSERT_GE(value, attribute.cuts[at - 2]);
      }
      if (at <= attribute.cuts.size()) {
        ASSERT_LT(value, attribute.cuts[at - 1]);
      }
    }
  }
  EXPECT_EQ(coded.attributes[7].relative_to, "met");
  EXPECT_TRUE(std::is_sorted(coded.attributes[3].cuts.begin(), coded.attributes[3].cuts.end()));
}

TEST(Encode, LeavesOutWhatTellsNothing) {
  std::vector<std::string> names;
  for (int i = 0; i < 100; ++i) names.push_back("account " + std::to_string(i));
  const std::vector<std::string> empty(100);
  const table::Table table({table::category_column("id", names),
                            table::number_column("one", std::vector<double>(100, 1.0)),
                            table::category_column("none", empty)});
  const Coded coded = encode(table, test::attributes_of(table), "", 1);
  EXPECT_EQ(coded.attributes[0].left_out, "an identifier: 100 different values in 100 accounts");
  EXPECT_EQ(coded.attributes[1].left_out, "constant");
  EXPECT_EQ(coded.attributes[2].left_out, "empty");
  EXPECT_TRUE(encode(table, test::attributes_of(table), "one", 1).attributes.size() == 2);
}

TEST(Encode, ReadsNamesAsProse) {
  EXPECT_EQ(readable_name("NumberEmployees"), "Number employees");
  EXPECT_EQ(readable_name("number_of_employees"), "Number of employees");
  EXPECT_EQ(readable_name("CRM_Score"), "CRM score");
  EXPECT_EQ(readable_name("WordFreqHP"), "Word freq HP");
  EXPECT_EQ(readable_name("país"), "País");
}

TEST(Encode, SpellingsOfALabelShareItsCode) {
  std::vector<std::string> countries;
  for (int i = 0; i < 100; ++i) {
    countries.emplace_back(i % 10 == 0   ? "UK"
                           : i % 10 == 1 ? "united kingdom"
                           : i % 2 == 0  ? "United Kingdom"
                                         : "Germany");
  }
  const table::Table table({table::category_column("Country", countries)});
  const Coded coded = encode(table, test::attributes_of(table), "", 1);
  const CodedAttribute& country = coded.attributes[0];
  ASSERT_EQ(country.labels, (std::vector<std::string>{"United Kingdom", "Germany"}));
  EXPECT_EQ(country.spellings[0], (std::vector<std::string>{"United Kingdom", "UK"}))
      << "what differs in case alone is one label to the engine";
  EXPECT_EQ(country.codes[0], country.codes[2]);
  EXPECT_EQ(country.codes[1], country.codes[2]);
  EXPECT_EQ(country.distinct, 2U);
}

// The place of a value is that of std::upper_bound, at cuts, between them and at both ends.
TEST(Encode, FindsEachValuesPlace) {
  base::Random random(9);
  std::vector<double> values;
  for (int i = 0; i < 5000; ++i) values.push_back(std::floor(200.0 * random.normal()));
  const CodedAttribute once = code_values("x", values);
  ASSERT_GT(once.cuts.size(), 30U);
  const double end = std::numeric_limits<double>::infinity();
  for (const double cut : once.cuts) {
    values.push_back(cut);
    values.push_back(std::nextafter(cut, -end));
  }
  values.push_back(table::kMissing);
  const CodedAttribute coded = code_values("x", values);
  for (std::size_t row = 0; row < values.size(); ++row) {
    const auto place = std::upper_bound(coded.cuts.begin(), coded.cuts.end(), values[row]);
    const auto code = std::isnan(values[row]) ? 0 : 1 + (place - coded.cuts.begin());
    EXPECT_EQ(coded.codes[row], code) << values[row];
  }
}

}  // namespace
}  // namespace bestfit::attribute
