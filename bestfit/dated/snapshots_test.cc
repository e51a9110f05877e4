#include "bestfit/dated/snapshots.h"

#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

#include "bestfit/outcome/history.h"

namespace bestfit::dated {
namespace {

using Texts = std::vector<std::string>;

double snapshot_day(const char* text) { return static_cast<double>(*base::parse_iso_date(text)); }

/// A on three days, not in order; B on one; C today and a year before.
table::Table rows() {
  return table::Table(
      {table::text_column("Account ID", Texts{"A", "A", "B", "A", "C", "C"}),
       table::date_column("Snapshot Date", {snapshot_day("2023-01-01"), snapshot_day("2021-01-01"),
                                            snapshot_day("2022-01-01"), snapshot_day("2022-01-01"),
                                            table::kMissing, snapshot_day("2022-01-01")}),
       table::number_column("size", {300.0, 100.0, 50.0, 200.0, 9.0, 8.0})});
}

recognise::Mapping mapping() {
  return recognise::map_columns(recognise::FileKind::accounts, rows());
}

const table::Schema kSchema{
    {{.column = "Account ID", .kind = {}, .role = table::Role::id, .why = ""},
     {.column = "size", .kind = {}, .role = table::Role::attribute, .why = ""}}};

TEST(Snapshots, TheIdMayRepeatWhereRowsAreDated) {
  EXPECT_EQ(mapping().column("id"), "Account ID");
  EXPECT_EQ(mapping().column("snapshot"), "Snapshot Date");
}

TEST(Snapshots, TheNewestRowIsWhatAnAccountIsToday) {
  const Snapshots snapshots = *snapshots_of(rows(), mapping());
  EXPECT_EQ(snapshots.current, (std::vector<std::uint32_t>{0, 2, 4}));
  EXPECT_EQ(snapshots.of_account[0], (std::vector<std::uint32_t>{1, 3, 0}));
}

TEST(Snapshots, TakesTheNewestThatIsNotAfterTheMeeting) {
  const Snapshots snapshots = *snapshots_of(rows(), mapping());
  table::Table table = table::select(rows(), snapshots.current);
  const Moments moments{.day = {snapshot_day("2022-12-31"), snapshot_day("2021-06-01"), kNow},
                        .account = {0, 1, 2},
                        .met = 2};
  const AsOf as_of = take_snapshots(snapshots, moments, kSchema, table);
  EXPECT_EQ(table.column("size").numbers, (std::vector<double>{200.0, 50.0, 9.0}));
  EXPECT_EQ(as_of.late, 1);  // B was met before its first snapshot
  EXPECT_EQ(as_of.changed, 1);
  EXPECT_EQ(as_of.now, 1);
  EXPECT_EQ(base::iso_date(*as_of.begins), "2021-01-01");
}

TEST(Snapshots, OneRowAnAccountIsNoHistory) {
  const table::Table once = table::select(rows(), std::vector<std::uint32_t>{0, 2, 5});
  EXPECT_FALSE(
      snapshots_of(once, recognise::map_columns(recognise::FileKind::accounts, once)).has_value());
}

TEST(Moments, WorkedAccountsAreOfTheirFirstMeetingOthersOfToday) {
  const table::Table table({table::date_column(
      outcome::kFirstMet, {snapshot_day("2022-01-01"), snapshot_day("2022-02-01"),
                           snapshot_day("2022-03-01"), table::kMissing})});
  const std::vector<std::int8_t> best = {1, -1, -1, 0};  // won, open, never worked, lost
  const std::vector<std::int8_t> has_deal = {1, 1, 0, 1};
  const Moments moments = moments_of(table, outcome::kFirstMet, best, has_deal);
  EXPECT_EQ(moments.day[0], snapshot_day("2022-01-01"));
  EXPECT_EQ(moments.day[1], snapshot_day("2022-02-01"));
  EXPECT_EQ(moments.day[2], kNow);
  EXPECT_EQ(moments.day[3], kNow);
  EXPECT_EQ(moments.met, 2);
  EXPECT_EQ(moments.undated, 1);
}

}  // namespace
}  // namespace bestfit::dated
