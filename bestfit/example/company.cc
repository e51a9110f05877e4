#include "bestfit/example/company.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <span>

#include "bestfit/example/catalog.h"
#include "bestfit/example/planted.h"

namespace bestfit::example {
namespace {

constexpr double kEmployeesMedian = 140.0;
constexpr double kEmployeesSpread = 1.25;
constexpr std::uint64_t kStems = std::uint64_t{1} << 24U;  // four of 64 syllables

const Level& industry_of(const Company& company) {
  return kIndustries[static_cast<std::size_t>(company.industry)];
}

const Level& clocks_of(const Company& company) {
  return (company.technologies & 1U) != 0 ? kTimeClocks : kNoTimeClocks;
}

int pick(base::Random& random, std::span<const Level> levels) {
  double left = random.uniform();
  for (std::size_t i = 0; i + 1 < levels.size(); ++i) {
    left -= levels[i].share;
    if (left < 0.0) return static_cast<int>(i);
  }
  return static_cast<int>(levels.size() - 1);
}

/// An odd multiplier permutes the numbers below a power of two, so no two companies share a stem.
std::string stem(std::uint64_t seed, std::int64_t index) {
  const std::uint64_t place =
      (static_cast<std::uint64_t>(index) * 7'368'787U + seed * 104'729U) % kStems;
  std::string word;
  for (unsigned shift = 0; shift < 24; shift += 6) word += kSyllables[(place >> shift) & 63U];
  return word;
}

void draw_size(base::Random& random, Company& company) {
  const double employees = kEmployeesMedian * factor(random, kEmployeesSpread);
  company.employees = static_cast<int>(std::clamp(employees, 2.0, 250'000.0));
  const double more_sites = 1.1 * std::sqrt(employees / 140.0) * factor(random, 0.5);
  company.sites = 1 + static_cast<int>(random.poisson(std::min(more_sites, 80.0)));
  const double revenue = employees * 140'000.0 * factor(random, 0.5);
  company.revenue =
      std::max<std::int64_t>(10, static_cast<std::int64_t>(revenue / 10'000)) * 10'000;
  company.vacancies = static_cast<int>(employees * 0.03 * factor(random, 0.6));
}

void draw_work(base::Random& random, Company& company) {
  const int typical = kIndustryWords[static_cast<std::size_t>(company.industry)].hourly_percent;
  const double hourly = typical + 20.0 * random.normal();
  company.hourly_percent = static_cast<int>(std::clamp(hourly, 0.0, 100.0));
  const int shifts = (company.hourly_percent + below(random, 50) - 25) / 25;
  company.shift_pattern = std::clamp(shifts, 0, 3);
  company.remote_percent =
      std::clamp((100 - company.hourly_percent) / 2 + below(random, 31) - 15, 0, 100);
  for (std::size_t i = 0; i < kTechnologies.size(); ++i) {
    if (chance(random, kTechnologyShares[i])) company.technologies |= 1U << i;
  }
}

void draw_noise(base::Random& random, Company& company) {
  company.founded = 2024 - static_cast<int>(std::min(22.0 * random.exponential(), 150.0));
  company.funding = below(random, static_cast<int>(kFunding.size()));
  company.company_type = below(random, static_cast<int>(kCompanyTypes.size()));
  company.lead_source = below(random, static_cast<int>(kLeadSources.size()));
  company.owner = below(random, static_cast<int>(kOwners.size()));
  company.growth_tenths = below(random, 500) + below(random, 500) - 400;
  company.web_visits = static_cast<int>(12.0 * random.exponential());
  company.email_opens = below(random, 15);
  company.followers = static_cast<int>(900.0 * factor(random, 1.4));
  company.credit = below(random, static_cast<int>(kCredit.size()));
  if (chance(random, 0.3)) company.trial_logins = static_cast<int>(8.0 * random.exponential());
  company.fiscal_month = 1 + below(random, 12);
  company.certified = chance(random, 0.35);
  company.target = chance(random, 0.25);
}

}  // namespace

Company make_company(std::uint64_t seed, std::int64_t index) {
  base::Random random = generator(seed, index, Use::company);
  Company company;
  company.index = index;
  company.stem = stem(seed, index);
  company.industry = pick(random, kIndustries);
  company.trade = below(random, 3);
  company.country = pick(random, kCountries);
  company.city = below(random, 3);
  draw_size(random, company);
  draw_work(random, company);
  draw_noise(random, company);
  return company;
}

int segment_of(const Company& company) {
  if (company.industry == 0 && company.sites >= kCareSitesFrom) return 0;
  const bool mid_size = kLogisticsFrom <= company.employees && company.employees <= kLogisticsTo;
  return company.industry == 1 && mid_size ? 1 : -1;
}

double fit_to_win(const Company& company, double time) {
  const int segment = segment_of(company);
  return industry_of(company).win + clocks_of(company).win +
         kCountries[static_cast<std::size_t>(company.country)].win * (1.0 - kCountryFading * time) +
         band_of(kEmployeeBands, company.employees).win + band_of(kSiteBands, company.sites).win +
         band_of(kHourlyBands, company.hourly_percent).win +
         (segment < 0 ? 0.0 : kSegments[static_cast<std::size_t>(segment)].win);
}

double fit_to_stay(const Company& company) {
  const int segment = segment_of(company);
  return industry_of(company).stay + clocks_of(company).stay +
         kCountries[static_cast<std::size_t>(company.country)].stay +
         band_of(kEmployeeBands, company.employees).stay + band_of(kSiteBands, company.sites).stay +
         band_of(kHourlyBands, company.hourly_percent).stay +
         (segment < 0 ? 0.0 : kSegments[static_cast<std::size_t>(segment)].stay);
}

bool chance(base::Random& random, double probability) { return random.uniform() < probability; }

int below(base::Random& random, int bound) {
  return static_cast<int>((random.bits() >> 32U) * static_cast<std::uint64_t>(bound) >> 32U);
}

double factor(base::Random& random, double spread) { return std::exp(spread * random.normal()); }

base::Random generator(std::uint64_t seed, std::int64_t index, Use use) {
  return base::Random(seed,
                      static_cast<std::uint64_t>(index) * 8 + static_cast<std::uint64_t>(use));
}

}  // namespace bestfit::example
