#include "bestfit/validate/noise.h"

#include <algorithm>
#include <cmath>
#include <functional>

#include "bestfit/base/error.h"
#include "bestfit/base/parallel.h"
#include "bestfit/base/random.h"
#include "bestfit/stats/fold_auc.h"
#include "bestfit/stats/shuffle.h"
#include "bestfit/validate/held.h"

namespace bestfit::validate {
namespace {

/// The rounds of one run and the outcomes they see.
struct Run {
  outcome::Outcome outcome;
  std::vector<Round> rounds;
};

double auc_of(const outcome::Target& best, const std::vector<RoundResult>& results) {
  const std::vector<stats::FoldScore> scores = fold_scores(best, {}, results);
  return stats::can_tell(scores) ? stats::fold_auc(scores).auc.value : 0.5;
}

/// Runs `count` runs, some at a time so that progress is heard.
Noise noise_of_runs(const Pipeline& pipeline, const std::function<Run(int)>& make_run,
                    const NoiseOptions& options, base::Progress& progress) {
  std::vector<double> reached(static_cast<std::size_t>(options.runs));
  const auto at_once = static_cast<std::size_t>(std::max(1, options.threads));
  for (std::size_t from = 0; from < reached.size(); from += at_once) {
    progress.report("noise", static_cast<double>(from) / static_cast<double>(reached.size()));
    const std::size_t size = std::min(at_once, reached.size() - from);
    base::parallel_for(options.threads, size, [&](std::size_t i) {
      const Run run = make_run(static_cast<int>(from + i));
      reached[from + i] = auc_of(run.outcome, run_rounds(pipeline, run.outcome, run.rounds, 1));
    });
  }
  std::sort(reached.begin(), reached.end());
  if (reached.empty()) return {};
  return {.low = quantile(reached, 0.05),
          .median = quantile(reached, 0.5),
          .high = quantile(reached, 0.95),
          .runs = options.runs};
}

std::uint64_t seed_of_run(std::uint64_t seed, int run) {
  return base::Random(seed, static_cast<std::uint64_t>(run)).bits();
}

}  // namespace

Noise noise_of_folds(const Pipeline& pipeline, const Cases& cases,
                     const std::vector<std::uint32_t>& rows, const NoiseOptions& options,
                     base::Progress& progress) {
  const auto make_run = [&](int number) {
    const std::uint64_t seed = seed_of_run(options.seed, number);
    Run run;
    run.outcome =
        outcome::rearranged(cases.target(), stats::shuffled_places(cases.cluster, rows, seed));
    run.rounds = fold_rounds(run.outcome.best, cases.cluster, rows, options.folds, seed + 1);
    return run;
  };
  return noise_of_runs(pipeline, make_run, options, progress);
}

Noise noise_of_round(const Pipeline& pipeline, const Cases& cases, const Round& round,
                     const NoiseOptions& options, base::Progress& progress) {
  const auto make_run = [&](int number) {
    const std::uint64_t seed = seed_of_run(options.seed, number);
    Run run;
    run.outcome = outcome::rearranged(cases.target(),
                                      stats::shuffled_places(cases.cluster, round.learned, seed));
    run.outcome = outcome::rearranged(run.outcome,
                                      stats::shuffled_places(cases.cluster, round.held, seed + 1));
    run.rounds = {round};
    return run;
  };
  return noise_of_runs(pipeline, make_run, options, progress);
}

double quantile(const std::vector<double>& sorted, double probability) {
  check(!sorted.empty(), "quantile: a value");
  const double place = probability * static_cast<double>(sorted.size() - 1);
  const auto low = static_cast<std::size_t>(std::floor(place));
  const std::size_t high = std::min(low + 1, sorted.size() - 1);
  return sorted[low] + (place - std::floor(place)) * (sorted[high] - sorted[low]);
}

}  // namespace bestfit::validate
