#include "bestfit/parquet/pages.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "bestfit/base/random.h"
#include "bestfit/parquet/test_file.h"

namespace bestfit::parquet {
namespace {

using namespace test;

using Cells = std::vector<std::optional<std::string>>;

/// Values as their plain bytes: numbers as doubles.
class PlainCells final : public ValueSink {
 public:
  void number_entries(std::span<const double> numbers) override {
    entries_.clear();
    for (const double number : numbers) entries_.push_back(cell_of(number));
  }
  void text_entries(std::span<const std::string_view> texts) override {
    entries_.assign(texts.begin(), texts.end());
  }
  void entries(std::span<const std::uint32_t> entries) override {
    for (const std::uint32_t entry : entries) {
      cells.push_back(entry == kNoEntry ? std::nullopt : entries_.at(entry));
    }
  }
  void numbers(std::span<const double> numbers) override {
    for (const double number : numbers) cells.push_back(cell_of(number));
  }
  void texts(std::span<const std::string_view> texts) override {
    for (const std::string_view text : texts) {
      cells.push_back(text.data() == nullptr ? std::nullopt : std::optional(std::string(text)));
    }
  }
  Cells cells = {};

 private:
  static std::optional<std::string> cell_of(double number) {
    return std::isnan(number) ? std::nullopt : std::optional(plain_bytes(number));
  }
  Cells entries_;
};

ReadAt reading_from(const std::string& file) {
  return [&file](std::uint64_t offset, std::span<char> bytes) {
    ASSERT_LE(offset + bytes.size(), file.size());
    std::copy_n(file.begin() + static_cast<std::ptrdiff_t>(offset), bytes.size(), bytes.begin());
  };
}

std::optional<Cells> read_column(const std::string& file, const Footer& footer, std::size_t place) {
  PlainCells sink;
  PageReader reader;
  const Column& column = footer.columns()[place];
  for (std::size_t group = 0; group < footer.groups(); ++group) {
    const Chunk& chunk = footer.chunk(group, column.first_leaf);
    const std::string bytes = file.substr(chunk.start, chunk.size);
    if (!reader.read(bytes, column, chunk, sink)) return std::nullopt;
  }
  return sink.cells;
}

/// A value's plain bytes, and what a sink has to be given for it.
struct Value {
  std::string bytes;
  std::optional<std::string> wanted;
};

Value some_value(Physical physical, base::Random& random) {
  const auto whole = static_cast<std::int32_t>(random.below(40)) - 20;
  switch (physical) {
    case Physical::boolean: {
      const char flag = random.below(3) == 0 ? '\1' : '\0';
      return {.bytes = std::string(1, flag), .wanted = plain_bytes(static_cast<double>(flag))};
    }
    case Physical::int32:
      return {.bytes = plain_bytes(whole), .wanted = plain_bytes(static_cast<double>(whole))};
    case Physical::int64: {
      const std::int64_t large = whole * (std::int64_t{1} << random.below(48));
      return {.bytes = plain_bytes(large), .wanted = plain_bytes(static_cast<double>(large))};
    }
    case Physical::float32: {
      const float real = static_cast<float>(whole) / 8.0F;
      return {.bytes = plain_bytes(real), .wanted = plain_bytes(static_cast<double>(real))};
    }
    case Physical::float64: {
      const double real = random.below(9) == 0 ? INFINITY : whole / 3.0;
      return {.bytes = plain_bytes(real),
              .wanted = std::isinf(real) ? std::nullopt : std::optional(plain_bytes(real))};
    }
    case Physical::bytes:
    case Physical::other: break;
  }
  const std::string text(random.below(12), static_cast<char>('a' + random.below(5)));
  return {.bytes = text, .wanted = text};
}

constexpr Physical kPhysicals[] = {Physical::boolean, Physical::int32,   Physical::int64,
                                   Physical::float32, Physical::float64, Physical::bytes};

Layout some_layout(base::Random& random) {
  constexpr int kCodecs[] = {0, 1, 6};
  return {.group_rows = 1 + random.below(300),
          .page_rows = 1 + random.below(200),
          .page_version = 1 + static_cast<int>(random.below(2)),
          .codec = kCodecs[random.below(3)],
          .values = static_cast<Values>(random.below(3))};
}

TEST(Pages, AreReadInAllLayouts) {
  base::Random random(17);
  for (int i = 0; i < 600; ++i) {
    FileColumn column{
        .name = "c", .physical = kPhysicals[random.below(6)], .may_be_null = random.below(3) > 0};
    if (column.physical == Physical::bytes) column.converted = 0;
    Layout layout = some_layout(random);
    // Dictionaries of flags are not part of the format.
    if (column.physical == Physical::boolean) layout.values = Values::plain;
    Cells wanted;
    const std::uint64_t nulls = column.may_be_null ? random.below(3) * 5 : 0;
    for (std::size_t row = 1 + random.below(500); row > 0; --row) {
      const Value value = some_value(column.physical, random);
      const bool is_null = random.below(10) < nulls;
      column.cells.push_back(is_null ? std::nullopt : std::optional(value.bytes));
      wanted.push_back(is_null ? std::nullopt : value.wanted);
    }
    const std::string file = file_of({column}, {layout});
    const auto footer = Footer::read(reading_from(file), file.size());
    ASSERT_TRUE(footer);
    const auto cells = read_column(file, *footer, 0);
    ASSERT_TRUE(cells) << i;
    ASSERT_EQ(*cells, wanted) << fmt::format("file {}, physical {}, version {}, codec {}", i,
                                             static_cast<int>(column.physical), layout.page_version,
                                             layout.codec);
  }
}

TEST(Pages, HaveWholeNumbersThatDoublesHold) {
  constexpr std::int64_t kMost = std::int64_t{1} << 53;
  for (const auto& [value, good] : {std::pair(kMost, true), std::pair(kMost + 1, false),
                                    std::pair(-kMost, true), std::pair(-kMost - 1, false)}) {
    const FileColumn column{
        .name = "c", .physical = Physical::int64, .cells = {plain_bytes(value)}};
    const std::string file = file_of({column}, {{}});
    const auto footer = Footer::read(reading_from(file), file.size());
    ASSERT_TRUE(footer);
    EXPECT_EQ(read_column(file, *footer, 0).has_value(), good) << value;
  }
}

/// Any byte changed, and the file cut anywhere: refused or read as something else; the sanitizers
/// see that nothing is read beside it.
TEST(Pages, LiveWithAnyByteBroken) {
  base::Random random(5);
  std::vector<FileColumn> columns;
  std::vector<Layout> layouts;
  for (int i = 0; i < 6; ++i) {
    FileColumn column{.name = fmt::format("c{}", i), .physical = kPhysicals[i]};
    if (column.physical == Physical::bytes) column.converted = 0;
    for (int row = 0; row < 40; ++row) {
      column.cells.push_back(
          row % 7 == 3 ? std::nullopt : std::optional(some_value(column.physical, random).bytes));
    }
    columns.push_back(std::move(column));
    layouts.push_back(some_layout(random));
    layouts.back().page_rows = 15;
    if (i == 0) layouts.back().values = Values::plain;
  }
  layouts[0].group_rows = 25;
  const std::string whole = file_of(columns, layouts);
  std::size_t refused = 0;
  const auto try_out = [&](const std::string& file) {
    const auto footer = Footer::read(reading_from(file), file.size());
    if (!footer) ++refused;
    for (std::size_t i = 0; footer && i < footer->columns().size(); ++i) {
      if (footer->columns()[i].kind == ValueKind::other) continue;
      if (!read_column(file, *footer, i)) ++refused;
    }
  };
  try_out(whole);
  EXPECT_EQ(refused, 0U);
  for (std::size_t at = 0; at < whole.size(); ++at) {
    for (const int change : {0x01, 0x80, 0xFF}) {
      std::string file = whole;
      file[at] = static_cast<char>(file[at] ^ change);
      try_out(file);
    }
  }
  EXPECT_GT(refused, whole.size() / 2);
  for (std::size_t size = 0; size < whole.size(); ++size) {
    EXPECT_FALSE(Footer::read(reading_from(whole.substr(0, size)), size)) << size;
  }
}

}  // namespace
}  // namespace bestfit::parquet
