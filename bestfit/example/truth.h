#pragma once

#include <array>
#include <cstdint>

#include "bestfit/base/json.h"
#include "bestfit/example/company.h"
#include "bestfit/example/example.h"
#include "bestfit/example/history.h"

namespace bestfit::example {

/// Sums over the companies of one segment; whole numbers, so that they add up in any order.
struct SegmentTotals {
  std::int64_t companies = 0;
  std::int64_t worked = 0;
  std::int64_t decided = 0;  // won + lost
  std::int64_t won = 0;
  std::int64_t best = 0;
  std::int64_t kept_12m = 0;        // won, and customers for 12 months, past the export or not
  std::int64_t kept_24m = 0;        // the same for 24 months
  std::int64_t value_24m = 0;       // dollars of all won in their first 24 months, past it or not
  std::int64_t value_24m_seen = 0;  // dollars of them that started by the export
  std::int64_t unfinished = 0;      // won, not left, and not yet 24 months a customer at the export
  std::int64_t cycle_days = 0;      // of the deals won
};

/// Everything that truth.json tells in numbers. The last segment is the rest.
struct Totals {
  ExampleSummary counts;
  std::array<SegmentTotals, 3> segments;
};

void add_company(const Company& company, const History& history, Totals& totals);
void add_totals(const Totals& part, Totals& whole);

/// The content of truth.json.
base::Json truth_json(const ExampleOptions& options, const Totals& totals);

}  // namespace bestfit::example
