#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "bestfit/base/error.h"
#include "bestfit/base/file.h"
#include "bestfit/base/text.h"
#include "bestfit/connect/read.h"

namespace bestfit::connect {
namespace {

std::string kind_letters(const table::Table& table) {
  std::string letters;
  for (const table::Column& column : table.columns()) letters += table::kind_name(column.kind)[0];
  return letters;
}

/// The report says it somewhere.
bool says(const ReadReport& report, std::string_view words) {
  const auto has = [&](const std::string& text) { return text.find(words) != std::string::npos; };
  if (has(report.dialect)) return true;
  for (const RejectedLine& line : report.rejects) {
    if (has(std::to_string(line.line) + ": " + line.reason)) return true;
  }
  return std::any_of(report.notes.begin(), report.notes.end(), has);
}

void run_case(const std::vector<std::string_view>& cells) {
  const std::string path =
      std::string(BESTFIT_SOURCE_DIR "/tests/data/hostile/") + std::string(cells.at(0));
  base::Silent silent;
  if (cells.at(1) == "fail") {
    try {
      read(path, {}, silent);
      ADD_FAILURE() << "was read";
    } catch (const Error& error) {
      EXPECT_NE(std::string(error.what()).find(cells.at(6)), std::string::npos) << error.what();
      EXPECT_NE(std::string(error.what()).find(path), std::string::npos) << error.what();
    }
    return;
  }
  const ReadResult result = read(path, {}, silent);
  const ReadReport& report = result.report;
  EXPECT_EQ(std::to_string(report.lines), cells.at(1));
  EXPECT_EQ(std::to_string(report.accepted), cells.at(2));
  EXPECT_EQ(std::to_string(report.rejected), cells.at(3));
  EXPECT_EQ(std::to_string(report.duplicate), cells.at(4));
  EXPECT_EQ(kind_letters(result.table), cells.at(5));
  EXPECT_TRUE(says(report, cells.at(6))) << testing::PrintToString(report.notes) << report.dialect;
  EXPECT_EQ(report.lines, report.accepted + report.rejected + report.duplicate);
  EXPECT_EQ(result.table.rows(), report.accepted);
}

TEST(Hostile, FilesReadAsTheTableSays) {
  const std::string table = base::read_file(BESTFIT_SOURCE_DIR "/tests/cases/connect/hostile.tsv");
  std::size_t cases = 0;
  for (const std::string_view line : base::split(table, '\n')) {
    if (line.empty() || line.front() == '#' || line.substr(0, 5) == "file\t") continue;
    SCOPED_TRACE(std::string(line));
    const std::vector<std::string_view> cells = base::split(line, '\t');
    ASSERT_EQ(cells.size(), 7U);
    run_case(cells);
    ++cases;
  }
  EXPECT_GE(cases, 45U);
}

}  // namespace
}  // namespace bestfit::connect
