// Both ways through `score` give the same rows of Parquet.

#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "bestfit/connect/batch.h"
#include "bestfit/connect/read.h"
#include "bestfit/connect/write.h"
#include "bestfit/flow/test_score_ways.h"

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

TEST(ScoreParquet, BothWaysAgree) {
  const std::string folder = ways_folder();
  base::Random random(8);
  ScoreRequest large = request_for(kHead + rows_of(random, 150000));
  base::Silent silent;
  connect::ReadOptions reading;
  reading.kinds = {{"founded", table::Kind::date},  {"met", table::Kind::date},
                   {"public", table::Kind::flag},   {"tools", table::Kind::set},
                   {"growth", table::Kind::number}, {"employees", table::Kind::number}};
  connect::write_table(folder + "large.parquet", connect::read(large.in, reading, silent).table,
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
    ScoreRequest request = large;
    request.in = path;
    request.out = folder + "out.parquet";
    request.way = ScoreWay::by_batches;
    const ScoreResult slow = score_accounts(request, silent);
    const std::string wanted = parquet_rows(request.out);
    EXPECT_GT(wanted.size(), 1000U);
    for (const int threads : {1, 2, 8}) {
      request.way = ScoreWay::fastest;
      request.threads = threads;
      std::filesystem::remove(request.out);
      const ScoreResult fast = score_accounts(request, silent);
      EXPECT_EQ(fast.way, way) << path;
      EXPECT_TRUE(parquet_rows(request.out) == wanted) << path << ", " << threads << " threads";
      EXPECT_EQ(fast.by_status, slow.by_status) << path;
      EXPECT_EQ(fast.by_tier, slow.by_tier) << path;
      EXPECT_EQ(fast.lines, slow.lines) << path;
      EXPECT_EQ(fast.replaced, slow.replaced) << path;
    }
  }
}

}  // namespace
}  // namespace bestfit::flow
