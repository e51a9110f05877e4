#include "bestfit/recognise/spelling.h"

#include <gtest/gtest.h>

namespace bestfit::recognise {
namespace {

using Same = std::vector<std::size_t>;

TEST(Spelling, CaseSpacesAndPunctuationDoNotCount) {
  EXPECT_EQ(same_spelling("Industry", {"Healthcare", "Health care", "HEALTH-CARE", "Health"}),
            (Same{0, 0, 0, 3}));
  EXPECT_EQ(same_spelling("Name", {"Smith & Co.", "smith co", "Smith-Co"}), (Same{0, 0, 0}));
  EXPECT_EQ(same_spelling("City", {"Köln", "KÖLN", "Koln"}), (Same{0, 0, 2}))
      << "another letter is another word";
  EXPECT_EQ(same_spelling("Mark", {"+", "-", "+"}), (Same{0, 1, 0}));
}

// Oracle: ISO 3166-1 has GB/GBR, US/USA, DE/DEU.
TEST(Spelling, MarksThatMeanSomethingCount) {
  EXPECT_EQ(same_spelling("Rating", {"AA", "AA+", "AA-", "aa"}), (Same{0, 1, 2, 0}));
  EXPECT_EQ(same_spelling("Language", {"C", "C++", "C#"}), (Same{0, 1, 2}));
  EXPECT_EQ(same_spelling("Size", {"11-50", "1150", "11 - 50", "1-150"}), (Same{0, 1, 0, 3}));
}

TEST(Spelling, ACountryHasNamesAndCodes) {
  EXPECT_EQ(same_spelling("Country/Region", {"United Kingdom", "UK", "gbr", "Deutschland",
                                             "Germany", "DE", "U.S.A.", "United States", "Narnia"}),
            (Same{0, 0, 0, 3, 3, 3, 6, 6, 8}));
}

TEST(Spelling, OnlyAColumnOfCountriesHoldsCountries) {
  EXPECT_EQ(same_spelling("State", {"CA", "Canada", "DE", "Germany"}), (Same{0, 1, 2, 3}));
}

}  // namespace
}  // namespace bestfit::recognise
