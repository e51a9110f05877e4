#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "bestfit/base/date.h"
#include "bestfit/profile/best_terms.h"
#include "bestfit/stats/interval.h"

/// VALUES that every other room talks about; no algorithm. The file form is in profile_file.h.
namespace bestfit::profile {

/// What a criterion looks at.
enum class CriterionKind {
  number,  // a number
  flag,    // yes or no
  date,    // age in days: the row's `relative_to` date, else the profile's `as_of`, minus the date
  category,  // one label, compared as base::fold does
  set,       // several labels
};

/// One value or range of an attribute. Matches a known value when every part that is set matches;
/// a bin with no part set matches every known value ("other"). Within a list the first match
/// counts.
struct Bin {
  std::string label;                // for people: "51–200", "Software"
  std::optional<double> from;       // number, date: value >= from
  std::optional<double> below;      // number, date: value < below
  std::vector<std::string> values;  // category, flag: the label is one of these; set: all
  int points = 0;                   // whole points, >= 0

  // Evidence, where the profile was learned.
  std::int64_t total = 0;  // accounts in this bin; 0 when there is no evidence
  std::int64_t best = 0;
};

/// One attribute of a scorecard: bins in order, and what is given when the value is not known.
struct Criterion {
  std::string attribute;  // for people: "Number of employees"
  std::string column;     // the input column it is read from
  CriterionKind kind = CriterionKind::number;
  std::string relative_to;              // date: the column an age is counted to; may be empty
  std::vector<Bin> bins;                // a known value that matches none earns 0 points
  Bin missing;                          // label, points and evidence when not known
  bool missing_says_something = false;  // not known counts as known: it was common when learned
};

/// A hard condition on one attribute: all of `require` must hold, none of `disqualify` may.
struct Condition {
  std::string attribute;
  std::string column;
  CriterionKind kind = CriterionKind::number;
  std::string relative_to;
  Bin match;
  std::string reason;  // said to people when the account is disqualified
};

/// Scores of at least `from` are in this tier; listed best first.
struct Tier {
  std::string name;  // A, B, C, D
  int from = 0;
  std::string action;                   // pursue first, pursue, when asked, skip
  std::optional<stats::Estimate> rate;  // of the outcome in this tier, on held-out accounts
};

/// A step of the table from score to probability: applies to scores of at least `from`.
struct CalibrationStep {
  int from = 0;
  double probability = 0.0;  // of the outcome, not decreasing with the score
  stats::Interval interval;  // 95 %
  std::int64_t total = 0;    // accounts it was estimated on, out of fold
};

/// What a learned profile rests on.
struct Evidence {
  std::int64_t rows = 0;  // accounts learned from
  std::int64_t best = 0;  // of these, with the outcome
  std::string outcome;    // as it was asked: "won", "Status=Won"
  std::string verdict;    // ready, ok, not_ready
  std::string method;     // how it was proved: "split in time", "nested 5-fold cross-validation"
  std::optional<stats::Estimate> auc;
  std::optional<stats::Estimate> lift_at_10pct;
  std::string fingerprint;  // of data, options and seed
};

/// One ICP. A hand-written one has no evidence.
struct Profile {
  std::string name;
  std::string narrative;
  std::vector<Condition> require;
  std::vector<Condition> disqualify;
  std::vector<Criterion> score;  // at most 7; best points add up to 100
  int known_min = 25;            // points whose attributes must be known, of the card's best
  std::vector<Tier> tiers;       // best first
  std::vector<CalibrationStep> calibration;  // by `from`, increasing; may be empty
  std::optional<Evidence> evidence;
};

/// A kind of event that comes before wins, and how fast it fades (docs/methods/triggers.md).
struct Trigger {
  std::string event;                    // the type, as a file of signals names it; base::fold
  double weight = 1.0;                  // the logarithm of the lift, shrunk; > 0
  double half_life_days = 90.0;         // > 0
  std::optional<stats::Estimate> lift;  // where it was learned
};

/// A profile file: 1 to 3 profiles, best first.
struct ProfileFile {
  std::string version;  // of this profile, shown with every score
  std::string owner;
  bool draft = false;               // not proved: not to be used for routing or skipping accounts
  std::optional<base::Day> as_of;   // the day that ages are counted to where a row has none
  std::optional<base::Day> review;  // to be looked at again by
  std::optional<BestTerms> best;    // what "best" was when it was built, where that is the outcome
  std::vector<Trigger> triggers;    // of timing, which is no part of fit; the heaviest first
  std::vector<Profile> profiles;
};

/// The labels that the profiles of a file name in a column, in order.
std::vector<std::string> labels_in(const ProfileFile& file, const std::string& column);

/// The columns that the profiles of a file read, each once, in order.
std::vector<std::string> columns_in(const ProfileFile& file);

/// A bin that names no part: it matches every value that is known.
bool names_no_part(const Bin& bin);

/// The most points that a criterion can give.
int points_max(const Criterion& criterion);

/// The fewest points that it gives any account: those of its worst bin or of "not known", 0 where a
/// known value may match no bin.
int points_min(const Criterion& criterion);

}  // namespace bestfit::profile
