#include "bestfit/example/truth.h"

#include <fmt/format.h>

#include <span>
#include <string>
#include <vector>

#include "bestfit/base/date.h"
#include "bestfit/example/circumstances.h"
#include "bestfit/example/planted.h"
#include "bestfit/example/rows.h"

namespace bestfit::example {
namespace {

using base::Json;

Json list(std::span<const std::string_view> words) {
  Json json = Json::array();
  for (const std::string_view word : words) json.push(word);
  return json;
}

Json level_effects(std::span<const Level> levels) {
  Json json = Json::array();
  for (const Level& level : levels) {
    json.push(Json::object()
                  .set("value", level.label)
                  .set("share", level.share)
                  .set("win", level.win)
                  .set("stay", level.stay));
  }
  return json;
}

Json band_effects(std::span<const Band> bands) {
  Json json = Json::array();
  for (const Band& band : bands) {
    Json effect = Json::object();
    effect.set("from", band.from).set("to", band.to == kNoLimit ? Json() : Json(band.to));
    json.push(effect.set("win", band.win).set("stay", band.stay));
  }
  return json;
}

Json attribute(std::string_view name, std::string_view column, std::string_view kind,
               std::string_view direction, std::span<const std::string_view> proxies,
               Json effects) {
  Json json = Json::object();
  json.set("attribute", name).set("column", column).set("kind", kind).set("direction", direction);
  return json.set("proxies", list(proxies)).set("effects", std::move(effects));
}

Json planted() {
  constexpr std::array<std::string_view, 1> kOfIndustry = {"NAICS Code"};
  constexpr std::array<std::string_view, 2> kOfEmployees = {"Annual Revenue", "Open Vacancies"};
  constexpr std::array<std::string_view, 4> kOfCountry = {"State/Region", "City", "Time Zone",
                                                          "Currency"};
  constexpr std::array<std::string_view, 2> kOfHourly = {"Shift Pattern", "Remote Staff (%)"};
  constexpr std::array<Level, 2> kClocks = {kTimeClocks, kNoTimeClocks};
  Json json = Json::array();
  json.push(attribute("industry", "Industry", "category", "named values are better", kOfIndustry,
                      level_effects(kIndustries)));
  json.push(attribute("employees", "Number of Employees", "number", "a middle range is best",
                      kOfEmployees, band_effects(kEmployeeBands)));
  json.push(attribute("country", "Country/Region", "category", "named values are better",
                      kOfCountry, level_effects(kCountries)));
  json.push(attribute("technologies", "Technologies", "set", "having Time Clocks is better", {},
                      level_effects(kClocks)));
  json.push(attribute("sites", "Number of Sites", "number", "more is better", {},
                      band_effects(kSiteBands)));
  return json.push(attribute("hourly_staff", "Hourly Staff (%)", "number", "more is better",
                             kOfHourly, band_effects(kHourlyBands)));
}

Json leaks() {
  const auto leak = [](std::string_view column, std::string_view why) {
    return Json::object().set("column", column).set("why", why);
  };
  Json json = Json::array();
  json.push(leak("Lifecycle Stage", "says Customer once the deal is won"));
  json.push(leak("Onboarding Status", "is filled for customers only"));
  return json.push(leak("Contract ID", "is filled for customers only"));
}

Json noise() {
  constexpr std::array<std::string_view, 14> kNoise = {
      "Year Founded",     "Funding Stage",       "Company Type",           "Lead Source",
      "Company owner",    "Employee Growth (%)", "Web Visits (90 days)",   "Email Opens (90 days)",
      "Social Followers", "Credit Rating",       "Trial Logins (30 days)", "Fiscal Year End",
      "ISO Certified",    "Target Account"};
  return list(kNoise);
}

Json share(std::int64_t part, std::int64_t whole) {
  return whole == 0 ? Json() : Json(static_cast<double>(part) / static_cast<double>(whole));
}

Json segment_rates(const SegmentTotals& totals) {
  Json json = Json::object();
  json.set("companies", totals.companies).set("worked", totals.worked).set("won", totals.won);
  json.set("best", totals.best).set("win_rate", share(totals.won, totals.decided));
  json.set("best_rate", share(totals.best, totals.decided));
  json.set("cycle_days_mean", share(totals.cycle_days, totals.won));
  json.set("kept_12m", share(totals.kept_12m, totals.won));
  json.set("kept_24m", share(totals.kept_24m, totals.won));
  json.set("value_24m_mean", share(totals.value_24m, totals.won));
  json.set("value_24m_seen_mean", share(totals.value_24m_seen, totals.won));
  return json.set("unfinished_share", share(totals.unfinished, totals.won));
}

Json condition(std::string_view column, std::string_view is, Json value) {
  return Json::object().set("column", column).set("is", is).set("value", std::move(value));
}

Json segments(const Totals& totals) {
  Json care = Json::array();
  care.push(condition("Industry", "equal", kIndustries[0].label));
  care.push(condition("Number of Sites", "at least", kCareSitesFrom));
  Json logistics = Json::array();
  logistics.push(condition("Industry", "equal", kIndustries[1].label));
  logistics.push(condition("Number of Employees", "at least", kLogisticsFrom));
  logistics.push(condition("Number of Employees", "at most", kLogisticsTo));
  const std::array<Json, 2> rules = {care, logistics};
  Json json = Json::array();
  for (std::size_t i = 0; i < kSegments.size(); ++i) {
    Json segment = Json::object();
    segment.set("name", kSegments[i].name).set("rule", rules[i]).set("win", kSegments[i].win);
    segment.set("stay", kSegments[i].stay).set("cycle", kSegments[i].cycle);
    json.push(segment.set("truth", segment_rates(totals.segments[i])));
  }
  return json;
}

Json triggers() {
  Json json = Json::array();
  for (std::size_t i = 0; i < kTriggers; ++i) {
    Json trigger = Json::object().set("signal", kSignals[i]);
    json.push(trigger.set("window_days", kTriggerDays).set("win", kTriggerWin));
  }
  return json;
}

Json personas() {
  Json json = Json::array();
  for (const Persona& persona : kPersonas) {
    Json one = Json::object().set("name", persona.name).set("department", persona.department);
    one.set("seniority", persona.seniority).set("role", persona.role);
    json.push(one.set("share", persona.share).set("win", persona.win));
  }
  return json;
}

Json themes() {
  Json json = Json::array();
  for (const Theme& theme : kThemes) {
    Json one = Json::object().set("name", theme.name).set("text", theme.text);
    json.push(one.set("win", theme.win));
  }
  return json;
}

Json counts_json(const ExampleSummary& counts) {
  Json json = Json::object();
  json.set("companies", counts.companies).set("account_lines", counts.account_lines);
  json.set("duplicate_lines", counts.duplicate_lines).set("copies", counts.copies);
  json.set("worked", counts.worked).set("won", counts.won).set("lost", counts.lost);
  json.set("open", counts.open).set("best", counts.best).set("deals", counts.deals);
  json.set("revenue_lines", counts.revenue_lines).set("contacts", counts.contacts);
  return json.set("signals", counts.signals).set("notes", counts.notes);
}

void add_segment(const SegmentTotals& part, SegmentTotals& whole) {
  whole.companies += part.companies;
  whole.worked += part.worked;
  whole.decided += part.decided;
  whole.won += part.won;
  whole.best += part.best;
  whole.kept_12m += part.kept_12m;
  whole.kept_24m += part.kept_24m;
  whole.value_24m += part.value_24m;
  whole.value_24m_seen += part.value_24m_seen;
  whole.unfinished += part.unfinished;
  whole.cycle_days += part.cycle_days;
}

void add_customer(const History& history, SegmentTotals& totals) {
  ++totals.won;
  const base::Day two_years = months_later(history.started, 24);
  totals.best += history.value_24m >= kBestValue ? 1 : 0;
  totals.kept_12m += history.left > months_later(history.started, 12) ? 1 : 0;
  totals.kept_24m += history.left > two_years ? 1 : 0;
  totals.value_24m += history.value_24m;
  totals.unfinished += history.left > kLastDay && two_years > kLastDay ? 1 : 0;
  totals.cycle_days += history.deals.back().closed - history.deals.back().created;
  for (const Term& term : history.terms) {
    if (term.start < two_years) totals.value_24m_seen += term.amount;
  }
}

}  // namespace

void add_company(const Company& company, const History& history, Totals& totals) {
  const int segment = segment_of(company);
  const std::size_t rest = totals.segments.size() - 1;
  SegmentTotals part;
  part.companies = 1;
  part.worked = history.worked ? 1 : 0;
  part.decided = history.worked && !history.open ? 1 : 0;
  if (history.won) add_customer(history, part);
  add_segment(part, totals.segments[segment < 0 ? rest : static_cast<std::size_t>(segment)]);

  ExampleSummary& counts = totals.counts;
  ++counts.companies;
  counts.worked += part.worked;
  counts.won += part.won;
  counts.lost += part.decided - part.won;
  counts.open += history.open ? 1 : 0;
  counts.best += part.best;
  counts.revenue_lines += static_cast<std::int64_t>(history.terms.size());
  counts.contacts += static_cast<std::int64_t>(history.people.size());
  counts.signals += static_cast<std::int64_t>(history.events.size());
  counts.notes += static_cast<std::int64_t>(history.notes.size());
}

void add_totals(const Totals& part, Totals& whole) {
  for (std::size_t i = 0; i < whole.segments.size(); ++i) {
    add_segment(part.segments[i], whole.segments[i]);
  }
  const ExampleSummary& from = part.counts;
  ExampleSummary& to = whole.counts;
  to.companies += from.companies;
  to.account_lines += from.account_lines;
  to.duplicate_lines += from.duplicate_lines;
  to.copies += from.copies;
  to.worked += from.worked;
  to.won += from.won;
  to.lost += from.lost;
  to.open += from.open;
  to.best += from.best;
  to.deals += from.deals;
  to.revenue_lines += from.revenue_lines;
  to.contacts += from.contacts;
  to.signals += from.signals;
  to.notes += from.notes;
  to.changes += from.changes;
}

base::Json truth_json(const ExampleOptions& options, const Totals& totals) {
  SegmentTotals all;
  for (const SegmentTotals& segment : totals.segments) add_segment(segment, all);
  constexpr std::array<std::string_view, 5> kIdentifiers = {
      "Record ID", "Company name", "Company Domain Name", "Create Date", "Description"};
  Json json = Json::object();
  json.set("format", 1).set("synthetic", true);
  json.set("about", "Made up by 'bestfit example'. No company, person or number in it is real.");
  json.set("company", "Rotabrook, which sells shift planning");
  json.set("accounts", options.accounts).set("seed", fmt::format("{}", options.seed));
  json.set("first_day", base::iso_date(kFirstDay)).set("as_of", base::iso_date(kLastDay));
  json.set("counts", counts_json(totals.counts));
  json.set("best", Json::object().set("months", 24).set("value_from", kBestValue));
  json.set("truth", segment_rates(all));
  json.set("intercept", kWinIntercept).set("leave_intercept", kLeaveIntercept);
  json.set("drift", Json::object().set("win", kWinDrift).set("country_fading", kCountryFading));
  json.set("planted", planted()).set("leaks", leaks()).set("noise", noise());
  json.set("not_attributes", list(kIdentifiers)).set("segments", segments(totals));
  json.set("rest", segment_rates(totals.segments.back()));
  json.set("triggers", triggers()).set("personas", personas());
  json.set("noise_signals", list(std::span(kSignals).subspan(kTriggers)));
  if (options.history) {
    json.set("changing", Json::object()
                             .set("column", kBudgetColumn)
                             .set("lines", totals.counts.changes)
                             .set("why",
                                  "grows once a customer has bought; goes with nothing "
                                  "when a company is first met"));
  }
  if (options.currencies) {
    json.set("currencies", "deals and revenue are in the customers' own, values here in dollars");
  }
  return json.set("themes", themes());
}

}  // namespace bestfit::example
