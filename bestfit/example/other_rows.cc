#include <cstddef>
#include <string>

#include "bestfit/example/budget.h"
#include "bestfit/example/catalog.h"
#include "bestfit/example/circumstances.h"
#include "bestfit/example/exchange.h"
#include "bestfit/example/planted.h"
#include "bestfit/example/rows.h"

namespace bestfit::example {
namespace {

constexpr std::int64_t kFirstDealId = 12'000'000'000;
constexpr std::int64_t kFirstContactId = 31'000'000'000;
constexpr std::int64_t kFirstPartnerId = 400;
constexpr double kDealRepeated = 0.005;

std::string_view stage_name(const Deal& deal) {
  if (deal.stage == Stage::won) return "Closed Won";
  return deal.stage == Stage::lost ? "Closed Lost" : at(kOpenStages, deal.step);
}

/// The day whose rate a deal's amount is at.
base::Day money_day(const Deal& deal) {
  return deal.stage == Stage::open ? deal.created : deal.closed;
}

void deal_line(const Company& company, const Deal& deal, std::int64_t id, bool in_own_currency,
               base::Random& random, CsvText& out) {
  std::string name = company.stem;
  name[0] = static_cast<char>(name[0] - 'a' + 'A');
  const bool closed = deal.stage != Stage::open;
  const bool known = deal.stage == Stage::won || chance(random, 0.92);
  const int minutes = 8 * 60 + below(random, 600);
  out.number(id).text(name + " - Rotabrook").number(kFirstId + company.index);
  out.text("Sales Pipeline").text(stage_name(deal)).text("newbusiness");
  const std::string_view currency = currency_of(company);
  if (!known) {
    out.empty();
  } else if (in_own_currency) {
    out.number(in_currency(deal.amount, currency, money_day(deal)));
  } else {
    out.money(deal.amount);
  }
  out.moment(deal.created, minutes);
  closed ? out.date(deal.closed, DateForm::us) : out.empty();
  out.text(deal.stage == Stage::lost && chance(random, 0.85) ? at(kLostReasons, deal.reason) : "");
  out.text(deal.stage == Stage::won ? "true" : "false");
  deal.partner < 0 ? out.empty() : out.number(kFirstPartnerId + deal.partner);
  if (in_own_currency) out.text(currency);
  out.end();
}

std::string_view term_name(TermKind kind) {
  switch (kind) {
    case TermKind::first: return "New";
    case TermKind::renewal: return "Renewal";
    case TermKind::expansion: return "Expansion";
    case TermKind::churn: return "Churn";
  }
  return {};
}

std::string_view note_text(const Note& note, const History& history) {
  if (note.theme >= 0) return kThemes[static_cast<std::size_t>(note.theme)].text;
  return history.won ? "Asked after the deal: signed because planning became quicker."
                     : "Asked after the deal: went with another way of planning.";
}

}  // namespace

std::int64_t deal_lines(std::uint64_t seed, const Company& company, const History& history,
                        const Extras& extras, CsvText& out) {
  base::Random random = generator(seed, company.index, Use::extra);
  std::int64_t lines = 0;
  for (std::size_t i = 0; i < history.deals.size(); ++i) {
    const std::int64_t id = kFirstDealId + company.index * 2 + static_cast<std::int64_t>(i);
    CsvText line;
    deal_line(company, history.deals[i], id, extras.currencies, random, line);
    const int times = chance(random, kDealRepeated) ? 2 : 1;
    for (int time = 0; time < times; ++time) out.lines(line.str());
    lines += times;
  }
  return lines;
}

void revenue_lines(const Company& company, const History& history, const Extras& extras,
                   CsvText& out) {
  const std::string_view currency = currency_of(company);
  for (const Term& term : history.terms) {
    out.number(kFirstId + company.index).text(term_name(term.kind));
    out.date(term.start, DateForm::iso).date(term.end, DateForm::iso);
    out.amount(extras.currencies ? in_currency(term.amount, currency, term.start) : term.amount);
    if (extras.currencies) out.text(currency);
    out.end();
  }
}

std::int64_t change_lines(std::uint64_t seed, const Company& company, const History& history,
                          CsvText& out) {
  const Budget budget = make_budget(seed, company, history);
  for (const BudgetChange& change : budget.changes) {
    out.number(kFirstId + company.index).text(kBudgetColumn).number(change.before);
    out.number(change.after).date(change.day, DateForm::iso).end();
  }
  return static_cast<std::int64_t>(budget.changes.size());
}

void contact_lines(const Company& company, const History& history, CsvText& out) {
  for (const Person& person : history.people) {
    const Persona& persona = kPersonas[static_cast<std::size_t>(person.persona)];
    const std::string_view first = at(kFirstNames, person.first_name);
    const std::string_view last = at(kLastNames, person.last_name);
    std::string mail(first);
    mail += '.';
    mail += last;
    mail += '@';
    mail += company.stem;
    mail += ".example";
    for (char& letter : mail) {
      if ('A' <= letter && letter <= 'Z') letter = static_cast<char>(letter - 'A' + 'a');
    }
    const auto place = static_cast<std::int64_t>(kPersonas.size());
    out.number(kFirstContactId + company.index * place + person.persona);
    out.text(first).text(last).text(mail).text(persona.title).text(persona.department);
    out.text(persona.seniority).text(persona.role).number(kFirstId + company.index);
    out.date(person.created, DateForm::iso);
    out.end();
  }
}

void signal_lines(const Company& company, const History& history, CsvText& out) {
  for (const Event& event : history.events) {
    out.number(kFirstId + company.index).text(at(kSignals, event.signal));
    out.date(event.day, DateForm::european);
    out.end();
  }
}

void note_lines(const Company& company, const History& history, CsvText& out) {
  constexpr std::array<std::string_view, 4> kSources = {"Interview", "Call", "Survey", "Win/Loss"};
  for (const Note& note : history.notes) {
    out.number(kFirstId + company.index).date(note.day, DateForm::iso);
    out.text(at(kSources, static_cast<int>(note.source))).text(note_text(note, history));
    out.end();
  }
}

std::string partners_text(std::uint64_t seed) {
  constexpr std::array<std::string_view, 3> kTypes = {"Reseller", "Consultancy", "Technology"};
  constexpr std::array<std::string_view, 3> kTiers = {"Gold", "Silver", "Registered"};
  CsvText out;
  out.lines("Partner ID,Partner Name,Domain,Type,Tier,Country/Region,Since\n");
  base::Random random(seed, ~std::uint64_t{0});
  for (int i = 0; i < kPartnerCount; ++i) {
    std::string name;
    for (int part = 0; part < 3; ++part) name += kSyllables[random.below(kSyllables.size())];
    name += std::to_string(i + 1);
    const std::string domain = name + ".example";
    name[0] = static_cast<char>(name[0] - 'a' + 'A');
    out.number(kFirstPartnerId + i).text(name + " Partners").text(domain);
    out.text(kTypes[random.below(3)]).text(kTiers[random.below(3)]);
    out.text(kCountries[random.below(kCountries.size())].label);
    out.date(kFirstDay - static_cast<int>(random.below(1500)), DateForm::iso);
    out.end();
  }
  return out.str();
}

}  // namespace bestfit::example
