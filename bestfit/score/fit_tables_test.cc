#include "bestfit/score/fit_tables.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "bestfit/score/test_profiles.h"

namespace bestfit::score {
namespace {

/// The oracle: one score a row.
Fit fit_of(const Codebook& book, const std::vector<Code>& codes) {
  const Score score = book.score(codes);
  if (score.status == Status::disqualified) return kFitDisqualified;
  if (score.status == Status::insufficient_data) return kFitInsufficient;
  return static_cast<Fit>(kFitNoPoints + score.points);
}

struct CodedRows {
  std::vector<std::vector<Code>> columns;
  std::vector<const Code*> starts;
};

CodedRows coded_rows(const Codebook& book, std::size_t rows, base::Random& random) {
  CodedRows coded;
  for (std::size_t question = 0; question < book.questions().size(); ++question) {
    std::vector<Code>& codes = coded.columns.emplace_back();
    for (std::size_t row = 0; row < rows; ++row) {
      codes.push_back(static_cast<Code>(random.below(book.codes(question))));
    }
  }
  for (const auto& column : coded.columns) coded.starts.push_back(column.data());
  return coded;
}

TEST(FitTables, GiveTheScoresWithAllInstructions) {
  base::Random random(23);
  std::size_t compared = 0;
  for (int i = 0; i < 200; ++i) {
    const auto book = Codebook::of(test::some_file(random));
    const auto tables = book ? FitTables::of(*book) : std::nullopt;
    if (!tables) continue;
    const std::size_t rows = 1 + random.below(200);
    const CodedRows coded = coded_rows(*book, rows, random);
    std::vector<Fit> wanted;
    std::vector<Code> codes(book->questions().size());
    for (std::size_t row = 0; row < rows; ++row) {
      for (std::size_t q = 0; q < codes.size(); ++q) codes[q] = coded.columns[q][row];
      wanted.push_back(fit_of(*book, codes));
    }
    for (const base::Instructions instructions : base::instructions_here()) {
      std::vector<Fit> fits(rows);
      tables->look_up(coded.starts, instructions, fits);
      EXPECT_EQ(fits, wanted) << i << " " << base::instructions_name(instructions);
    }
    compared += rows;
  }
  EXPECT_GT(compared, 10000U);
}

TEST(FitTables, HaveRoomForAllCodes) {
  profile::ProfileFile file;
  file.profiles.resize(1);
  profile::Criterion criterion{.column = "size"};
  for (int cut = 0; cut < 254; ++cut) {
    criterion.bins.push_back({.below = cut, .points = cut % 101});
  }
  file.profiles[0].score = {criterion};
  const auto book = Codebook::of(file);
  ASSERT_EQ(book->codes(0), 256U);
  std::vector<Code> codes;
  std::vector<Fit> wanted;
  for (int code = 0; code < 256; ++code) {
    codes.push_back(static_cast<Code>(code));
    wanted.push_back(fit_of(*book, {static_cast<Code>(code)}));
  }
  const std::vector<const Code*> starts = {codes.data()};
  for (const base::Instructions instructions : base::instructions_here()) {
    std::vector<Fit> fits(codes.size());
    FitTables::of(*book)->look_up(starts, instructions, fits);
    EXPECT_EQ(fits, wanted) << base::instructions_name(instructions);
  }
}

}  // namespace
}  // namespace bestfit::score
