#pragma once

#include <cstdint>
#include <vector>

#include "bestfit/example/company.h"

namespace bestfit::example {

enum class Stage { open, won, lost };

struct Deal {
  Stage stage = Stage::open;
  base::Day created = 0;
  base::Day closed = 0;  // meaningless while open
  std::int64_t amount = 0;
  int partner = -1;  // of kPartnerCount, or none
  int reason = 0;    // why lost
  int step = 0;      // open: which stage
};

enum class TermKind { first, renewal, expansion, churn };

/// A line of revenue.csv: a paid period, or the day a customer left.
struct Term {
  TermKind kind = TermKind::first;
  base::Day start = 0;
  base::Day end = 0;  // last day of the period
  std::int64_t amount = 0;
};

struct Person {
  int persona = 0;
  int first_name = 0;
  int last_name = 0;
  base::Day created = 0;
};

struct Event {
  int signal = 0;
  base::Day day = 0;
};

enum class NoteSource { interview, call, survey, win_loss };

struct Note {
  NoteSource source = NoteSource::call;
  base::Day day = 0;
  int theme = 0;
};

/// What happened between the company and us, as known on kLastDay; and what will have happened
/// later, which no file but truth.json tells.
struct History {
  base::Day created = 0;  // of the account
  base::Day met = 0;      // first deal; meaningless when not worked
  bool worked = false;
  bool won = false;   // by kLastDay
  bool open = false;  // worked, and not decided by kLastDay
  std::vector<Deal> deals;
  std::vector<Term> terms;
  std::vector<Person> people;
  std::vector<Event> events;
  std::vector<Note> notes;
  base::Day left = 0;          // won: when the customer leaves, past kLastDay or not
  base::Day started = 0;       // won: first day of the first term
  std::int64_t value_24m = 0;  // won: dollars in the first 24 months, past kLastDay or not
};

/// The same day of the month so many months later, or the month's last day.
base::Day months_later(base::Day day, int months);

/// The history of a company; a pure function of its arguments.
History make_history(std::uint64_t seed, const Company& company);

}  // namespace bestfit::example
