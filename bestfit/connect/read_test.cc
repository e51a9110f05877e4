#include "bestfit/connect/read.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <string>

#include "bestfit/base/error.h"
#include "bestfit/base/file.h"
#include "bestfit/base/text.h"

namespace bestfit::connect {
namespace {

using table::Kind;

/// A file in a folder of the test.
std::string file_of(const std::string& name, std::string_view bytes) {
  const std::string path = testing::TempDir() + "connect_read_" + name;
  base::write_file(path, bytes);
  return path;
}

ReadResult read_text(std::string_view text, const ReadOptions& options = {}) {
  base::Silent silent;
  return read(file_of("text.csv", text), options, silent);
}

ReadResult read_hostile(const std::string& name, const ReadOptions& options = {}) {
  base::Silent silent;
  return read(BESTFIT_SOURCE_DIR "/tests/data/hostile/" + name, options, silent);
}

std::string cells(const ReadResult& result, std::string_view column) {
  const table::Column& found = result.table.column(column);
  std::string out;
  for (std::size_t row = 0; row < found.rows(); ++row) {
    out += (row > 0 ? "|" : "") + found.cell_text(row);
  }
  return out;
}

TEST(Read, NumbersInTheWaysPeopleWriteThem) {
  EXPECT_EQ(cells(read_hostile("decimal_comma.csv"), "umsatz"), "1234.5|12.25|1000");
  EXPECT_EQ(cells(read_hostile("decimal_comma.csv"), "quote"), "0.5|0.75|1.5");
  EXPECT_EQ(cells(read_hostile("swiss.csv"), "betrag"), "1234.5|12000|999.95");
  EXPECT_EQ(cells(read_hostile("money.csv"), "arr"), "1250|980|-75|1500000");
  EXPECT_EQ(cells(read_hostile("windows1252.csv"), "price"), "5|7");
  EXPECT_EQ(cells(read_hostile("windows1252.csv"), "name"), "Müller & Söhne|Café “Zoë”");
  EXPECT_EQ(cells(read_text("a,b\n\"1,234\",x\n\"2,000\",y\n"), "a"), "1234|2000");
  EXPECT_EQ(cells(read_text("a,b\n\"1,234\",x\n", {.format = {.decimal_comma = true}}), "a"),
            "1.234");
  EXPECT_EQ(cells(read_text("a;b\n1.234;0,25\n2.500;0,5\n"), "a"), "1234|2500")
      << "hint of column b";
  EXPECT_EQ(cells(read_text("a\n12 %\n7.5 %\n"), "a"), "12|7.5");
  EXPECT_EQ(cells(read_text("a\n1 234 567\n12 000\n"), "a"), "1234567|12000");
  EXPECT_EQ(cells(read_text("a\n\"12,34,567\"\n\"1,00,000\"\n"), "a"), "1234567|100000");
  EXPECT_EQ(cells(read_text("a\n1e3\n-2.5E-1\n"), "a"), "1000|-0.25");
}

TEST(Read, CodesAreNoNumbers) {
  const ReadResult codes = read_hostile("codes.csv");
  EXPECT_EQ(cells(codes, "zip"), "02134|90210|10001");
  EXPECT_EQ(codes.table.column("naics").kind, Kind::category);
  EXPECT_EQ(read_text("a\n007\n008\n").table.column("a").kind, Kind::category);
  EXPECT_EQ(read_text("a\n1.2.3\n1.2.4\n").table.column("a").kind, Kind::category);
  EXPECT_EQ(read_text("a\n12345678901234567\n12345678901234568\n").table.column("a").kind,
            Kind::category);
}

TEST(Read, DatesInTheWaysPeopleWriteThem) {
  EXPECT_EQ(cells(read_hostile("dates_us.csv"), "closed"), "2021-03-04|2021-12-25|2022-01-02");
  EXPECT_EQ(cells(read_hostile("dates_eu.csv"), "closed"), "2021-04-03|2021-12-25|2022-02-01");
  EXPECT_EQ(cells(read_hostile("dates_words.csv"), "closed"), "2021-06-03|2021-06-03|2021-06-03");
  // Oracle: Excel shows 44350 as 2021-06-03.
  EXPECT_EQ(cells(read_hostile("dates_excel.csv"), "Close Date"),
            "2021-06-03|2021-06-04|2021-06-05");
  EXPECT_EQ(cells(read_hostile("dates_ambiguous.csv",
                               {.format = {.date_order = recognise::DateOrder::day_first}}),
                  "closed"),
            "2021-04-03|2021-06-05");
  EXPECT_EQ(cells(read_text("d\n03.04.2021\n05.06.2021\n"), "d"), "2021-04-03|2021-06-05");
  EXPECT_EQ(cells(read_text("d\n3/4/21 2:05 PM\n12/31/99 11:59 AM\n"), "d"),
            "2021-03-04|1999-12-31");
  EXPECT_EQ(cells(read_text("d\n03-Jun-21\n1-Sept-2020\n"), "d"), "2021-06-03|2020-09-01");
  EXPECT_EQ(cells(read_text("birth date\n20210603\n19991231\n"), "birth date"),
            "2021-06-03|1999-12-31");
  // Oracle: date -u -d @1622678400 is 2021-06-03.
  EXPECT_EQ(cells(read_text("createdate\n1622678400000\n1622764799999\n"), "createdate"),
            "2021-06-03|2021-06-03");
  EXPECT_EQ(read_text("n\n44350\n44351\n").table.column("n").kind, Kind::number);
  EXPECT_EQ(read_text("d\n2021-02-30\n2021-02-31\n").table.column("d").kind, Kind::category);
}

TEST(Read, MissingTextsAreFoundReportedAndChosen) {
  const ReadResult result = read_hostile("missing_words.csv");
  EXPECT_EQ(cells(result, "employees"), "|25||30|");
  EXPECT_EQ(cells(result, "industry"), "Software|||unknown|Software");
  EXPECT_EQ(result.report.columns[1].missing, 3U);
  EXPECT_EQ(result.report.columns[1].missing_texts, (std::vector<std::string>{"N/A", "NULL", "-"}));
  const ReadResult chosen =
      read_hostile("missing_words.csv", {.format = {.missing_texts = {"Unknown"}}});
  EXPECT_EQ(cells(chosen, "industry"), "Software||||Software");
  EXPECT_EQ(cells(read_hostile("country_na.csv"), "country"), "NA|DE|US|FR|DE");
}

TEST(Read, FlagsAndSets) {
  const ReadResult flags = read_hostile("flags.csv");
  EXPECT_EQ(cells(flags, "is_won"), "yes|no|yes");
  EXPECT_EQ(cells(flags, "opted"), "yes|no|");
  EXPECT_EQ(cells(flags, "zero_one"), "1|0|1");
  EXPECT_EQ(cells(read_hostile("sets.csv"), "tech"),
            "SAP;HubSpot|HubSpot|SAP;HubSpot;Salesforce|Salesforce");
  const ReadResult notes = read_text(
      "note\n\"Good call; they want a quote by Friday\"\n\"No budget; will come back in May\"\n"
      "\"Asked for a demo; sent the link\"\n");
  EXPECT_NE(notes.table.column("note").kind, Kind::set);
  EXPECT_EQ(cells(read_hostile("lines.jsonl"), "tech"), "SAP;HubSpot||SAP");
}

TEST(Read, ChosenKindsWin) {
  const ReadResult result = read_text("id,size\n1,10\n2,many\n",
                                      {.kinds = {{"size", Kind::number}, {"id", Kind::category}}});
  EXPECT_EQ(result.table.column("id").kind, Kind::category);
  EXPECT_EQ(cells(result, "size"), "10|");
  EXPECT_EQ(result.report.notes.back(),
            "'size': 1 cell read as no number ('many') and count as not known");
  EXPECT_THROW(read_text("id\n1\n", {.kinds = {{"idd", Kind::text}}}), Error);
}

TEST(Read, AFewSlipsDoNotSpoilAColumn) {
  std::string text = "n,g\n";
  for (int i = 0; i < 300; ++i) text += i == 7 ? "tbc,x\n" : std::to_string(i) + ",x\n";
  const ReadResult result = read_text(text);
  EXPECT_EQ(result.table.column("n").kind, Kind::number);
  EXPECT_TRUE(result.table.column("n").missing(7));
  EXPECT_EQ(result.report.notes.size(), 1U);
}

TEST(Read, SlipsDoNotSpoilWhatTheHeaderNames) {
  std::string text = "Close Date,Amount,Code\n";
  for (int i = 0; i < 30; ++i) text += "2024-01-15,1200.50,100\n";
  text += "31/31/2024,tbd,x\nsoon,99999999999999999999999999,y\n";
  const ReadResult result = read_text(text);
  EXPECT_EQ(result.table.column("Close Date").kind, Kind::date);
  EXPECT_EQ(result.table.column("Amount").kind, Kind::number);
  EXPECT_NE(result.table.column("Code").kind, Kind::number);  // 2 of 32: more than a slip
  const std::string notes = base::join(result.report.notes, "\n");
  EXPECT_NE(notes.find("'Close Date': 2 cells read as no date ('31/31/2024', 'soon')"),
            std::string::npos)
      << notes;
}

TEST(Read, RejectedLinesGoToAFile) {
  const std::string path = testing::TempDir() + "connect_rejected.csv";
  read_hostile("ragged.csv", {.rejected_path = path});
  EXPECT_EQ(base::read_file(path),
            "line,reason,text\n3,\"2 cells, the header has 3\",\"2,b\"\n"
            "4,\"4 cells, the header has 3\",\"3,c,3,4\"\n");
}

TEST(Read, CellsOfAMebibyteAreTakenLongerOnesAreNot) {
  const std::string most(std::size_t{1} << 20, 'x');
  const std::string text =
      "id,note\n1," + most + "\n2,x" + most + "\n3,\"" + most + "\"\"\"\n4,y\n";
  const ReadResult result = read_text(text);
  EXPECT_EQ(result.report.accepted, 2U);
  ASSERT_EQ(result.report.rejects.size(), 2U);
  EXPECT_EQ(result.report.rejects[0].line, 3U);
  EXPECT_EQ(result.report.rejects[0].reason,
            "column 'note' has 1,048,577 bytes, more than 1,048,576");
}

TEST(Read, ALongOpenQuoteCostsItsLineOnly) {
  std::string text = "id,note\n1,\"open\n";
  for (int i = 2; i < 200000; ++i) text += std::to_string(i) + ",plain text without quotes\n";
  const ReadResult result = read_text(text);
  EXPECT_EQ(result.report.rejected, 1U);
  EXPECT_EQ(result.report.accepted, 199998U);
  EXPECT_EQ(result.report.rejects[0].line, 2U);
}

TEST(Read, TenThousandColumns) {
  std::string text;
  for (int i = 0; i < 10000; ++i) text += (i > 0 ? ",c" : "c") + std::to_string(i);
  for (int row = 0; row < 20; ++row) {
    text += '\n';
    for (int i = 0; i < 10000; ++i) text += (i > 0 ? "," : "") + std::to_string(i * row % 97);
  }
  const ReadResult result = read_text(text, {.threads = 2});
  EXPECT_EQ(result.table.columns().size(), 10000U);
  EXPECT_EQ(result.table.column("c9999").numbers[3], 9999 * 3 % 97);
}

TEST(Read, SameOnAnyNumberOfThreads) {
  std::string text = "id,name,n,d\n";
  for (int i = 0; i < 100000; ++i) {
    text += fmt::format("{},Name {},{},2020-01-{:02}\n", i, i % 977, i * 37 % 1000, i % 28 + 1);
  }
  const ReadResult one = read_text(text, {.threads = 1});
  const ReadResult three = read_text(text, {.threads = 3});
  for (std::size_t i = 0; i < one.table.columns().size(); ++i) {
    const table::Column& a = one.table.columns()[i];
    const table::Column& b = three.table.columns()[i];
    EXPECT_EQ(a.kind, b.kind);
    EXPECT_EQ(a.numbers, b.numbers);
    EXPECT_EQ(a.codes, b.codes);
    EXPECT_EQ(a.labels, b.labels);
  }
  EXPECT_EQ(one.report.sha256, three.report.sha256);
}

TEST(Read, NamesFilesThatCannotBeRead) {
  base::Silent silent;
  try {
    read("/proc/self/mem-not-here/x.csv", {}, silent);
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.fault(), Fault::missing);
  }
  EXPECT_THROW(read(BESTFIT_SOURCE_DIR, {}, silent), Error);
}

}  // namespace
}  // namespace bestfit::connect
