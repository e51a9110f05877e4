#include "bestfit/card/give_points.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include "bestfit/attribute/row_sample.h"
#include "bestfit/card/lattice.h"

namespace bestfit::card {
namespace {

constexpr std::size_t kInformationRows = 100'000;  // that the information is counted on
constexpr double kOtherRows = 20.0;   // rows of "any other label" below which it is the average
constexpr double kOtherLabels = 5.0;  // and labels that these must be of
constexpr double kShrinkRows = 10.0;  // average rows that rare ones are taken with

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
  for (std::size_t code = 1; code <= attribute.specials.size(); ++code) {
    if (!card.binning.specials_apart || !card.binning.seen[code]) {
      card.binning.bin_of[code] = average;
    }
  }
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

/// Log odds of the average row, such that the weights foresee as many best rows as there are.
double intercept_for(const std::vector<double>& log_odds,
                     const std::vector<outcome::Mass>& masses) {
  double intercept = 0.0;
  for (int round = 0; round < 30; ++round) {
    double gradient = 0.0;
    double curvature = 0.25;  // never 0
    for (std::size_t i = 0; i < log_odds.size(); ++i) {
      const double p = 1.0 / (1.0 + std::exp(-(intercept + log_odds[i])));
      gradient += masses[i].best - masses[i].total() * p;
      curvature += masses[i].total() * p * (1.0 - p);
    }
    const double step = gradient / curvature;
    intercept += std::clamp(step, -2.0, 2.0);
    if (std::abs(step) < 1e-9) break;
  }
  return intercept;
}

/// What the rows say of the weights of each pair of bins: the sum of p (1 - p) over rows in both.
Matrix information(const attribute::Coded& coded, const outcome::Target& best,
                   std::span<const std::uint32_t> rows, const std::vector<CardAttribute>& cards,
                   const std::vector<std::vector<double>>& weights) {
  const std::vector<std::uint32_t> looked_at = attribute::spread_sample(rows, kInformationRows);
  const std::size_t width = cards.size();
  std::vector<std::uint32_t> places(looked_at.size() * width);
  std::vector<double> log_odds(looked_at.size(), 0.0);
  const std::vector<outcome::Mass> masses = outcome::masses_of(best, looked_at);
  std::size_t first = 0;
  for (std::size_t a = 0; a < width; ++a) {
    const attribute::CodedAttribute& attribute = coded.attributes[cards[a].attribute];
    for (std::size_t i = 0; i < looked_at.size(); ++i) {
      const std::size_t bin =
          attribute::bin_of_row(attribute, cards[a].binning, cards[a].members, looked_at[i]);
      places[i * width + a] = static_cast<std::uint32_t>(first + bin);
      log_odds[i] += weights[a][bin];
    }
    first += weights[a].size();
  }
  const double intercept = intercept_for(log_odds, masses);
  Matrix sums(first);
  for (std::size_t i = 0; i < looked_at.size(); ++i) {
    const double p = 1.0 / (1.0 + std::exp(-(intercept + log_odds[i])));
    const double told = masses[i].total() * p * (1.0 - p);
    for (std::size_t a = 0; a < width; ++a) {
      for (std::size_t b = 0; b <= a; ++b) {
        sums.at(places[i * width + a], places[i * width + b]) += told;
      }
    }
  }
  return sums;
}

}  // namespace

std::vector<CardAttribute> give_points(const attribute::Coded& coded, const outcome::Target& best,
                                       std::span<const std::uint32_t> rows,
                                       std::vector<RefinedAttribute> refined, int points_max) {
  std::vector<CardAttribute> cards;
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
    cards.push_back(std::move(card));
    weights.push_back(std::move(from.weights));
  }
  if (weights.empty()) return cards;
  const auto whole = nearest_points(weights, information(coded, best, rows, cards, weights),
                                    {.sum = 100, .most = points_max});
  for (std::size_t a = 0; a < whole.size(); ++a) {
    CardAttribute& card = cards[a];
    card.points = whole[a];
    put_average(coded.attributes[card.attribute], card);
  }
  std::stable_sort(cards.begin(), cards.end(), [](const CardAttribute& a, const CardAttribute& b) {
    return *std::max_element(a.points.begin(), a.points.end()) >
           *std::max_element(b.points.begin(), b.points.end());
  });
  return cards;
}

}  // namespace bestfit::card
