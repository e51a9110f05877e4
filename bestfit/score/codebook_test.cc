#include "bestfit/score/codebook.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

#include "bestfit/base/text.h"
#include "bestfit/score/test_accounts.h"
#include "bestfit/score/test_profiles.h"

namespace bestfit::score {
namespace {

using namespace test;

Code code_in(const Codebook& book, std::size_t question, const table::Table& table,
             std::size_t row) {
  const Question& asked = book.questions()[question];
  const table::Column* column = table.find(asked.column);
  if (column == nullptr) return kCodeNotKnown;
  if (asked.kind == CriterionKind::number) return book.of_number(question, column->numbers[row]);
  if (asked.kind == CriterionKind::date) {
    const double own =
        asked.relative_to.empty() ? table::kMissing : table.column("met").numbers[row];
    const double day = book.file().as_of ? *book.file().as_of : table::kMissing;
    return book.of_number(question, (std::isnan(own) ? day : own) - column->numbers[row]);
  }
  if (column->missing(row)) return kCodeNotKnown;
  if (asked.kind != CriterionKind::set) return book.of_label(question, column->cell_text(row));
  std::vector<std::string> members;
  for (const std::int32_t member : column->members(row)) {
    members.push_back(base::fold(column->labels[static_cast<std::size_t>(member)]));
  }
  return book.of_members(question, members);
}

void expect_same(const Score& a, const Score& b, const std::string& where) {
  EXPECT_EQ(a.status, b.status) << where;
  EXPECT_EQ(a.points, b.points) << where;
  EXPECT_EQ(a.profile, b.profile) << where;
  EXPECT_EQ(a.tier, b.tier) << where;
  EXPECT_EQ(a.bins, b.bins) << where;
  EXPECT_EQ(a.known, b.known) << where;
  EXPECT_EQ(a.condition, b.condition) << where;
  EXPECT_EQ(std::isnan(a.probability), std::isnan(b.probability)) << where;
  if (!std::isnan(a.probability)) {
    EXPECT_EQ(a.probability, b.probability) << where;
  }
}

TEST(Codebook, GivesTheScoresOfTheTable) {
  Random random(7);
  std::size_t compared = 0;
  for (int i = 0; i < 300; ++i) {
    const profile::ProfileFile file = some_file(random);
    const table::Table accounts = some_accounts(random, 60);
    const auto book = Codebook::of(file);
    if (!book) continue;  // too many answers: three profiles with many sets
    const std::vector<Score> wanted = score(accounts, file);
    std::vector<Code> codes(book->questions().size());
    for (std::size_t row = 0; row < accounts.rows(); ++row) {
      for (std::size_t q = 0; q < codes.size(); ++q) codes[q] = code_in(*book, q, accounts, row);
      expect_same(book->score(codes), wanted[row], fmt::format("file {}, row {}", i, row));
      ++compared;
    }
  }
  EXPECT_GT(compared, 15000U);
}

TEST(Codebook, RefusesAColumnOfTwoKinds) {
  profile::ProfileFile file;
  file.profiles.resize(1);
  file.profiles[0].score = {{.column = "size", .kind = CriterionKind::number},
                            {.column = "size", .kind = CriterionKind::category}};
  EXPECT_FALSE(Codebook::of(file));
  file.profiles[0].score = {{.column = "size", .kind = CriterionKind::number},
                            {.column = "met", .kind = CriterionKind::date, .relative_to = "size"}};
  EXPECT_FALSE(Codebook::of(file));
}

TEST(Codebook, RefusesMoreAnswersThanCodes) {
  profile::ProfileFile file;
  file.profiles.resize(1);
  profile::Criterion criterion{.column = "size"};
  for (int cut = 0; cut < 300; ++cut) criterion.bins.push_back({.below = cut});
  file.profiles[0].score = {criterion};
  EXPECT_FALSE(Codebook::of(file));
  criterion.bins.resize(200);
  file.profiles[0].score = {criterion};
  EXPECT_TRUE(Codebook::of(file));
}

}  // namespace
}  // namespace bestfit::score
