#include "bestfit/example/history.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstddef>

#include "bestfit/example/catalog.h"
#include "bestfit/example/circumstances.h"
#include "bestfit/example/planted.h"

namespace bestfit::example {
namespace {

constexpr int kLongestDays = 3 * 366;  // past the export a customer's life is not drawn
constexpr double kWorkedShare = 0.66;
constexpr double kWorkedTargetShare = 0.80;
constexpr double kStalledShare = 0.03;
constexpr double kSecondTry = 0.12;
constexpr double kSecondTryWin = -0.9;
constexpr double kNotesShare = 0.30;
constexpr double kTriggerShare = 0.14;  // of worked accounts, a signal, each kind

double share_of(double log_odds) { return 1.0 / (1.0 + std::exp(-log_odds)); }

/// People known before the first meeting. Returns what they add to the log-odds of winning.
double draw_people(base::Random& random, History& history) {
  double win = 0.0;
  for (std::size_t i = 0; i < kPersonas.size(); ++i) {
    const double share = history.worked ? kPersonas[i].share : 0.15 * kPersonas[i].share;
    if (!chance(random, share)) continue;
    const base::Day from = history.worked ? history.met : history.created;
    history.people.push_back({.persona = static_cast<int>(i),
                              .first_name = below(random, static_cast<int>(kFirstNames.size())),
                              .last_name = below(random, static_cast<int>(kLastNames.size())),
                              .created = from - below(random, 60)});
    win += kPersonas[i].win;
  }
  return win;
}

/// Signals before the first meeting and at any other time. Returns the triggers' part.
double draw_events(base::Random& random, History& history) {
  double win = 0.0;
  for (int i = 0; i < static_cast<int>(kSignals.size()); ++i) {
    if (history.worked && chance(random, kTriggerShare)) {
      history.events.push_back({.signal = i, .day = history.met - 1 - below(random, kTriggerDays)});
      if (i < kTriggers) win += kTriggerWin;
    }
    if (!chance(random, 0.1)) continue;
    const base::Day day = kFirstDay + below(random, kLastDay - kFirstDay + 1);
    const int before = history.met - day;
    if (history.worked && 0 < before && before <= kTriggerDays) continue;
    history.events.push_back({.signal = i, .day = day});
  }
  return win;
}

/// Interviews and calls around the first meeting. Returns the pain points' part.
double draw_notes(base::Random& random, History& history) {
  if (!chance(random, kNotesShare)) return 0.0;
  double win = 0.0;
  for (std::size_t i = 0; i < kThemes.size(); ++i) {
    if (!chance(random, kThemes[i].share)) continue;
    history.notes.push_back({.source = static_cast<NoteSource>(below(random, 3)),
                             .day = history.met - below(random, 20),
                             .theme = static_cast<int>(i)});
    win += kThemes[i].win;
  }
  return win;
}

std::int64_t yearly_price(base::Random& random, const Company& company) {
  const double hourly_staff = company.employees * company.hourly_percent / 100.0;
  const double price = (3'000.0 + 42.0 * std::min(hourly_staff, 4'000.0)) * factor(random, 0.25);
  return std::max<std::int64_t>(24, static_cast<std::int64_t>(price / 100.0)) * 100;
}

/// One attempt to sell. A deal that would close after the export is still open.
Deal make_deal(base::Random& random, const Company& company, base::Day created, double win) {
  Deal deal;
  deal.created = created;
  deal.amount = yearly_price(random, company);
  deal.partner = chance(random, 0.12) ? below(random, kPartnerCount) : -1;
  deal.reason = below(random, static_cast<int>(kLostReasons.size()));
  deal.step = below(random, static_cast<int>(kOpenStages.size()));
  const bool won = chance(random, share_of(win));
  const int segment = segment_of(company);
  const double pace = segment < 0 ? 1.0 : kSegments[static_cast<std::size_t>(segment)].cycle;
  const double days = 75.0 * pace * factor(random, 0.6);
  deal.closed = created + 5 + static_cast<int>(std::min(days, 700.0));
  const bool stalled = chance(random, kStalledShare);
  if (!stalled && deal.closed <= kLastDay) deal.stage = won ? Stage::won : Stage::lost;
  return deal;
}

void draw_deals(base::Random& random, const Company& company, double win, History& history) {
  history.deals.push_back(make_deal(random, company, history.met, win));
  const Deal first = history.deals.front();
  if (first.stage == Stage::lost && chance(random, kSecondTry)) {
    const base::Day again = first.closed + 90 + below(random, 300);
    if (again <= kLastDay) {
      history.deals.push_back(make_deal(random, company, again, win + kSecondTryWin));
    }
  }
  history.open = history.deals.back().stage == Stage::open;
  history.won = history.deals.back().stage == Stage::won;
}

/// A customer's life in terms of 12 or 3 months, drawn to its end; what lies past the export counts
/// in the truth and stands in no file.
void draw_terms(base::Random& random, const Company& company, History& history) {
  const int months = chance(random, 0.3) ? 3 : 12;
  const double leave_year = share_of(kLeaveIntercept - fit_to_stay(company));
  const double leave = 1.0 - std::pow(1.0 - leave_year, months / 12.0);
  const double expand = 0.18 * months / 12.0;
  const std::int64_t price = history.deals.back().amount;
  std::int64_t amount = std::max<std::int64_t>(100, price * months / 12);
  base::Day start = history.deals.back().closed + 1 + below(random, 30);
  history.started = start;
  const base::Day two_years = months_later(start, 24);
  TermKind kind = TermKind::first;
  for (int paid = months;; paid += months) {
    const base::Day end = months_later(history.started, paid) - 1;
    if (start <= kLastDay) {
      history.terms.push_back({.kind = kind, .start = start, .end = end, .amount = amount});
    }
    if (start < two_years) history.value_24m += amount;
    start = end + 1;
    history.left = start;
    if (chance(random, leave) || start > kLastDay + kLongestDays) break;
    kind = chance(random, expand) ? TermKind::expansion : TermKind::renewal;
    if (kind == TermKind::expansion) amount += amount / 4;
  }
  if (history.left <= kLastDay) {
    history.terms.push_back(
        {.kind = TermKind::churn, .start = history.left, .end = history.left, .amount = 0});
  }
}

/// Half of the decided accounts with notes were asked why afterwards: these notes leak.
void draw_win_loss(base::Random& random, History& history) {
  if (history.open || history.notes.empty() || !chance(random, 0.5)) return;
  const base::Day day = history.deals.back().closed + 3 + below(random, 40);
  if (day <= kLastDay) {
    history.notes.push_back({.source = NoteSource::win_loss, .day = day, .theme = -1});
  }
}

}  // namespace

base::Day months_later(base::Day day, int months) {
  namespace chrono = std::chrono;
  const chrono::year_month_day from{chrono::sys_days{chrono::days{day}}};
  chrono::year_month_day to = from + chrono::months{months};
  if (!to.ok()) to = to.year() / to.month() / chrono::last;
  return static_cast<base::Day>(chrono::sys_days{to}.time_since_epoch().count());
}

History make_history(std::uint64_t seed, const Company& company) {
  base::Random random = generator(seed, company.index, Use::history);
  History history;
  history.worked = chance(random, company.target ? kWorkedTargetShare : kWorkedShare);
  history.met = kFirstDay + below(random, kLastDay - kFirstDay + 1);
  history.created = history.met - 1 - below(random, 200);
  const double people = draw_people(random, history);
  const double triggers = draw_events(random, history);
  if (!history.worked) return history;

  const double time = static_cast<double>(history.met - kFirstDay) / (kLastDay - kFirstDay);
  const double win = kWinIntercept + kWinDrift * time + fit_to_win(company, time) + people +
                     triggers + draw_notes(random, history);
  draw_deals(random, company, win, history);
  if (history.won) draw_terms(random, company, history);
  draw_win_loss(random, history);
  return history;
}

}  // namespace bestfit::example
