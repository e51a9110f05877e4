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

TEST(Batch, TypedColumnsEqualThoseOfTheWholeFile) {
  const std::string path = path_of("typed.csv");
  base::write_file(path, large_text());
  base::Silent silent;
  const ReadResult whole = read(path, {}, silent);
  BatchReader reader(path, {});
  Batch batch;
  recognise::ColumnFormat number;
  recognise::ColumnFormat date;
  std::vector<double> numbers;
  std::vector<double> days;
  while (reader.next(batch)) {
    if (numbers.empty()) {
      const std::vector<WantedColumn> wanted = {{2, Kind::number}, {3, Kind::date}};
      const auto formats = sniff(batch, reader.columns(), wanted, {});
      number = formats[0];
      date = formats[1];
    }
    const table::Column typed_numbers = typed(batch, 2, "employees", number);
    const table::Column typed_days = typed(batch, 3, "met", date);
    numbers.insert(numbers.end(), typed_numbers.numbers.begin(), typed_numbers.numbers.end());
    days.insert(days.end(), typed_days.numbers.begin(), typed_days.numbers.end());
  }
  EXPECT_EQ(numbers, whole.table.column("employees").numbers);
  EXPECT_EQ(days, whole.table.column("met").numbers);
  EXPECT_EQ(number.words, "number, thousands marks");
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
    const table::Column typed_numbers = typed(batch, 0, "n", format);
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
