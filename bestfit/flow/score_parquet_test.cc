// Both ways through `score` give the same rows of Parquet.

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "bestfit/base/error.h"
#include "bestfit/connect/batch.h"
#include "bestfit/connect/read.h"
#include "bestfit/connect/write.h"
#include "bestfit/flow/test_score_ways.h"
#include "bestfit/parquet/test_file.h"

namespace bestfit::flow {
namespace {

using namespace test;

/// The rows of a Parquet file as texts, by columns.
std::string parquet_rows(const std::string& path) {
  if (!std::filesystem::exists(path)) return "no file";
  connect::BatchReader reader(path, {});
  std::string text;
  for (const auto& column : reader.columns()) text += column.name + " " + column.type + "\n";
  connect::Batch batch;
  std::string scratch;
  while (reader.next(batch)) {
    for (std::size_t row = 0; row < batch.rows; ++row) {
      for (std::size_t column = 0; column < reader.columns().size(); ++column) {
        const std::string_view cell = batch.text(column, row, scratch);
        text += cell.data() == nullptr ? "NULL|" : std::string(cell) + "|";
      }
      text += '\n';
    }
  }
  return text;
}

struct Tried {
  ScoreResult result;
  std::string fault;
  std::string rows;
};

Tried tried(ScoreWay way, ScoreRequest request) {
  request.out = ways_folder() + "out.parquet";
  request.way = way;
  std::filesystem::remove(request.out);
  base::Silent silent;
  Tried out;
  try {
    out.result = score_accounts(request, silent);
    out.rows = parquet_rows(request.out);
  } catch (const Error& error) {
    out.fault = error.what();
  }
  return out;
}

/// Scores a file both ways on several numbers of threads; returns the way that the fastest was.
ScoreWay expect_same_parquet(ScoreRequest request, const std::string& where) {
  const Tried slow = tried(ScoreWay::by_batches, request);
  ScoreWay way = ScoreWay::by_batches;
  for (const int threads : {1, 2, 4}) {
    request.threads = threads;
    const Tried fast = tried(ScoreWay::fastest, request);
    EXPECT_EQ(fast.fault, slow.fault) << where;
    EXPECT_TRUE(fast.rows == slow.rows) << where << ", " << threads << " threads";
    EXPECT_EQ(fast.result.by_status, slow.result.by_status) << where;
    EXPECT_EQ(fast.result.by_tier, slow.result.by_tier) << where;
    EXPECT_EQ(fast.result.lines, slow.result.lines) << where;
    EXPECT_EQ(fast.result.missing_columns, slow.result.missing_columns) << where;
    EXPECT_EQ(fast.result.replaced, slow.result.replaced) << where;
    EXPECT_EQ(fast.result.not_read.size(), slow.result.not_read.size()) << where;
    EXPECT_EQ(fast.result.notes, slow.result.notes) << where;
    way = fast.result.way;
  }
  return way;
}

TEST(ScoreParquet, BothWaysAgreeOnWhatDuckDbWrote) {
  const std::string folder = ways_folder();
  base::Random random(8);
  ScoreRequest request = request_for(kHead + rows_of(random, 150000));
  base::Silent silent;
  connect::ReadOptions reading;
  reading.kinds = {{"founded", table::Kind::date},  {"met", table::Kind::date},
                   {"public", table::Kind::flag},   {"tools", table::Kind::set},
                   {"growth", table::Kind::number}, {"employees", table::Kind::number}};
  connect::write_table(folder + "large.parquet", connect::read(request.in, reading, silent).table,
                       {});
  std::vector<std::pair<std::string, ScoreWay>> files = {
      {folder + "large.parquet", ScoreWay::fastest}};
  const std::string data = BESTFIT_SOURCE_DIR "/tests/data/parquet/";
  for (const char* name : {"snappy", "none", "zstd"}) {
    files.emplace_back(data + name + ".parquet", ScoreWay::fastest);
  }
  for (const char* name : {"gzip", "v2"}) {
    files.emplace_back(data + name + ".parquet", ScoreWay::by_batches);
  }
  for (const auto& [path, way] : files) {
    request.in = path;
    EXPECT_EQ(expect_same_parquet(request, path), way) << path;
    EXPECT_GT(parquet_rows(folder + "out.parquet").size(), 1000U);
  }
}

using parquet::Physical;
using parquet::test::FileColumn;
using parquet::test::Layout;
using parquet::test::plain_bytes;
using parquet::test::Values;

FileColumn number_column(const std::string& name, base::Random& random) {
  constexpr Physical kPhysicals[] = {Physical::int32, Physical::int64, Physical::float32,
                                     Physical::float64};
  FileColumn column{.name = name, .physical = kPhysicals[random.below(4)]};
  if (column.physical == Physical::int32 && random.below(2) == 0) {
    column.converted = 15 + static_cast<int>(random.below(3));  // 8, 16, 32 bits
  }
  return column;
}

std::string number_bytes(double value, Physical physical) {
  switch (physical) {
    case Physical::int32: return plain_bytes(static_cast<std::int32_t>(value));
    case Physical::int64: return plain_bytes(static_cast<std::int64_t>(value));
    case Physical::float32: return plain_bytes(static_cast<float>(value));
    default: return plain_bytes(value);
  }
}

/// Columns that the card asks for, of any type that is read here, and two that it does not know.
std::vector<FileColumn> some_columns(base::Random& random, std::size_t rows) {
  const auto days = [](const std::string& name) {
    return FileColumn{.name = name, .physical = Physical::int32, .converted = 6};
  };
  const auto text = [](const std::string& name) {
    return FileColumn{.name = name, .converted = 0};
  };
  std::vector<FileColumn> columns = {number_column("id", random),
                                     number_column("employees", random),
                                     number_column("growth", random),
                                     text("Industry"),
                                     text("tools"),
                                     text("public"),
                                     days("founded"),
                                     days("met"),
                                     text("icp_tier")};
  if (random.below(2) == 0) columns[5] = {.name = "public", .physical = Physical::boolean};
  for (FileColumn& column : columns) column.may_be_null = random.below(4) > 0;
  for (std::size_t row = 0; row < rows; ++row) {
    const auto number = static_cast<double>(random.below(20)) - 4.0;
    for (const std::size_t i : {0, 1}) {
      columns[i].cells.emplace_back(number_bytes(number, columns[i].physical));
    }
    const bool is_real =
        columns[2].physical == Physical::float32 || columns[2].physical == Physical::float64;
    double growth = std::round(30.0 * random.normal()) / 8.0;
    if (is_real && random.below(20) == 0) growth = random.below(2) == 0 ? INFINITY : std::nan("");
    columns[2].cells.emplace_back(number_bytes(growth, columns[2].physical));
    columns[3].cells.emplace_back(pick(random, {"Software", "SOFTWARE ", "Bank", "", "NA", "Ärzte",
                                                "Public Sector", std::string(40, 'x')}));
    columns[4].cells.emplace_back(
        pick(random, {"SAP", "Excel; sap", "", "SAP;Excel", "none", ";", "Word;x"}));
    const std::string yes = pick(random, {"yes", "no", "TRUE", "", "0"});
    const bool is_flag = columns[5].physical == Physical::boolean;
    columns[5].cells.emplace_back(is_flag ? std::string(1, yes == "yes" ? '\1' : '\0') : yes);
    for (const std::size_t i : {6, 7}) {
      columns[i].cells.emplace_back(plain_bytes(18000 + static_cast<int>(random.below(3000))));
    }
    columns[8].cells.emplace_back("A");
    for (FileColumn& column : columns) {
      if (column.may_be_null && random.below(6) == 0) column.cells.back().reset();
    }
  }
  return columns;
}

std::vector<Layout> some_layouts(const std::vector<FileColumn>& columns, base::Random& random) {
  constexpr int kCodecs[] = {0, 1, 6};
  const std::size_t group_rows = 1 + random.below(800);
  std::vector<Layout> layouts;
  for (const FileColumn& column : columns) {
    layouts.push_back({.group_rows = group_rows,
                       .page_rows = 1 + random.below(500),
                       .page_version = 1 + static_cast<int>(random.below(2)),
                       .codec = kCodecs[random.below(3)],
                       .values = static_cast<Values>(random.below(3))});
    if (column.physical == Physical::boolean) layouts.back().values = Values::plain;
  }
  return layouts;
}

TEST(ScoreParquet, BothWaysAgreeOnAllLayouts) {
  base::Random random(29);
  ScoreRequest request = request_for("");
  request.in = ways_folder() + "in.parquet";
  for (int i = 0; i < 30; ++i) {
    const std::vector<FileColumn> columns = some_columns(random, 1 + random.below(1500));
    base::write_file(request.in, parquet::test::file_of(columns, some_layouts(columns, random)));
    EXPECT_EQ(expect_same_parquet(request, fmt::format("file {}", i)), ScoreWay::fastest) << i;
  }
}

/// A fault without the name of the file that has it.
std::string without_name(const std::string& fault) {
  const std::size_t end = fault.find("' ");
  return end == std::string::npos ? fault : fault.substr(end);
}

/// Broken files: where the general way reads them, both have the same rows. Where it finds a fault,
/// the fast way does, or has copied it with a column that the profile does not ask for.
TEST(ScoreParquet, LivesWithBrokenFiles) {
  base::Random random(31);
  ScoreRequest request = request_for("");
  request.in = ways_folder() + "in.parquet";
  const std::vector<FileColumn> columns = some_columns(random, 60);
  const std::string whole = parquet::test::file_of(columns, some_layouts(columns, random));
  std::size_t faults = 0;
  for (int i = 0; i < 60; ++i) {
    std::string file = whole;
    const std::size_t at = random.below(file.size());
    file[at] = static_cast<char>(file[at] ^ (1 << random.below(8)));
    if (i % 6 == 5) file.resize(at);
    base::write_file(request.in, file);
    const Tried slow = tried(ScoreWay::by_batches, request);
    const Tried fast = tried(ScoreWay::fastest, request);
    faults += slow.fault.empty() ? 0 : 1;
    if (!slow.fault.empty() && fast.fault.empty()) continue;
    EXPECT_EQ(without_name(fast.fault), without_name(slow.fault)) << at;
    EXPECT_TRUE(fast.rows == slow.rows) << at;
  }
  EXPECT_GT(faults, 10U);
}

/// What is not read page by page goes the general way, and ends the same.
TEST(ScoreParquet, BothWaysAgreeOnWhatIsNotPlain) {
  base::Random random(30);
  ScoreRequest request = request_for("");
  request.in = ways_folder() + "in.parquet";
  const std::vector<FileColumn> plain = some_columns(random, 300);
  const auto whole = [](std::int64_t value) { return plain_bytes(value); };
  const auto with = [&](const FileColumn& other) {
    std::vector<FileColumn> columns = plain;
    for (FileColumn& column : columns) {
      if (column.name == other.name) column = other;
    }
    return columns;
  };
  const auto same = [](const std::string& cell) {
    return std::vector<std::optional<std::string>>(300, cell);
  };
  const std::vector<std::pair<std::string, std::vector<FileColumn>>> files = {
      {"a large whole number", with({.name = "employees",
                                     .physical = Physical::int64,
                                     .cells = same(whole((std::int64_t{1} << 53) + 1))})},
      {"a time", with({.name = "founded",
                       .physical = Physical::int64,
                       .converted = 10,
                       .cells = same(whole(1700000000000000))})},
      {"a number without a sign", with({.name = "employees",
                                        .physical = Physical::int32,
                                        .converted = 13,
                                        .cells = same(plain_bytes(-7))})},
      {"a text as a number", with({.name = "employees", .converted = 0, .cells = same("1,234")})},
      {"a number as a category",
       with({.name = "Industry", .physical = Physical::int32, .cells = same(plain_bytes(7))})},
      {"a flag that is none", with({.name = "public", .converted = 0, .cells = same("maybe")})},
      {"bytes that are no text", with({.name = "Industry",
                                       .converted = 0,
                                       .cells = same("a\xE4"
                                                     "b")})},
      {"a name twice",
       with({.name = "id", .physical = Physical::int32, .cells = same(plain_bytes(7))})},
  };
  for (auto [name, columns] : files) {
    if (name == "a name twice") columns[0].name = "EMPLOYEES";
    base::write_file(request.in,
                     parquet::test::file_of(columns, std::vector<Layout>(columns.size())));
    EXPECT_EQ(expect_same_parquet(request, name), ScoreWay::by_batches) << name;
  }
  request.in = BESTFIT_SOURCE_DIR "/tests/data/parquet/snappy.parquet";
  for (const auto& [own, other] :
       {std::pair("\"tools\"", "\"list\""), std::pair("\"industry\"", "\"parts\""),
        std::pair("\"growth\"", "\"money\"")}) {
    std::string card = kWaysCard;
    for (std::size_t at = 0; (at = card.find(own, at)) != std::string::npos;) {
      card.replace(at, std::string_view(own).size(), other);
    }
    base::write_file(request.icp, card);
    EXPECT_EQ(expect_same_parquet(request, other), ScoreWay::by_batches) << other;
  }
}

}  // namespace
}  // namespace bestfit::flow
