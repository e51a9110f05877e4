#include "bestfit/attribute/effect.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>

#include "bestfit/attribute/association.h"
#include "bestfit/attribute/binned_attribute.h"
#include "bestfit/base/error.h"
#include "bestfit/stats/auc.h"

namespace bestfit::attribute {
namespace {

constexpr std::size_t kFolds = 5;
constexpr double kFew =
    30.0;  // accounts of an outcome below which stats::auc_interval is Newcombe's

/// A fold for each row: clusters whole, each in the fold with the fewest rows of the outcome that
/// it has most of. Rows that stand alone come in turn within best and within other.
std::vector<std::uint8_t> folds_of(const Coded& coded, const outcome::Target& best,
                                   std::span<const std::uint32_t> rows) {
  std::array<std::array<std::size_t, kFolds>, 2> filled{};
  std::vector<std::uint8_t> folds;
  folds.reserve(rows.size());
  for (std::size_t from = 0; from < rows.size();) {
    std::size_t to = from + 1;
    while (to < rows.size() && !coded.cluster.empty() &&
           coded.cluster[rows[to]] == coded.cluster[rows[from]]) {
      ++to;
    }
    std::array<std::size_t, 2> has{};
    for (std::size_t i = from; i < to; ++i) ++has[best[rows[i]] == 1 ? 1 : 0];
    const auto& wanted = filled[has[1] >= has[0] ? 1 : 0];
    const auto fold =
        static_cast<std::size_t>(std::min_element(wanted.begin(), wanted.end()) - wanted.begin());
    filled[0][fold] += has[0];
    filled[1][fold] += has[1];
    folds.insert(folds.end(), to - from, static_cast<std::uint8_t>(fold));
    from = to;
  }
  return folds;
}

/// Rows by code and fold.
std::vector<Counts> fold_counts(std::span<const std::uint8_t> codes, std::size_t levels,
                                std::span<const std::uint8_t> folds, const outcome::Target& best,
                                std::span<const std::uint32_t> rows) {
  std::vector<Counts> counts(kFolds, zero_counts(levels + 1));
  for (std::size_t i = 0; i < rows.size(); ++i) {
    count_row(best, rows[i], codes[rows[i]], counts[folds[i]]);
  }
  return counts;
}

Binning light_binning(const Counts& counts, const CodeOrder& order) {
  const double rows = std::accumulate(counts.total.begin(), counts.total.end(), 0.0);
  BinOptions options = bin_options(static_cast<std::size_t>(rows));
  Binning binning = bin(counts, order, options);
  if (binning.bins >= 2) return binning;
  options.penalty = 0.0;  // no cut pays: the best one all the same
  options.bins_max = 2;
  return bin(counts, order, options);
}

/// One fold, judged by bins and weights of evidence from the others.
struct Judged {
  double auc = 0.5;
  double variance = 0.0;
  double pairs = 0.0;
  double information = 0.0;
  std::vector<double> evidence;  // by bin; empty where the fold says nothing
  // By bin: how far the share of accounts of the other outcome that one stands right to is from the
  // AUC, for a best account and for another one.
  std::vector<double> best_placed;
  std::vector<double> other_placed;
  double best = 0.0;  // rows
  double other = 0.0;
  Binning binning;  // of the rows' codes
  std::vector<std::uint16_t> members;
};

/// Placements of bins that come in order, equal evidence tied.
void place(const std::vector<std::pair<double, std::size_t>>& order, const Counts& held,
           double best, double other, Judged& out) {
  out.best_placed.assign(held.total.size(), 0.0);
  out.other_placed.assign(held.total.size(), 0.0);
  double best_below = 0.0;
  double other_below = 0.0;
  for (std::size_t from = 0; from < order.size();) {
    std::size_t to = from;
    double best_here = 0.0;
    double other_here = 0.0;
    do {
      best_here += held.best[order[to].second];
      other_here += held.total[order[to].second] - held.best[order[to].second];
      ++to;
    } while (to < order.size() && order[to].first == order[from].first);
    for (; from < to; ++from) {
      const std::size_t bin = order[from].second;
      out.best_placed[bin] = (other_below + 0.5 * other_here) / other - out.auc;
      out.other_placed[bin] = (best - best_below - 0.5 * best_here) / best - out.auc;
    }
    best_below += best_here;
    other_below += other_here;
  }
}

/// Sums of weights are exact to their last digits alone.
bool is_one_sided(double best, double all) {
  constexpr double kNothing = 1e-9;
  return !(best > kNothing * all && all - best > kNothing * all);
}

Judged judge(const Counts& learned, const Counts& held) {
  const double all = std::accumulate(learned.total.begin(), learned.total.end(), 0.0);
  const double all_best = std::accumulate(learned.best.begin(), learned.best.end(), 0.0);
  const double rows = std::accumulate(held.total.begin(), held.total.end(), 0.0);
  const double best = std::accumulate(held.best.begin(), held.best.end(), 0.0);
  const double other = rows - best;
  Judged out;
  out.best = best;
  out.other = other;
  // One outcome only, or none, here or in the folds that the order is learned from, says nothing.
  if (is_one_sided(best, rows) || is_one_sided(all_best, all)) return out;
  const double rate = all_best / all;
  std::vector<std::pair<double, std::size_t>> order;
  for (std::size_t bin = 0; bin < learned.total.size(); ++bin) {
    const double evidence = shrunk_log_odds(learned.best[bin], learned.total[bin], rate) -
                            std::log(rate / (1.0 - rate));
    out.information +=
        evidence * (held.best[bin] / best - (held.total[bin] - held.best[bin]) / other);
    order.emplace_back(evidence, bin);
    out.evidence.push_back(evidence);
  }
  std::sort(order.begin(), order.end());
  stats::ScoreCounts counts;
  for (const auto& [evidence, bin] : order) {
    if (held.total[bin] == 0.0) continue;
    if (counts.score.empty() || evidence > counts.score.back()) {
      counts.score.push_back(evidence);
      counts.best.push_back(0.0);
      counts.other.push_back(0.0);
    }
    counts.best.back() += held.best[bin];
    counts.other.back() += held.total[bin] - held.best[bin];
  }
  out.auc = stats::auc_value(counts);
  out.variance = stats::auc_variance(counts);
  out.pairs = best * other;
  place(order, held, best, other, out);
  return out;
}

std::vector<Judged> judge_codes(const CodedAttribute& attribute,
                                std::span<const std::uint8_t> folds, const outcome::Target& best,
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
    const Binning binning = light_binning(learned, order_of(attribute));
    judged.push_back(judge(by_bin(learned, binning), by_bin(counts[fold], binning)));
    judged.back().binning = binning;
  }
  return judged;
}

std::vector<Judged> judge_set(const Coded& coded, std::uint32_t attribute,
                              std::span<const std::uint8_t> folds, const outcome::Target& best,
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
      count_row(best, row, bin, held_counts);
    }
    judged.push_back(judge({.total = binned.total, .best = binned.best}, held_counts));
    judged.back().binning = binned.binning;
    judged.back().members = binned.members;
  }
  return judged;
}

std::vector<Judged> judge_all(const Coded& coded, std::uint32_t attribute,
                              std::span<const std::uint8_t> folds, const outcome::Target& best,
                              std::span<const std::uint32_t> rows) {
  const CodedAttribute& from = coded.attributes[attribute];
  return from.kind == table::Kind::set ? judge_set(coded, attribute, folds, best, rows)
                                       : judge_codes(from, folds, best, rows);
}

/// What every fold's judgement is made of.
struct Cross {
  const Coded& coded;
  const CodedAttribute& attribute;
  outcome::Target best;
  std::span<const std::uint32_t> rows;  // of one cluster next to each other
  std::span<const std::uint8_t> folds;
  std::span<const Judged> judged;
  double pairs = 0.0;
};

double single_variance(const Cross& cross) {
  double variance = 0.0;
  for (const Judged& fold : cross.judged) {
    const double share = fold.pairs / cross.pairs;
    if (share > 0.0) variance += share * share * fold.variance;
  }
  return variance;
}

/// A row's cluster: its own where each stands alone.
std::uint32_t cluster_of(const Cross& cross, std::size_t place) {
  const std::uint32_t row = cross.rows[place];
  return cross.coded.cluster.empty() ? row : cross.coded.cluster[row];
}

/// Clusters of each fold that have a best row, and that have another one.
std::vector<std::array<double, 2>> clusters_by_fold(const Cross& cross) {
  std::vector<std::array<double, 2>> counts(kFolds, {0.0, 0.0});
  std::array<std::int64_t, 2> last = {-1, -1};
  for (std::size_t i = 0; i < cross.rows.size(); ++i) {
    const std::size_t outcome = cross.best[cross.rows[i]] == 1 ? 1 : 0;
    const std::int64_t cluster = cluster_of(cross, i);
    if (last.at(outcome) == cluster) continue;
    last.at(outcome) = cluster;
    counts[cross.folds[i]].at(outcome) += 1.0;
  }
  return counts;
}

/// Placements summed by cluster first (Obuchowski 1997), each outcome's sum of squares made
/// unbiased by its clusters; NaN where a fold has fewer than two clusters of an outcome.
double clustered_variance(const Cross& cross) {
  std::vector<std::array<double, 2>> weights(kFolds, {0.0, 0.0});
  const auto clusters = clusters_by_fold(cross);
  for (std::size_t fold = 0; fold < kFolds; ++fold) {
    const Judged& judged = cross.judged[fold];
    if (judged.pairs == 0.0) continue;
    const std::array<double, 2> rows = {judged.other, judged.best};  // for as much as they count
    for (std::size_t outcome = 0; outcome < 2; ++outcome) {
      const double count = clusters[fold].at(outcome);
      if (count < 2.0) return std::numeric_limits<double>::quiet_NaN();
      weights[fold].at(outcome) =
          judged.pairs / cross.pairs / rows.at(outcome) * std::sqrt(count / (count - 1.0));
    }
  }
  double variance = 0.0;
  double sum = 0.0;
  for (std::size_t i = 0; i < cross.rows.size(); ++i) {
    const std::uint32_t row = cross.rows[i];
    const Judged& judged = cross.judged[cross.folds[i]];
    if (judged.pairs > 0.0) {
      const std::uint8_t bin = bin_of_row(cross.attribute, judged.binning, judged.members, row);
      const auto& by_outcome = weights[cross.folds[i]];
      sum += cross.best.best_mass(row) * judged.best_placed[bin] * by_outcome[1] +
             cross.best.other_mass(row) * judged.other_placed[bin] * by_outcome[0];
    }
    const bool ends =
        i + 1 == cross.rows.size() || cluster_of(cross, i + 1) != cluster_of(cross, i);
    if (!ends) continue;
    variance += sum * sum;
    sum = 0.0;
  }
  return variance;
}

/// A variance, and by how much clusters widened it.
struct Spread {
  double variance = 0.0;
  double lean = 1.0;
};

Spread spread_of(const Cross& cross) {
  const double single = single_variance(cross);
  // Weights that go with the attribute say less than as many rows that count alike.
  if (cross.coded.cluster.empty() && cross.best.is_plain()) {
    return {.variance = single, .lean = 1.0};
  }
  const double clustered = clustered_variance(cross);
  if (!(single > 0.0) || std::isnan(clustered)) {
    double clusters = 0.0;
    for (const auto& fold : clusters_by_fold(cross)) clusters += fold[0] + fold[1];
    return {.variance = std::numeric_limits<double>::quiet_NaN(),
            .lean = static_cast<double>(cross.rows.size()) / clusters};
  }
  const double lean = std::max(1.0, clustered / single);
  return {.variance = single * lean, .lean = lean};
}

/// logit-DeLong; for few accounts Newcombe's, at least as wide as the variance says.
stats::Interval interval_of(double value, double variance, double best, double other) {
  const double stated = stats::newcombe_auc_variance(value, best, other);
  const bool few = std::min(best, other) < kFew;
  const double size = few && variance > stated ? variance / stated : 1.0;
  return stats::auc_interval(value, variance, best / size, other / size);
}

}  // namespace

Effect cross_fitted_effect(const Coded& coded, std::uint32_t attribute, const outcome::Target& best,
                           std::span<const std::uint32_t> given) {
  const std::vector<std::uint32_t> rows = by_cluster(coded, given);
  const outcome::Mass mass = outcome::mass_of(best, rows);
  const double won = mass.best;
  const double lost = mass.other;
  check(won > 0.0 && lost > 0.0, "cross_fitted_effect: rows of both outcomes");
  const std::vector<std::uint8_t> folds = folds_of(coded, best, rows);
  const CodedAttribute& from = coded.attributes[attribute];
  const std::vector<Judged> judged = judge_all(coded, attribute, folds, best, rows);
  Cross cross{.coded = coded,
              .attribute = from,
              .best = best,
              .rows = rows,
              .folds = folds,
              .judged = judged};
  for (const Judged& fold : judged) cross.pairs += fold.pairs;
  Effect out;
  out.method = "AUC cross-fitted over five folds";
  if (cross.pairs == 0.0) {  // too few of one outcome for folds
    out.superiority = {.value = 0.5, .low = 0.0, .high = 1.0};
    return out;
  }
  double value = 0.0;
  for (const Judged& fold : judged) {
    value += fold.pairs / cross.pairs * fold.auc;
    out.information += fold.pairs / cross.pairs * fold.information;
  }
  value = std::min(1.0, value);  // sums of weights round
  const Spread spread = spread_of(cross);
  // Near chance an account moves its own fold's AUC and, through the order it taught, the others'
  // as much: every pair of accounts counts twice. A clear effect leaves the order as it is.
  const double distance = (value - 0.5) * (value - 0.5) / std::max(spread.variance, 1e-300);
  const double taught = 1.0 + 1.0 / std::max(1.0, distance / 8.0);
  const double variance = spread.variance * taught;
  const stats::Interval interval =
      interval_of(value, variance, won / spread.lean, lost / spread.lean);
  const bool few = std::min(won, lost) / spread.lean < kFew || !(variance > 0.0);
  out.method += few ? ", Newcombe's interval" : ", logit-DeLong interval";
  if (!coded.cluster.empty()) out.method += "; clusters whole, and summed first";
  out.superiority = {.value = value, .low = interval.low, .high = interval.high};
  return out;
}

FoldEvidence cross_fitted_evidence(const Coded& coded, std::uint32_t attribute,
                                   const outcome::Target& best,
                                   std::span<const std::uint32_t> rows) {
  FoldEvidence out;
  out.fold = folds_of(coded, best, rows);
  const std::vector<Judged> judged = judge_all(coded, attribute, out.fold, best, rows);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const Judged& fold = judged[out.fold[i]];
    out.evidence.push_back(fold.evidence.empty()
                               ? 0.0
                               : fold.evidence[bin_of_row(coded.attributes[attribute], fold.binning,
                                                          fold.members, rows[i])]);
  }
  return out;
}

}  // namespace bestfit::attribute
