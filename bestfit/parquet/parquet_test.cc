#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "bestfit/base/file.h"
#include "bestfit/base/random.h"
#include "bestfit/parquet/footer.h"
#include "bestfit/parquet/levels.h"
#include "bestfit/parquet/new_chunk.h"
#include "bestfit/parquet/pages.h"
#include "bestfit/parquet/snappy.h"
#include "bestfit/parquet/widened.h"

namespace bestfit::parquet {
namespace {

/// Values as texts, NULL as "-".
class Collected final : public ValueSink {
 public:
  void number_entries(std::span<const double> numbers) override {
    entries_.clear();
    for (const double number : numbers) entries_.push_back(text_of(number));
  }
  void text_entries(std::span<const std::string_view> texts) override {
    entries_.assign(texts.begin(), texts.end());
  }
  void entries(std::span<const std::uint32_t> entries) override {
    for (const std::uint32_t entry : entries) {
      values.push_back(entry == kNoEntry ? "-" : entries_[entry]);
    }
  }
  void numbers(std::span<const double> numbers) override {
    for (const double number : numbers) values.push_back(text_of(number));
  }
  void texts(std::span<const std::string_view> texts) override {
    for (const std::string_view text : texts) {
      values.push_back(text.data() == nullptr ? "-" : std::string(text));
    }
  }
  std::vector<std::string> values;

 private:
  static std::string text_of(double number) {
    return std::isnan(number) ? "-" : std::to_string(number).substr(0, 6);
  }
  std::vector<std::string> entries_;
};

ReadAt reading(const std::string& file) {
  return [&file](std::uint64_t offset, std::span<char> bytes) {
    std::copy_n(file.begin() + static_cast<std::ptrdiff_t>(offset), bytes.size(), bytes.begin());
  };
}

std::string data_file(const std::string& name) {
  return base::read_file(BESTFIT_SOURCE_DIR "/tests/data/parquet/" + name);
}

/// All values of a column; none when it is not read here.
std::optional<std::vector<std::string>> column_in(const std::string& file, const Footer& footer,
                                                  std::size_t place) {
  Collected collected;
  PageReader reader;
  const Column& column = footer.columns()[place];
  for (std::size_t group = 0; group < footer.groups(); ++group) {
    const Chunk& chunk = footer.chunk(group, column.first_leaf);
    const std::string bytes = file.substr(chunk.start, chunk.size);
    if (!reader.read(bytes, column, chunk, collected)) return std::nullopt;
  }
  return collected.values;
}

/// The rows of tests/data/parquet, by the rule that made them.
std::string wanted_cell(std::size_t column, int i) {
  const auto number = [](double value) { return std::to_string(value).substr(0, 6); };
  static const std::vector<std::string> kIndustries = {"Software", "Bank", "NA", "Ärzte",
                                                       "Public Sector"};
  static const std::vector<std::string> kTools = {"SAP", "SAP;Excel", "Excel; sap", "", "none"};
  switch (column) {
    case 0: return number(i);
    case 1: return "Name " + std::to_string(i * 7919 % 500);
    case 2: return i % 11 == 0 ? "-" : kIndustries.at(static_cast<std::size_t>(i % 5));
    case 3: return i % 7 == 0 ? "-" : number(i * 31 % 17);
    case 4: return i % 9 == 0 || i % 100 == 5 ? "-" : number(i * 37 % 61 / 10.0 - 2);
    case 5: return i % 5 == 0 ? "-" : kTools.at(static_cast<std::size_t>(i % 4));
    case 6: return i % 6 == 0 ? "-" : number(i % 2 == 0 ? 1 : 0);
    case 7: return number(18262 + i % 1900);
    default: return i % 3 == 0 ? "-" : number(20089);
  }
}

TEST(Parquet, ReadsWhatDuckDbWrote) {
  for (const char* name : {"snappy.parquet", "none.parquet", "zstd.parquet"}) {
    const std::string file = data_file(name);
    const auto footer = Footer::read(reading(file), file.size());
    ASSERT_TRUE(footer) << name;
    EXPECT_EQ(footer->rows(), 3000U);
    ASSERT_EQ(footer->columns().size(), 13U);
    EXPECT_EQ(footer->columns()[9].kind, ValueKind::other);   // a list
    EXPECT_EQ(footer->columns()[10].leaves, 2U);              // a structure
    EXPECT_EQ(footer->columns()[11].kind, ValueKind::other);  // a decimal
    for (std::size_t column = 0; column < 9; ++column) {
      const auto values = column_in(file, *footer, column);
      ASSERT_TRUE(values) << name << " " << column;
      ASSERT_EQ(values->size(), 3000U);
      for (int i = 0; i < 3000; ++i) {
        ASSERT_EQ(values->at(static_cast<std::size_t>(i)), wanted_cell(column, i))
            << name << ", column " << column << ", row " << i;
      }
    }
  }
}

TEST(Parquet, SaysWhatItDoesNotRead) {
  const std::string gzip = data_file("gzip.parquet");
  EXPECT_FALSE(column_in(gzip, *Footer::read(reading(gzip), gzip.size()), 2));
  const std::string deltas = data_file("v2.parquet");
  EXPECT_FALSE(column_in(deltas, *Footer::read(reading(deltas), deltas.size()), 0));
  const std::string text = "no Parquet file, but long enough to be one";
  EXPECT_FALSE(Footer::read(reading(text), text.size()));
}

/// Broken bytes are refused or read as something else; nothing is read beside them.
TEST(Parquet, LivesWithBrokenFiles) {
  base::Random random(31);
  std::size_t refused = 0;
  for (int i = 0; i < 300; ++i) {
    std::string file = data_file(i % 2 == 0 ? "snappy.parquet" : "zstd.parquet");
    const bool in_footer = i % 3 == 0;
    for (std::uint64_t change = 1 + random.below(4); change > 0; --change) {
      const std::size_t at =
          in_footer ? file.size() - 1 - random.below(9000) : random.below(file.size());
      file[at] = static_cast<char>(random.bits());
    }
    const auto footer = Footer::read(reading(file), file.size());
    if (!footer) ++refused;
    for (std::size_t column = 0; footer && column < footer->columns().size(); ++column) {
      if (footer->columns()[column].kind == ValueKind::other) continue;
      if (!column_in(file, *footer, column)) ++refused;
    }
  }
  EXPECT_GT(refused, 50U);
}

TEST(Parquet, WidensAFile) {
  const std::string before = data_file("snappy.parquet");
  const auto footer = Footer::read(reading(before), before.size());
  const std::vector<NewColumn> columns = {{.name = "points", .kind = NewKind::whole},
                                          {.name = "icp_tier", .kind = NewKind::text},
                                          {.name = "words", .kind = NewKind::texts}};
  Widened widened(*footer, columns, "test");
  std::string file = Widened::head();
  NewEntries numbers;
  NewEntries texts;
  for (const int value : {7, -3, 100}) add_whole_entry(value, numbers.bytes);
  for (const char* value : {"A", "ü"}) add_text_entry(value, texts.bytes);
  numbers.count = 3;
  texts.count = 2;
  const std::vector<PackedList> lists = {{}, {.ids = 1, .count = 1}, {.ids = 2, .count = 2}};
  for (std::size_t group = 0; group < footer->groups(); ++group) {
    const std::uint64_t start = file.size();
    for (const Chunk& chunk : widened.copied(group)) file += before.substr(chunk.start, chunk.size);
    std::vector<std::uint32_t> ids;
    std::vector<std::uint32_t> tiers;
    std::vector<std::uint32_t> words;
    for (std::uint32_t row = 0; row < footer->rows_of(group); ++row) {
      ids.push_back(row % 4 == 3 ? kNoEntry : row % 4);
      tiers.push_back(1);
      words.push_back(row % 3);
    }
    std::vector<NewChunk> chunks(3);
    write_values(numbers, ids, chunks[0]);
    write_values(texts, tiers, chunks[1]);
    write_lists(texts, lists, words, chunks[2]);
    for (const NewChunk& chunk : chunks) file += chunk.bytes;
    widened.add_group(group, start, chunks);
  }
  file += widened.tail();
  const auto after = Footer::read(reading(file), file.size());
  ASSERT_TRUE(after);
  ASSERT_EQ(after->columns().size(), 15U);  // the old icp_tier is gone
  for (std::size_t column = 0; column < 9; ++column) {
    EXPECT_EQ(column_in(file, *after, column), column_in(before, *footer, column)) << column;
  }
  const auto points = column_in(file, *after, 12);
  EXPECT_EQ(after->columns()[13].name, "icp_tier");
  EXPECT_EQ(column_in(file, *after, 13)->back(), "ü");
  for (std::size_t row = 0; row < 8; ++row) {
    const std::vector<std::string> wanted = {"7.0000", "-3.000", "100.00", "-"};
    EXPECT_EQ(points->at(row), wanted[row % 4]);
  }
}

TEST(Levels, AreReadAsTheyWereWritten) {
  base::Random random(2);
  for (int i = 0; i < 2000; ++i) {
    const int bits = 1 + static_cast<int>(random.below(24));
    const std::uint64_t distinct = random.below(3) == 0 ? 1 : std::uint64_t{1} << bits;
    std::vector<std::uint32_t> numbers(random.below(300));
    for (std::uint32_t& number : numbers)
      number = static_cast<std::uint32_t>(random.below(distinct));
    std::string packed;
    pack_hybrid(numbers, bits, packed);
    std::vector<std::uint32_t> read(numbers.size());
    ASSERT_TRUE(unpack_hybrid(packed, bits, read));
    ASSERT_EQ(read, numbers) << bits;
    std::vector<std::uint32_t> more(numbers.size() + 8);
    EXPECT_FALSE(unpack_hybrid(packed, bits, more));
  }
}

/// The examples of apache/parquet-format, Encodings.md: 0 to 7 with 3 bits; and a run.
TEST(Levels, AreThoseOfTheFormat) {
  const std::string packed = "\x03\x88\xC6\xFA";
  std::vector<std::uint32_t> read(8);
  ASSERT_TRUE(unpack_hybrid(packed, 3, read));
  EXPECT_EQ(read, (std::vector<std::uint32_t>{0, 1, 2, 3, 4, 5, 6, 7}));
  std::string again;
  pack_hybrid(read, 3, again);
  EXPECT_EQ(again, packed);
  read.assign(5, 0);
  ASSERT_TRUE(unpack_hybrid(std::string("\x0A\x05", 2), 3, read));
  EXPECT_EQ(read, std::vector<std::uint32_t>(5, 5));
}

/// The examples of google/snappy, format_description.txt: literals and copies that overlap.
TEST(Snappy, UnpacksTheFormatsExamples) {
  const auto unpacked = [](std::string_view block, std::size_t size) -> std::string {
    std::string out(size, '?');
    return unpack_snappy(block, out) ? out : "broken";
  };
  EXPECT_EQ(unpacked(std::string_view("\x00", 1), 0), "");
  EXPECT_EQ(unpacked("\x03\x08"
                     "abc",
                     3),
            "abc");
  // "ab", then 5 bytes from 2 before, with a one-byte offset: abababa
  EXPECT_EQ(unpacked("\x07\x04"
                     "ab\x05\x02",
                     7),
            "abababa");
  // the same with a two-byte and a four-byte offset
  EXPECT_EQ(unpacked(std::string_view("\x07\x04"
                                      "ab\x12\x02\x00",
                                      7),
                     7),
            "abababa");
  EXPECT_EQ(unpacked(std::string_view("\x07\x04"
                                      "ab\x13\x02\x00\x00\x00",
                                      9),
                     7),
            "abababa");
  EXPECT_EQ(unpacked("\x07\x04"
                     "ab\x05\x03",
                     7),
            "broken");  // from before the start
  EXPECT_EQ(unpacked("\x07\x04"
                     "ab\x05\x02",
                     6),
            "broken");  // another size
  EXPECT_EQ(unpacked("\x03\x08"
                     "ab",
                     3),
            "broken");
  const std::string many(70, 'x');
  EXPECT_EQ(unpacked("\x46\xF0\x45" + many, 70), many);
}

}  // namespace
}  // namespace bestfit::parquet
