#include "tests/runner/cases.h"

#include <gtest/gtest.h>

#include "bestfit/base/date.h"
#include "bestfit/base/text.h"

namespace bestfit::tests {
namespace {

std::vector<Case> cases_of(const std::string& name) {
  return read_cases(std::string(BESTFIT_SOURCE_DIR) + "/tests/cases/" + name);
}

TEST(Cases, CutsCells) {
  EXPECT_EQ(case_cells("a b  c\td   \"\"  e \r"),
            (std::vector<std::string>{"a b", "c", "d", "", "e"}));
  EXPECT_TRUE(case_cells("   ").empty());
}

TEST(Cases, SaysWhatIsWrong) { EXPECT_THROW(cases_of("no/such.tsv"), std::runtime_error); }

TEST(Cases, Dates) {
  for (const Case& row : cases_of("base/date.tsv")) {
    SCOPED_TRACE(row.where);
    const auto day = base::parse_iso_date(row.given.at(0));
    EXPECT_EQ(day ? std::to_string(*day) : "none", row.wanted.at(0));
    EXPECT_EQ(day ? base::long_date(*day) : "none", row.wanted.at(1));
  }
}

TEST(Cases, Numbers) {
  for (const Case& row : cases_of("base/number.tsv")) {
    SCOPED_TRACE(row.where);
    const auto number = base::parse_number(row.given.at(0));
    EXPECT_EQ(number ? base::number_text(*number) : "none", row.wanted.at(0));
  }
}

TEST(Cases, FoldedText) {
  for (const Case& row : cases_of("base/fold.tsv")) {
    SCOPED_TRACE(row.where);
    EXPECT_EQ(base::fold(row.given.at(0)), row.wanted.at(0));
  }
}

}  // namespace
}  // namespace bestfit::tests
