#include "bestfit/score/score.h"

#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

#include "bestfit/base/error.h"
#include "bestfit/profile/profile_file.h"

namespace bestfit::score {
namespace {

constexpr const char* kCard = R"(
as_of = 2026-01-01
[[profile]]
name = "Main"
[[profile.require]]
column = "country"
kind = "category"
values = ["NO", "DE"]
reason = "no support there"
[[profile.score]]
column = "industry"
kind = "category"
bins = [
  { label = "bank", values = ["Bank"], points = 40 },
  { label = "other", points = 0 },
]
missing = { points = 5 }
[[profile.score]]
column = "employees"
kind = "number"
bins = [
  { label = "50 or more", from = 50, points = 30 },
  { label = "under 50", below = 50, points = 0 },
]
[[profile.score]]
column = "tech"
kind = "set"
bins = [
  { label = "SAP and Workday", values = ["sap", "workday"], points = 20 },
  { label = "SAP", values = ["sap"], points = 10 },
  { label = "neither", points = 0 },
]
[[profile.score]]
column = "founded"
kind = "date"
bins = [
  { label = "under a year", below = 365, points = 10 },
  { label = "older", from = 365, points = 0 },
]
[[profile.tier]]
name = "A"
from = 60
[[profile.tier]]
name = "D"
from = 0
[[profile.calibration]]
from = 0
probability = 0.1
[[profile.calibration]]
from = 50
probability = 0.4
)";

table::Table accounts() {
  const std::vector<std::string> country = {"no", "DE", "FR", "", "NO", "NO"};
  const std::vector<std::string> industry = {" bank ", "Retail", "Bank", "Bank", "", ""};
  const std::vector<std::string> tech = {"Workday; SAP", "SAP", "", "", "Oracle", ""};
  return table::Table(
      {table::category_column("country", country), table::category_column("industry", industry),
       table::number_column("employees", {50.0, 49.9, 1.0, 1.0, table::kMissing, table::kMissing}),
       table::set_column("tech", tech),
       table::date_column("founded", {20453.0, 10000.0, 1.0, 1.0, 1.0, table::kMissing})});
}

TEST(Score, AddsUpWithReasons) {
  const profile::ProfileFile file = profile::parse_profile(kCard, "card");
  const std::vector<Score> scores = score(accounts(), file);
  EXPECT_EQ(scores[0].points, 100);
  EXPECT_EQ(scores[0].tier, 0);
  EXPECT_EQ(scores[0].probability, 0.4);
  EXPECT_EQ(scores[1].points, 10);  // other 0, under 50 0, SAP 10, older 0
  EXPECT_EQ(scores[1].tier, 1);
  for (const std::size_t row : {0U, 1U, 4U}) {
    int sum = 0;
    for (const Reason& reason : reasons(file, scores[row])) sum += reason.points;
    EXPECT_EQ(sum, scores[row].points) << row;
  }
  EXPECT_EQ(reasons(file, scores[0])[0].value, "bank");
}

TEST(Score, UnknownIsNotZero) {
  const profile::ProfileFile file = profile::parse_profile(kCard, "card");
  const std::vector<Score> scores = score(accounts(), file);
  EXPECT_EQ(scores[2].status, Status::disqualified);
  EXPECT_EQ(scores[3].status, Status::insufficient_data);  // required country is not known
  EXPECT_EQ(scores[4].status, Status::scored);             // tech and founded known: 30 points
  EXPECT_EQ(scores[4].points, 5);
  EXPECT_EQ(scores[5].status, Status::insufficient_data);  // nothing but the country is known
  EXPECT_TRUE(std::isnan(scores[5].probability));
  EXPECT_EQ(status_reason(file, scores[2]), "no support there");
  EXPECT_EQ(status_reason(file, scores[5]),
            "attributes worth 0 of 100 points are known, 25 are needed");
}

TEST(Score, AMemberNamedTwiceIsOne) {
  profile::ProfileFile file = profile::parse_profile(kCard, "card");
  file.profiles[0].score[2].bins[1].values = {"SAP", "sap "};
  EXPECT_EQ(score(accounts(), file)[1].points, 10);
}

TEST(Score, RefusesDataOfAnotherShape) {
  const profile::ProfileFile file = profile::parse_profile(kCard, "card");
  EXPECT_THROW(score(table::Table({table::number_column("x", {1.0})}), file), Error);
  const std::vector<std::string> words = {"many"};
  EXPECT_THROW(score(table::Table({table::category_column("employees", words)}), file), Error);
}

TEST(Score, AMemberNamedTwiceIsWantedOnce) {
  const char* card = R"(
[[profile]]
name = "Main"
known_min = 0
[[profile.score]]
column = "tech"
kind = "set"
bins = [ { label = "SAP", values = ["SAP", " sap "], points = 100 } ]
)";
  const std::vector<Score> scores = score(accounts(), profile::parse_profile(card, "card"));
  EXPECT_EQ(scores[0].points, 100);
  EXPECT_EQ(scores[4].points, 0);
}

TEST(Score, TakesTheBestProfile) {
  std::string text = kCard;
  text += R"(
[[profile]]
name = "Second"
[[profile.score]]
column = "industry"
kind = "category"
bins = [
  { label = "retail", values = ["retail"], points = 100 },
]
)";
  const std::vector<Score> scores = score(accounts(), profile::parse_profile(text, "card"));
  EXPECT_EQ(scores[1].profile, 1);
  EXPECT_EQ(scores[1].points, 100);
  EXPECT_EQ(scores[0].profile, 0);
}

}  // namespace
}  // namespace bestfit::score
