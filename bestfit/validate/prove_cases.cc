#include "bestfit/validate/prove_cases.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "bestfit/base/date.h"
#include "bestfit/base/random.h"
#include "bestfit/base/text.h"
#include "bestfit/stats/auc.h"
#include "bestfit/stats/fold_auc.h"
#include "bestfit/stats/shuffle.h"
#include "bestfit/validate/comparison.h"
#include "bestfit/validate/held.h"
#include "bestfit/validate/noise.h"
#include "bestfit/validate/verdict.h"

namespace bestfit::validate {
namespace {

constexpr std::int64_t kRarerLeast = 10;       // below it nothing is held back
constexpr std::size_t kLearnedMost = 200'000;  // rows that a fold learns from
constexpr std::size_t kBlackBoxMost = 20'000;  // rows that a fold learns from, and holds
constexpr std::size_t kWithoutMost = 20'000;
constexpr std::size_t kNoiseRows = 8'000;  // rows of a noise run, where the outcome is not rare
constexpr std::size_t kNoiseRowsMost = 50'000;
constexpr double kNoiseRarer = 300.0;  // rows of the rarer outcome wanted in a noise run

/// What every step of a proof is given.
struct Job {
  const Claim& claim;
  const ProofOptions& options;
  base::Progress& progress;
};

/// Seeds of the parts, so that one part's draws do not depend on another's.
enum class Part : std::uint64_t { folds, inner, noise, sample, curve, rivals };

std::uint64_t seed_of(std::uint64_t seed, Part part, std::uint64_t number = 0) {
  return base::Random(seed, 1000 * static_cast<std::uint64_t>(part) + number).bits();
}

std::string count(std::size_t number) { return base::count_text(number); }

/// AUC of the card on the rows that chose it.
double apparent_auc(const Claim& claim) {
  if (!claim.all.found) return 0.5;
  const outcome::Target target = claim.cases.target();
  std::vector<stats::WeightedPoints> points;
  for (std::size_t i = 0; i < claim.cases.rows.size(); ++i) {
    const std::uint32_t row = claim.cases.rows[i];
    points.push_back({.score = claim.all.points[i],
                      .best = target.best_mass(row),
                      .other = target.other_mass(row)});
  }
  return stats::auc_value(stats::count_points(points));
}

/// The scale of the card that users get.
Scale final_scale(const Claim& claim) {
  return claim.all.found ? Scale(claim.all.points) : Scale();
}

/// Folds of `rows`, each learning from no more rows than make a difference.
std::vector<Round> capped_rounds(const Claim& claim, const std::vector<std::uint32_t>& rows,
                                 int folds, std::uint64_t seed) {
  std::vector<Round> rounds = fold_rounds(claim.cases.best, claim.cases.cluster, rows, folds, seed);
  for (std::size_t fold = 0; fold < rounds.size(); ++fold) {
    rounds[fold].learned = stats::draw_rows(claim.cases.cluster, rounds[fold].learned, kLearnedMost,
                                            seed_of(claim.seed, Part::sample, fold));
  }
  return rounds;
}

/// Fewer best accounts than folds leave folds without one.
int folds_of(const Claim& claim, const std::vector<std::uint32_t>& rows,
             const ProofOptions& options) {
  const std::int64_t rarer = tally(claim.cases.target(), rows).rarer();
  return static_cast<int>(std::clamp<std::int64_t>(rarer, 2, std::max(2, options.folds)));
}

int repeats_of(std::size_t rows, Effort effort) {
  if (effort == Effort::quick || rows >= 500) return 1;
  return rows < 200 ? 4 : 2;
}

/// Words on what stayed together, as an ending of a sentence.
std::string together(const Cases& cases) { return cases.words.empty() ? "" : "; " + cases.words; }

/// Where a card was found: how far a black box gets on the same rounds, and cards without one
/// attribute each. Those learn, and so does the card beside them, from no more rows than it takes
/// to tell.
void compare_with_rivals(const Job& job, std::span<const Round> rounds,
                         std::span<const RoundResult> results, double overlap, Proof& proof) {
  const Claim& claim = job.claim;
  if (job.options.effort != Effort::full || !claim.all.found) return;
  const ComparisonOptions options = {.overlap = overlap, .threads = claim.threads};
  const std::uint64_t seed = seed_of(claim.seed, Part::rivals);
  if (job.options.black_box) {
    job.progress.report("black box", 0.0);
    const auto fewer = thinned(claim.cases, rounds, kBlackBoxMost, kBlackBoxMost, seed);
    proof.ceiling = compare(claim.cases, *job.options.black_box, fewer, results, options);
  }
  const auto fewer = thinned(claim.cases, rounds, kWithoutMost, kWithoutMost, seed);
  std::vector<RoundResult> card;
  for (std::size_t i = 0; i < job.options.without.size(); ++i) {
    job.progress.report("cards without one attribute",
                        static_cast<double>(i) / static_cast<double>(job.options.without.size()));
    if (i == 0) card = run_rounds(claim.pipeline, claim.cases.target(), fewer, claim.threads);
    const auto found = compare(claim.cases, job.options.without[i], fewer, card, options);
    if (found) proof.without.push_back(*found);
  }
}

void keep_scores(std::span<const HeldRow> rows, Proof& proof) {
  for (const HeldRow& row : rows) {
    proof.unseen_scores.push_back({.row = row.row, .score = row.score});
  }
}

void prove_by_folds(const Job& job, Proof& proof) {
  const Claim& claim = job.claim;
  const Cases& cases = claim.cases;
  const int folds = folds_of(claim, cases.rows, job.options);
  const int repeats = repeats_of(cases.rows.size(), job.options.effort);
  std::vector<RoundResult> results;
  std::vector<Round> first_rounds;
  for (int repeat = 0; repeat < repeats; ++repeat) {
    job.progress.report("held-out rows", static_cast<double>(repeat) / repeats);
    const std::vector<Round> rounds =
        capped_rounds(claim, cases.rows, folds,
                      seed_of(claim.seed, Part::folds, static_cast<std::uint64_t>(repeat)));
    for (RoundResult& result : run_rounds(claim.pipeline, cases.target(), rounds, claim.threads)) {
      results.push_back(std::move(result));
    }
    if (repeat == 0) first_rounds = rounds;
  }
  const std::span<const RoundResult> first(results.data(), static_cast<std::size_t>(folds));
  std::vector<HeldRow> rows = held_rows(first, final_scale(claim));
  keep_scores(rows, proof);
  give_probabilities(cases, rows);
  proof.calibration = calibration_steps(held_rates(cases, rows));
  if (can_evaluate(cases, results)) {
    proof.held = evaluate_held(cases, results, rows,
                               {.tiers = claim.tiers,
                                .overlap = stats::overlap_of_folds(folds),
                                .seed = seed_of(claim.seed, Part::curve)});
  }
  compare_with_rivals(job, first_rounds, first, stats::overlap_of_folds(folds), proof);
  const std::size_t held = cases.rows.size();
  const std::size_t learned = std::min(kLearnedMost, held - held / static_cast<std::size_t>(folds));
  proof.method = fmt::format("nested {}-fold cross-validation", folds);
  proof.words = fmt::format(
      "{} {}s in {} folds, each fold scored by a card learned on {} {}s of the others{}{}",
      count(held), job.options.row, folds, count(learned), job.options.row,
      repeats > 1 ? fmt::format(", {} times over with other folds", repeats) : "", together(cases));
  proof.learned_rows = static_cast<std::int64_t>(learned);
  proof.held_rows = static_cast<std::int64_t>(held);
  proof.held_best = tally(cases.target(), cases.rows).best;
}

std::string moment_words(const Claim& claim, double from) {
  return claim.time->kind == table::Kind::date
             ? base::long_date(static_cast<base::Day>(from))
             : fmt::format("{} {}", claim.time->name, base::number_text(from));
}

std::string split_words(const Job& job, const TimeSplit& split, std::int64_t best) {
  std::string words = fmt::format(
      "Learned on {} {}s from before {} and held against the {} from then on, {} of them {}",
      count(split.round.learned.size()), job.options.row, moment_words(job.claim, split.from),
      count(split.round.held.size()), count(static_cast<std::size_t>(best)),
      job.claim.cases.worth.empty() ? "best" : "bringing some of it");
  if (split.crossing > 0) {
    words += fmt::format("; {} later rows of groups seen before were left out",
                         count(static_cast<std::size_t>(split.crossing)));
  }
  if (split.undated > 0) {
    words += fmt::format("; {} without a date were left out",
                         count(static_cast<std::size_t>(split.undated)));
  }
  return words;
}

void prove_in_time(const Job& job, const TimeSplit& split, Proof& proof) {
  const Claim& claim = job.claim;
  const Cases& cases = claim.cases;
  job.progress.report("held-out rows", 0.0);
  const std::vector<RoundResult> later = run_rounds(
      claim.pipeline, cases.target(), std::span<const Round>(&split.round, 1), claim.threads);
  // Probabilities of the later rows come from the earlier ones alone, by folds among these.
  const std::vector<Round> inner =
      capped_rounds(claim, split.round.learned, folds_of(claim, split.round.learned, job.options),
                    seed_of(claim.seed, Part::inner));
  job.progress.report("held-out rows", 0.3);
  const std::vector<RoundResult> earlier =
      run_rounds(claim.pipeline, cases.target(), inner, claim.threads);
  const Scale& split_scale = later.front().scale;
  std::vector<HeldRow> on_split = held_rows(later, split_scale);
  give_probabilities(held_rates(cases, held_rows(earlier, split_scale)), on_split);

  std::vector<HeldRow> rows = held_rows(later, final_scale(claim));
  keep_scores(rows, proof);
  keep_scores(held_rows(earlier, final_scale(claim)), proof);
  for (std::size_t i = 0; i < rows.size(); ++i) rows[i].probability = on_split[i].probability;
  proof.held = evaluate_held(
      cases, later, rows,
      {.tiers = claim.tiers, .overlap = 1.0, .seed = seed_of(claim.seed, Part::curve)});
  compare_with_rivals(job, std::span<const Round>(&split.round, 1), later, 1.0, proof);
  const Tally held = tally(cases.target(), split.round.held);
  std::vector<HeldRow> judged = rows;
  if (held.rarer() < 50) {  // too few later rows for a table of their own
    const std::vector<HeldRow> more = held_rows(earlier, final_scale(claim));
    judged.insert(judged.end(), more.begin(), more.end());
  }
  proof.calibration = calibration_steps(held_rates(cases, judged));
  proof.method = "split in time";
  proof.words = split_words(job, split, held.best) + together(cases);
  proof.learned_rows = static_cast<std::int64_t>(split.round.learned.size());
  proof.held_rows = static_cast<std::int64_t>(split.round.held.size());
  proof.held_best = held.best;
}

std::size_t noise_rows(const Tally& known) {
  const double rate = static_cast<double>(known.rarer()) / static_cast<double>(known.all());
  return static_cast<std::size_t>(std::clamp(kNoiseRarer / rate, static_cast<double>(kNoiseRows),
                                             static_cast<double>(kNoiseRowsMost)));
}

void measure_noise(const Job& job, const TimeSplit* split, Proof& proof) {
  const Claim& claim = job.claim;
  const Cases& cases = claim.cases;
  const std::size_t most = noise_rows(tally(cases.target(), cases.rows));
  const NoiseOptions noise = {.runs = job.options.effort == Effort::quick
                                          ? std::min(5, job.options.noise_runs)
                                          : job.options.noise_runs,
                              .folds = folds_of(claim, cases.rows, job.options),
                              .seed = seed_of(claim.seed, Part::noise),
                              .threads = claim.threads};
  const std::uint64_t seed = seed_of(claim.seed, Part::sample, 999);
  std::size_t used = 0;
  if (split) {
    const Round round = {
        .learned = stats::draw_rows(cases.cluster, split->round.learned, most, seed),
        .held = stats::draw_rows(cases.cluster, split->round.held, most, seed)};
    used = round.learned.size() + round.held.size();
    proof.noise = noise_of_round(claim.pipeline, cases, round, noise, job.progress);
  } else {
    const std::vector<std::uint32_t> rows = stats::draw_rows(cases.cluster, cases.rows, most, seed);
    used = rows.size();
    proof.noise = noise_of_folds(claim.pipeline, cases, rows, noise, job.progress);
  }
  const bool drawn = used < static_cast<std::size_t>(split ? proof.learned_rows + proof.held_rows
                                                           : proof.held_rows);
  if (drawn) proof.words += fmt::format("; noise was measured on {} of them", count(used));
}

}  // namespace

Proof prove_cases(const Claim& claim, const ProofOptions& options, base::Progress& progress) {
  const Cases& cases = claim.cases;
  Proof proof;
  proof.method = "none";
  proof.apparent_auc = std::numeric_limits<double>::quiet_NaN();
  const auto take = [&proof](Judgement judgement) {
    proof.verdict = judgement.verdict;
    proof.why = std::move(judgement.why);
    proof.helps = std::move(judgement.helps);
  };
  if (options.effort == Effort::none) {
    proof.words = "Nothing was held back.";
    take(judge_unproved());
    return proof;
  }
  Findings findings;
  findings.row = options.row;
  findings.is_weighted = !cases.target().is_plain();
  if (!cases.worth.empty()) findings.best_words = "bringing some of it";
  findings.known = tally(cases.target(), cases.rows);
  findings.known_alone = tally_alone(cases, cases.rows);
  if (findings.known.rarer() < kRarerLeast) {
    proof.words =
        fmt::format("There are too few {}s of one outcome to hold any back.", options.row);
    take(judge(findings));
    return proof;
  }

  const Job job = {.claim = claim, .options = options, .progress = progress};
  proof.apparent_auc = apparent_auc(claim);
  std::optional<TimeSplit> split;
  if (claim.time) split = split_in_time(cases, *claim.time);
  if (split) {
    prove_in_time(job, *split, proof);
    findings.held = tally(cases.target(), split->round.held);
    findings.held_alone = tally_alone(cases, split->round.held);
  } else {
    prove_by_folds(job, proof);
    findings.held = findings.known;
    findings.held_alone = findings.known_alone;
    if (claim.time) {
      proof.words += "; the time column leaves too few outcomes on one side of any split";
      if (!cases.words.empty()) proof.words += " that keeps together what belongs together";
    }
  }
  measure_noise(job, split ? &*split : nullptr, proof);
  if (options.effort == Effort::quick) {
    proof.words += "; a quick proof, with fewer folds and noise runs than --proof full";
  }
  proof.words += ".";
  findings.found = claim.all.found;
  findings.has_time = split.has_value();
  findings.knows_time = claim.time != nullptr;
  if (proof.held) findings.auc = proof.held->auc;
  findings.noise = proof.noise;
  take(judge(findings));
  return proof;
}

}  // namespace bestfit::validate
