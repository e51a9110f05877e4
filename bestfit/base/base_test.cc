#include <gtest/gtest.h>

#include <cmath>
#include <numeric>
#include <vector>

#include "bestfit/base/date.h"
#include "bestfit/base/digest.h"
#include "bestfit/base/error.h"
#include "bestfit/base/json.h"
#include "bestfit/base/parallel.h"
#include "bestfit/base/random.h"
#include "bestfit/base/text.h"

namespace bestfit::base {
namespace {

TEST(Text, KnowsTheCapitalsOfLetters) {
  using Pairs = std::vector<std::pair<std::string, std::string>>;
  // Oracle: UnicodeData.txt, field 13 (simple lower case) of U+0130, U+212A, U+1E9E, U+01C4,
  // U+01C5.
  EXPECT_EQ(capitals_of("k"), (Pairs{{"K", "k"}, {"\u212A", "k"}}));
  EXPECT_EQ(capitals_of("i"), (Pairs{{"I", "i"}, {"\u0130", "i"}}));
  EXPECT_EQ(capitals_of("ßǆ1"), (Pairs{{"Ǆ", "ǆ"}, {"ǅ", "ǆ"}, {"ẞ", "ß"}}));
  for (const auto& [capital, small] : capitals_of("abcäöüé")) EXPECT_EQ(fold(capital), small);
}

TEST(Text, TrimsAndFolds) {
  EXPECT_EQ(trim(" \t\xC2\xA0 a b\r\n"), "a b");
  EXPECT_EQ(fold("  Öl & GAS "), "öl & gas");
  EXPECT_EQ(fold("\xFF"
                 "A"),
            "\xFF"
            "a");
}

TEST(Text, NumbersGoThereAndBack) {
  for (const double value : {0.0, -0.5, 250.0, 0.1, 1e300, 123456789012345.0, 1.0 / 3.0}) {
    EXPECT_EQ(parse_number(number_text(value)), value);
  }
  EXPECT_EQ(number_text(250.0), "250");
  EXPECT_FALSE(parse_number("nan"));
  EXPECT_FALSE(parse_number("1,000"));
  EXPECT_FALSE(parse_number(""));
  EXPECT_EQ(count_text(1234567), "1,234,567");
}

TEST(Text, FindsTheNearestWord) {
  EXPECT_EQ(closest("employes", {"industry", "employees"}), "employees");
  EXPECT_FALSE(closest("zzz", {"industry", "employees"}));
}

TEST(Json, WritesStablyAndReadsBack) {
  Json json = Json::object();
  json.set("b", 1.5).set("a", Json::array().push("x\n\"y\"").push(Json()).push(true)).set("n", 12);
  const std::string text = json.text();
  EXPECT_EQ(text, R"({"b":1.5,"a":["x\n\"y\"",null,true],"n":12})");
  EXPECT_EQ(parse_json(text, "t").text(), text);
  EXPECT_EQ(Json(std::nan("")).text(), "null");
  EXPECT_TRUE(Json(std::nan("")).is_null());
}

TEST(Json, SaysWhereItIsWrong) {
  try {
    parse_json("{\n  \"a\": tru }", "file.json");
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.fault(), Fault::bad_input);
    EXPECT_EQ(std::string(error.what()).rfind("file.json:2:", 0), 0U) << error.what();
  }
  EXPECT_THROW(parse_json(std::string(100000, '['), "deep"), Error);
}

TEST(Digest, IsThatOfTheStandard) {  // FIPS 180-4 example "abc"
  EXPECT_EQ(sha256("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(Random, HasTheMomentsOfItsLaws) {
  Random random(7);
  double sum = 0.0;
  double square = 0.0;
  double counts = 0.0;
  constexpr int kDraws = 200000;
  for (int i = 0; i < kDraws; ++i) {
    const double normal = random.normal();
    sum += normal;
    square += normal * normal;
    counts += random.poisson(1.0);
  }
  EXPECT_NEAR(sum / kDraws, 0.0, 0.01);
  EXPECT_NEAR(square / kDraws, 1.0, 0.02);
  EXPECT_NEAR(counts / kDraws, 1.0, 0.01);
}

TEST(Random, StreamsOfOneSeedDiffer) {
  EXPECT_EQ(Random(1, 2).bits(), Random(1, 2).bits());
  EXPECT_NE(Random(1, 2).bits(), Random(1, 3).bits());
  EXPECT_NE(Random(1, 2).bits(), Random(2, 2).bits());
}

TEST(Parallel, DoesEachTaskOnceAndCarriesFailures) {
  for (const int threads : {1, 4}) {
    std::vector<int> done(1000, 0);
    parallel_for(threads, done.size(), [&](std::size_t i) { ++done[i]; });
    EXPECT_EQ(std::accumulate(done.begin(), done.end(), 0), 1000);
    EXPECT_THROW(parallel_for(threads, 10, [](std::size_t i) { check(i != 3, "not three"); }), Bug);
  }
}

TEST(Date, KnowsTheCalendar) {
  EXPECT_EQ(make_day(1970, 1, 1), 0);
  EXPECT_EQ(make_day(2024, 2, 29), 19782);
  EXPECT_FALSE(make_day(2023, 2, 29));
  EXPECT_EQ(iso_date(19782), "2024-02-29");
  EXPECT_EQ(long_date(19782), "29 February 2024");
  EXPECT_EQ(parse_iso_date("2024-02-29"), 19782);
  EXPECT_FALSE(parse_iso_date("2024-2-29"));
}

}  // namespace
}  // namespace bestfit::base
