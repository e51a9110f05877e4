#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>

#include "bestfit/base/error.h"
#include "bestfit/learn/rank.h"
#include "bestfit/stats/auc.h"

namespace bestfit::learn {
namespace {

constexpr std::size_t kFolds = 5;
constexpr double kEvidenceRows = 5.0;

/// A fold for each row, in turn within best and within other.
std::vector<std::uint8_t> folds_of(std::span<const std::int8_t> best,
                                   std::span<const std::uint32_t> rows) {
  std::array<std::size_t, 2> next{};
  std::vector<std::uint8_t> folds;
  folds.reserve(rows.size());
  for (const std::uint32_t row : rows) {
    folds.push_back(static_cast<std::uint8_t>(next[best[row] == 1 ? 1 : 0]++ % kFolds));
  }
  return folds;
}

Counts zero_counts(std::size_t codes) {
  Counts counts;
  counts.total.assign(codes, 0.0);
  counts.best.assign(codes, 0.0);
  return counts;
}

/// Rows by code and fold.
std::vector<Counts> fold_counts(std::span<const std::uint8_t> codes, std::size_t levels,
                                std::span<const std::uint8_t> folds,
                                std::span<const std::int8_t> best,
                                std::span<const std::uint32_t> rows) {
  std::vector<Counts> counts(kFolds, zero_counts(levels + 1));
  for (std::size_t i = 0; i < rows.size(); ++i) {
    Counts& fold = counts[folds[i]];
    fold.total[codes[rows[i]]] += 1.0;
    if (best[rows[i]] == 1) fold.best[codes[rows[i]]] += 1.0;
  }
  return counts;
}

Binning light_binning(const Counts& counts, bool ordered) {
  const double rows = std::accumulate(counts.total.begin(), counts.total.end(), 0.0);
  BinOptions options = bin_options(static_cast<std::size_t>(rows));
  Binning binning = bin(counts, ordered, options);
  if (binning.bins >= 2) return binning;
  options.penalty = 0.0;  // no cut pays: the best one all the same
  options.bins_max = 2;
  return bin(counts, ordered, options);
}

/// Counts of codes, added up by bin.
Counts by_bin(const Counts& counts, const Binning& binning) {
  Counts out = zero_counts(static_cast<std::size_t>(binning.bins));
  for (std::size_t code = 0; code < counts.total.size(); ++code) {
    out.total[binning.bin_of[code]] += counts.total[code];
    out.best[binning.bin_of[code]] += counts.best[code];
  }
  return out;
}

/// One fold, judged by bins and weights of evidence from the others.
struct Judged {
  double auc = 0.5;
  double variance = 0.0;
  double pairs = 0.0;
  double information = 0.0;
};

Judged judge(const Counts& learned, const Counts& held) {
  const double all = std::accumulate(learned.total.begin(), learned.total.end(), 0.0);
  const double rate = std::accumulate(learned.best.begin(), learned.best.end(), 0.0) / all;
  const double best = std::accumulate(held.best.begin(), held.best.end(), 0.0);
  const double other = std::accumulate(held.total.begin(), held.total.end(), 0.0) - best;
  Judged out;
  if (best == 0.0 || other == 0.0) return out;
  std::vector<std::pair<double, std::size_t>> order;
  for (std::size_t bin = 0; bin < learned.total.size(); ++bin) {
    const double won = learned.best[bin] + kEvidenceRows * rate;
    const double lost = learned.total[bin] - learned.best[bin] + kEvidenceRows * (1.0 - rate);
    const double evidence = std::log(won / lost) - std::log(rate / (1.0 - rate));
    out.information +=
        evidence * (held.best[bin] / best - (held.total[bin] - held.best[bin]) / other);
    order.emplace_back(evidence, bin);
  }
  std::sort(order.begin(), order.end());
  stats::ScoreCounts counts;
  for (const auto& [evidence, bin] : order) {
    if (held.total[bin] == 0.0) continue;
    if (counts.score.empty() || evidence > counts.score.back()) {
      counts.score.push_back(evidence);
      counts.best.push_back(0);
      counts.other.push_back(0);
    }
    counts.best.back() += std::llround(held.best[bin]);
    counts.other.back() += std::llround(held.total[bin] - held.best[bin]);
  }
  out.auc = stats::auc_value(counts);
  out.variance = stats::auc_variance(counts);
  out.pairs = best * other;
  return out;
}

std::vector<Judged> judge_codes(const CodedAttribute& attribute,
                                std::span<const std::uint8_t> folds,
                                std::span<const std::int8_t> best,
                                std::span<const std::uint32_t> rows) {
  const auto levels = static_cast<std::size_t>(attribute.levels);
  const auto counts = fold_counts(attribute.codes, levels, folds, best, rows);
  std::vector<Judged> judged;
  for (std::size_t fold = 0; fold < kFolds; ++fold) {
    Counts learned = zero_counts(levels + 1);
    for (std::size_t other = 0; other < kFolds; ++other) {
      if (other == fold) continue;
      for (std::size_t code = 0; code <= levels; ++code) {
        learned.total[code] += counts[other].total[code];
        learned.best[code] += counts[other].best[code];
      }
    }
    const Binning binning = light_binning(learned, attribute.kind != table::Kind::category);
    judged.push_back(judge(by_bin(learned, binning), by_bin(counts[fold], binning)));
  }
  return judged;
}

std::vector<Judged> judge_set(const Coded& coded, std::uint32_t attribute,
                              std::span<const std::uint8_t> folds,
                              std::span<const std::int8_t> best,
                              std::span<const std::uint32_t> rows) {
  std::vector<Judged> judged;
  for (std::size_t fold = 0; fold < kFolds; ++fold) {
    std::vector<std::uint32_t> learned;
    std::vector<std::uint32_t> held;
    for (std::size_t i = 0; i < rows.size(); ++i) {
      (folds[i] == fold ? held : learned).push_back(rows[i]);
    }
    const BinnedAttribute binned =
        bin_attribute(coded, attribute, best, learned, bin_options(learned.size()));
    Counts held_counts = zero_counts(binned.total.size());
    for (const std::uint32_t row : held) {
      const std::uint8_t bin =
          bin_of_row(coded.attributes[attribute], binned.binning, binned.members, row);
      held_counts.total[bin] += 1.0;
      if (best[row] == 1) held_counts.best[bin] += 1.0;
    }
    judged.push_back(judge({.total = binned.total, .best = binned.best}, held_counts));
  }
  return judged;
}

}  // namespace

Effect cross_fitted_effect(const Coded& coded, std::uint32_t attribute,
                           std::span<const std::int8_t> best, std::span<const std::uint32_t> rows) {
  const auto won = static_cast<double>(
      std::count_if(rows.begin(), rows.end(), [&](std::uint32_t row) { return best[row] == 1; }));
  const double lost = static_cast<double>(rows.size()) - won;
  check(won > 0.0 && lost > 0.0, "cross_fitted_effect: rows of both outcomes");
  const std::vector<std::uint8_t> folds = folds_of(best, rows);
  const CodedAttribute& from = coded.attributes[attribute];
  const std::vector<Judged> judged = from.kind == table::Kind::set
                                         ? judge_set(coded, attribute, folds, best, rows)
                                         : judge_codes(from, folds, best, rows);
  double pairs = 0.0;
  for (const Judged& fold : judged) pairs += fold.pairs;
  Effect out;
  if (pairs == 0.0) {  // too few of one outcome for folds
    out.superiority = {.value = 0.5, .low = 0.0, .high = 1.0};
    return out;
  }
  double value = 0.0;
  double variance = 0.0;
  for (const Judged& fold : judged) {
    const double share = fold.pairs / pairs;
    value += share * fold.auc;
    out.information += share * fold.information;
    if (share > 0.0) variance += share * share * fold.variance;
  }
  // Near chance an account moves its own fold's AUC and, through the order it taught, the others'
  // as much: every pair of accounts counts twice. A clear effect leaves the order as it is.
  const double distance = (value - 0.5) * (value - 0.5) / std::max(variance, 1e-300);
  variance *= 1.0 + 1.0 / std::max(1.0, distance / 4.0);
  const stats::Interval interval = stats::auc_interval(value, variance, won, lost);
  out.superiority = {.value = value, .low = interval.low, .high = interval.high};
  return out;
}

}  // namespace bestfit::learn
