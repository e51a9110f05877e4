#include "bestfit/connect/batch.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cmath>
#include <string>

#include "bestfit/base/file.h"
#include "bestfit/connect/read.h"
#include "bestfit/connect/write.h"

namespace bestfit::connect {
namespace {

using table::Kind;

std::string path_of(const std::string& name) {
  return testing::TempDir() + "connect_batch_" + name;
}

/// About 12 MB, so that there are several batches, with broken lines among the good ones.
std::string large_text() {
  std::string text = "id,name,employees,met\n";
  for (int i = 0; i < 250000; ++i) {
    if (i % 50000 == 7) {
      text += fmt::format("{},short\n", i);
    } else {
      text += fmt::format("{},\"Name, \"\"{}\"\"\",\"{},{:03}\",{:02}.06.2021\n", i, i, i % 9 + 1,
                          i % 1000, i % 30 + 1);
    }
  }
  return text;
}

TEST(Batch, CellsAreThoseOfTheFile) {
  const std::string path = path_of("large.csv");
  base::write_file(path, large_text());
  BatchReader reader(path, {});
  Batch batch;
  std::size_t batches = 0;
  std::string scratch;
  std::vector<std::size_t> wrong;
  while (reader.next(batch)) {
    ++batches;
    for (std::size_t row = 0; row < batch.rows; ++row) {
      const std::size_t i = batch.lines[row] - 2;
      const bool good = batch.text(0, row, scratch) == std::to_string(i) &&
                        batch.text(1, row, scratch) == fmt::format("Name, \"{}\"", i) &&
                        batch.text(2, row, scratch) == fmt::format("{},{:03}", i % 9 + 1, i % 1000);
      if (!good) wrong.push_back(i);
    }
  }
  EXPECT_TRUE(wrong.empty());
  EXPECT_GE(batches, 3U);
  EXPECT_EQ(reader.counts().lines, 250000U);
  EXPECT_EQ(reader.counts().accepted, 249995U);
  EXPECT_EQ(reader.counts().rejected, 5U);
  EXPECT_EQ(reader.rejects()[1].line, 50009U);
}

/// The numbers of the wanted column, read batch by batch.
struct ReadByBatch {
  std::vector<double> numbers;
  std::size_t not_understood = 0;
  std::size_t batches = 0;
  std::string words;  // of the last format
  bool open = false;
  std::vector<std::string> notes;
};

ReadByBatch read_by_batch(const std::string& path, const WantedColumn& wanted) {
  ReadByBatch found;
  BatchReader reader(path, {});
  FormatFinder finder(reader.columns(), {wanted}, {});
  Batch batch;
  while (reader.next(batch)) {
    const recognise::ColumnFormat format = finder.look(batch).front();
    const recognise::TypedColumn column = typed(batch, wanted.column, "x", format);
    found.numbers.insert(found.numbers.end(), column.column.numbers.begin(),
                         column.column.numbers.end());
    found.not_understood += column.not_understood;
    found.words = format.words;
    ++found.batches;
  }
  found.open = finder.is_open();
  found.notes = finder.notes();
  return found;
}

TEST(Batch, TypedColumnsEqualThoseOfTheWholeFile) {
  const std::string path = path_of("typed.csv");
  base::write_file(path, large_text());
  base::Silent silent;
  const ReadResult whole = read(path, {}, silent);
  const ReadByBatch employees = read_by_batch(path, {2, Kind::number});
  EXPECT_EQ(employees.numbers, whole.table.column("employees").numbers);
  EXPECT_EQ(employees.words, "number, thousands marks");
  EXPECT_TRUE(employees.open);  // 1,234 alone
  ASSERT_EQ(employees.notes.size(), 1U);
  EXPECT_NE(employees.notes[0].find("marks like 1,234 were read as thousands"), std::string::npos);
  const ReadByBatch met = read_by_batch(path, {3, Kind::date});
  EXPECT_EQ(met.numbers, whole.table.column("met").numbers);
  EXPECT_FALSE(met.open);
}

/// Several batches: the first is of `early` cells, the others end in `late` ones.
std::string text_of_two(const std::string& early, const std::string& late) {
  std::string text = "id;x;filler\n";
  for (int i = 0; i < 130000; ++i) {
    text += fmt::format("{};{};a name that fills the line {}\n", i, i < 110000 ? early : late, i);
  }
  return text;
}

TEST(Batch, CellsOfLaterBatchesTellWhatTheFirstCouldNot) {
  struct Expected {
    const char* early;
    const char* late;
    Kind kind;
    double first;
    double last;
    std::size_t not_understood;
  };
  const double missing = table::kMissing;
  const std::vector<Expected> all = {
      {"", "1,5", Kind::number, missing, 1.5, 0},
      {"12", "1.234,5", Kind::number, 12.0, 1234.5, 0},
      {"", "25/12/2021", Kind::date, missing, 18986.0, 0},
      {"2021-06-03", "25/12/2021", Kind::date, 18781.0, 18986.0, 0},
      // Cells that surely tell the other way than those before are not known, and counted.
      {"1.5", "1.234,5", Kind::number, 1.5, missing, 20000},
      {"12/25/2021", "25/12/2021", Kind::date, 18986.0, missing, 20000},
  };
  const std::string path = path_of("late.csv");
  for (const Expected& expected : all) {
    base::write_file(path, text_of_two(expected.early, expected.late));
    const ReadByBatch found = read_by_batch(path, {1, expected.kind});
    EXPECT_GE(found.batches, 2U);
    ASSERT_EQ(found.numbers.size(), 130000U);
    EXPECT_EQ(found.not_understood, expected.not_understood) << expected.late;
    const auto same = [](double a, double b) { return a == b || (std::isnan(a) && std::isnan(b)); };
    EXPECT_TRUE(same(found.numbers.front(), expected.first)) << found.numbers.front();
    EXPECT_TRUE(same(found.numbers.back(), expected.last)) << found.numbers.back();
  }
}

TEST(Batch, CellsThatMayBeReadInTwoWaysAskTheRestOfTheFile) {
  const std::string path = path_of("two_ways.csv");
  base::write_file(path, text_of_two("1.234", "0,5"));
  const ReadByBatch late = read_by_batch(path, {1, Kind::number});
  EXPECT_EQ(late.numbers.front(), 1.234);
  EXPECT_EQ(late.numbers.back(), 0.5);
  ASSERT_EQ(late.notes.size(), 1U);
  EXPECT_NE(late.notes[0].find("'x': the first cells were read as number, before later ones"),
            std::string::npos)
      << late.notes[0];

  BatchReader reader(path, {});
  FormatFinder finder(reader.columns(), {{1, Kind::number}}, {});
  Batch batch;
  ASSERT_TRUE(reader.next(batch));
  finder.look(batch);
  ASSERT_TRUE(finder.is_open());
  const recognise::ColumnFormat format = finder.look_ahead(BatchReader(path, {})).front();
  EXPECT_FALSE(finder.is_open());
  EXPECT_EQ(typed(batch, 1, "x", format).column.numbers.front(), 1234.0);
  EXPECT_TRUE(finder.notes().empty());
}

TEST(Batch, ParquetGivesNumbersAsTheyAre) {
  std::vector<double> numbers;
  std::vector<std::string> texts;
  for (int i = 0; i < 100000; ++i) {
    numbers.push_back(i % 7 == 0 ? table::kMissing : i / 8.0);
    texts.push_back(i % 5 == 0 ? "" : fmt::format("label {} of a length", i % 100));
  }
  const std::string path = path_of("numbers.parquet");
  write_table(
      path, table::Table({table::number_column("n", numbers), table::category_column("c", texts)}),
      {});
  BatchReader reader(path, {});
  Batch batch;
  std::size_t row = 0;
  std::size_t wrong = 0;
  std::string scratch;
  const recognise::ColumnFormat format{.kind = Kind::number, .words = {}};
  while (reader.next(batch)) {
    const table::Column typed_numbers = typed(batch, 0, "n", format).column;
    for (std::size_t i = 0; i < batch.rows; ++i, ++row) {
      const bool same = std::isnan(numbers[row]) ? std::isnan(typed_numbers.numbers[i])
                                                 : typed_numbers.numbers[i] == numbers[row];
      if (!same || batch.text(1, i, scratch) != texts[row]) ++wrong;
    }
  }
  EXPECT_EQ(row, 100000U);
  EXPECT_EQ(wrong, 0U);
  EXPECT_EQ(reader.counts().lines, 100000U);
}

}  // namespace
}  // namespace bestfit::connect
