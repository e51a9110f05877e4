#include "bestfit/example/budget.h"

#include <algorithm>

namespace bestfit::example {
namespace {

constexpr double kMedian = 40'000.0;
constexpr double kSpread = 0.35;
constexpr double kMovedShare = 0.4;  // of companies, once by chance
constexpr std::int64_t kStep = 100;

std::int64_t rounded(double dollars) {
  return std::max<std::int64_t>(kStep, static_cast<std::int64_t>(dollars) / kStep * kStep);
}

}  // namespace

Budget make_budget(std::uint64_t seed, const Company& company, const History& history) {
  base::Random random = generator(seed, company.index, Use::budget);
  struct Move {
    base::Day day;
    double factor;
  };
  std::vector<Move> moves;
  const double first = kMedian * factor(random, kSpread);
  if (chance(random, kMovedShare)) {
    const base::Day day = kFirstDay + below(random, kLastDay - kFirstDay + 1);
    moves.push_back({.day = day, .factor = 0.85 + 0.3 * random.uniform()});
  }
  if (history.won) {
    const base::Day day = history.started + 20 + below(random, 200);
    moves.push_back({.day = day, .factor = 1.1 + 0.4 * random.uniform()});
  }
  std::sort(moves.begin(), moves.end(), [](const Move& a, const Move& b) { return a.day < b.day; });
  Budget budget{.met = rounded(first), .today = rounded(first), .changes = {}};
  for (const Move& move : moves) {
    const std::int64_t after = rounded(static_cast<double>(budget.today) * move.factor);
    if (move.day > kLastDay || after == budget.today) continue;
    budget.changes.push_back({.day = move.day, .before = budget.today, .after = after});
    budget.today = after;
    if (move.day <= history.met) budget.met = after;
  }
  return budget;
}

}  // namespace bestfit::example
