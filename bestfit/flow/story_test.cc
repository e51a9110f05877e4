#include "bestfit/flow/story.h"

#include <gtest/gtest.h>

#include <map>
#include <string>

namespace bestfit::flow {
namespace {

using base::Json;

Json estimate(double value, double low, double high) {
  return Json::object().set("value", value).set("low", low).set("high", high);
}

/// Evidence of one attribute of that name and of a tier.
Json evidence_of(const std::string& name) {
  Json fit = Json::object();
  fit.set("label", "51–200").set("of_best", 0.6).set("lift", estimate(3.0, 2.0, 4.5));
  Json bad = Json::object();
  bad.set("label", "up to 50").set("is_missing", false).set("lift", estimate(0.1, 0.05, 0.2));
  Json attribute = Json::object();
  attribute.set("name", name).set("column", "c").set("selected", true);
  attribute.set("values", Json::array().push(bad));
  Json criterion = Json::object();
  criterion.set("attribute", name).set("column", "c").set("fit", fit);
  Json profile = Json::object();
  profile.set("require", Json::array()).set("score", Json::array().push(criterion));
  Json tier = Json::object();
  tier.set("tier", "A").set("win_rate", estimate(0.5, 0.4, 0.6));
  tier.set("value", estimate(30000, 20000, -5));
  Json business = Json::object();
  business.set("value_until_days", 730.5).set("by_tier", Json::array().push(tier));
  return Json::object()
      .set("profiles", Json::array().push(profile))
      .set("attributes", Json::array().push(attribute))
      .set("business", business);
}

/// Lines of a part, joined; its question where it has none.
std::map<std::string, std::string> parts_of(const Json& evidence) {
  std::map<std::string, std::string> parts;
  const Json story = story_json(evidence);
  for (const Json& part : story.items().front().items()) {
    std::string& text = parts[part["part"].as_string()];
    for (const Json& line : part["lines"].items()) {
      text += line["text"].as_string() + " [" + line["source"].as_string() + "] ";
    }
    if (part["question"].is_string()) text = "? " + part["question"].as_string();
  }
  return parts;
}

TEST(Story, PutsAttributesWhereTheyBelong) {
  const auto sizes = parts_of(evidence_of("Number of employees"));
  EXPECT_EQ(sizes.size(), 11U);
  EXPECT_EQ(sizes.at("firmographics"),
            "Number of employees: 51–200; 60% of the best have it, 3.0 times (2.0 to 4.5) as often "
            "best as others [attributes, c] ");
  EXPECT_EQ(sizes.at("what disqualifies"),
            "Number of employees: up to 50; 0.10 times (0.05 to 0.20) as often best as others "
            "[attributes, c] ");
  EXPECT_EQ(parts_of(evidence_of("Country")).at("firmographics").substr(0, 2), "? ");
  EXPECT_NE(parts_of(evidence_of("Country")).at("geography").substr(0, 2), "? ");
  EXPECT_NE(parts_of(evidence_of("Technologies")).at("technographics").substr(0, 2), "? ");
  EXPECT_NE(parts_of(evidence_of("Email opens")).at("behaviour").substr(0, 2), "? ");
}

TEST(Story, SaysWhatATierBrings) {
  const auto parts = parts_of(evidence_of("Size"));
  EXPECT_EQ(
      parts.at("success potential"),
      "50% (40–60) of those in tier A are won [business] worth 30,000 (20,000–-5) in 24 months "
      "[business] ");
}

TEST(Story, AsksForWhatNobodyKnows) {
  const auto parts = parts_of(evidence_of("Size"));
  for (const char* part : {"challenges", "objectives", "buying triggers", "whom to talk to"}) {
    EXPECT_EQ(parts.at(part).substr(0, 2), "? ") << part;
    EXPECT_EQ(parts.at(part).back(), '?') << part;
  }
}

}  // namespace
}  // namespace bestfit::flow
