#include "bestfit/validate/prove_cases.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <numeric>
#include <set>
#include <vector>

#include "bestfit/base/random.h"

namespace bestfit::validate {
namespace {

/// Accounts with yes/no attributes, and a learner that overfits them: it takes the three whose
/// rates differ most on the rows it learns from.
struct World {
  std::vector<std::vector<std::uint8_t>> attributes;
  Cases cases;
};

/// Of `attributes` coins the first `planted` move the log odds by `effect` each.
World make_world(int rows, int attributes, int planted, double effect, std::uint64_t seed) {
  base::Random random(seed);
  World world;
  world.attributes.resize(static_cast<std::size_t>(attributes));
  for (int row = 0; row < rows; ++row) {
    double odds = -0.8 - 0.5 * effect * planted;
    for (int i = 0; i < attributes; ++i) {
      const bool has = random.uniform() < 0.5;
      world.attributes[static_cast<std::size_t>(i)].push_back(has ? 1 : 0);
      if (i < planted && has) odds += effect;
    }
    world.cases.best.push_back(random.uniform() < 1.0 / (1.0 + std::exp(-odds)) ? 1 : 0);
    world.cases.rows.push_back(static_cast<std::uint32_t>(row));
    world.cases.cluster.push_back(static_cast<std::uint32_t>(row));
  }
  world.cases.clusters = rows;
  return world;
}

struct Pull {
  std::size_t attribute = 0;
  double difference = 0.0;
};

Pull pull_of(const World& world, std::size_t attribute, const outcome::Target& best,
             std::span<const std::uint32_t> rows) {
  double total[2] = {1.0, 1.0};
  double hits[2] = {0.5, 0.5};
  for (const std::uint32_t row : rows) {
    const std::size_t has = world.attributes[attribute][row];
    total[has] += 1.0;
    hits[has] += best[row];
  }
  return {.attribute = attribute, .difference = hits[1] / total[1] - hits[0] / total[0]};
}

Pipeline learner_of(const World& world) {
  return [&world](const outcome::Target& best, std::span<const std::uint32_t> learned,
                  std::span<const std::uint32_t> asked) {
    std::vector<Pull> pulls;
    for (std::size_t i = 0; i < world.attributes.size(); ++i) {
      pulls.push_back(pull_of(world, i, best, learned));
    }
    std::stable_sort(pulls.begin(), pulls.end(), [](const Pull& a, const Pull& b) {
      return std::abs(a.difference) > std::abs(b.difference);
    });
    Scored scored;
    scored.found = true;
    for (const std::uint32_t row : asked) {
      int points = 0;
      for (std::size_t i = 0; i < 3; ++i) {
        const bool has = world.attributes[pulls[i].attribute][row] != 0;
        if (has == (pulls[i].difference > 0.0)) points += i == 0 ? 40 : 30;
      }
      scored.points.push_back(points);
    }
    return scored;
  };
}

Proof prove_world(const World& world, std::uint64_t seed, const ProofOptions& options = {},
                  const table::Column* time = nullptr, int threads = 1) {
  base::Silent silent;
  const Pipeline learner = learner_of(world);
  const Claim claim = {.pipeline = learner,
                       .cases = world.cases,
                       .all = learner(world.cases.best, world.cases.rows, world.cases.rows),
                       .tiers = {{.name = "A", .from = 60, .action = "first"},
                                 {.name = "B", .from = 0, .action = "last"}},
                       .time = time,
                       .seed = seed,
                       .threads = threads};
  return prove_cases(claim, options, silent);
}

/// Noise outcomes: the profile is refused in at least 95 % of 200 data sets (section 4 of the
/// methods: the apparent AUC of the same cards is well above chance).
TEST(ProveCases, ClaimsNothingOnNoise) {
  constexpr int kRuns = 200;
  int claimed = 0;
  double apparent = 0.0;
  double held = 0.0;
  for (int run = 0; run < kRuns; ++run) {
    const auto seed = static_cast<std::uint64_t>(run);
    const Proof proof = prove_world(make_world(200, 20, 0, 0.0, seed), seed);
    claimed += proof.verdict == Verdict::ready || proof.verdict == Verdict::ok ? 1 : 0;
    apparent += proof.apparent_auc / kRuns;
    held += proof.held->auc.value / kRuns;
  }
  RecordProperty("claimed", claimed);
  RecordProperty("apparent", std::to_string(apparent));
  RecordProperty("held", std::to_string(held));
  EXPECT_LE(claimed, 10);
  EXPECT_GT(apparent, 0.6);
  EXPECT_NEAR(held, 0.5, 0.015);
}

TEST(ProveCases, FindsWhatWasPlanted) {
  int ready = 0;
  for (std::uint64_t run = 0; run < 20; ++run) {
    const Proof proof = prove_world(make_world(600, 20, 3, 1.2, run), run);
    ready += proof.verdict == Verdict::ready ? 1 : 0;
    EXPECT_LT(proof.held->auc.value, proof.apparent_auc + 0.02);
  }
  EXPECT_GE(ready, 19);
}

TEST(ProveCases, TheHeldAucIsThatOfNewAccounts) {
  // The mean of held-out AUCs over data sets is that of cards of the same size on new accounts.
  double held = 0.0;
  double fresh = 0.0;
  constexpr int kRuns = 40;
  for (std::uint64_t run = 0; run < kRuns; ++run) {
    World world = make_world(1200, 20, 3, 0.6, 100 + run);
    std::vector<std::uint32_t> later(world.cases.rows.begin() + 200, world.cases.rows.end());
    world.cases.rows.resize(200);
    std::vector<std::uint32_t> learned(world.cases.rows.begin(), world.cases.rows.begin() + 160);
    held += prove_world(world, run, {.noise_runs = 0}).held->auc.value / kRuns;
    const Scored scored = learner_of(world)(world.cases.best, learned, later);
    double wins = 0.0;
    double pairs = 0.0;
    for (std::size_t i = 0; i < later.size(); ++i) {
      for (std::size_t j = 0; j < later.size(); ++j) {
        if (world.cases.best[later[i]] != 1 || world.cases.best[later[j]] != 0) continue;
        pairs += 1.0;
        wins += scored.points[i] > scored.points[j]    ? 1.0
                : scored.points[i] == scored.points[j] ? 0.5
                                                       : 0.0;
      }
    }
    fresh += wins / pairs / kRuns;
  }
  EXPECT_NEAR(held, fresh, 0.02);
}

/// Cards of a learner that overfits differ from fold to fold: without the overlap factor 79 % of
/// the intervals hold the mean held-out AUC, with it 95 % (docs/methods/proof.md).
TEST(ProveCases, TheIntervalHoldsWhatOtherSamplesGive) {
  constexpr int kRuns = 150;
  std::vector<stats::Estimate> found;
  double mean = 0.0;
  for (std::uint64_t run = 0; run < kRuns; ++run) {
    const World world = make_world(200, 20, 3, 0.6, 5000 + run);
    found.push_back(prove_world(world, run, {.noise_runs = 0}).held->auc);
    mean += found.back().value / kRuns;
  }
  const auto held = std::count_if(found.begin(), found.end(), [&](const stats::Estimate& auc) {
    return auc.low <= mean && mean <= auc.high;
  });
  EXPECT_GE(held, 138);  // 92 %, two standard errors below 95 %
}

TEST(ProveCases, SaysTheSameOnAnyNumberOfThreads) {
  const World world = make_world(300, 10, 2, 1.0, 7);
  const Proof one = prove_world(world, 3, {}, nullptr, 1);
  const Proof four = prove_world(world, 3, {}, nullptr, 4);
  EXPECT_EQ(one.held->auc.value, four.held->auc.value);
  EXPECT_EQ(one.held->auc.low, four.held->auc.low);
  EXPECT_EQ(one.noise.high, four.noise.high);
  EXPECT_EQ(one.held->log_loss, four.held->log_loss);
  EXPECT_EQ(one.why, four.why);
  EXPECT_EQ(one.words, four.words);
}

TEST(ProveCases, EffortNoneProvesNothing) {
  const Proof proof = prove_world(make_world(200, 5, 2, 1.0, 1), 1, {.effort = Effort::none});
  EXPECT_EQ(proof.verdict, Verdict::not_ready);
  EXPECT_EQ(proof.method, "none");
  EXPECT_FALSE(proof.held.has_value());
  EXPECT_TRUE(std::isnan(proof.apparent_auc));
}

TEST(ProveCases, FewOutcomesAreNotReady) {
  const Proof proof = prove_world(make_world(60, 5, 2, 1.0, 1), 1);
  EXPECT_EQ(proof.verdict, Verdict::not_ready);
  EXPECT_FALSE(proof.helps.empty());
}

TEST(ProveCases, CalibrationRisesAndPromisesWhatComes) {
  const World world = make_world(4000, 8, 3, 1.2, 11);
  const Proof proof = prove_world(world, 2, {.effort = Effort::quick});
  ASSERT_GE(proof.calibration.size(), 2U);
  EXPECT_EQ(proof.calibration.front().from, 0);
  for (std::size_t i = 1; i < proof.calibration.size(); ++i) {
    EXPECT_GT(proof.calibration[i].from, proof.calibration[i - 1].from);
    EXPECT_GE(proof.calibration[i].probability, proof.calibration[i - 1].probability);
  }
  for (const CalibrationBin& bin : proof.held->calibration) {
    EXPECT_NEAR(bin.predicted, bin.observed.value, 0.06);
  }
  ASSERT_EQ(proof.held->by_tier.size(), 2U);
  EXPECT_EQ(proof.held->by_tier[0].total + proof.held->by_tier[1].total, 4000);
}

/// A learner that keeps what it was given: in a split in time all rows learned from are earlier.
TEST(ProveCases, ASplitInTimeLearnsFromEarlierRowsOnly) {
  const World world = make_world(1000, 5, 2, 1.5, 13);
  std::vector<double> days;
  base::Random random(4);
  for (int row = 0; row < 1000; ++row) days.push_back(std::floor(17000 + 700 * random.uniform()));
  const table::Column time = table::date_column("met", days);
  double latest_learned = 0.0;
  double earliest_asked = 1e9;
  const Pipeline learner = learner_of(world);
  const Pipeline watched = [&](const outcome::Target& best, std::span<const std::uint32_t> learned,
                               std::span<const std::uint32_t> asked) {
    if (learned.size() + 1 < 1000 && asked.size() == 1000) {  // the split: all rows are asked for
      const std::set<std::uint32_t> seen(learned.begin(), learned.end());
      for (const std::uint32_t row : learned) {
        latest_learned = std::max(latest_learned, days[row]);
      }
      for (const std::uint32_t row : asked) {
        if (!seen.contains(row)) earliest_asked = std::min(earliest_asked, days[row]);
      }
    }
    return learner(best, learned, asked);
  };
  base::Silent silent;
  const Claim claim = {.pipeline = watched,
                       .cases = world.cases,
                       .all = learner(world.cases.best, world.cases.rows, world.cases.rows),
                       .tiers = {},
                       .time = &time,
                       .seed = 1};
  const Proof proof = prove_cases(claim, {}, silent);
  EXPECT_EQ(proof.method, "split in time");
  EXPECT_GT(earliest_asked, latest_learned);
  EXPECT_EQ(proof.learned_rows + proof.held_rows, 1000);
  EXPECT_NEAR(static_cast<double>(proof.held_rows), 300.0, 15.0);
  EXPECT_EQ(proof.verdict, Verdict::ready) << proof.why;
  EXPECT_NE(proof.words.find("201"), std::string::npos) << proof.words;
}

TEST(ProveCases, WithoutEnoughLaterOutcomesItFoldsAndSaysSo) {
  const World world = make_world(300, 5, 2, 1.5, 13);
  std::vector<double> days(300, 17000.0);
  days[5] = 17500.0;
  const table::Column time = table::date_column("met", days);
  const Proof proof = prove_world(world, 1, {}, &time);
  EXPECT_EQ(proof.method, "nested 5-fold cross-validation");
  EXPECT_NE(proof.words.find("time column"), std::string::npos);
}

/// Half of the accounts stand twice: folds that tear them apart would find what is not there.
TEST(ProveCases, CopiesDoNotProveThemselves) {
  int claimed = 0;
  for (std::uint64_t run = 0; run < 40; ++run) {
    World world = make_world(150, 20, 0, 0.0, 500 + run);
    for (std::uint32_t row = 0; row < 150; ++row) {
      for (std::vector<std::uint8_t>& attribute : world.attributes) {
        attribute.push_back(attribute[row]);
      }
      world.cases.best.push_back(world.cases.best[row]);
      world.cases.rows.push_back(150 + row);
      world.cases.cluster.push_back(row);
    }
    world.cases.clusters = 150;
    const Proof proof = prove_world(world, run);
    claimed += proof.verdict == Verdict::ready || proof.verdict == Verdict::ok ? 1 : 0;
  }
  EXPECT_LE(claimed, 4);
}

}  // namespace
}  // namespace bestfit::validate
