#pragma once

#include <cstdint>
#include <vector>

#include "bestfit/example/company.h"
#include "bestfit/example/history.h"

namespace bestfit::example {

/// A change of a company's software budget, in dollars a year.
struct BudgetChange {
  base::Day day = 0;
  std::int64_t before = 0;
  std::int64_t after = 0;
};

/// What a company spends on software: nothing goes with it when the company is first met. Of
/// customers it grows by a tenth to a half once they have bought; of all it moves now and then.
struct Budget {
  std::int64_t met = 0;               // on the day of the first meeting
  std::int64_t today = 0;             // at the export
  std::vector<BudgetChange> changes;  // the oldest first
};

/// The budget of a company; a pure function of its arguments.
Budget make_budget(std::uint64_t seed, const Company& company, const History& history);

}  // namespace bestfit::example
