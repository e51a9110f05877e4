#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>
#include <string>

#include "bestfit/attribute/encode.h"
#include "bestfit/attribute/test_tables.h"
#include "bestfit/base/random.h"
#include "bestfit/card/card.h"

namespace bestfit::learn {
namespace {

/// A flag and a category that matter beside four numbers and four categories that do not.
attribute::test::Made two_of_ten(std::size_t rows, std::uint64_t seed) {
  base::Random random(seed);
  std::vector<double> matters;
  std::vector<std::string> region;
  std::vector<std::vector<double>> numbers(4);
  std::vector<std::vector<std::string>> labels(4);
  attribute::test::Made made;
  for (std::size_t row = 0; row < rows; ++row) {
    matters.push_back(random.uniform() < 0.5 ? 1.0 : 0.0);
    region.emplace_back(1, static_cast<char>('A' + random.below(4)));
    for (auto& column : numbers) column.push_back(static_cast<double>(random.below(1000)));
    for (auto& column : labels) column.emplace_back(1, static_cast<char>('p' + random.below(5)));
    const double rate = 0.2 + 0.3 * matters.back() + (region.back() == "A" ? 0.3 : 0.0);
    made.outcome.best.push_back(random.uniform() < rate ? 1 : 0);
  }
  std::vector<table::Column> columns = {table::flag_column("Matters", matters),
                                        table::category_column("Region", region)};
  for (std::size_t i = 0; i < 4; ++i) {
    columns.push_back(table::number_column("Number " + std::to_string(i), numbers[i]));
    columns.push_back(table::category_column("Label " + std::to_string(i), labels[i]));
  }
  made.table = table::Table(std::move(columns));
  made.schema = attribute::test::attributes_of(made.table);
  return made;
}

class CardSimulation : public ::testing::TestWithParam<std::size_t> {};

/// The false discovery rate of a card's attributes: the mean share of those that do not matter.
TEST_P(CardSimulation, ATenthOfItsAttributesMayBeFalse) {
  const bool is_long = std::getenv("BESTFIT_LONG_TESTS") != nullptr;
  const std::uint64_t runs = is_long ? 1000 : 200;
  double rate = 0.0;
  for (std::uint64_t seed = 0; seed < runs; ++seed) {
    const attribute::test::Made made = two_of_ten(GetParam(), seed);
    const attribute::Coded coded = attribute::encode(made.table, made.schema, "", 1);
    const card::CodedModel model =
        card::fit(coded, made.outcome.best, attribute::test::all_rows(GetParam()), {});
    double wrong = 0.0;
    for (const card::CardAttribute& one : model.attributes) wrong += one.attribute > 1 ? 1.0 : 0.0;
    if (wrong > 0.0) rate += wrong / static_cast<double>(model.attributes.size());
  }
  rate /= static_cast<double>(runs);
  std::printf("    %d rows: %.1f %% false\n", static_cast<int>(GetParam()), 100.0 * rate);
  EXPECT_LE(rate, is_long ? 0.10 : 0.13);  // 200 runs are within 0.03 of what many would say
}

INSTANTIATE_TEST_SUITE_P(FewAndMany, CardSimulation, ::testing::Values(200U, 600U, 3000U));

}  // namespace
}  // namespace bestfit::learn
