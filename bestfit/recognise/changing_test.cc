#include "bestfit/recognise/changing.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace bestfit::recognise {
namespace {

std::string what(const char* header) {
  return std::string(what_changes(table::number_column(header, {1.0})));
}

// Headers of HubSpot companies, Salesforce accounts and enrichment files.
TEST(Changing, SaysWhatAnAttributeTellsThatChanges) {
  const std::vector<std::pair<const char*, const char*>> cases = {
      {"Number of Employees", "head count"},
      {"NumberOfEmployees", "head count"},
      {"Open Vacancies", "head count"},
      {"AnnualRevenue", "money"},
      {"IT Budget", "money"},
      {"Technologies", "technologies"},
      {"web_technologies", "technologies"},
      {"Total Money Raised", "funding"},
      {"Funding Stage", "funding"},
      {"LastActivityDate", "activity"},
      {"Web Visits (90 days)", "activity"},
      {"Trial Logins (30 days)", "activity"},
      {"Credit Rating", "rating"},
      {"Lifecycle Stage", "stage"},
  };
  for (const auto& [header, wanted] : cases) EXPECT_EQ(what(header), wanted) << header;
}

TEST(Changing, WhatStaysIsNotNamed) {
  for (const char* header : {"Industry", "Country/Region", "Sales Region", "Year Founded",
                             "Fiscal Year End", "NAICS Code", "Company Type", "Lead Source",
                             "First Contact Channel", "Time Zone", "Number of Sites"}) {
    EXPECT_EQ(what(header), "") << header;
  }
}

}  // namespace
}  // namespace bestfit::recognise
