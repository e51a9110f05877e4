#pragma once

#include <cstdint>
#include <string>

#include "bestfit/base/date.h"
#include "bestfit/base/random.h"

namespace bestfit::example {

inline constexpr base::Day kFirstDay = 19174;  // 2022-07-01, when the first meetings begin
inline constexpr base::Day kLastDay = 20634;   // 2026-06-30, the day of the export

/// A company as it was when it was first met, without dirt. Indices point into planted.h and
/// catalog.h.
struct Company {
  std::int64_t index = 0;
  std::string stem;  // one word, no other company's
  int industry = 0;
  int trade = 0;  // which word of the industry is in its name
  int country = 0;
  int city = 0;  // of the country's three
  int employees = 1;
  int sites = 1;
  int hourly_percent = 0;
  unsigned technologies = 0;  // a bit each, as in kTechnologies
  std::int64_t revenue = 0;   // dollars a year; goes with employees
  int vacancies = 0;          // goes with employees
  int shift_pattern = 0;      // goes with hourly_percent
  int remote_percent = 0;     // goes with hourly_percent
  // From here on noise: nothing depends on it.
  int founded = 2000;
  int funding = 0;
  int company_type = 0;
  int lead_source = 0;
  int owner = 0;
  int growth_tenths = 0;  // percent, times ten
  int web_visits = 0;
  int email_opens = 0;
  int followers = 0;
  int credit = 0;
  int trial_logins = -1;  // -1: never tried
  int fiscal_month = 1;
  bool certified = false;
  bool target = false;
};

/// Company `index` of the example with that seed.
Company make_company(std::uint64_t seed, std::int64_t index);

/// Which planted segment a company is in: an index into kSegments, or -1.
int segment_of(const Company& company);

/// Log-odds of winning from the planted attributes and the segment.
///   time  0 at kFirstDay, 1 at kLastDay: a country's effect fades
double fit_to_win(const Company& company, double time);

/// How much less likely, in log-odds, the company is to leave in a year.
double fit_to_stay(const Company& company);

/// True with that probability.
bool chance(base::Random& random, double probability);

/// A whole number, each of 0 .. bound - 1 as likely but for 2^-32: quicker than Random::below.
int below(base::Random& random, int bound);

/// exp(spread * z) for a standard normal z: a factor around 1.
double factor(base::Random& random, double spread);

/// A generator for one use of one company. Uses do not share numbers.
enum class Use : std::uint64_t { company, history, dirt, copy_dirt, extra, budget };
base::Random generator(std::uint64_t seed, std::int64_t index, Use use);

}  // namespace bestfit::example
