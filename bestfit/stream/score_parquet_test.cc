#include "bestfit/stream/score_parquet.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

#include "bestfit/base/error.h"
#include "bestfit/base/file.h"
#include "bestfit/base/random.h"
#include "bestfit/parquet/test_file.h"
#include "bestfit/profile/profile_file.h"

namespace bestfit::stream {
namespace {

using namespace parquet::test;
using parquet::Physical;

constexpr std::string_view kCard = R"(
version = "p"
as_of = 2026-01-01
[[profile]]
name = "One"
[[profile.score]]
column = "size"
kind = "number"
bins = [{ label = "small", below = 10, points = 40 }, { label = "large", from = 10, points = 5 }]
[[profile.score]]
column = "industry"
kind = "category"
bins = [{ label = "Software", values = ["Software"], points = 40 }]
[[profile.score]]
column = "founded"
kind = "date"
bins = [{ label = "young", below = 1000, points = 20 }]
)";

std::string folder() {
  const std::string path = std::filesystem::temp_directory_path().string() + "/bestfit_stream/";
  std::filesystem::create_directories(path);
  return path;
}

/// 60 accounts in three row groups, in other layouts column by column.
std::string small_file() {
  base::Random random(3);
  std::vector<FileColumn> columns = {
      {.name = "id", .physical = Physical::int64, .may_be_null = false},
      {.name = "size", .physical = Physical::int32},
      {.name = "industry", .physical = Physical::bytes, .converted = 0},
      {.name = "founded", .physical = Physical::int32, .converted = 6}};
  for (std::int64_t row = 0; row < 60; ++row) {
    columns[0].cells.emplace_back(plain_bytes(row));
    columns[1].cells.emplace_back(plain_bytes(static_cast<std::int32_t>(random.below(20))));
    columns[2].cells.emplace_back(random.below(2) == 0 ? "Software" : "Bank");
    columns[3].cells.emplace_back(
        plain_bytes(static_cast<std::int32_t>(19000 + random.below(2000))));
    if (row % 7 == 0) columns[1 + random.below(3)].cells.back().reset();
  }
  return file_of(
      columns,
      {{.group_rows = 25},
       {.page_rows = 10, .values = Values::dictionary},
       {.page_rows = 10, .page_version = 2, .codec = 1, .values = Values::dictionary_then_plain},
       {.page_version = 2, .codec = 6}});
}

/// What became of a file: 's'cored, 'r'efused here, or an 'e'rror.
char outcome_of(const std::string& bytes, const score::Codebook& book, int threads = 1) {
  const std::string in = folder() + "in.parquet";
  base::write_file(in, bytes);
  base::Silent silent;
  try {
    const connect::Source source(in, {}, connect::Digest::none, connect::Look::beginning);
    if (!source.is_parquet()) return 'r';
    const auto footer = parquet::Footer::read(
        [&](std::uint64_t offset, std::span<char> out) { source.read_at(offset, out); },
        source.size());
    const auto columns = footer ? input_columns(*footer) : std::nullopt;
    if (!columns) return 'r';
    ParquetJob job{.out = folder() + "out.parquet",
                   .reading = {},
                   .wanted = {},
                   .added = {{.name = "icp_score", .type = connect::AddedType::integer},
                             {.name = "icp_status"}},
                   .cells = {},
                   .threads = threads};
    for (std::size_t i = 0; i < columns->size(); ++i) {
      for (const score::Question& question : book.questions()) {
        if (question.column != columns->at(i).name) continue;
        const table::Kind kind =
            question.kind == profile::CriterionKind::number ? table::Kind::number
            : question.kind == profile::CriterionKind::date ? table::Kind::date
                                                            : table::Kind::category;
        job.wanted.push_back({.name = question.column, .column = {.column = i, .kind = kind}});
      }
    }
    job.cells = [](const score::Score& score) {
      std::vector<connect::AddedCells> cells(2);
      cells[0].numbers = {static_cast<double>(score.points)};
      cells[1].texts = {std::string(score::status_name(score.status))};
      return cells;
    };
    std::filesystem::remove(job.out);
    const auto scored = score_parquet(source, *footer, book, job, silent);
    EXPECT_EQ(scored.has_value(), std::filesystem::exists(job.out));  // whole, or not at all
    return scored ? 's' : 'r';
  } catch (const Error&) {
    return 'e';
  }
}

/// The pages themselves are tried byte by byte in parquet's pages_test.cc.
TEST(ScoreParquet, LivesWithBrokenBytes) {
  const auto book = score::Codebook::of(profile::parse_profile(kCard, "card"));
  ASSERT_TRUE(book);
  const std::string whole = small_file();
  ASSERT_EQ(outcome_of(whole, *book), 's');
  std::size_t scored = 0;
  std::size_t refused = 0;
  for (std::size_t at = 0; at < whole.size(); at += 7) {
    std::string file = whole;
    file[at] = static_cast<char>(file[at] ^ (at % 2 == 0 ? 0xFF : 1 << at % 8));
    const char outcome = outcome_of(file, *book, 1 + static_cast<int>(at % 2));
    scored += outcome == 's' ? 1 : 0;
    refused += outcome == 's' ? 0 : 1;
  }
  EXPECT_GT(scored, 0U);  // another value is a good file too
  EXPECT_GT(refused, whole.size() / 28);
  for (std::size_t size = 0; size < whole.size(); size += 37) {
    EXPECT_NE(outcome_of(whole.substr(0, size), *book), 's') << size;
  }
}

}  // namespace
}  // namespace bestfit::stream
