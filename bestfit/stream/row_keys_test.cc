#include "bestfit/stream/row_keys.h"

#include <gtest/gtest.h>

#include <map>
#include <vector>

#include "bestfit/base/random.h"
#include "bestfit/score/test_profiles.h"
#include "bestfit/stream/endings.h"
#include "bestfit/stream/key_numbers.h"

namespace bestfit::stream {
namespace {

CodeColumns some_codes(const score::Codebook& book, std::size_t rows, base::Random& random) {
  CodeColumns columns;
  for (std::size_t question = 0; question < book.questions().size(); ++question) {
    auto& codes = columns.emplace_back();
    for (std::size_t row = 0; row < rows; ++row) {
      codes.push_back(static_cast<score::Code>(random.below(book.codes(question))));
    }
  }
  return columns;
}

std::vector<score::Code> row_of(const CodeColumns& columns, std::size_t row) {
  std::vector<score::Code> codes;
  for (const auto& column : columns) codes.push_back(column[row]);
  return codes;
}

TEST(RowKeys, StandForRowsOfCodes) {
  base::Random random(6);
  std::size_t tried = 0;
  for (int i = 0; i < 100; ++i) {
    const auto book = score::Codebook::of(score::test::some_file(random));
    if (!book || RowKeys(*book).bits() > 64) continue;
    const RowKeys keys_of(*book);
    const CodeColumns columns = some_codes(*book, 100, random);
    std::vector<std::uint64_t> keys(100);
    keys_of.keys(columns, keys);
    for (std::size_t row = 0; row < keys.size(); ++row) {
      ASSERT_EQ(keys_of.codes(keys[row]), row_of(columns, row));
    }
    ++tried;
  }
  EXPECT_GT(tried, 20U);
}

/// Few bits have a slot each, many are found by their hash.
TEST(KeyNumbers, CountInTheOrderOfArrival) {
  base::Random random(7);
  for (const int bits : {4, 20, 21, 64}) {
    KeyNumbers numbers(bits);
    for (int round = 0; round < 2; ++round) {
      std::map<std::uint64_t, std::uint32_t> wanted;
      for (int i = 0; i < 30000; ++i) {
        const std::uint64_t key =
            bits == 64 ? random.bits() >> random.below(60) : random.below(std::uint64_t{1} << bits);
        const auto next = static_cast<std::uint32_t>(wanted.size());
        ASSERT_EQ(numbers.of(key), wanted.try_emplace(key, next).first->second) << bits;
        ASSERT_EQ(numbers.size(), wanted.size());
      }
      EXPECT_FALSE(numbers.is_full());
      numbers.clear();
      EXPECT_EQ(numbers.size(), 0U);
    }
  }
}

TEST(KeyNumbers, SayWhenTheyAreFull) {
  KeyNumbers numbers(64);
  for (std::uint64_t key = 1; key < std::uint64_t{1} << 19; ++key) numbers.of(key);
  EXPECT_FALSE(numbers.is_full());
  numbers.of(0);
  EXPECT_TRUE(numbers.is_full());
}

/// They forget what they have when it is too much, and never what a caller asks for.
TEST(Endings, AreThoseOfTheirRows) {
  base::Random random(12);
  std::size_t tried = 0;
  for (int i = 0; i < 60; ++i) {
    const auto book = score::Codebook::of(score::test::some_file(random));
    if (!book || RowKeys(*book).bits() > 64) continue;
    const RowKeys keys_of(*book);
    const auto text = [](const score::Score& score) {
      return std::to_string(score.points) + std::string(score::status_name(score.status));
    };
    Endings endings(*book, text, 200);
    for (int round = 0; round < 20; ++round) {
      const CodeColumns columns = some_codes(*book, 16, random);
      std::vector<std::uint64_t> keys(16);
      keys_of.keys(columns, keys);
      std::vector<std::uint32_t> found(16);
      endings.find(keys, found);
      for (std::size_t row = 0; row < keys.size(); ++row) {
        const Endings::Ending& ending = endings.ending(found[row]);
        const score::Score score = book->score(row_of(columns, row));
        ASSERT_EQ(endings.text(ending), text(score));
        ASSERT_EQ(Tallies(book->file()).status(ending.tally), score.status);
      }
    }
    ++tried;
  }
  EXPECT_GT(tried, 10U);
}

}  // namespace
}  // namespace bestfit::stream
