#pragma once

#include <array>
#include <span>
#include <string_view>

/// The truth that is planted: which attributes matter, and by how much (in log-odds).
namespace bestfit::example {

/// A named value of a planted attribute.
struct Level {
  std::string_view label;
  double share;  // of companies
  double win;    // added to the log-odds of winning
  double stay;   // taken from the log-odds of leaving in a year
};

/// A range of a planted number, both ends included.
struct Band {
  int from;
  int to;
  double win;
  double stay;
};

inline constexpr std::array<Level, 10> kIndustries = {{
    {"Healthcare", 0.18, 0.85, 0.5},
    {"Logistics", 0.17, 0.85, 0.3},
    {"Retail", 0.12, 0.25, 0.0},
    {"Hospitality", 0.09, 0.15, -0.3},
    {"Manufacturing", 0.11, -0.05, 0.1},
    {"Construction", 0.07, -0.35, -0.2},
    {"Education", 0.06, -0.45, 0.0},
    {"Financial Services", 0.06, -1.0, 0.0},
    {"Software", 0.08, -1.25, -0.2},
    {"Professional Services", 0.06, -1.1, 0.0},
}};

inline constexpr std::array<Level, 12> kCountries = {{
    {"Germany", 0.20, 0.55, 0.1},
    {"Austria", 0.06, 0.55, 0.1},
    {"Switzerland", 0.06, 0.5, 0.1},
    {"Sweden", 0.08, 0.6, 0.1},
    {"Norway", 0.05, 0.6, 0.1},
    {"Denmark", 0.05, 0.55, 0.1},
    {"Netherlands", 0.08, -0.3, 0.0},
    {"United Kingdom", 0.12, -0.5, 0.0},
    {"France", 0.09, -0.6, 0.0},
    {"Spain", 0.07, -0.7, 0.0},
    {"United States", 0.10, -0.55, 0.0},
    {"Canada", 0.04, -0.55, 0.0},
}};

inline constexpr int kNoLimit = 1'000'000'000;

inline constexpr std::array<Band, 6> kEmployeeBands = {{
    {1, 19, -1.3, -0.4},
    {20, 49, -0.5, -0.1},
    {50, 99, 0.3, 0.1},
    {100, 499, 0.8, 0.3},
    {500, 999, 0.1, 0.1},
    {1000, kNoLimit, -0.8, 0.0},
}};

inline constexpr std::array<Band, 4> kSiteBands = {{
    {1, 1, -0.75, -0.2},
    {2, 2, -0.15, 0.0},
    {3, 5, 0.45, 0.2},
    {6, kNoLimit, 0.85, 0.3},
}};

inline constexpr std::array<Band, 4> kHourlyBands = {{
    {0, 24, -0.9, -0.2},
    {25, 44, -0.25, 0.0},
    {45, 64, 0.35, 0.1},
    {65, 100, 0.8, 0.2},
}};

/// The technology that matters is the first; the others say nothing.
inline constexpr std::array<std::string_view, 12> kTechnologies = {
    "Time Clocks",   "Payroll Suite",    "Cloud ERP", "Web Analytics", "Marketing Automation",
    "Point of Sale", "BI Suite",         "Help Desk", "Data Lake",     "Video Meetings",
    "E-Signature",   "Device Management"};
inline constexpr std::array<double, 12> kTechnologyShares = {0.40, 0.45, 0.30, 0.55, 0.25, 0.20,
                                                             0.30, 0.28, 0.12, 0.60, 0.33, 0.22};
inline constexpr Level kTimeClocks = {"Time Clocks", 0.40, 0.6, 0.3};
inline constexpr Level kNoTimeClocks = {"no Time Clocks", 0.60, -0.4, -0.1};

/// A kind of company that fits better than the sum of its attributes.
struct SegmentTruth {
  std::string_view name;
  double win;
  double stay;
  double cycle;  // multiplies the days from first meeting to close
};
inline constexpr std::array<SegmentTruth, 2> kSegments = {{
    {"Care groups with several sites", 0.75, 0.8, 1.0},
    {"Mid-size logistics", 0.75, 0.1, 0.55},
}};
inline constexpr int kCareSitesFrom = 3;
inline constexpr int kLogisticsFrom = 100;
inline constexpr int kLogisticsTo = 499;

inline constexpr double kWinIntercept = -2.65;
inline constexpr double kWinDrift = 0.3;       // added to the log-odds over the whole period
inline constexpr double kCountryFading = 0.3;  // of its effect a country loses over the period
inline constexpr double kLeaveIntercept = -1.0;
inline constexpr int kBestValue = 12'000;  // dollars in 24 months from which a customer is best

/// The band that holds a value. Throws Bug when none does.
const Band& band_of(std::span<const Band> bands, int value);

}  // namespace bestfit::example
