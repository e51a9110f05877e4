#include "bestfit/validate/rounds.h"

#include <algorithm>
#include <cmath>

#include "bestfit/base/error.h"
#include "bestfit/base/parallel.h"

namespace bestfit::validate {
namespace {

RoundResult run_round(const Pipeline& pipeline, const outcome::Target& best, const Round& round) {
  RoundResult result;
  result.rows = round.held;
  result.points.assign(round.held.size(), 0);
  if (!outcome::has_both(best, round.learned)) return result;

  std::vector<std::uint32_t> asked = round.held;
  asked.insert(asked.end(), round.learned.begin(), round.learned.end());
  const Scored scored = pipeline(best, round.learned, asked);
  check(scored.points.size() == asked.size(), "Pipeline: points for each row asked for");
  if (!scored.found) return result;

  const auto held = static_cast<std::ptrdiff_t>(round.held.size());
  result.found = true;
  result.points.assign(scored.points.begin(), scored.points.begin() + held);
  result.scale = Scale(std::span<const int>(scored.points).subspan(round.held.size()));
  return result;
}

}  // namespace

Scale::Scale(std::span<const int> points) {
  std::array<double, 101> counts{};
  for (const int score : points) {
    check(0 <= score && score <= 100, "Scale: 0 <= points <= 100");
    counts[static_cast<std::size_t>(score)] += 1.0;
  }
  double below = 0.0;
  const auto total = static_cast<double>(points.size());
  for (std::size_t score = 0; score <= 100; ++score) {
    occurs_[score] = counts[score] > 0.0;
    ranks_[score] = total > 0.0 ? (below + 0.5 * counts[score]) / total : 0.5;
    below += counts[score];
  }
}

double Scale::rank(int points) const {
  const bool any = std::any_of(occurs_.begin(), occurs_.end(), [](bool occurs) { return occurs; });
  return any ? ranks_[static_cast<std::size_t>(points)] : 0.5;
}

int Scale::at(double rank) const {
  int chosen = -1;
  for (int score = 0; score <= 100; ++score) {
    const auto place = static_cast<std::size_t>(score);
    if (!occurs_[place]) continue;
    const bool nearer = chosen < 0 || std::abs(ranks_[place] - rank) <
                                          std::abs(ranks_[static_cast<std::size_t>(chosen)] - rank);
    if (nearer) chosen = score;
  }
  return std::max(0, chosen);
}

std::vector<RoundResult> run_rounds(const Pipeline& pipeline, const outcome::Target& best,
                                    std::span<const Round> rounds, int threads) {
  std::vector<RoundResult> results(rounds.size());
  base::parallel_for(threads, rounds.size(),
                     [&](std::size_t i) { results[i] = run_round(pipeline, best, rounds[i]); });
  return results;
}

}  // namespace bestfit::validate
