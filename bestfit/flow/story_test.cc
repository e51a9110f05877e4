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
  tier.set("value", estimate(30000, 20000, -5)).set("value_until_days", 730.5);
  tier.set("value_costs", "after a margin of 20%");
  Json business = Json::object();
  business.set("by_tier", Json::array().push(tier));
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
  EXPECT_EQ(parts.at("success potential"),
            "50% (40–60) of those in tier A are won [business] worth 30,000 (20,000–-5) in 24 "
            "months, after a margin of 20% [business] ");
}

/// `business` of a first tier that is won `often` as often as the rest, and worth so much more.
Json business_of(const Json& often, const Json& more) {
  Json rest = Json::object();
  rest.set("win_rate", often).set("value", more).set("value_until_days", 91.3);
  Json tier = Json::object();
  tier.set("tier", "A").set("win_rate", estimate(0.5, 0.4, 0.6)).set("against_rest", rest);
  return Json::object().set("by_tier", Json::array().push(tier));
}

TEST(PutWords, ClaimsNoMoreThanTheInterval) {
  const Json often = estimate(2.0, 1.5, 2.7);
  Json above = business_of(often, estimate(1500, 200, 2800));
  put_words(true, above);
  EXPECT_EQ(above["headline"].as_string(),
            "A customer of tier A is worth 1,500 more in 3 months than one of the others (95% "
            "interval 200 to 2,800)");
  EXPECT_TRUE(above["caution"].is_null());

  Json below = business_of(often, estimate(-128, -427, 171));
  put_words(true, below);
  EXPECT_EQ(below["headline"].as_string(),
            "What a customer of tier A is worth is not told apart from the rest yet: 128 less in 3 "
            "months than one of the others (95% interval -427 to 171)");
  EXPECT_EQ(below["caution"].as_string(),
            "The profile finds who signs, not who is worth more: a customer of tier A is worth 128 "
            "less in 3 months than one of the others (95% interval -427 to 171).");
  put_words(false, below);  // best is not by value: it was not promised
  EXPECT_TRUE(below["caution"].is_null());

  Json open = business_of(estimate(1.2, 0.8, 1.7), estimate(900, -50, 1850));
  put_words(true, open);
  EXPECT_EQ(open["caution"].as_string().substr(0, 97),
            "That tier A signs more often is not shown; that customers of tier A are worth more "
            "than others is");

  Json without = business_of(often, {});
  put_words(true, without);
  EXPECT_EQ(without["headline"].as_string(),
            "Tier A is won 2.0 times as often as the rest (95% interval 1.5 to 2.7)");
  EXPECT_EQ(without["caution"].as_string(),
            "The profile finds who signs; whether customers of tier A are worth more than others "
            "cannot be told yet.");
}

TEST(Story, RoundsHalfADayAsTheTableDoes) {
  Json trigger = Json::object();
  trigger.set("type", "Funding").set("lag", Json::object().set("median", 60.5));
  Json evidence = evidence_of("Size");
  evidence.set("signals", Json::object().set("triggers", Json::array().push(trigger)));
  EXPECT_EQ(parts_of(evidence).at("buying triggers"),
            "Funding, 61 days before the first meeting [signals] ");
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
