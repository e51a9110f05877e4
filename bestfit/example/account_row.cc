#include <cstddef>
#include <string>

#include "bestfit/example/budget.h"
#include "bestfit/example/catalog.h"
#include "bestfit/example/planted.h"
#include "bestfit/example/rows.h"

namespace bestfit::example {
namespace {

constexpr double kMisspelled = 0.04;
constexpr std::size_t kLineBytes = 512;  // of a usual line, so that it grows no more than once

/// A missing cell in one of the ways people leave one.
std::string_view missing(base::Random& random) {
  constexpr std::array<std::string_view, 8> kWays = {"", "", "", "", "", "N/A", "N/A", "unknown"};
  return kWays[static_cast<std::size_t>(below(random, static_cast<int>(kWays.size())))];
}

std::string_view missing_number(base::Random& random) {
  constexpr std::array<std::string_view, 8> kWays = {"", "", "", "", "", "", "N/A", "-"};
  return kWays[static_cast<std::size_t>(below(random, static_cast<int>(kWays.size())))];
}

/// The cells of one account, each left out with its own probability.
class AccountCells {
 public:
  explicit AccountCells(base::Random random) : random_(random) { out_.reserve(kLineBytes); }

  void text(std::string_view cell, double missing_share) {
    out_.text(chance(random_, missing_share) ? missing(random_) : cell);
  }
  void number(std::int64_t cell, double missing_share) {
    if (chance(random_, missing_share)) {
      out_.text(missing_number(random_));
    } else {
      out_.number(cell);
    }
  }
  base::Random& random() { return random_; }
  CsvText& out() { return out_; }

 private:
  base::Random random_;
  CsvText out_;
};

std::string company_name(const Company& company, Entry entry, base::Random& random) {
  const auto industry = static_cast<std::size_t>(company.industry);
  std::string name = company.stem;
  name[0] = static_cast<char>(name[0] - 'a' + 'A');
  name += ' ';
  name += at(kIndustryWords[industry].trades, company.trade);
  const bool full = entry == Entry::original ? chance(random, 0.8) : chance(random, 0.3);
  if (full) {
    name += ' ';
    name += kCountryWords[static_cast<std::size_t>(company.country)].legal_form;
  }
  if (entry == Entry::copy && chance(random, 0.5)) {
    for (char& letter : name) {
      if ('a' <= letter && letter <= 'z') letter = static_cast<char>(letter - 'a' + 'A');
    }
  } else if (entry == Entry::copy && chance(random, 0.3)) {
    name.erase(2, 1);
  }
  return name;
}

std::string technologies(const Company& company) {
  std::string list;
  list.reserve(160);
  for (std::size_t i = 0; i < kTechnologies.size(); ++i) {
    if ((company.technologies >> i & 1U) == 0) continue;
    if (!list.empty()) list += ';';
    list += kTechnologies[i];
  }
  return list;
}

void identity(const Company& company, Entry entry, AccountCells& cells) {
  CsvText& out = cells.out();
  base::Random& random = cells.random();
  out.number((entry == Entry::copy ? kFirstCopyId : kFirstId) + company.index);
  out.text(company_name(company, entry, random));
  std::string domain = company.stem + ".example";
  if (entry == Entry::copy && chance(random, 0.5)) domain = "www." + domain;
  cells.text(domain, 0.03);
}

void planted(const Company& company, AccountCells& cells) {
  base::Random& random = cells.random();
  const auto industry = static_cast<std::size_t>(company.industry);
  const auto country = static_cast<std::size_t>(company.country);
  const bool odd = chance(random, kMisspelled);
  const int spelling = below(random, 3);
  cells.text(odd ? at(kIndustryWords[industry].spellings, spelling) : kIndustries[industry].label,
             0.03);
  cells.number(company.employees, 0.06);
  if (chance(random, 0.15)) {
    cells.out().text(missing_number(random));
  } else {
    cells.out().money(company.revenue);
  }
  cells.text(chance(random, 0.03) ? kCountryWords[country].spelling : kCountries[country].label,
             0.02);
  cells.text(at(kCountryWords[country].regions, company.city), 0.10);
  cells.text(at(kCountryWords[country].cities, company.city), 0.08);
  cells.text(technologies(company), 0.10);
  cells.number(company.sites, 0.08);
  cells.number(company.hourly_percent, 0.10);
}

void proxies(const Company& company, AccountCells& cells) {
  const CountryWords& country = kCountryWords[static_cast<std::size_t>(company.country)];
  cells.text(at(kShiftPatterns, company.shift_pattern), 0.12);
  cells.number(company.remote_percent, 0.20);
  cells.text(kIndustryWords[static_cast<std::size_t>(company.industry)].naics, 0.25);
  cells.text(country.time_zone, 0.05);
  cells.text(country.currency, 0.05);
  cells.number(company.vacancies, 0.15);
}

void noise(const Company& company, AccountCells& cells) {
  cells.number(company.founded, 0.12);
  cells.text(at(kFunding, company.funding), 0.30);
  cells.text(at(kCompanyTypes, company.company_type), 0.05);
  cells.text(at(kLeadSources, company.lead_source), 0.02);
  cells.text(at(kOwners, company.owner), 0.01);
  if (chance(cells.random(), 0.2)) {
    cells.out().text(missing_number(cells.random()));
  } else {
    cells.out().tenths(company.growth_tenths);
  }
  cells.number(company.web_visits, 0.05);
  cells.number(company.email_opens, 0.05);
  cells.number(company.followers, 0.18);
  cells.text(at(kCredit, company.credit), 0.22);
  if (company.trial_logins < 0) {
    cells.out().empty();
  } else {
    cells.out().number(company.trial_logins);
  }
  cells.text(at(kMonths, company.fiscal_month - 1), 0.15);
  cells.text(company.certified ? "Yes" : "No", 0.10);
  cells.text(company.target ? "true" : "false", 0.0);
}

std::string_view lifecycle(const History& history, base::Random& random) {
  constexpr std::array<std::string_view, 3> kEarly = {"Subscriber", "Lead",
                                                      "Marketing Qualified Lead"};
  const int early = below(random, 3);
  if (history.won) return "Customer";
  if (history.open) return "Opportunity";
  if (history.worked && early > 0) return "Opportunity";
  return at(kEarly, early);
}

/// Columns that are filled after the sale, or follow from it.
void leaks(const Company& company, const History& history, AccountCells& cells) {
  base::Random& random = cells.random();
  CsvText& out = cells.out();
  out.text(lifecycle(history, random));
  if (!history.won) {
    out.empty().empty();
    return;
  }
  constexpr std::array<std::string_view, 3> kOnboarding = {"Complete", "In progress",
                                                           "Not started"};
  out.text(chance(random, 0.03) ? "" : at(kOnboarding, below(random, 3)));
  out.text("C-" + std::to_string(700'000 + company.index));
}

}  // namespace

namespace {

std::string_view plain_header(File file) {
  switch (file) {
    case File::accounts:
      return "Record ID,Company name,Company Domain Name,Industry,Number of Employees,Annual "
             "Revenue,"
             "Country/Region,State/Region,City,Technologies,Number of Sites,Hourly Staff (%),"
             "Shift Pattern,Remote Staff (%),NAICS Code,Time Zone,Currency,Open Vacancies,"
             "Year Founded,Funding Stage,Company Type,Lead Source,Company owner,"
             "Employee Growth (%),Web Visits (90 days),Email Opens (90 days),Social Followers,"
             "Credit Rating,Trial Logins (30 days),Fiscal Year End,ISO Certified,Target Account,"
             "Create Date,Lifecycle Stage,Onboarding Status,Contract ID,Description";
    case File::deals:
      return "Record ID,Deal Name,Associated Company IDs,Pipeline,Deal Stage,Deal Type,Amount,"
             "Create Date,Close Date,Closed Lost Reason,Is Closed Won,Partner ID";
    case File::revenue: return "Associated Company ID,Type,Start Date,End Date,Amount";
    case File::contacts:
      return "Record ID,First Name,Last Name,Email,Job Title,Department,Seniority,Buying Role,"
             "Associated Company ID,Create Date";
    case File::signals: return "Associated Company ID,Signal,Date";
    case File::notes: return "Associated Company ID,Date,Source,Note";
  }
  return {};
}

}  // namespace

std::string header(File file, const Extras& extras) {
  std::string line(plain_header(file));
  if (file == File::accounts && extras.history) line += "," + std::string(kBudgetColumn);
  const bool money = file == File::deals || file == File::revenue;
  if (money && extras.currencies) line += ",Currency";
  return line + "\n";
}

void account_line(std::uint64_t seed, const Company& company, const History& history, Entry entry,
                  const Extras& extras, CsvText& out) {
  const Use use = entry == Entry::copy ? Use::copy_dirt : Use::dirt;
  AccountCells cells(generator(seed, company.index, use));
  CsvText& line = cells.out();
  identity(company, entry, cells);
  planted(company, cells);
  proxies(company, cells);
  noise(company, cells);
  line.moment(history.created + (entry == Entry::copy ? 30 : 0),
              8 * 60 + below(cells.random(), 600));
  leaks(company, entry == Entry::copy ? History{} : history, cells);
  const auto industry = static_cast<std::size_t>(company.industry);
  const auto country = static_cast<std::size_t>(company.country);
  std::string description(at(kIndustryWords[industry].trades, company.trade));
  description += " in ";
  description += at(kCountryWords[country].cities, company.city);
  description += ", known as ";
  description += company.stem;
  line.text(description);
  if (extras.history) line.number(make_budget(seed, company, history).today);
  line.end();
  out.lines(line.str());
}

}  // namespace bestfit::example
