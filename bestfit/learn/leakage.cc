#include "bestfit/learn/leakage.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "bestfit/attribute/association.h"
#include "bestfit/attribute/effect.h"
#include "bestfit/attribute/encode.h"
#include "bestfit/attribute/row_sample.h"
#include "bestfit/base/parallel.h"
#include "bestfit/base/text.h"
#include "bestfit/card/card.h"
#include "bestfit/learn/rank.h"
#include "bestfit/stats/auc.h"
#include "bestfit/stats/clusters.h"
#include "bestfit/stats/score_counts.h"

namespace bestfit::learn {
namespace {

constexpr double kDecides = 0.9;         // AUC of what all but is the outcome
constexpr std::size_t kRowsMax = 50000;  // looked at; a leak shows in far fewer

/// How often an attribute is known, among best and among other accounts.
struct Known {
  double of_best = 0.0;
  double of_other = 0.0;
  double best = 0.0;  // counts of accounts
  double other = 0.0;
  double design = 1.0;  // by how much clusters widen the variance
};

Known known_shares(const attribute::Coded& coded, const attribute::CodedAttribute& attribute,
                   const outcome::Target& best, std::span<const std::uint32_t> rows) {
  std::array<double, 4> count{};
  for (const std::uint32_t row : rows) {
    count[2U * (best[row] == 1 ? 1U : 0U) + (attribute.codes[row] != 0 ? 1U : 0U)] += 1.0;
  }
  Known known;
  known.other = count[0] + count[1];
  known.best = count[2] + count[3];
  known.of_other = count[1] / known.other;
  known.of_best = count[3] / known.best;
  if (coded.cluster.empty()) return known;
  std::vector<std::uint32_t> cluster;
  std::vector<std::uint32_t> is_known;
  std::vector<std::int8_t> outcome;
  for (const std::uint32_t row : rows) {
    cluster.push_back(coded.cluster[row]);
    is_known.push_back(attribute.codes[row] != 0 ? 1 : 0);
    outcome.push_back(best[row]);
  }
  known.design = stats::independence_design(stats::cluster_cells(cluster, is_known, outcome), 2);
  return known;
}

std::string exact_percent(double share) { return fmt::format("{:.1f}%", 100.0 * share); }

/// Twice the logarithm of the likelihood ratio of two shares against one: 36 is as rare as six
/// standard errors, at any size.
///   source  Wilks 1938, Annals of Mathematical Statistics 9(1), 60-62
double likelihood_ratio(const Known& known) {
  const auto log_likelihood = [](double share, double rows) {
    const double yes = share > 0.0 ? share * std::log(share) : 0.0;
    const double no = share < 1.0 ? (1.0 - share) * std::log(1.0 - share) : 0.0;
    return rows * (yes + no);
  };
  const double all = known.best + known.other;
  const double share = (known.of_best * known.best + known.of_other * known.other) / all;
  return 2.0 * (log_likelihood(known.of_best, known.best) +
                log_likelihood(known.of_other, known.other) - log_likelihood(share, all));
}

/// Filled in after the outcome: known for one outcome and hardly ever for the other.
std::optional<std::string> filled_for_one(const Known& known, const SideWords& words) {
  const double more = std::max(known.of_best, known.of_other);
  const double less = std::min(known.of_best, known.of_other);
  const double gap = more - less;
  const bool clear = likelihood_ratio(known) > 36.0 * known.design &&
                     gap * std::min(known.best, known.other) >= 10.0 * known.design;
  const bool only_one = more > 10.0 * less;
  const bool hardly_missing = 1.0 - less > 5.0 * (1.0 - more);
  const bool much = gap > 0.2 && (more > 5.0 * less || hardly_missing);
  const bool always_there = 1.0 - more < 0.002 && 1.0 - less > 0.05;
  if (!clear || !(only_one || much || always_there)) return std::nullopt;
  return fmt::format("known for {} of {} and for {} of {}: it seems to be filled in afterwards",
                     exact_percent(known.of_best), words.with, exact_percent(known.of_other),
                     words.without);
}

/// Bins of at least a twentieth of the accounts where the outcome (or its absence) all but never
/// happens, though it is common elsewhere.
struct OneSided {
  double share = 0.0;  // of the accounts
  double rate = 0.0;   // of the outcome
};

std::vector<OneSided> one_sided(const attribute::Coded& coded, std::uint32_t attribute,
                                const outcome::Target& best, std::span<const std::uint32_t> rows) {
  const attribute::BinnedAttribute binned =
      attribute::bin_attribute(coded, attribute, best, rows, attribute::bin_options(rows.size()));
  const double all = static_cast<double>(rows.size());
  std::vector<OneSided> sides;
  const double base = std::accumulate(binned.best.begin(), binned.best.end(), 0.0) / all;
  for (std::size_t bin = 0; bin < binned.total.size(); ++bin) {
    const double total = binned.total[bin];
    const double rate = binned.best[bin] / total;
    const double expected = total * std::min(base, 1.0 - base);
    const bool never = rate <= 0.01 && rate <= 0.1 * base;
    const bool always = 1.0 - rate <= 0.01 && 1.0 - rate <= 0.1 * (1.0 - base);
    if (total >= 0.05 * all && expected >= 20.0 && (never || always)) {
      sides.push_back({.share = total / all, .rate = rate});
    }
  }
  return sides;
}

/// AUC of a card of all attributes still offered but these, learned on one half and judged on the
/// other, both ways.
double auc_without(attribute::Coded& coded, std::span<const std::size_t> without,
                   const outcome::Target& best, std::span<const std::uint32_t> rows,
                   const LearnOptions& options) {
  std::vector<std::string> kept;
  kept.reserve(without.size());
  for (const std::size_t i : without) {
    kept.push_back(std::exchange(coded.attributes[i].left_out, "suspected"));
  }
  std::array<std::vector<std::uint32_t>, 2> halves;
  std::array<std::size_t, 2> next{};
  std::size_t half_of_last = 0;
  for (std::size_t i = 0; i < rows.size(); ++i) {  // clusters whole
    const bool same =
        i > 0 && !coded.cluster.empty() && coded.cluster[rows[i]] == coded.cluster[rows[i - 1]];
    if (!same) half_of_last = next[best[rows[i]] == 1 ? 1 : 0]++ % 2;
    halves[half_of_last].push_back(rows[i]);
  }
  double auc = 0.0;
  for (std::size_t half = 0; half < 2; ++half) {
    const card::CodedModel model = card::fit(coded, best, halves[half],
                                             {.attributes_max = options.attributes_max,
                                              .seed = options.seed,
                                              .threads = options.threads,
                                              .wishes = {}});
    std::vector<std::int8_t> outcomes;
    for (const std::uint32_t row : halves[1 - half]) outcomes.push_back(best[row]);
    const std::vector<int> scores = card::points(model, coded, halves[1 - half]);
    auc += 0.5 * stats::auc_value(stats::count_points(scores, outcomes));
  }
  for (std::size_t i = 0; i < without.size(); ++i) {
    coded.attributes[without[i]].left_out = std::move(kept[i]);
  }
  return auc;
}

/// Stands far above all the rest, in a way that honest attributes do not.
std::optional<std::string> dominates(attribute::Coded& coded, std::size_t attribute, double alone,
                                     const outcome::Target& best,
                                     std::span<const std::uint32_t> rows,
                                     const LearnOptions& options, const SideWords& words) {
  const attribute::CodedAttribute& from = coded.attributes[attribute];
  const double rest = auc_without(coded, std::span(&attribute, 1), best, rows, options);
  const bool named = speaks_of_outcome(from.column);
  if (named && alone >= 0.97 * rest) {
    return fmt::format(
        "alone it tells {} (AUC {:.3f}) {} all other attributes together ({:.3f}), and its name "
        "speaks of the outcome",
        words.told, alone, alone > rest + 0.02 ? "better than" : "as well as", rest);
  }
  if (alone < rest) return std::nullopt;
  const std::string numbers = fmt::format(
      "alone it tells {} better (AUC {:.3f}) than all other attributes together ({:.3f})",
      words.told, alone, rest);
  if (alone > kDecides && alone >= rest + 0.02) return numbers;
  const double accounts = static_cast<double>(rows.size());
  if (from.kind == table::Kind::category && alone > 0.85 &&
      static_cast<double>(from.distinct) > std::sqrt(accounts)) {
    return fmt::format("{}, with {} different values in {} accounts", numbers, from.distinct,
                       rows.size());
  }
  const bool measured = from.kind == table::Kind::number || from.kind == table::Kind::date;
  if (!measured || from.distinct <= 2) return std::nullopt;
  const auto sides = one_sided(coded, static_cast<std::uint32_t>(attribute), best, rows);
  if (sides.empty()) return std::nullopt;
  return fmt::format("{}, and in {} of the accounts it all but decides ({} {})", numbers,
                     exact_percent(sides.front().share), exact_percent(sides.front().rate),
                     words.happened);
}

/// Signs that need no comparison with other attributes.
std::optional<std::string> sign_of_its_own(const attribute::Coded& coded,
                                           const attribute::CodedAttribute& attribute, double alone,
                                           const outcome::Target& best,
                                           std::span<const std::uint32_t> rows,
                                           const SideWords& words) {
  if (auto why = filled_for_one(known_shares(coded, attribute, best, rows), words)) return why;
  if (attribute.after_time > 0.2 && alone > 0.6) {
    return fmt::format(
        "{} of its dates are later than the time of the account, and alone it has "
        "AUC {:.3f}",
        exact_percent(attribute.after_time), alone);
  }
  return std::nullopt;
}

bool kept(const attribute::CodedAttribute& attribute, const LearnOptions& options) {
  return std::any_of(options.keep.begin(), options.keep.end(), [&](const std::string& name) {
    return base::fold(name) == base::fold(attribute.column);
  });
}

/// Whether it decides alone, or nearly, with a value whose accounts all have the outcome.
bool gives_away(const attribute::Coded& coded, std::size_t attribute, double alone,
                const outcome::Target& best, std::span<const std::uint32_t> rows) {
  constexpr double kClear = 0.8;
  if (alone < kClear) return false;
  if (alone > kDecides) return true;
  const auto sides = one_sided(coded, static_cast<std::uint32_t>(attribute), best, rows);
  return std::any_of(sides.begin(), sides.end(),
                     [](const OneSided& side) { return side.rate > 0.5; });
}

/// Leaks beside each other, of which none stands above all others: several attributes that each
/// give the outcome away, far above a card of at least three that do not.
void mark_group(attribute::Coded& coded, const std::vector<double>& alone,
                const outcome::Target& best, const std::vector<std::uint32_t>& rows,
                const LearnOptions& options, const SideWords& words) {
  constexpr double kAboveTheRest = 0.1;
  constexpr std::size_t kRestLeast = 3;
  std::vector<std::size_t> group;
  std::size_t offered = 0;
  for (std::size_t i = 0; i < alone.size(); ++i) {
    if (!coded.attributes[i].left_out.empty() || coded.attributes[i].leakage.suspected) continue;
    ++offered;
    if (gives_away(coded, i, alone[i], best, rows)) group.push_back(i);
  }
  if (group.size() < 2 || offered < group.size() + kRestLeast) return;
  const double rest = auc_without(coded, group, best, rows, options);
  for (const std::size_t i : group) {
    if (alone[i] < rest + kAboveTheRest) continue;
    suspect(coded.attributes[i],
            fmt::format("alone it tells {} better (AUC {:.3f}) than all attributes together that "
                        "do not give them away ({:.3f})",
                        words.told, alone[i], rest),
            options);
  }
}

/// Attributes that alone stand far above all others. The strongest first: what is judged honest
/// then counts among the others.
///   alone  each attribute's cross-fitted superiority
void mark_dominant(attribute::Coded& coded, const std::vector<double>& alone,
                   const outcome::Target& best, const std::vector<std::uint32_t>& rows,
                   const LearnOptions& options, const SideWords& words) {
  std::vector<std::size_t> order(alone.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return alone[a] > alone[b]; });
  bool honest = false;  // one was found: what is weaker cannot stand above all others
  for (const std::size_t i : order) {
    if (alone[i] < 0.7) break;
    if (!coded.attributes[i].left_out.empty() || coded.attributes[i].leakage.suspected) continue;
    if (honest && !speaks_of_outcome(coded.attributes[i].column)) continue;
    const auto why = dominates(coded, i, alone[i], best, rows, options, words);
    if (why) suspect(coded.attributes[i], *why, options);
    honest = honest || !why;
  }
}

}  // namespace

SideWords won_and_lost() {
  return {.with = "the accounts won",
          .without = "those lost",
          .told = "accounts won from those lost",
          .happened = "were won"};
}

void suspect(attribute::CodedAttribute& attribute, const std::string& why,
             const LearnOptions& options) {
  attribute.leakage = {.suspected = true, .why = why};
  if (!kept(attribute, options)) attribute.left_out = "suspected of a leak: " + why;
}

std::vector<std::uint32_t> looked_at(const attribute::Coded& coded,
                                     std::span<const std::uint32_t> rows) {
  return attribute::by_cluster(coded, attribute::spread_sample(rows, kRowsMax));
}

bool too_few_to_suspect(const outcome::Target& best, std::span<const std::uint32_t> rows) {
  const auto won =
      std::count_if(rows.begin(), rows.end(), [&](std::uint32_t row) { return best[row] == 1; });
  return won < 10 || static_cast<std::ptrdiff_t>(rows.size()) - won < 10;
}

void mark_leaks(attribute::Coded& coded, const outcome::Target& best,
                std::span<const std::uint32_t> all_rows, const LearnOptions& options,
                const SideWords& words) {
  const std::vector<std::uint32_t> rows = looked_at(coded, all_rows);
  if (too_few_to_suspect(best, rows)) return;
  std::vector<double> alone(coded.attributes.size(), 0.5);
  base::parallel_for(options.threads, alone.size(), [&](std::size_t i) {
    if (!coded.attributes[i].left_out.empty()) return;
    alone[i] = attribute::cross_fitted_effect(coded, static_cast<std::uint32_t>(i), best, rows)
                   .superiority.value;
  });
  for (std::size_t i = 0; i < alone.size(); ++i) {
    attribute::CodedAttribute& attribute = coded.attributes[i];
    if (!attribute.left_out.empty() || attribute.leakage.suspected) continue;
    if (const auto why = sign_of_its_own(coded, attribute, alone[i], best, rows, words)) {
      suspect(attribute, *why, options);
    }
  }
  mark_group(coded, alone, best, rows, options, words);
  mark_dominant(coded, alone, best, rows, options, words);
}

bool speaks_of_outcome(std::string_view column) {
  static constexpr std::array<std::string_view, 28> kWords = {
      "close",   "closed",  "won",       "lost",      "invoice", "stage",    "contract",
      "churn",   "churned", "renewal",   "renewed",   "settle",  "settled",  "late",
      "paid",    "payment", "signed",    "onboarded", "outcome", "duration", "order",
      "ordered", "orders",  "cancelled", "canceled",  "refund",  "shipped",  "delivered"};
  std::string word;
  const std::string name = base::fold(attribute::readable_name(column)) + " ";
  for (const char letter : name) {
    if (letter != ' ') {
      word += letter;
      continue;
    }
    if (std::find(kWords.begin(), kWords.end(), word) != kWords.end()) return true;
    word.clear();
  }
  return false;
}

}  // namespace bestfit::learn
