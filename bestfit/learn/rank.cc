#include "bestfit/learn/rank.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "bestfit/attribute/association.h"
#include "bestfit/attribute/effect.h"
#include "bestfit/base/parallel.h"
#include "bestfit/base/random.h"
#include "bestfit/learn/adjusted.h"
#include "bestfit/learn/describe.h"
#include "bestfit/stats/clusters.h"
#include "bestfit/stats/discovery.h"
#include "bestfit/stats/proportion.h"
#include "bestfit/stats/shuffle.h"

namespace bestfit::learn {
namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

/// The rows learned from and how many of them are best.
struct Base {
  outcome::Target best;
  std::span<const std::uint32_t> rows;  // of one cluster next to each other
  std::int64_t total = 0;
  std::int64_t won = 0;
  stats::Frame frame;
  outcome::Mass mass;  // of all rows

  /// Whether rows are the population, and each counts once.
  [[nodiscard]] bool is_plain() const { return best.is_plain() && frame.is_plain(); }
};

/// Puts share, lift and weight of a value whose rows count for `mass`.
void put_counted(const outcome::Mass& mass, const Base& base, const stats::RateDesign& design,
                 profile::ValueStats& value) {
  if (base.frame.has_rates() && mass.total() > 0.0) {
    const stats::Estimate share =
        stats::population_rate_estimate(mass.best, mass.other, base.frame, design.inside);
    value.rate = share.value;
    value.share = {.low = share.low, .high = share.high};
  }
  const outcome::Mass rest{.best = base.mass.best - mass.best,
                           .other = base.mass.other - mass.other};
  if (rest.total() > 1e-9) {
    value.lift =
        stats::population_ratio({.best = mass.best, .other = mass.other},
                                {.best = rest.best, .other = rest.other}, base.frame, design);
  }
  const double rate = base.mass.best / base.mass.total();
  value.weight =
      attribute::shrunk_log_odds(mass.best, mass.total(), rate) - std::log(rate / (1.0 - rate));
}

profile::ValueStats value_stats(const profile::Bin& bin, const outcome::Mass& mass,
                                const Base& base, const stats::RateDesign& design) {
  profile::ValueStats value;
  value.rate = kNone;
  value.share = {.low = kNone, .high = kNone};
  value.label = bin.label;
  value.points = bin.points;
  value.total = bin.total;
  value.best = bin.best;
  value.of_best = mass.best / base.mass.best;
  value.of_others = mass.other / base.mass.other;
  value.lift = {.value = kNone, .low = kNone, .high = kNone};
  if (!base.is_plain()) {
    put_counted(mass, base, design, value);
    return value;
  }
  const auto total = static_cast<double>(bin.total);
  const auto others = static_cast<double>(base.total - bin.total);
  const double share = static_cast<double>(bin.best) / total;
  value.rate = share;
  value.share = stats::wilson_interval_of_share(share, total / design.inside);
  if (others > 0.0) {
    value.lift = stats::share_ratio_of_sizes(
        static_cast<double>(bin.best) / design.inside, total / design.inside,
        static_cast<double>(base.won - bin.best) / design.outside, others / design.outside);
  }
  const double rate = static_cast<double>(base.won) / static_cast<double>(base.total);
  value.weight = attribute::shrunk_log_odds(static_cast<double>(bin.best), total, rate) -
                 std::log(rate / (1.0 - rate));
  return value;
}

/// The card's bins of an attribute; for one that is not in it the best bins, numbered.
card::CardAttribute shown_bins(const attribute::Coded& coded, const card::CardAttribute* card,
                               std::uint32_t attribute, const Base& base) {
  if (card != nullptr) return *card;
  const attribute::BinnedAttribute binned = attribute::bin_attribute(
      coded, attribute, base.best, base.rows, attribute::bin_options(base.rows.size()));
  card::CardAttribute shown;
  shown.attribute = attribute;
  shown.members = binned.members;
  shown.binning = binned.binning;
  shown.points.resize(static_cast<std::size_t>(binned.binning.bins));
  std::iota(shown.points.begin(), shown.points.end(), 0);
  shown.total = binned.total;
  shown.best = binned.best;
  return shown;
}

/// How much clusters widen the rate of each group of bins.
///   group_of_bin  by bin of the criterion, the last one of accounts where it is not known
std::vector<stats::RateDesign> designs_of(const attribute::Coded& coded,
                                          const card::CardAttribute& shown,
                                          const CountedCriterion& counted, const Base& base,
                                          std::span<const std::uint32_t> group_of_bin,
                                          std::size_t groups) {
  if (coded.cluster.empty()) return std::vector<stats::RateDesign>(groups);
  std::vector<std::uint32_t> cluster;
  std::vector<std::uint32_t> group;
  std::vector<std::int8_t> best;
  for (const std::uint32_t row : base.rows) {
    cluster.push_back(coded.cluster[row]);
    const std::uint32_t code =
        attribute::code_of_row(coded.attributes[shown.attribute], shown.members, row);
    group.push_back(group_of_bin[counted.bin_of_code[code]]);
    best.push_back(base.best[row]);
  }
  return stats::rate_designs(stats::cluster_cells(cluster, group, best), groups);
}

/// What the rows of each bin of a criterion count for, those not known last.
std::vector<outcome::Mass> masses_by_bin(const attribute::Coded& coded,
                                         const card::CardAttribute& shown,
                                         const CountedCriterion& counted, const Base& base) {
  std::vector<outcome::Mass> masses(counted.criterion.bins.size() + 1);
  for (const std::uint32_t row : base.rows) {
    const std::uint32_t code =
        attribute::code_of_row(coded.attributes[shown.attribute], shown.members, row);
    outcome::Mass& mass = masses[counted.bin_of_code[code]];
    mass.best += base.best.best_mass(row);
    mass.other += base.best.other_mass(row);
  }
  return masses;
}

/// The bins near the best of a card's attribute, as one value; none where no account has it.
std::optional<profile::ValueStats> fit_stats(const attribute::Coded& coded,
                                             const card::CardAttribute& card,
                                             const CountedCriterion& counted, const Base& base) {
  const Fit fit = best_fit(coded.attributes[card.attribute], counted.criterion);
  if (fit.total == 0) return std::nullopt;
  std::vector<std::uint32_t> is_outside(fit.has_bin.size() + 1, 1);
  for (std::size_t bin = 0; bin < fit.has_bin.size(); ++bin) {
    if (fit.has_bin[bin]) is_outside[bin] = 0;
  }
  const auto designs = designs_of(coded, card, counted, base, is_outside, 2);
  const std::vector<outcome::Mass> masses = masses_by_bin(coded, card, counted, base);
  outcome::Mass inside;
  for (std::size_t bin = 0; bin < masses.size(); ++bin) {
    if (is_outside[bin] == 1) continue;
    inside.best += masses[bin].best;
    inside.other += masses[bin].other;
  }
  return value_stats(
      {.label = fit.label, .points = fit.points, .total = fit.total, .best = fit.best}, inside,
      base, designs.front());
}

/// Puts the values of an attribute, and what fits best, into its statistics.
void put_values(const attribute::Coded& coded, const card::CardAttribute* card,
                std::uint32_t attribute, const Base& base, profile::AttributeStats& out) {
  const card::CardAttribute shown = shown_bins(coded, card, attribute, base);
  const CountedCriterion counted =
      counted_criterion(coded.attributes[attribute], shown, base.best, base.rows);
  const profile::Criterion& criterion = counted.criterion;
  std::vector<std::uint32_t> each(criterion.bins.size() + 1);
  std::iota(each.begin(), each.end(), std::uint32_t{0});
  const auto designs = designs_of(coded, shown, counted, base, each, each.size());
  const std::vector<outcome::Mass> masses = masses_by_bin(coded, shown, counted, base);
  for (std::size_t i = 0; i < criterion.bins.size(); ++i) {
    if (criterion.bins[i].total > 0) {
      out.values.push_back(value_stats(criterion.bins[i], masses[i], base, designs[i]));
    }
  }
  if (criterion.missing.total > 0) {
    out.values.push_back(value_stats(criterion.missing, masses.back(), base, designs.back()));
    out.values.back().is_missing = true;
  }
  if (card == nullptr) {
    for (profile::ValueStats& value : out.values) value.points = 0;
    return;
  }
  out.fit = fit_stats(coded, *card, counted, base);
}

profile::AttributeStats stats_of(const attribute::Coded& coded, const card::CardAttribute* card,
                                 std::uint32_t attribute, const Base& base, std::uint64_t seed) {
  const attribute::CodedAttribute& from = coded.attributes[attribute];
  profile::AttributeStats out;
  out.name = from.name;
  out.column = from.column;
  out.kind = table::kind_name(from.kind);
  out.selected = card != nullptr;
  out.leakage = from.leakage;
  out.left_out = from.left_out;
  out.effect = {.value = 0.5, .low = kNone, .high = kNone};
  const auto known = std::count_if(base.rows.begin(), base.rows.end(),
                                   [&](std::uint32_t row) { return from.codes[row] != 0; });
  out.coverage = static_cast<double>(known) / static_cast<double>(base.total);
  if (!from.left_out.empty() && !from.leakage.suspected) return out;
  const attribute::Association association = attribute::association_of(
      coded, attribute, base.best, base.rows, attribute::Shuffles::where_counts_are_small,
      seed * 1000003 + attribute);
  out.p = association.p;
  out.p_method = association.method;
  const attribute::Effect effect =
      attribute::cross_fitted_effect(coded, attribute, base.best, base.rows);
  out.effect = effect.superiority;
  out.effect_method = effect.method;
  out.information = effect.information;
  put_values(coded, card, attribute, base, out);
  return out;
}

constexpr int kShuffles = 1000;
constexpr std::size_t kShuffledCells = 100'000'000;  // rows x attributes x shuffles, about

/// p of the offered attributes under shuffled outcomes, by shuffle. Fewer shuffles of large data.
std::vector<std::vector<double>> shuffled_p(const attribute::Coded& coded, const Base& base,
                                            std::span<const std::uint32_t> offered,
                                            const LearnOptions& options) {
  const std::size_t cells = std::max<std::size_t>(1, base.rows.size() * offered.size());
  const auto shuffles = std::clamp<std::size_t>(10 * kShuffledCells / cells, 100, kShuffles);
  const std::vector<std::uint32_t> cluster = attribute::clusters_of(coded);
  const std::vector<std::uint32_t> rows(base.rows.begin(), base.rows.end());
  std::vector<std::vector<double>> p(shuffles);
  base::parallel_for(options.threads, shuffles, [&](std::size_t shuffle) {
    const auto seed = base::Random(options.seed, 0x6D696E70 + shuffle).bits();
    const outcome::Outcome other =
        outcome::rearranged(base.best, stats::shuffled_places(cluster, rows, seed));
    for (const std::uint32_t attribute : offered) {
      p[shuffle].push_back(
          attribute::association_p(coded, attribute, other, rows, attribute::Shuffles::none, 0));
    }
  });
  return p;
}

/// Puts q of the attributes offered; `attributes` are in the order of coded.attributes.
void put_q(const attribute::Coded& coded, const Base& base, const LearnOptions& options,
           std::vector<profile::AttributeStats>& attributes) {
  std::vector<double> p;
  std::vector<std::uint32_t> offered;
  for (std::uint32_t i = 0; i < attributes.size(); ++i) {
    if (!attributes[i].left_out.empty()) continue;
    offered.push_back(i);
    p.push_back(attributes[i].p);
  }
  std::vector<double> q;
  if (options.correction == Correction::westfall_young) {
    q = stats::westfall_young(p, shuffled_p(coded, base, offered, options));
  } else if (options.correction == Correction::benjamini_yekutieli) {
    q = stats::benjamini_yekutieli(p);
  } else {
    q = stats::benjamini_hochberg(p);
  }
  for (std::size_t i = 0; i < offered.size(); ++i) attributes[offered[i]].q = q[i];
}

/// Selected, offered, left out.
int place(const profile::AttributeStats& attribute) {
  if (attribute.selected) return 0;
  return attribute.left_out.empty() ? 1 : 2;
}

constexpr std::size_t kPairs = 5;
constexpr std::size_t kHalfRowsMax = 5000;

/// Rows in random order, those of one cluster next to each other.
std::vector<std::uint32_t> shuffled_rows(const attribute::Coded& coded,
                                         std::span<const std::uint32_t> rows, std::uint64_t seed,
                                         std::uint64_t stream) {
  base::Random random(seed, stream);
  std::vector<std::uint32_t> shuffled(rows.begin(), rows.end());
  if (coded.cluster.empty()) {
    random.shuffle(std::span<std::uint32_t>(shuffled));
    return shuffled;
  }
  std::vector<std::uint32_t> place(coded.rows);  // of each cluster; no more of them than rows
  std::iota(place.begin(), place.end(), std::uint32_t{0});
  random.shuffle(std::span<std::uint32_t>(place));
  std::stable_sort(shuffled.begin(), shuffled.end(), [&](std::uint32_t a, std::uint32_t b) {
    return place[coded.cluster[a]] < place[coded.cluster[b]];
  });
  return shuffled;
}

/// One half of the rows, clusters whole; the other half of the same pair is its complement.
std::vector<std::uint32_t> half_of(const attribute::Coded& coded,
                                   std::span<const std::uint32_t> rows, std::size_t sample,
                                   std::uint64_t seed) {
  const std::vector<std::uint32_t> shuffled =
      shuffled_rows(coded, rows, seed, 0x68616C66 + sample / 2);
  std::size_t cut = shuffled.size() / 2;
  while (cut > 0 && cut < shuffled.size() && !coded.cluster.empty() &&
         coded.cluster[shuffled[cut]] == coded.cluster[shuffled[cut - 1]]) {
    ++cut;
  }
  const auto middle = shuffled.begin() + static_cast<std::ptrdiff_t>(cut);
  std::vector<std::uint32_t> half = sample % 2 == 0
                                        ? std::vector<std::uint32_t>(shuffled.begin(), middle)
                                        : std::vector<std::uint32_t>(middle, shuffled.end());
  if (half.size() > kHalfRowsMax) half.resize(kHalfRowsMax);
  std::sort(half.begin(), half.end());
  return half;
}

}  // namespace

std::vector<double> stability(const attribute::Coded& coded, const outcome::Target& best,
                              std::span<const std::uint32_t> rows, const LearnOptions& options) {
  std::vector<card::CodedModel> models(2 * kPairs);
  card::CardOptions alone = card_options(options, coded);
  alone.threads = 1;
  base::parallel_for(options.threads, models.size(), [&](std::size_t sample) {
    models[sample] = card::fit(coded, best, half_of(coded, rows, sample, options.seed), alone);
  });
  std::vector<double> share(coded.attributes.size(), 0.0);
  for (const card::CodedModel& model : models) {
    for (const card::CardAttribute& card : model.attributes) {
      share[card.attribute] += 1.0;
    }
  }
  for (double& value : share) value /= static_cast<double>(models.size());
  return share;
}

std::vector<profile::AttributeStats> rank_attributes(
    const attribute::Coded& coded, const card::CodedModel& model, const outcome::Target& best,
    std::span<const std::uint32_t> rows, const LearnOptions& options, const stats::Frame& frame) {
  const std::vector<std::uint32_t> together = attribute::by_cluster(coded, rows);
  Base base{.best = best,
            .rows = together,
            .total = static_cast<std::int64_t>(rows.size()),
            .won = 0,
            .frame = frame,
            .mass = outcome::mass_of(best, rows)};
  for (const std::uint32_t row : rows) base.won += best[row] == 1 ? 1 : 0;
  std::vector<const card::CardAttribute*> in_card(coded.attributes.size(), nullptr);
  for (const card::CardAttribute& card : model.attributes) in_card[card.attribute] = &card;
  const std::vector<double> steady = stability(coded, best, rows, options);
  const std::vector<std::uint32_t> adjusting = rows_to_adjust_with(coded, rows);
  std::vector<profile::AttributeStats> attributes(coded.attributes.size());
  base::parallel_for(options.threads, attributes.size(), [&](std::size_t i) {
    attributes[i] = stats_of(coded, in_card[i], static_cast<std::uint32_t>(i), base, options.seed);
    attributes[i].stability = steady[i];
    if (base.mass.rarer() > 0.0) {
      attributes[i].adjusted =
          adjusted_effect(coded, model, static_cast<std::uint32_t>(i), best, adjusting);
    }
  });
  put_q(coded, base, options, attributes);
  std::stable_sort(attributes.begin(), attributes.end(),
                   [](const profile::AttributeStats& a, const profile::AttributeStats& b) {
                     if (place(a) != place(b)) return place(a) < place(b);
                     return a.p < b.p;
                   });
  return attributes;
}

}  // namespace bestfit::learn
