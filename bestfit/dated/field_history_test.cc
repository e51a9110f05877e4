#include "bestfit/dated/field_history.h"

#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

#include "bestfit/base/error.h"
#include "bestfit/base/text.h"

namespace bestfit::dated {
namespace {

using Texts = std::vector<std::string>;

double day(const char* text) { return static_cast<double>(*base::parse_iso_date(text)); }

/// As of today: A grew, B moved, C changed its tools, D never changed.
table::Table accounts() {
  return table::Table({table::text_column("id", Texts{"A", "B", "C", "D"}),
                       table::number_column("Number of Employees", {500.0, 20.0, 30.0, 40.0}),
                       table::category_column("Industry", Texts{"Bank", "Steel", "Bank", "Bank"}),
                       table::set_column("Tools", Texts{"SAP;Jira", "SAP", "Jira", "SAP"}),
                       table::category_column("Owner", Texts{"Ann", "Bo", "Cy", "Di"})});
}

table::Schema schema() {
  table::Schema schema;
  const table::Table table = accounts();
  for (const table::Column& column : table.columns()) {
    const bool attribute = column.name != "id" && column.name != "Owner";
    schema.fields.push_back({.column = column.name,
                             .kind = column.kind,
                             .role = attribute ? table::Role::attribute : table::Role::ignored,
                             .why = ""});
  }
  return schema;
}

/// "account,field,old,new,date" lines as a history.
FieldHistory history_of(const Texts& lines, bool has_old = true) {
  std::vector<Texts> cells(5);
  std::vector<double> days;
  for (const std::string& line : lines) {
    const auto parts = base::split(line, ',');
    for (std::size_t i = 0; i < 4; ++i) cells[i].emplace_back(parts[i]);
    days.push_back(parts[4].empty() ? table::kMissing : day(std::string(parts[4]).c_str()));
  }
  FieldHistory history;
  history.path = "history.csv";
  history.table = table::Table(
      {table::text_column("Account ID", cells[0]),
       table::category_column("Field / Event", cells[1]), table::text_column("Old Value", cells[2]),
       table::text_column("New Value", cells[3]), table::date_column("Edit Date", days)});
  history.mapping = recognise::map_columns(recognise::FileKind::history, history.table);
  if (!has_old) {
    auto& parts = history.mapping.parts;
    std::erase_if(parts, [](const recognise::Part& part) { return part.part == "old"; });
  }
  return history;
}

/// All met on that day, but for D, which was never worked.
Moments met_on(const char* text) {
  return {.day = {day(text), day(text), day(text), kNow}, .account = {0, 1, 2, 3}, .met = 3};
}

struct Rolled {
  table::Table table;
  AsOf as_of;

  [[nodiscard]] std::string cell(const char* column, std::size_t row) const {
    return table.column(column).cell_text(row);
  }
};

Rolled roll(const FieldHistory& history, const Moments& moments) {
  Rolled rolled{.table = accounts(), .as_of = {}};
  rolled.as_of = roll_back(history, accounts(), {"id"}, moments, schema(), rolled.table);
  return rolled;
}

const Texts kLines = {"A,Employees,100,200,2022-01-01",  //
                      "A,NumberOfEmployees,200,500,2023-01-01",
                      "B,Industry,Farm,Steel,2023-05-05",  //
                      "C,Tools,SAP;Excel,Jira,2023-05-05", "D,Industry,Farm,Bank,2023-05-05"};

TEST(FieldHistory, UndoesWhatCameAfterTheFirstMeeting) {
  const Rolled rolled = roll(history_of(kLines), met_on("2022-06-01"));
  EXPECT_EQ(rolled.cell("Number of Employees", 0), "200");
  EXPECT_EQ(rolled.cell("Industry", 1), "Farm");  // a label that no account has today
  EXPECT_EQ(rolled.cell("Tools", 2), "SAP;Excel");
  EXPECT_EQ(rolled.cell("Industry", 3), "Bank");  // never worked: as of now
  EXPECT_EQ(rolled.cell("Number of Employees", 1), "20");
  EXPECT_EQ(rolled.as_of.rows->used, 5);
  EXPECT_EQ(rolled.as_of.rows->disagree, 0);
  EXPECT_EQ(rolled.as_of.rows->newest_differs, 0);
  EXPECT_EQ(rolled.as_of.changed, 3);
  EXPECT_EQ(rolled.as_of.met, 3);
  EXPECT_EQ(rolled.as_of.now, 1);
  EXPECT_EQ(rolled.as_of.late, 0);
  EXPECT_EQ(base::iso_date(*rolled.as_of.begins), "2022-01-01");
}

TEST(FieldHistory, AChangeOnTheDayOfTheMeetingIsInTime) {
  EXPECT_EQ(roll(history_of(kLines), met_on("2023-01-01")).cell("Number of Employees", 0), "500");
  EXPECT_EQ(roll(history_of(kLines), met_on("2022-12-31")).cell("Number of Employees", 0), "200");
}

TEST(FieldHistory, BeforeItBeginsTheOldestValueStands) {
  const Rolled rolled = roll(history_of(kLines), met_on("2021-06-01"));
  EXPECT_EQ(rolled.cell("Number of Employees", 0), "100");
  EXPECT_EQ(rolled.as_of.late, 3);
}

TEST(FieldHistory, TheOrderOfLinesDoesNotMatter) {
  Texts newest_first(kLines.rbegin(), kLines.rend());
  // Two changes on one day: the later line is the older one where the file begins with the newest.
  newest_first.insert(newest_first.begin(), "A,Employees,450,500,2024-01-01");
  newest_first.insert(newest_first.begin() + 1, "A,Employees,500,450,2024-01-01");
  const Rolled rolled = roll(history_of(newest_first), met_on("2023-06-01"));
  EXPECT_EQ(rolled.cell("Number of Employees", 0), "500");
  EXPECT_EQ(rolled.as_of.rows->disagree, 0);
}

TEST(FieldHistory, WithoutOldValuesTheNewestNewOneIsTaken) {
  EXPECT_EQ(roll(history_of(kLines, false), met_on("2022-06-01")).cell("Number of Employees", 0),
            "200");
  const Rolled before = roll(history_of(kLines, false), met_on("2021-06-01"));
  EXPECT_EQ(before.cell("Number of Employees", 0), "");  // what it was is not known
  ASSERT_EQ(before.as_of.columns.size(), 3U);
  EXPECT_EQ(before.as_of.columns[0].unknown, 1);
}

TEST(FieldHistory, CountsWhatDoesNotFit) {
  Texts lines = kLines;
  lines.push_back("A,Employees,777,500,2024-01-01");  // 500 was left
  lines.push_back("B,Employees,10,11,2024-01-01");    // it has 20
  lines.push_back("X,Employees,1,2,2024-01-01");
  lines.push_back("A,Moon phase,1,2,2024-01-01");
  lines.push_back("A,Moon phase,1,2,2024-01-01");
  lines.push_back("A,created,,,2024-01-01");
  lines.push_back("A,Owner,Ann,Bo,2024-01-01");
  lines.push_back("A,Industry,,,2024-01-01");
  lines.push_back("A,Industry,Farm,Bank,");
  lines.push_back("C,Employees,many,30,2024-01-01");
  const Rolled rolled = roll(history_of(lines), met_on("2022-06-01"));
  const HistoryRows& rows = *rolled.as_of.rows;
  EXPECT_EQ(rows.read, 15);
  EXPECT_EQ(rows.used, 8);
  EXPECT_EQ(rows.unknown_account, 1);
  EXPECT_EQ(rows.unknown_field, 3);
  EXPECT_EQ(rows.no_attribute, 1);
  EXPECT_EQ(rows.empty, 1);
  EXPECT_EQ(rows.undated, 1);
  EXPECT_EQ(rows.disagree, 1);
  EXPECT_EQ(rows.newest_differs, 1);
  EXPECT_EQ(rows.unreadable, 1);
  EXPECT_EQ(rolled.as_of.unknown_fields.front().first, "Moon phase");
  EXPECT_EQ(rolled.as_of.unknown_fields.front().second, 2);
  EXPECT_EQ(rolled.cell("Number of Employees", 2), "");  // "many" is not known
}

TEST(FieldHistory, DealsOfAnAccountAreEachOfTheirOwnDay) {
  const table::Table own = accounts();
  Rolled rolled{.table = table::select(own, std::vector<std::uint32_t>{0, 0, 1}), .as_of = {}};
  const Moments moments{.day = {day("2021-06-01"), day("2022-06-01"), day("2022-06-01")},
                        .account = {0, 0, 1},
                        .met = 3};
  rolled.as_of = roll_back(history_of(kLines), own, {"id"}, moments, schema(), rolled.table);
  EXPECT_EQ(rolled.cell("Number of Employees", 0), "100");
  EXPECT_EQ(rolled.cell("Number of Employees", 1), "200");
  EXPECT_EQ(rolled.cell("Industry", 2), "Farm");
}

TEST(FieldHistory, AHistoryOfSomethingElseIsRefused) {
  const auto refusal = [](const Texts& lines) {
    try {
      roll(history_of(lines), met_on("2022-06-01"));
    } catch (const Error& error) {
      return std::string(error.what());
    }
    return std::string("none");
  };
  EXPECT_NE(refusal({"X,Employees,1,2,2022-01-01"}).find("no change is of any account"),
            std::string::npos);
  EXPECT_NE(refusal({"A,Moon phase,1,2,2022-01-01"}).find("[history.fields]"), std::string::npos);
}

TEST(FieldHistory, FieldsHaveTheNamesThatCrmsGiveThem) {
  const table::Table table({table::number_column("Number of Employees", {1.0}),
                            table::category_column("Country/Region", Texts{"DE"}),
                            table::category_column("Fit__c", Texts{"x"})});
  const auto name = [&](const char* field) {
    const table::Column* column = column_of_field(table, field);
    return column == nullptr ? std::string("none") : column->name;
  };
  EXPECT_EQ(name("numberofemployees"), "Number of Employees");
  EXPECT_EQ(name("NumberOfEmployees"), "Number of Employees");
  EXPECT_EQ(name("Employees"), "Number of Employees");
  EXPECT_EQ(name("BillingCountry"), "Country/Region");
  EXPECT_EQ(name("Fit"), "Fit__c");
  EXPECT_EQ(name("created"), "none");
  EXPECT_EQ(name(""), "none");
}

TEST(FieldHistory, NamesWhatIsAsOfTodayAllTheSame) {
  Rolled rolled = roll(history_of({"B,Industry,Farm,Steel,2023-05-05"}), met_on("2022-06-01"));
  name_changing(rolled.table, schema(), rolled.as_of);
  ASSERT_EQ(rolled.as_of.changing.size(), 2U);
  EXPECT_EQ(rolled.as_of.changing[0].first, "Number of Employees");
  EXPECT_EQ(rolled.as_of.changing[1].second, "technologies");
}

}  // namespace
}  // namespace bestfit::dated
