#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "bestfit/stats/interval.h"

namespace bestfit::profile {

/// How one value (a bin) of an attribute goes with the outcome.
struct ValueStats {
  std::string label;        // "51–200", "Software", "not known"
  std::int64_t total = 0;   // accounts with this value
  std::int64_t best = 0;    // of these, accounts with the outcome
  double rate = 0.0;        // of the outcome; NaN where how common it is cannot be told
  stats::Interval share;    // of that rate, 95 % Wilson
  double of_best = 0.0;     // share of the best (of their worth) that have this value
  double of_others = 0.0;   // share of those that the best are held against
  stats::Estimate lift;     // rate here over the rate of all other accounts' (comparison group)
  double weight = 0.0;      // weight of evidence, shrunk: ln odds here minus ln odds overall
  int points = 0;           // in the card; 0 when the attribute is not in it
  bool is_missing = false;  // the bin of accounts where it is not known
};

/// Why an attribute is suspected to know the outcome beforehand.
struct Leakage {
  bool suspected = false;
  std::string why;  // one sentence with the number that gave it away; empty when not suspected
};

/// How an attribute as a whole goes with the outcome.
struct AttributeStats {
  std::string name;       // for people: "Number of employees"
  std::string column;     // the input column
  std::string kind;       // number, flag, date, category, set
  bool selected = false;  // in a scorecard
  stats::Estimate
      effect;  // probability of superiority (AUC) of its best ordering, 0.5 is no effect
  std::optional<stats::Estimate> adjusted;  // the same among accounts alike on the rest of the card
  double p = 1.0;                           // from a test that does not look at the bins chosen
  std::string effect_method;                // how the effect and its interval were computed
  std::string p_method;                     // the tests that p comes from
  double q = 1.0;                           // false discovery rate, Benjamini and Hochberg 1995
  double information = 0.0;                 // debiased information value, may be below 0
  double coverage = 0.0;                    // share of accounts where it is known
  double stability = 0.0;  // share of half-samples whose card has it; NaN when not measured
  Leakage leakage;
  std::string left_out;  // why it was not offered to the card: "constant", …; empty when it was
  std::vector<ValueStats> values;
  std::optional<ValueStats> fit;  // in a card: its bins near the best, together, as the story says
};

/// Whether the effect is clear alone and clearly the other way round beside the card.
inline bool turns(const AttributeStats& attribute) {
  return attribute.adjusted && attribute.effect.low > 0.5 && attribute.adjusted->high < 0.5;
}

}  // namespace bestfit::profile
