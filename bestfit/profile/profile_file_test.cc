#include "bestfit/profile/profile_file.h"

#include <gtest/gtest.h>

#include <string>

#include "bestfit/base/error.h"

namespace bestfit::profile {
namespace {

constexpr const char* kByHand = R"(
[[profile]]
name = "Banks"

[[profile.score]]
column = "industry"
kind = "category"
bins = [ { label = "bank", values = ["bank", "insurer"], points = 60 } ]

[[profile.score]]
attribute = "Employees"
column = "employees"
kind = "number"
bins = [
  { label = "50 or more", from = 50, points = 40 },
  { label = "fewer", below = 50, points = 0 },
]
missing = { points = 10 }

[[profile.tier]]
name = "A"
from = 60
)";

std::string message_of(const std::string& text) {
  try {
    parse_profile(text, "icp.toml");
  } catch (const Error& error) {
    EXPECT_EQ(error.fault(), Fault::configuration);
    return error.what();
  }
  return "no error";
}

std::string with(const std::string& from, const std::string& to) {
  std::string text = kByHand;
  const std::size_t at = text.find(from);
  return text.replace(at, from.size(), to);
}

TEST(ProfileFile, ReadsOneWrittenByHand) {
  const ProfileFile file = parse_profile(kByHand, "icp.toml");
  ASSERT_EQ(file.profiles.size(), 1U);
  const Profile& profile = file.profiles[0];
  EXPECT_FALSE(profile.evidence);
  EXPECT_EQ(profile.score[0].attribute, "industry");
  EXPECT_EQ(profile.score[0].missing.label, "not known");
  EXPECT_EQ(profile.score[1].missing.points, 10);
  EXPECT_EQ(profile.tiers[0].from, 60);
}

TEST(ProfileFile, WritesWhatItReads) {
  ProfileFile file = parse_profile(kByHand, "icp.toml");
  file.version = "v1";
  file.as_of = base::make_day(2026, 6, 30);
  Profile& profile = file.profiles[0];
  profile.narrative = "Two \"quoted\" lines\nand a \\ backslash.";
  profile.require.push_back(
      {.attribute = "Country",
       .column = "Country/Region",
       .kind = CriterionKind::category,
       .relative_to = "",
       .match = {.label = "DACH", .from = {}, .below = {}, .values = {"NO", "De\tutschland"}},
       .reason = "no support elsewhere"});
  profile.calibration.push_back(
      {.from = 0, .probability = 0.02, .interval = {0.01, 0.04}, .total = 500});
  profile.evidence = Evidence{.rows = 10,
                              .best = 3,
                              .outcome = "won",
                              .verdict = "ok",
                              .method = "split in time",
                              .auc = stats::Estimate{0.7, 0.6, 0.8},
                              .lift_at_10pct = {},
                              .fingerprint = "abc"};
  const std::string text = profile_text(file);
  const ProfileFile again = parse_profile(text, "again");
  EXPECT_EQ(profile_text(again), text);
  EXPECT_EQ(again.profiles[0].narrative, profile.narrative);
  EXPECT_EQ(again.profiles[0].require[0].match.values[1], "De\tutschland");
  EXPECT_EQ(again.profiles[0].evidence->auc->high, 0.8);
  EXPECT_EQ(again.as_of, file.as_of);
}

TEST(ProfileFile, ADraftSaysSoAndItsTiersHaveRates) {
  ProfileFile file = parse_profile(kByHand, "icp.toml");
  EXPECT_FALSE(file.draft);
  EXPECT_EQ(profile_text(file).find("draft"), std::string::npos);
  file.draft = true;
  file.profiles[0].tiers = {{.name = "A",
                             .from = 50,
                             .action = "pursue first",
                             .rate = stats::Estimate{.value = 0.4, .low = 0.2, .high = 0.7}},
                            {.name = "D", .from = 0, .action = "skip", .rate = std::nullopt}};
  const ProfileFile again = parse_profile(profile_text(file), "icp.toml");
  EXPECT_TRUE(again.draft);
  ASSERT_TRUE(again.profiles[0].tiers[0].rate.has_value());
  EXPECT_EQ(again.profiles[0].tiers[0].rate->low, 0.2);
  EXPECT_FALSE(again.profiles[0].tiers[1].rate.has_value());
}

TEST(ProfileFile, SaysWhereItIsWrong) {
  EXPECT_EQ(message_of(with("kind = \"category\"", "kinds = \"category\"")),
            "icp.toml:5:1: 'kind' is needed here");
  EXPECT_EQ(message_of(with("from = 60", "from = 60\nactoin = \"x\"")),
            "icp.toml:23:1: unknown key 'actoin'; did you mean 'action'?");
  EXPECT_EQ(message_of(with("points = 60", "points = \"60\"")),
            "icp.toml:8:67: 'points' must be a whole number");
  EXPECT_NE(message_of(with("points = 60", "points = 50")).find("add up to 90, not to 100"),
            std::string::npos);
  EXPECT_NE(message_of("[[profile]]\nname = \"x").find("icp.toml:2:"), std::string::npos);
  EXPECT_NE(message_of("").find("no [[profile]]"), std::string::npos);
}

TEST(ProfileFile, TheWorstValueOfAnAttributeHasNoPoints) {
  const std::string message = message_of(with("points = 0 }", "points = 5 }"));
  EXPECT_EQ(message,
            "icp.toml:14:8: every account gets at least 5 points for 'employees': the worst value "
            "has 0, so take 5 from each bin and from 'missing'");
  // Not known may be the worst, and so may a value that no bin names.
  std::string unknown = with("points = 0 }", "points = 5 }");
  unknown.replace(unknown.find("missing = { points = 10 }"), 25, "");
  EXPECT_EQ(message_of(unknown), "no error");
  EXPECT_EQ(message_of(with("below = 50, points = 0 }", "below = 40, points = 5 }")), "no error");
}

TEST(PointsMin, IsWhatTheWorstValueGets) {
  const auto range = [](std::optional<double> from, std::optional<double> below, int points) {
    Bin bin;
    bin.from = from;
    bin.below = below;
    bin.points = points;
    return bin;
  };
  Criterion number;
  number.missing.points = 7;
  number.bins = {range(10, 20, 9), range({}, 10, 4), range(20, {}, 6)};
  EXPECT_EQ(points_min(number), 4);
  number.bins[0].from = 11;  // 10 to 11 match no bin
  EXPECT_EQ(points_min(number), 0);
  Criterion flag;
  flag.kind = CriterionKind::flag;
  flag.missing.points = 3;
  flag.bins = {range({}, {}, 5), range({}, {}, 2)};
  flag.bins[0].values = {"Yes"};
  flag.bins[1].values = {"no"};
  EXPECT_EQ(points_min(flag), 2);
  flag.bins.pop_back();
  EXPECT_EQ(points_min(flag), 0);
}

TEST(ProfileFile, RefusesEveryFileThatWasCutOff) {
  ProfileFile file = parse_profile(kByHand, "icp.toml");
  file.profiles[0].calibration.push_back({.from = 0, .probability = 0.02});
  file.profiles[0].evidence = Evidence{.rows = 10, .best = 3};
  const std::string text = profile_text(file);
  for (std::size_t bytes = 0; bytes + 1 < text.size(); ++bytes) {
    EXPECT_THROW(parse_profile(text.substr(0, bytes), "cut"), Error) << text.substr(0, bytes);
  }
}

}  // namespace
}  // namespace bestfit::profile
