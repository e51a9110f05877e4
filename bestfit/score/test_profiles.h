#pragma once

#include <array>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "bestfit/base/random.h"
#include "bestfit/profile/profile.h"
#include "bestfit/score/score.h"
#include "bestfit/table/column.h"

/// Random profiles for tests: cut points and their neighbours, unicode, quotes, separators in
/// names, blanks.
namespace bestfit::score::test {

using base::Random;
using profile::Bin;
using profile::CriterionKind;

inline const std::vector<std::string>& labels() {
  static const std::vector<std::string> kLabels = {
      "Software", "software ",  "Bank", "ÄRZTE",       "ärzte", "Food & Drink", "O'Brien",
      "a;b",      "say \"hi\"", "",     "back\\slash", "yes",   "no",           "NO"};
  return kLabels;
}

inline constexpr std::array<double, 9> kCuts = {-1e300, -10.0, -0.0, 0.0,  4.9e-324,
                                                0.1,    10.0,  1e15, 1e300};

inline double some_number(Random& random) {
  switch (random.below(4)) {
    case 0: return table::kMissing;
    case 1: return kCuts.at(random.below(kCuts.size()));
    case 2: {
      const double cut = kCuts.at(random.below(kCuts.size()));
      const double way = random.below(2) == 0 ? -1.0 : 1.0;
      return std::nextafter(cut, way * std::numeric_limits<double>::max());
    }
    default: return 40.0 * random.normal();
  }
}

inline std::vector<std::string> some_labels(Random& random, std::size_t most) {
  std::vector<std::string> some;
  for (std::size_t i = random.below(most + 1); i > 0; --i) {
    some.push_back(labels()[random.below(labels().size())]);
  }
  return some;
}

inline Bin some_bin(Random& random, CriterionKind kind) {
  Bin bin;
  bin.points = static_cast<int>(random.below(15));
  const bool ranged = kind == CriterionKind::number || kind == CriterionKind::date;
  if (ranged && random.below(3) > 0) bin.from = kCuts.at(random.below(kCuts.size()));
  if (ranged && random.below(3) > 0) bin.below = kCuts.at(random.below(kCuts.size()));
  if (!ranged) bin.values = some_labels(random, 3);
  return bin;
}

/// A column of its own for each kind, two for dates.
inline const char* column_of(CriterionKind kind, Random& random) {
  switch (kind) {
    case CriterionKind::number: return random.below(2) == 0 ? "size" : "growth";
    case CriterionKind::flag: return "public";
    case CriterionKind::date: return "founded";
    case CriterionKind::category: return random.below(5) == 0 ? "nowhere" : "industry";
    case CriterionKind::set: return "tools";
  }
  return "";
}

struct Asked {
  std::string column;
  CriterionKind kind = CriterionKind::number;
  std::string relative_to;
};

inline Asked some_question(Random& random) {
  Asked asked;
  asked.kind = static_cast<CriterionKind>(random.below(5));
  asked.column = column_of(asked.kind, random);
  if (asked.kind == CriterionKind::date && random.below(2) == 0) asked.relative_to = "met";
  return asked;
}

inline profile::Condition some_condition(Random& random) {
  const Asked asked = some_question(random);
  profile::Condition condition;
  condition.column = asked.column;
  condition.kind = asked.kind;
  condition.relative_to = asked.relative_to;
  condition.match = some_bin(random, asked.kind);
  return condition;
}

inline profile::ProfileFile some_file(Random& random) {
  profile::ProfileFile file;
  if (random.below(3) > 0) file.as_of = 20000;
  for (std::size_t i = random.below(3) + 1; i > 0; --i) {
    profile::Profile profile;
    for (std::size_t c = random.below(3); c > 0; --c) {
      auto& conditions = random.below(2) == 0 ? profile.require : profile.disqualify;
      conditions.push_back(some_condition(random));
    }
    profile.score.push_back({.column = "size", .bins = {some_bin(random, CriterionKind::number)}});
    for (std::size_t c = random.below(kCriteriaMax); c > 0; --c) {
      const Asked asked = some_question(random);
      profile::Criterion criterion;
      criterion.column = asked.column;
      criterion.kind = asked.kind;
      criterion.relative_to = asked.relative_to;
      for (std::size_t b = random.below(4) + 1; b > 0; --b) {
        criterion.bins.push_back(some_bin(random, asked.kind));
      }
      criterion.missing.points = static_cast<int>(random.below(5));
      criterion.missing_says_something = random.below(4) == 0;
      profile.score.push_back(criterion);
    }
    profile.known_min = static_cast<int>(random.below(40));
    profile.tiers = {{.name = "A", .from = 40}, {.name = "B", .from = 10}};
    profile.calibration = {{.from = 0, .probability = 0.1}, {.from = 30, .probability = 0.3}};
    file.profiles.push_back(profile);
  }
  return file;
}

}  // namespace bestfit::score::test
