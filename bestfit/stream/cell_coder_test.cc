#include "bestfit/stream/cell_coder.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

#include "bestfit/base/random.h"
#include "bestfit/base/text.h"
#include "bestfit/recognise/number_text.h"
#include "bestfit/stream/bytes.h"

namespace bestfit::stream {
namespace {

/// A card that asks a number, with cuts where numbers are.
score::Codebook number_book() {
  profile::ProfileFile file;
  file.profiles.resize(1);
  profile::Criterion criterion{.column = "n"};
  for (const double cut :
       {-1e3, -0.3, 0.0, 0.1, 0.30000000000000004, 7.0, 1234.5, 99999999.0, 1e14}) {
    criterion.bins.push_back({.below = cut});
  }
  file.profiles[0].score = {criterion};
  return *score::Codebook::of(file);
}

std::string number_cell(base::Random& random) {
  switch (random.below(6)) {
    case 0: return std::to_string(random.below(100000000));
    case 1: return std::to_string(random.bits() >> random.below(60));
    case 2:
      return fmt::format("{:.{}f}", 3.0 * random.normal(), static_cast<int>(random.below(17)));
    case 3: return fmt::format("-{}", random.below(2000));
    case 4: {
      std::string text = base::number_text(1e3 * random.normal());
      text[random.below(text.size())] = "x,. e+"[random.below(6)];
      return text;
    }
    default: {
      static const std::vector<std::string> kCells = {"0.1",
                                                      "0.3",
                                                      "0.30000000000000004",
                                                      "-0.3",
                                                      "-0",
                                                      "7",
                                                      "07",
                                                      "007.0",
                                                      "1234.5",
                                                      "1,234.5",
                                                      "99999999",
                                                      "099999999",
                                                      "100000000000000",
                                                      "99999999999999",
                                                      "999999999999999999999",
                                                      "1e14",
                                                      "n/a",
                                                      "-",
                                                      ".",
                                                      "5.",
                                                      ".5",
                                                      "'-5",
                                                      "1.234",
                                                      "12 %",
                                                      " 7",
                                                      "7 "};
      return kCells[random.below(kCells.size())];
    }
  }
}

TEST(CellCoder, ReadsNumbersAsTheSlowReaderDoes) {
  const score::Codebook book = number_book();
  base::Random random(4);
  for (const bool decimal_comma : {false, true}) {
    CellCoder::Task task;
    task.format.kind = table::Kind::number;
    task.format.decimal_comma = decimal_comma;
    task.question = 0;
    CellCoder coder(book, task);
    std::size_t misread = 0;
    for (int i = 0; i < 200000; ++i) {
      const std::string cell = number_cell(random);
      const std::string padded = std::string(kSlack, '9') + cell + std::string(kSlack, '9');
      const std::string_view text = std::string_view(padded).substr(kSlack, cell.size());
      double value = table::kMissing;
      const std::string_view core = recognise::value_text(cell);
      if (!recognise::is_missing(core, task.format)) {
        value = recognise::read_number(core, decimal_comma).value_or(table::kMissing);
        if (std::isnan(value)) ++misread;
      }
      ASSERT_EQ(coder.code_with_slack(text), book.of_number(0, value)) << cell;
      ASSERT_EQ(coder.code(text), book.of_number(0, value)) << cell;
    }
    EXPECT_EQ(coder.misread().cells, 2 * misread);
    EXPECT_EQ(coder.misread().examples.size(), 3U);
    coder.start_piece();
    EXPECT_EQ(coder.misread().cells, 0U);
  }
}

TEST(CellCoder, SaysWhenACellMayTellMore) {
  const score::Codebook book = number_book();
  CellCoder::Task task;
  task.format.kind = table::Kind::number;
  task.told = recognise::Told::nothing;
  task.question = 0;
  CellCoder coder(book, task);
  coder.code("12");
  coder.code("n/a");
  EXPECT_FALSE(coder.has_news());
  coder.code("1,234");
  EXPECT_TRUE(coder.has_news());
  coder.start_piece();
  EXPECT_FALSE(coder.has_news());
  coder.code("1,234");  // known by now, and still news to this piece
  EXPECT_TRUE(coder.has_news());
  task.told = recognise::Told::maybe;
  CellCoder other(book, task);
  other.code("1,234");
  EXPECT_FALSE(other.has_news());
  other.code("0.5");
  EXPECT_TRUE(other.has_news());
}

/// More texts than it holds, short and long: what is found is right.
TEST(Memo, FindsWhatWasSeenLast) {
  Memo memo;
  base::Random random(9);
  const auto text_of = [](std::uint64_t i) {
    return std::string(i % 40, static_cast<char>('a' + i % 7)) + std::to_string(i / 3);
  };
  const auto code_of = [](std::string_view text) {
    std::uint32_t code = 0;
    for (const char letter : text) code = code * 31 + static_cast<unsigned char>(letter);
    return static_cast<score::Code>(code);
  };
  std::size_t found = 0;
  for (int i = 0; i < 400000; ++i) {
    const std::string text = text_of(random.below(i % 2 == 0 ? 1000 : 200000));
    const Seen* seen = memo.find(text);
    if (seen != nullptr) ++found;
    if (seen == nullptr) seen = &memo.add(text, {.code = code_of(text)});
    ASSERT_EQ(seen->code, code_of(text)) << text;
  }
  EXPECT_GT(found, 150000U);
}

}  // namespace
}  // namespace bestfit::stream
