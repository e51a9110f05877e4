#include "bestfit/card/card.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <utility>

#include "bestfit/base/error.h"
#include "bestfit/base/random.h"
#include "bestfit/card/distil.h"
#include "bestfit/card/refine.h"
#include "bestfit/card/search.h"
#include "bestfit/card/whole.h"

namespace bestfit::card {
namespace {

constexpr std::size_t kSearchRowsMax = 60000;  // the search looks at so many rows, the fit at all
constexpr std::size_t kFinalists = 4;
constexpr double kOtherRows = 20.0;   // rows of "any other label" below which it is the average
constexpr double kOtherLabels = 5.0;  // and labels that these must be of
constexpr double kShrinkRows = 10.0;  // average rows that rare ones are taken with

std::vector<std::uint32_t> known_rows(std::span<const std::int8_t> best,
                                      std::span<const std::uint32_t> rows) {
  std::vector<std::uint32_t> known;
  known.reserve(rows.size());
  std::copy_if(rows.begin(), rows.end(), std::back_inserter(known),
               [&](std::uint32_t row) { return best[row] >= 0; });
  return known;
}

/// Every so-many-th row, with the same bins and the same evidence.
Binned thinned(const Binned& binned, std::size_t rows_max, std::uint64_t seed) {
  base::Random random(seed, 0x7468696E);
  std::vector<std::uint32_t> chosen;
  const double share = static_cast<double>(rows_max) / static_cast<double>(binned.rows());
  for (std::size_t row = 0; row < binned.rows(); ++row) {
    if (random.uniform() < share) chosen.push_back(static_cast<std::uint32_t>(row));
  }
  Binned out;
  for (const std::uint32_t row : chosen) out.best.push_back(binned.best[row]);
  for (const attribute::BinnedAttribute& from : binned.attributes) {
    attribute::BinnedAttribute to;
    to.attribute = from.attribute;
    to.binning = from.binning;
    to.evidence = from.evidence;
    to.degrees = from.degrees;
    to.bins.reserve(chosen.size());
    for (const std::uint32_t row : chosen) to.bins.push_back(from.bins[row]);
    out.attributes.push_back(std::move(to));
  }
  return out;
}

SearchOptions search_options(const CardOptions& options, const Binned& binned) {
  SearchOptions search;
  search.attributes_max = static_cast<std::size_t>(options.attributes_max);
  search.threads = options.threads;
  std::vector<std::uint32_t> numbers;
  for (const attribute::BinnedAttribute& one : binned.attributes) numbers.push_back(one.attribute);
  search.rules = rules_of(options.wishes, numbers);
  const double best =
      static_cast<double>(std::count(binned.best.begin(), binned.best.end(), std::uint8_t{1}));
  const double rarer = std::min(best, static_cast<double>(binned.rows()) - best);
  const double along = std::clamp(400.0 / rarer, 0.2, 4.0);  // measured: docs/methods/scorecard.md
  search.ridge = {.along = along, .away = std::max(5.0, 10.0 * along)};
  // A wide search where it costs little; near-separable data have many supports nearly as good.
  const auto cells = binned.rows() * binned.attributes.size();
  const bool few = cells <= 50'000;
  const bool medium = !few && cells <= 2'000'000;
  const bool wide = medium && binned.rows() <= 10'000;
  search.beams = wide ? 12 : medium ? 8 : 3;
  search.children = wide ? 12 : medium ? 6 : few ? 4 : 5;
  if (wide) search.refits = 3;
  return search;
}

/// Fits a support on all rows.
Support refit(const Binned& binned, const Support& support, const Ridge& ridge) {
  Cells cells = one_cell(binned);
  for (const std::size_t i : support.attributes) {
    cells = cut_cells(cells, binned.attributes[i], binned.best);
  }
  Support out;
  out.attributes = support.attributes;
  out.model = fit_logistic(binned, support.attributes, cells, ridge, support.model);
  return out;
}

Support choose_support(const Binned& binned, const CardOptions& options) {
  const SearchOptions search = search_options(options, binned);
  if (binned.rows() <= kSearchRowsMax) {
    const Support best = search_supports(binned, search).front();
    return best.attributes.empty() ? best : refit(binned, best, search.ridge);
  }
  const std::vector<Support> pool =
      search_supports(thinned(binned, kSearchRowsMax, options.seed), search);
  Support chosen;
  for (std::size_t i = 0; i < pool.size() && i < kFinalists; ++i) {
    const Support candidate = refit(binned, pool[i], search.ridge);
    if (i == 0 || candidate.model.penalised > chosen.model.penalised) chosen = candidate;
  }
  return chosen;
}

/// The card worth most by the outcomes themselves.
std::vector<RefinedAttribute> search(const attribute::Coded& coded,
                                     std::span<const std::int8_t> best,
                                     std::span<const std::uint32_t> rows,
                                     const CardOptions& options) {
  const Binned binned = make_binned(coded, best, rows, options.wishes, options.threads);
  if (binned.attributes.empty()) return {};
  const Support support = choose_support(binned, options);
  if (support.attributes.empty()) return {};
  return refine(coded, best, rows, binned, support, options.wishes);
}

/// Log odds by score: a logistic curve in one variable, from counts by score. One account of either
/// outcome at each end (half of each) keeps separable data finite.
void calibrate(std::array<double, 101> total, std::array<double, 101> won, CodedModel& model) {
  for (const std::size_t end : {0U, 100U}) {
    total[end] += 1.0;
    won[end] += 0.5;
  }
  const auto log_likelihood = [&](double intercept, double slope) {
    double sum = 0.0;
    for (std::size_t score = 0; score <= 100; ++score) {
      const double odds = intercept + slope * static_cast<double>(score);
      sum += won[score] * odds -
             total[score] * (std::max(odds, 0.0) + std::log1p(std::exp(-std::abs(odds))));
    }
    return sum;
  };
  const double all = static_cast<double>(model.rows);
  const double best = static_cast<double>(model.best);
  model.intercept = std::log((best + 0.5) / (all - best + 0.5));
  model.slope = 0.0;
  double value = log_likelihood(model.intercept, model.slope);
  for (int round = 0; round < 100; ++round) {
    double g0 = 0.0;
    double g1 = 0.0;
    double h00 = 1e-9;
    double h01 = 0.0;
    double h11 = 1e-6;
    for (std::size_t score = 0; score <= 100; ++score) {
      const double s = static_cast<double>(score);
      const double p = 1.0 / (1.0 + std::exp(-(model.intercept + model.slope * s)));
      const double g = won[score] - total[score] * p;
      const double h = total[score] * p * (1.0 - p);
      g0 += g;
      g1 += g * s;
      h00 += h;
      h01 += h * s;
      h11 += h * s * s;
    }
    const double det = h00 * h11 - h01 * h01;
    double step0 = (h11 * g0 - h01 * g1) / det;
    double step1 = (h00 * g1 - h01 * g0) / det;
    double next = log_likelihood(model.intercept + step0, model.slope + step1);
    for (int half = 0; half < 30 && !(next >= value); ++half) {
      step0 *= 0.5;
      step1 *= 0.5;
      next = log_likelihood(model.intercept + step0, model.slope + step1);
    }
    if (!(next > value + 1e-10)) return;
    model.intercept += step0;
    model.slope += step1;
    value = next;
  }
}

double mean_of(const std::vector<double>& weights, const CardAttribute& card) {
  double sum = 0.0;
  for (std::size_t bin = 0; bin < weights.size(); ++bin) sum += weights[bin] * card.total[bin];
  return sum / std::accumulate(card.total.begin(), card.total.end(), 0.0);
}

/// "Any other label" stands for labels that nobody has seen yet: its weight is that of the average
/// account unless many rows of several labels say otherwise, and then shrunk towards it. It gets a
/// bin of its own.
void settle_other(const attribute::CodedAttribute& attribute, const attribute::Counts& tallies,
                  CardAttribute& card, std::vector<double>& weights) {
  const auto other = static_cast<std::size_t>(attribute.levels);
  const auto labels = static_cast<double>(attribute.distinct - attribute.labels.size());
  const double rows = tallies.total[other];
  if (rows == 0.0) return;
  const double trust = rows < kOtherRows || labels < kOtherLabels
                           ? 0.0
                           : 1.0 / (1.0 + 1.0 / labels + kShrinkRows / rows);
  const std::uint8_t bin = card.binning.bin_of[other];
  const double mean = mean_of(weights, card);
  const double weight = mean + trust * (weights[bin] - mean);
  if (card.total[bin] == rows) {
    weights[bin] = weight;
    return;
  }
  card.total[bin] -= rows;
  card.best[bin] -= tallies.best[other];
  card.binning.bin_of[other] = static_cast<std::uint8_t>(weights.size());
  card.total.push_back(rows);
  card.best.push_back(tallies.best[other]);
  weights.push_back(weight);
}

/// What rests on few rows moves towards the average account.
void settle_rare(const attribute::CodedAttribute& attribute, const attribute::Counts& tallies,
                 CardAttribute& card, std::vector<double>& weights) {
  if (card.binning.missing_apart) {
    const std::uint8_t bin = card.binning.bin_of[0];
    const double mean = mean_of(weights, card);
    const double trust = card.total[bin] / (card.total[bin] + kShrinkRows);
    weights[bin] = mean + trust * (weights[bin] - mean);
  }
  if (attribute.kind == table::Kind::category) settle_other(attribute, tallies, card, weights);
}

bool all_alike(const std::vector<double>& weights) {
  const auto ends = std::minmax_element(weights.begin(), weights.end());
  return *ends.second - *ends.first < 1e-9;
}

/// Gives a bin of its own, with no more than average points, to what was not seen or too rarely.
void put_average(const attribute::CodedAttribute& attribute, CardAttribute& card) {
  double sum = 0.0;
  for (std::size_t bin = 0; bin < card.points.size(); ++bin) {
    sum += card.points[bin] * card.total[bin];
  }
  const double rows = std::accumulate(card.total.begin(), card.total.end(), 0.0);
  const auto average = static_cast<std::uint8_t>(card.points.size());
  card.points.push_back(static_cast<int>(std::floor(sum / rows)));
  card.total.push_back(0.0);
  card.best.push_back(0.0);
  if (!card.binning.missing_apart) card.binning.bin_of[0] = average;
  const bool is_category = attribute.kind == table::Kind::category;
  if (!is_category && attribute.kind != table::Kind::set) return;
  const auto other = static_cast<std::size_t>(attribute.levels);
  const bool other_known = is_category && card.binning.seen[other];
  const std::uint8_t unseen = other_known ? card.binning.bin_of.at(other) : average;
  for (std::size_t code = 1; code < card.binning.bin_of.size(); ++code) {
    if (!card.binning.seen[code] && (!attribute.sizes || code == other)) {
      card.binning.bin_of[code] = unseen;  // a range of sizes has neighbours that were seen
    }
  }
}

/// Points of a support's attributes; one whose weights all come to the average is left out.
void put_points(const attribute::Coded& coded, std::vector<RefinedAttribute> refined,
                int points_max, CodedModel& model) {
  std::vector<std::vector<double>> weights;
  for (RefinedAttribute& from : refined) {
    attribute::Counts bins = attribute::by_bin(from.codes, from.binning);
    CardAttribute card{.attribute = from.attribute,
                       .members = std::move(from.members),
                       .binning = from.binning,
                       .points = {},
                       .total = std::move(bins.total),
                       .best = std::move(bins.best)};
    settle_rare(coded.attributes[from.attribute], from.codes, card, from.weights);
    if (all_alike(from.weights)) continue;
    model.attributes.push_back(std::move(card));
    weights.push_back(std::move(from.weights));
  }
  if (weights.empty()) return;
  const auto whole = whole_points(weights, 100, points_max);
  for (std::size_t a = 0; a < whole.size(); ++a) {
    CardAttribute& card = model.attributes[a];
    card.points = whole[a];
    put_average(coded.attributes[card.attribute], card);
  }
  std::stable_sort(model.attributes.begin(), model.attributes.end(),
                   [](const CardAttribute& a, const CardAttribute& b) {
                     return *std::max_element(a.points.begin(), a.points.end()) >
                            *std::max_element(b.points.begin(), b.points.end());
                   });
}

}  // namespace

CodedModel fit(const attribute::Coded& coded, std::span<const std::int8_t> best,
               std::span<const std::uint32_t> rows, const CardOptions& options) {
  check(best.size() == coded.rows, "fit: one outcome per row");
  check(1 <= options.attributes_max && options.attributes_max <= 7, "fit: 1 to 7 attributes");
  const std::vector<std::uint32_t> known = known_rows(best, rows);
  CodedModel model;
  model.rows = static_cast<std::int64_t>(known.size());
  model.best =
      std::count_if(known.begin(), known.end(), [&](std::uint32_t row) { return best[row] == 1; });
  if (model.best == 0 || model.best == model.rows) return model;
  const bool few = std::min(model.best, model.rows - model.best) < kFewBest;
  put_points(coded, few ? distil(coded, best, known, options) : search(coded, best, known, options),
             options.wishes.points_max, model);
  if (model.attributes.empty()) return model;
  const std::vector<int> scores = points(model, coded, known);
  std::array<double, 101> total{};
  std::array<double, 101> won{};
  for (std::size_t i = 0; i < known.size(); ++i) {
    const auto score = static_cast<std::size_t>(scores[i]);
    total[score] += 1.0;
    if (best[known[i]] == 1) won[score] += 1.0;
  }
  calibrate(total, won, model);
  return model;
}

std::vector<int> points(const CodedModel& model, const attribute::Coded& coded,
                        std::span<const std::uint32_t> rows) {
  std::vector<int> out(rows.size(), 0);
  for (const CardAttribute& card : model.attributes) {
    const attribute::CodedAttribute& attribute = coded.attributes[card.attribute];
    for (std::size_t i = 0; i < rows.size(); ++i) {
      out[i] += card.points[attribute::bin_of_row(attribute, card.binning, card.members, rows[i])];
    }
  }
  return out;
}

}  // namespace bestfit::card
