// Both ways through `score` give the same bytes, counts and faults on the same files.

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "bestfit/base/error.h"
#include "bestfit/base/file.h"
#include "bestfit/base/random.h"
#include "bestfit/flow/score_accounts.h"

namespace bestfit::flow {
namespace {

const std::string kWaysCard = R"(
version = "w"
as_of = 2026-01-01
[[profile]]
name = "First, with a comma"
known_min = 10
[[profile.disqualify]]
column = "industry"
kind = "category"
values = ["Public Sector", "ÄRZTE"]
[[profile.score]]
column = "employees"
kind = "number"
bins = [{ label = "a", below = 10, points = 30 }, { label = "b", from = 10, points = 5 }, ]
missing = { points = 0 }
[[profile.score]]
column = "growth"
kind = "number"
bins = [
  { label = "down", below = 0, points = 0 },
  { label = "1.5 and more", from = 1.5, points = 20 },
]
missing = { points = 3 }
[[profile.score]]
column = "industry"
kind = "category"
bins = [
  { label = "=Software", values = ["Software"], points = 20 },
  { label = "none", values = ["NA"], points = 3 },
]
[[profile.score]]
column = "tools"
kind = "set"
bins = [
  { label = "both", values = ["SAP", "Excel"], points = 15 },
  { label = "SAP", values = ["sap"], points = 7 },
]
[[profile.score]]
column = "public"
kind = "flag"
bins = [{ label = "yes", values = ["yes"], points = 5 }]
[[profile.score]]
column = "founded"
kind = "date"
relative_to = "met"
bins = [{ label = "young", below = 1000, points = 10 }]
[[profile]]
name = "Second"
[[profile.require]]
column = "public"
kind = "flag"
values = ["no"]
[[profile.score]]
column = "employees"
kind = "number"
bins = [{ label = "exactly 7", from = 7, below = 7.0000001, points = 100 }]
[[profile.tier]]
name = "A"
from = 40
[[profile.tier]]
name = "B"
from = 0
)";

const std::string kHead = "id,name,industry,employees,growth,tools,public,founded,met\n";

std::string ways_folder() {
  const std::string folder = testing::TempDir() + "flow_score_ways/";
  std::filesystem::create_directories(folder);
  return folder;
}

struct Outcome {
  ScoreResult result;
  std::string fault;
  std::string out;
  std::string rejected;
};

std::string read_if_there(const std::string& path) {
  return std::filesystem::exists(path) ? base::read_file(path) : std::string();
}

Outcome score_in(ScoreWay way, ScoreRequest request) {
  const std::string folder = ways_folder();
  request.out = folder + "out.csv";
  request.reading.rejected_path = folder + "rejected.csv";
  request.way = way;
  std::filesystem::remove(request.out);
  std::filesystem::remove(request.reading.rejected_path);
  Outcome outcome;
  base::Silent silent;
  try {
    outcome.result = score_accounts(request, silent);
  } catch (const Error& error) {
    outcome.fault = error.what();
  }
  outcome.out = read_if_there(request.out);
  outcome.rejected = read_if_there(request.reading.rejected_path);
  return outcome;
}

void expect_same(const Outcome& a, const Outcome& b, const std::string& where) {
  EXPECT_EQ(a.fault, b.fault) << where;
  EXPECT_TRUE(a.out == b.out) << where << ": " << a.out.size() << " and " << b.out.size();
  EXPECT_EQ(a.rejected, b.rejected) << where;
  EXPECT_EQ(a.result.lines, b.result.lines) << where;
  EXPECT_EQ(a.result.accepted, b.result.accepted) << where;
  EXPECT_EQ(a.result.rejected, b.result.rejected) << where;
  EXPECT_EQ(a.result.by_status, b.result.by_status) << where;
  EXPECT_EQ(a.result.by_tier, b.result.by_tier) << where;
  EXPECT_EQ(a.result.missing_columns, b.result.missing_columns) << where;
  EXPECT_EQ(a.result.replaced, b.result.replaced) << where;
  EXPECT_EQ(a.result.notes, b.result.notes) << where;
  ASSERT_EQ(a.result.rejects.size(), b.result.rejects.size()) << where;
  for (std::size_t i = 0; i < a.result.rejects.size(); ++i) {
    EXPECT_EQ(a.result.rejects[i].line, b.result.rejects[i].line) << where;
    EXPECT_EQ(a.result.rejects[i].reason, b.result.rejects[i].reason) << where;
  }
  ASSERT_EQ(a.result.not_read.size(), b.result.not_read.size()) << where;
  for (std::size_t i = 0; i < a.result.not_read.size(); ++i) {
    EXPECT_EQ(a.result.not_read[i].column, b.result.not_read[i].column) << where;
    EXPECT_EQ(a.result.not_read[i].cells, b.result.not_read[i].cells) << where;
    EXPECT_EQ(a.result.not_read[i].examples, b.result.not_read[i].examples) << where;
  }
}

/// Returns the way that the fastest was.
ScoreWay expect_same_ways(ScoreRequest request, const std::string& where) {
  const Outcome slow = score_in(ScoreWay::by_batches, request);
  ScoreWay way = ScoreWay::by_batches;
  for (const int threads : {1, 2, 8}) {
    request.threads = threads;
    const Outcome fast = score_in(ScoreWay::fastest, request);
    expect_same(slow, fast, fmt::format("{}, {} threads", where, threads));
    way = fast.result.way;
  }
  return way;
}

ScoreRequest request_for(const std::string& text) {
  const std::string folder = ways_folder();
  base::write_file(folder + "in.csv", text);
  base::write_file(folder + "icp.toml", kWaysCard);
  ScoreRequest request;
  request.icp = folder + "icp.toml";
  request.in = folder + "in.csv";
  return request;
}

ScoreWay expect_same_ways_on(const std::string& text, const std::string& where) {
  return expect_same_ways(request_for(text), where);
}

std::string pick(base::Random& random, const std::vector<std::string>& cells) {
  return cells[random.below(cells.size())];
}

/// A row whose cells are common, and now and then hostile.
std::string row_of(base::Random& random, std::size_t i) {
  const std::string name = pick(random, {"Acme", "Müller GmbH", "x", "-12.5", "- and so on", "=1+1",
                                         "+49 89 123", "@home", "a'b", "0x", "--", "-1,5"});
  const std::string growth =
      random.below(3) > 0
          ? fmt::format("{:.{}f}", 30.0 * random.normal(), static_cast<int>(random.below(7)))
          : pick(random, {"", "1.5", "-0", "1.49999999999999999999", "12 %", "n/a", "1e3", "0.1",
                          "123456789012345678901234567890", "00012", "-", "(5)", "7."});
  const std::string employees =
      random.below(4) > 0
          ? std::to_string(random.below(20))
          : pick(random, {"", "9", "10", "7", "1200000000000", "many", "k", "2.5k"});
  return fmt::format(
      "{},{},{},{},{},{},{},{},{}\n", i, name.find(',') == std::string::npos ? name : "y",
      pick(random, {"Software", "SOFTWARE", "Bank", "", "NA", "Ärzte", "Public Sector"}), employees,
      growth, pick(random, {"SAP", "Excel; sap", "", "SAP;Excel", "none", ";", "Word;x"}),
      pick(random, {"yes", "no", "TRUE", "", "0", "maybe"}),
      pick(random, {"2020-01-31", "", "2025-12-31", "soon", "1999-02-29"}),
      pick(random, {"2020-06-01", "", "2026-01-01"}));
}

std::string rows_of(base::Random& random, std::size_t rows) {
  std::string text;
  for (std::size_t i = 0; i < rows; ++i) text += row_of(random, i);
  return text;
}

TEST(ScoreWays, AgreeOnSmallFiles) {
  base::Random random(11);
  const std::string good = rows_of(random, 300);
  const std::vector<std::pair<std::string, std::string>> files = {
      {"plain", kHead + good},
      {"no line end", kHead + good + "1,a,,1,2,,,,"},
      {"no line end, return", kHead + good + "1,a,,1,2,,,,\r"},
      {"byte order mark", "\xEF\xBB\xBF" + kHead + good},
      {"blank lines", kHead + "\n\n" + good + "\n" + good + "\n\n"},
      {"short and long lines", kHead + good + "1,2,3\n" + good + "1,2,3,4,5,6,7,8,9,10\n" + good},
      {"footer", kHead + good + "\"one\"\nGenerated By: nobody\nlast\n"},
      {"no footer", kHead + good + "\"one\"\nGenerated by nobody\nlast"},
      {"lines of one cell between", kHead + good + "one\ntwo\n" + good + "three\n1,2\nfour\n"},
      {"quotes",
       kHead + good + "1,\"a, \"\"b\"\"\",\"Software\",\"5\",\"1.5\",\"SAP\",yes,,\n" + good},
      {"quoted lines", kHead + good + "1,\"a\nb\r\nc\",Bank,1,2,,,,\n" + good},
      {"open quote", kHead + good + "1,\"a,Bank,1,2,,,,\n" + good},
      {"text after a quote", kHead + good + "1,\"a\"b,Bank,1,2,,,,\n" + good},
      {"spaces", kHead + " 1, a ,Bank , 5,1.5 ,SAP ,yes, 2020-01-31,\n" + good},
      {"tabs in cells", kHead + "1,\ta,Bank,\t5,1.5\t,SAP\t,yes,,\n" + good},
      {"a lone return", kHead + good + "1,a\rb,Bank,1,2,,,,\n" + good},
      {"NUL", kHead + good + std::string("1,a\0b,Bank,1,2,,,,\n", 18) + good},
      {"broken bytes", kHead + good +
                           "1,a\xE4"
                           "b,Bank,1,2,,,,\n" +
                           good},
      {"Windows-1252", kHead + "1,a\xE4"
                               "b,Bank,1,2,,,,\n1,a\xFC"
                               "b,Bank,1,2,,,,\n"},
      {"one row", kHead + "1,a,Bank,1,2,,,,\n"},
      {"no row", kHead},
      {"nothing", ""},
      {"none of the columns", "x,y\n1,2\n"},
      {"only a condition's column", "met,y\n2020-01-01,2\n"},
      {"some columns, in other letters", "ID,Industry,EMPLOYEES\n1,software,7\n2,,\n"},
      {"columns that are added", "icp_score,employees,icp_tier\n90,7,A\n,12,\n"},
      {"names with spaces", "id, employees ,\"a,b\",=c\n1,7,2,3\n"},
      {"semicolons", "id;employees;growth\n1;7;1,5\n2;8;-1,5\n3;x;1.234,5\n"},
      {"tabs", "id\temployees\tgrowth\n1\t7\t1.5\n2\t\t-1.5\n=a\t1\t\n"},
      {"one column", "employees\n7\n\n8\n"},
      {"sep line", "sep=;\nid;employees\n1;7\n"},
  };
  for (const auto& [name, text] : files) {
    expect_same_ways_on(text, name);
    std::string returns;
    for (const char letter : text) {
      if (letter == '\n') returns += '\r';
      returns += letter;
    }
    expect_same_ways_on(returns, name + ", returns");
  }
}

TEST(ScoreWays, AgreeOnHostileFiles) {
  for (const auto& entry :
       std::filesystem::directory_iterator(BESTFIT_SOURCE_DIR "/tests/data/hostile")) {
    ScoreRequest request = request_for("");
    request.in = entry.path().string();
    base::write_file(request.icp, R"(
version = "h"
[[profile]]
name = "Any"
known_min = 0
[[profile.score]]
column = "id"
kind = "category"
bins = [{ label = "1", values = ["1", "a"], points = 40 }]
[[profile.score]]
column = "amount"
kind = "number"
bins = [{ label = "100", from = 100, points = 40 }]
[[profile.score]]
column = "date"
kind = "date"
relative_to = "closed"
bins = [{ label = "100", from = 100, points = 20 }]
)");
    expect_same_ways(request, request.in);
  }
}

TEST(ScoreWays, AgreeOnOptions) {
  base::Random random(3);
  const std::string text = kHead + rows_of(random, 500);
  for (const char delimiter : {',', ';', '\t', ' '}) {
    ScoreRequest request = request_for(text);
    request.delimiter = delimiter;
    expect_same_ways(request, fmt::format("delimiter {}", delimiter));
  }
  ScoreRequest request = request_for(text);
  request.reading.field_bytes_max = 6;
  expect_same_ways(request, "short cells");
  request = request_for(text);
  request.reading.format.missing_texts = {"9", "Bank", "2020-01-31"};
  expect_same_ways(request, "texts for not known");
  request = request_for(text);
  request.reading.format.decimal_comma = true;
  expect_same_ways(request, "decimal comma");
  request = request_for(text);
  request.reading.format.date_order = recognise::DateOrder::day_first;
  expect_same_ways(request, "day first");
  request = request_for(text);
  request.reading.header = connect::Header::none;
  expect_same_ways(request, "no header");
  request = request_for(text);
  request.reading.encoding = "utf-8";
  expect_same_ways(request, "encoding given");
}

/// Files of several pieces, with something that only a later piece shows.
TEST(ScoreWays, AgreeOnLargeFiles) {
  base::Random random(5);
  const std::string block = rows_of(random, 20000);  // 1 MB
  const auto large = [&](const std::string& late) {
    std::string text = kHead;
    for (int i = 0; i < 11; ++i) {
      text += block;
      if (i % 3 == 2) text += late;
    }
    return text;
  };
  const std::string whole = "1,a,Bank,5,2,SAP,yes,2020-01-31,\n";
  std::string long_quoted = "1,\"";
  for (int i = 0; i < 200000; ++i) long_quoted += "a line\nof, many\n";
  long_quoted += "\",Bank,5,2,SAP,yes,2020-01-31,\n";
  const std::vector<std::pair<std::string, std::string>> files = {
      {"plain", whole},
      {"quoted lines", "1,\"a\nb\",Bank,5,2,SAP,yes,,\n"},
      {"long quoted cell", long_quoted},
      {"short lines", "1,2,3\nx\n"},
      {"dates in words", "1,a,Bank,5,2,SAP,yes,03/04/2021,31/12/2021\n"},
      {"open dates", "1,a,Bank,5,2,SAP,yes,03/04/2021,04/03/2021\n"},
      {"a line that is not UTF-8",
       "1,a\xE4"
       "b,Bank,5,2,SAP,yes,,\n"},
      {"an open quote", "1,\"a,Bank,5,2,SAP,yes,,\n"},
  };
  for (const auto& [name, late] : files) {
    const bool is_text = name != "a line that is not UTF-8";
    EXPECT_EQ(expect_same_ways_on(large(late), name),
              is_text ? ScoreWay::fastest : ScoreWay::by_batches)
        << name;
  }
}

/// How a column is written is told late: by commas, pipes, or not at all.
TEST(ScoreWays, AgreeOnLateFormats) {
  const auto text_of = [](const std::function<std::string(int)>& row) {
    std::string text = "id;employees;growth;tools;industry;founded;filler\n";
    for (int i = 0; i < 180000; ++i) text += row(i) + ";words that fill the file with nothing\n";
    return text;
  };
  expect_same_ways_on(text_of([](int i) {
                        return fmt::format("{};{};{};;;", i, i % 20, i < 120000 ? "1.234" : "0,5");
                      }),
                      "commas late");
  expect_same_ways_on(text_of([](int i) {
                        return fmt::format("{};{};1.234;{};;{}", i, i < 70000 ? "" : "12,5",
                                           i < 150000 ? "SAP" : "SAP|Excel",
                                           i < 90000    ? ""
                                           : i < 100000 ? "03.04.2021"
                                                        : "31.12.2025");
                      }),
                      "pipes and dates late");
  expect_same_ways_on(text_of([](int i) {
                        return fmt::format("{};{};1,234;x;{};01/02/2024", i, i % 9,
                                           i < 100000   ? ""
                                           : i % 3 == 0 ? "NA"
                                           : i % 3 == 1 ? "DE"
                                                        : "US");
                      }),
                      "open to the end");
}

}  // namespace
}  // namespace bestfit::flow
