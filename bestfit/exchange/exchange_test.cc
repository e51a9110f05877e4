#include <gtest/gtest.h>

#include <limits>
#include <string>
#include <vector>

#include "bestfit/base/json.h"
#include "bestfit/exchange/card_inputs.h"
#include "bestfit/exchange/card_text.h"
#include "bestfit/exchange/crm.h"
#include "bestfit/exchange/onnx.h"
#include "bestfit/exchange/pmml.h"
#include "bestfit/exchange/protobuf.h"
#include "bestfit/exchange/xml.h"
#include "bestfit/profile/profile_file.h"

// That models mean what the engine means is held by tests/differential, which runs them.
namespace bestfit::exchange {
namespace {

constexpr const char* kCard = R"(
version = "1"
as_of = 2026-01-31
[[profile]]
name = "Main"
[[profile.disqualify]]
column = "Number of Employees"
kind = "number"
below = 2
reason = "too small"
[[profile.score]]
column = "Industry"
kind = "category"
bins = [ { label = "=bank", values = ["Bank", "say \"hi\""], points = 40 } ]
[[profile.score]]
column = "Tools"
kind = "set"
bins = [ { label = "SAP and Workday", values = ["SAP", "Workday"], points = 30 } ]
[[profile.score]]
column = "Created Date"
kind = "date"
bins = [ { label = "new", below = 30, points = 30 } ]
[[profile.tier]]
name = "A"
from = 70
)";

profile::ProfileFile card() { return profile::parse_profile(kCard, "card"); }

bool has(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

TEST(Message, IsWrittenAsTheFormatSays) {
  // Oracle: the worked examples of protobuf.dev/programming-guides/encoding.
  EXPECT_EQ(Message().whole(1, 150).bytes(), std::string("\x08\x96\x01", 3));
  EXPECT_EQ(Message().text(2, "testing").bytes(), "\x12\x07testing");
  EXPECT_EQ(Message().message(3, Message().whole(1, 150)).bytes(),
            std::string("\x1a\x03\x08\x96\x01", 5));
  EXPECT_EQ(Message().whole(1, -2).bytes(),
            std::string("\x08\xFE\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x01", 11));
}

TEST(CardInputs, AreOneAColumnOrMember) {
  std::vector<std::string> names;
  for (const Input& input : card_inputs(card())) names.push_back(input.name);
  EXPECT_EQ(names, (std::vector<std::string>{"Number of Employees", "Industry (in lower case)",
                                             "Tools = sap", "Tools = workday",
                                             "Created Date (age in days)"}));
}

TEST(Onnx, NamesItsInputs) {
  const std::string model = onnx(card());
  EXPECT_TRUE(has(model, "TreeEnsembleRegressor"));
  EXPECT_TRUE(has(model, "Tools = workday"));
  EXPECT_EQ(model, onnx(card()));
}

TEST(Element, EscapesTexts) {
  Element element("a");
  element.set("b", "<\"&\n>").add(Element("c").text("x\x01"));
  EXPECT_EQ(element.xml(), "<a b=\"&lt;&quot;&amp;&#10;&gt;\">\n  <c>x\xEF\xBF\xBD</c>\n</a>\n");
}

TEST(Pmml, QuotesTheWordsOfAnArray) {
  const std::string text = pmml(card());
  EXPECT_TRUE(
      has(text, R"(<Array n="2" type="string">&quot;bank&quot; &quot;say \&quot;hi\&quot;&quot;)"));
}

TEST(CardText, JsonHasTheKeysOfTheFile) {
  const base::Json json = base::parse_json(exchange::json(card()), "json");
  EXPECT_EQ(json["as_of"].as_string(), "2026-01-31");
  const base::Json& profile = json["profile"].items().at(0);
  EXPECT_EQ(profile["disqualify"].items().at(0)["below"].as_double(), 2.0);
  EXPECT_EQ(profile["score"].items().at(1)["bins"].items().at(0)["values"].items().size(), 2U);
  EXPECT_EQ(profile["tier"].items().at(0)["name"].as_string(), "A");
}

TEST(CardText, CsvDisarmsCells) {
  const std::string text = csv(card());
  EXPECT_TRUE(has(text,
                  "Main,disqualify,Number of Employees,Number of Employees,number,,,,2,,,,,"
                  "too small,\n"));
  EXPECT_TRUE(has(text, ",'=bank,,,\"Bank; say \"\"hi\"\"\",40,"));
}

TEST(Salesforce, KnowsStandardFieldsAndAges) {
  const std::string text = salesforce(card());
  EXPECT_TRUE(has(text, "Number of Employees -> NumberOfEmployees\n"));
  EXPECT_TRUE(has(text, "Tools -> Tools__c  (a guess"));
  EXPECT_TRUE(has(text, "IF((DATE(2026, 1, 31) - CreatedDate) < 30, 30, 0)"));
  EXPECT_TRUE(has(text, "INCLUDES(Tools__c, \"SAP\")"));
  EXPECT_TRUE(has(text, "LOWER(TRIM(TEXT(Industry))) = \"say \\\"hi\\\"\""));
}

TEST(Salesforce, CutsAFormulaThatIsTooLong) {
  profile::ProfileFile file = card();
  for (int i = 0; i < 200; ++i) {
    file.profiles[0].score[0].bins[0].values.push_back("label number " + std::to_string(i));
  }
  const std::string text = salesforce(file);
  EXPECT_TRUE(has(text, "ICP_Part_2__c"));
  EXPECT_TRUE(has(text, "TOO LONG"));
  EXPECT_FALSE(has(salesforce(card()), "ICP_Part_1__c"));
}

TEST(Hubspot, GivesCriteriaAndASearch) {
  const std::string text = hubspot(card());
  EXPECT_TRUE(has(text, "+30 where it has all of SAP, Workday"));
  EXPECT_TRUE(has(text, "No equation: an age cannot be counted in one."));
  EXPECT_TRUE(has(text, "\"operator\": \"CONTAINS_TOKEN\""));
}

}  // namespace
}  // namespace bestfit::exchange
