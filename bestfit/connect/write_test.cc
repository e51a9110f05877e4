#include "bestfit/connect/write.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cmath>
#include <string>

#include "bestfit/base/error.h"
#include "bestfit/base/file.h"
#include "bestfit/base/random.h"
#include "bestfit/connect/csv_text.h"
#include "bestfit/connect/read.h"

namespace bestfit::connect {
namespace {

using table::Column;
using table::Kind;

std::string written_path(const std::string& name) {
  return testing::TempDir() + "connect_write_" + name;
}

/// Copies a file through a batch reader and a row writer, with added columns.
void copy(const std::string& from, const std::string& to, const std::vector<AddedColumn>& added,
          const std::vector<AddedCells>& cells) {
  BatchReader reader(from, {});
  RowWriter writer(to, reader.columns(), added, {});
  Batch batch;
  while (reader.next(batch)) writer.write(batch, cells);
  writer.finish();
}

TEST(Write, CsvKeepsCellsAndDisarmsFormulas) {
  const std::string input = written_path("in.csv");
  base::write_file(input,
                   "id,a,icp_score\n1,\"x, \"\"y\"\"\",5\n2,=1+2,\n3,-5.50,\n4,+49 30 1234-5,\n"
                   "5,-,\n6,@sum(a),\n7,\"-2+cmd|' /C calc'!A0\",\n");
  const std::string output = written_path("out.csv");
  const std::vector<double> scores = {1, 2, 3, 4, 5, 6, table::kMissing};
  const std::vector<std::vector<std::string>> reasons = {{"a +1", "b +2"}, {}, {}, {}, {}, {}, {}};
  copy(input, output,
       {{.name = "icp_score", .type = AddedType::integer},
        {.name = "icp_reasons", .type = AddedType::list}},
       {{.numbers = scores}, {.lists = reasons}});
  EXPECT_EQ(base::read_file(output),
            "id,a,icp_score,icp_reasons\n1,\"x, \"\"y\"\"\",1,a +1; b +2\n2,'=1+2,2,\n3,-5.50,3,\n"
            "4,+49 30 1234-5,4,\n5,-,5,\n6,'@sum(a),6,\n7,'-2+cmd|' /C calc'!A0,,\n");
}

TEST(Write, JsonLinesKeepValuesAsTheyWere) {
  const std::string input = written_path("in.jsonl");
  base::write_file(input,
                   "{\"id\":1.50,\"tech\":[\"a\",\"b\"],\"n\":null}\n{\"id\":2,\"o\":{\"x\":1}}\n");
  const std::string output = written_path("out.jsonl");
  copy(input, output,
       {{.name = "icp_tier", .type = AddedType::text},
        {.name = "icp_reasons", .type = AddedType::list}},
       {{.texts = {"A", ""}}, {.lists = {{"say \"x\""}, {}}}});
  EXPECT_EQ(base::read_file(output),
            "{\"id\": 1.50, \"tech\": [\"a\",\"b\"], \"n\": null, \"icp_tier\": \"A\", "
            "\"icp_reasons\": [\"say \\\"x\\\"\"]}\n"
            "{\"id\": 2, \"o\": {\"x\":1}, \"icp_tier\": null, \"icp_reasons\": []}\n");
}

TEST(Write, NothingIsLeftWithoutFinish) {
  const std::string path = written_path("aborted.csv");
  for (const std::string name : {"aborted.csv", "aborted.jsonl", "aborted.parquet"}) {
    const RowWriter writer(written_path(name), {{.name = "a"}}, {}, {});
  }
  struct stat found = {};
  EXPECT_NE(::stat(path.c_str(), &found), 0);
  EXPECT_THROW(RowWriter("/no/such/folder/x.csv", {{.name = "a"}}, {}, {}), Error);
  EXPECT_THROW(RowWriter("/no/such/folder/x.parquet", {{.name = "a"}}, {}, {}), Error);
}

TEST(Write, AFullDiskIsSaid) {
  std::vector<std::string> cells(200000, "some text that fills the buffer");
  const table::Table table({table::text_column("a", cells)});
  try {
    write_table("/dev/full", table, {});
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.fault(), Fault::unavailable);
    EXPECT_NE(std::string(error.what()).find("the disk is full"), std::string::npos);
  }
}

std::string random_text(base::Random& random) {
  static const std::vector<std::string> kPieces = {"a",  "Z",  " ",  ",", "\"", "\n",
                                                   ";",  "é",  "漢", "'", "\t", "|",
                                                   "x1", "--", "\\", "{", "=",  "\r\n"};
  std::string text = "w";
  for (std::uint64_t i = random.below(8); i > 0; --i) text += kPieces[random.below(kPieces.size())];
  return text + "w";
}

table::Table random_table(base::Random& random) {
  const std::size_t rows = 1 + random.below(60);
  std::vector<double> numbers;
  std::vector<double> flags;
  std::vector<double> days;
  std::vector<std::string> labels;
  for (std::size_t row = 0; row < rows; ++row) {
    const bool known = random.below(5) > 0;
    numbers.push_back(known ? std::ldexp(random.normal(), static_cast<int>(random.below(40)) - 20)
                            : table::kMissing);
    flags.push_back(random.below(5) > 0 ? static_cast<double>(random.below(2)) : table::kMissing);
    days.push_back(random.below(5) > 0 ? static_cast<double>(random.below(30000)) - 5000
                                       : table::kMissing);
    labels.push_back(random.below(5) > 0 ? random_text(random) : "");
  }
  return table::Table({table::number_column("n", numbers), table::flag_column("f", flags),
                       table::date_column("d", days), table::category_column("c", labels)});
}

void expect_equal(const Column& a, const Column& b) {
  ASSERT_EQ(a.rows(), b.rows()) << a.name;
  for (std::size_t row = 0; row < a.rows(); ++row) {
    ASSERT_EQ(a.missing(row), b.missing(row)) << a.name << " row " << row;
    if (a.missing(row)) continue;
    if (a.kind == Kind::category) {
      EXPECT_EQ(a.cell_text(row), b.cell_text(row));
    } else {
      EXPECT_EQ(a.numbers[row], b.numbers[row]) << a.name << " row " << row;
    }
  }
}

TEST(Write, RandomTablesReadBackEqual) {
  base::Silent silent;
  for (std::uint64_t seed = 0; seed < 60; ++seed) {
    base::Random random(seed);
    const table::Table table = random_table(random);
    for (const std::string ending : {".csv", ".jsonl", ".parquet"}) {
      if (ending == ".parquet" && seed % 10 != 0) continue;
      SCOPED_TRACE(ending + " seed " + std::to_string(seed));
      const std::string path = written_path("random" + ending);
      write_table(path, table, {});
      const ReadResult back = read(path,
                                   {.kinds = {{"n", Kind::number},
                                              {"f", Kind::flag},
                                              {"d", Kind::date},
                                              {"c", Kind::category}},
                                    .duplicates = Duplicates::keep},
                                   silent);
      ASSERT_EQ(back.table.rows(), table.rows());
      EXPECT_EQ(back.report.rejected, 0U);
      for (const Column& column : table.columns()) {
        expect_equal(column, back.table.column(column.name));
      }
    }
  }
}

TEST(Write, ParquetKeepsTypes) {
  const std::string first = written_path("types1.parquet");
  write_table(first,
              table::Table({table::number_column("n", {1.5, table::kMissing}),
                            table::flag_column("f", {1, 0}), table::date_column("d", {1, 2})}),
              {});
  const std::string second = written_path("types2.parquet");
  copy(first, second,
       {{.name = "score", .type = AddedType::integer}, {.name = "why", .type = AddedType::list}},
       {{.numbers = {7, table::kMissing}}, {.lists = {{"x", "y;z"}, {}}}});
  const BatchReader reader(second, {});
  std::string types;
  for (const InputColumn& column : reader.columns()) types += column.name + " " + column.type + ",";
  EXPECT_EQ(types, "n DOUBLE,f BOOLEAN,d DATE,score INTEGER,why VARCHAR[],");
}

TEST(CsvText, FormulasAreThoseThatCouldRun) {
  for (const char* text : {"=1", "+a1", "-a", "@x", "\tx", "\r", "=", "+cmd|'x'!A1"}) {
    EXPECT_TRUE(is_formula(text)) << text;
  }
  for (const char* text : {"", "-5", "+5.5", "-1e5", "-", "--", "a=b", "+49 (30) 12/34", "1"}) {
    EXPECT_FALSE(is_formula(text)) << text;
  }
}

}  // namespace
}  // namespace bestfit::connect
