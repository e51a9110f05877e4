#include "bestfit/learn/describe.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include "bestfit/base/error.h"
#include "bestfit/base/text.h"
#include "bestfit/recognise/spelling.h"
#include "bestfit/stats/calibration.h"
#include "bestfit/stats/score_counts.h"

namespace bestfit::learn {
namespace {

using profile::Bin;
using profile::Criterion;
using profile::Profile;

constexpr double kNearBest = 0.7;     // bins with this share of the best one's points belong to it
constexpr double kShareOfBest = 0.2;  // of the best accounts, that a fit holds where bins allow

/// Takes bin i of the criterion into the fit.
void add(const Criterion& criterion, std::size_t i, Fit& fit) {
  fit.total += criterion.bins[i].total;
  fit.best += criterion.bins[i].best;
  fit.has_bin[i] = true;
}

/// The bin of known values with most points; the earliest of equals.
std::size_t best_bin(const Criterion& criterion) {
  const auto top = std::max_element(criterion.bins.begin(), criterion.bins.end(),
                                    [](const Bin& a, const Bin& b) { return a.points < b.points; });
  return static_cast<std::size_t>(top - criterion.bins.begin());
}

/// Best accounts that a fit should hold: a fit of a few accounts describes nobody.
double best_wanted(const Criterion& criterion) {
  const double all = std::accumulate(
      criterion.bins.begin(), criterion.bins.end(), 0.0,
      [](double sum, const Bin& bin) { return sum + static_cast<double>(bin.best); });
  return kShareOfBest * all;
}

/// The labels of all bins near the best, those of most points first; of spellings the commonest.
Fit best_labels(const Criterion& criterion, Fit fit) {
  const std::vector<Bin>& bins = criterion.bins;
  std::vector<std::size_t> named;
  for (std::size_t i = 0; i < bins.size(); ++i) {
    if (!bins[i].values.empty()) named.push_back(i);
  }
  std::stable_sort(named.begin(), named.end(),
                   [&](std::size_t a, std::size_t b) { return bins[a].points > bins[b].points; });
  std::vector<std::string> names;
  for (const std::size_t bin : named) {
    const bool near = bins[bin].points >= kNearBest * fit.points;
    const bool wanted =
        static_cast<double>(fit.best) < best_wanted(criterion) && bin != named.back();
    if (!near && !wanted) break;
    const std::vector<std::string>& values = bins[bin].values;
    const auto same = recognise::same_spelling(criterion.column, values);
    for (std::size_t i = 0; i < same.size(); ++i) {
      if (same[i] == i) names.push_back(values[i]);
    }
    add(criterion, bin, fit);
  }
  fit.label = list_label(names);
  return fit;
}

/// The range of the best bin and its neighbours near it, and of more neighbours while it holds few
/// of the best accounts.
Fit best_range(const attribute::CodedAttribute& attribute, const Criterion& criterion, Fit fit) {
  const std::vector<Bin>& bins = criterion.bins;
  const std::size_t top = best_bin(criterion);
  const auto near = [&](std::size_t i) { return bins[i].points >= kNearBest * fit.points; };
  std::size_t first = top;
  std::size_t last = top;
  while (first > 0 && near(first - 1)) --first;
  while (last + 1 < bins.size() && near(last + 1)) ++last;
  const auto held = [&] {
    double best = 0.0;
    for (std::size_t i = first; i <= last; ++i) best += static_cast<double>(bins[i].best);
    return best;
  };
  while (held() < best_wanted(criterion) && last - first + 2 < bins.size()) {
    const int below = first > 0 ? bins[first - 1].points : -1;
    const int above = last + 1 < bins.size() ? bins[last + 1].points : -1;
    below > above ? --first : ++last;
  }
  const bool all = first == 0 && last + 1 == bins.size();
  if (all) first = last = top;  // every value is near the best: it alone is named
  for (std::size_t i = first; i <= last; ++i) add(criterion, i, fit);
  if (first < last) {
    fit.label = range_label(attribute, criterion.bins[first].from, criterion.bins[last].below);
  }
  return fit;
}

bool names_an_industry(const Criterion& criterion) {
  return speaks_of_industry(criterion.attribute);
}

/// "employees 51–200", "industry Software or Bank", "uses SAP and HubSpot".
std::string phrase(const Criterion& criterion, const Fit& fit) {
  return in_sentence(criterion.attribute) + " " + fit.label;
}

/// Whether an account is scored higher when nobody knows its value: no trait to look for.
bool unknown_is_best(const Criterion& criterion, const Fit& fit) {
  return fit.points < criterion.missing.points;
}

std::string name_of(const std::vector<Criterion>& score, const std::vector<Fit>& fits) {
  const auto industry = static_cast<std::size_t>(
      std::find_if(score.begin(), score.end(), names_an_industry) - score.begin());
  std::string name = "Accounts";
  if (industry < score.size() && !unknown_is_best(score[industry], fits[industry])) {
    name = fits[industry].label + " companies";
  }
  std::vector<std::string> more;
  for (std::size_t i = 0; i < score.size() && more.size() < 2; ++i) {
    if (i != industry && !unknown_is_best(score[i], fits[i])) {
      more.push_back(phrase(score[i], fits[i]));
    }
  }
  return more.empty() ? name : name + " with " + base::join(more, " and ");
}

std::string percent(double share) {
  return share < 0.1 ? fmt::format("{:.1f}%", 100.0 * share)
                     : fmt::format("{:.0f}%", 100.0 * share);
}

/// Of a bin or a fit that has accounts.
template <typename Counted>
double rate_of(const Counted& counted) {
  return static_cast<double>(counted.best) /
         static_cast<double>(std::max<std::int64_t>(1, counted.total));
}

/// The bin of known values with fewest points that has accounts.
const Bin* worst_bin(const Criterion& criterion) {
  const Bin* worst = nullptr;
  for (const Bin& bin : criterion.bins) {
    if (bin.total > 0 && (worst == nullptr || bin.points < worst->points)) worst = &bin;
  }
  return worst;
}

/// Whether all of a fit's bins have the same points.
bool has_one_rate(const Criterion& criterion, const Fit& fit) {
  for (std::size_t i = 0; i < fit.has_bin.size(); ++i) {
    if (fit.has_bin[i] && criterion.bins[i].points != fit.points) return false;
  }
  return true;
}

/// Who was learned from, and how common the outcome is among them.
std::string learned_words(const card::CodedModel& model, const outcome::Target& best,
                          std::span<const std::uint32_t> rows, const Described& described) {
  const std::string all = base::count_text(static_cast<std::size_t>(model.rows));
  const std::string won = base::count_text(static_cast<std::size_t>(model.best));
  if (!best.worths().empty()) {
    return fmt::format("The {} {}s learned from count by {}, of which {} bring some.", all,
                       described.row, described.outcome, won);
  }
  if (!described.frame.has_rates()) {
    return fmt::format("{} {}s with the outcome were held against a population of {}.", won,
                       described.row,
                       base::count_text(static_cast<std::size_t>(model.rows - model.best)));
  }
  const outcome::Mass mass = outcome::mass_of(best, rows);
  return fmt::format("Among the {} {}s learned from, {} ({}{}) have the outcome.", all,
                     described.row, won,
                     percent(stats::population_rate(mass.best, mass.other, described.frame)),
                     described.frame.is_plain() ? "" : " by weight");
}

std::string narrative_of(const Profile& profile, const std::vector<Fit>& fits, bool has_rates) {
  std::string text = fmt::format(" The best fit on {} attribute{}: ", profile.score.size(),
                                 profile.score.size() == 1 ? "" : "s");
  std::vector<std::string> parts;
  for (std::size_t i = 0; i < fits.size(); ++i) {
    const Criterion& criterion = profile.score[i];
    const std::string unknown = unknown_is_best(criterion, fits[i])
                                    ? fmt::format("; not known +{}", criterion.missing.points)
                                    : "";
    parts.push_back(fmt::format("{} ({}+{}{})", phrase(criterion, fits[i]),
                                has_one_rate(criterion, fits[i]) ? "" : "up to ", fits[i].points,
                                unknown));
  }
  text += base::join(parts, "; ") + ".";
  const Criterion& first = profile.score.front();
  const Fit& best = fits.front();
  const Bin* worst = worst_bin(first);
  if (has_rates && worst != nullptr && worst->points < kNearBest * best.points && best.total > 0 &&
      !unknown_is_best(first, best)) {
    text += fmt::format(" Among them {} of those with {} have it, {} of those with {}.",
                        percent(rate_of(best)), phrase(first, best), percent(rate_of(*worst)),
                        worst->label);
  }
  return text;
}

std::vector<profile::CalibrationStep> calibration_of(
    const std::vector<stats::WeightedPoints>& scores, const stats::Frame& frame) {
  if (!frame.has_rates()) return {};
  const auto least = std::max<std::int64_t>(20, static_cast<std::int64_t>(scores.size() / 20));
  std::vector<profile::CalibrationStep> steps;
  for (const stats::RateStep& step :
       stats::isotonic_rates(stats::count_points(scores), least, frame)) {
    steps.push_back({.from = steps.empty() ? 0 : static_cast<int>(step.from),
                     .probability = step.rate.value,
                     .interval = {.low = step.rate.low, .high = step.rate.high},
                     .total = std::llround(step.total)});
  }
  return steps;
}

}  // namespace

bool speaks_of_industry(const std::string& attribute) {
  const std::string name = base::fold(attribute);
  constexpr std::array<const char*, 5> kWords = {"industry", "sector", "segment", "vertical",
                                                 "business type"};
  return std::any_of(kWords.begin(), kWords.end(),
                     [&](const char* word) { return name.find(word) != std::string::npos; });
}

std::string in_sentence(std::string name) {
  const bool acronym = name.size() > 1 && name[1] >= 'A' && name[1] <= 'Z';
  if (!acronym && !name.empty() && name[0] >= 'A' && name[0] <= 'Z') {
    name[0] = static_cast<char>(name[0] - 'A' + 'a');
  }
  return name;
}

Fit best_fit(const attribute::CodedAttribute& attribute, const Criterion& criterion) {
  const std::size_t top = best_bin(criterion);
  const Bin& bin = criterion.bins[top];
  Fit fit{.label = bin.label,
          .points = bin.points,
          .has_bin = std::vector<bool>(criterion.bins.size(), false)};
  if (attribute.kind == table::Kind::category && !bin.values.empty()) {
    return best_labels(criterion, fit);
  }
  if (attribute.kind == table::Kind::number || attribute.kind == table::Kind::date) {
    return best_range(attribute, criterion, fit);
  }
  add(criterion, top, fit);
  return fit;
}

std::vector<profile::Tier> tiers_of(const std::vector<int>& scores,
                                    std::span<const double> stands_for) {
  check(stands_for.empty() || stands_for.size() == scores.size(), "tiers_of: one a score");
  std::vector<double> at_least(102, 0.0);
  for (std::size_t i = 0; i < scores.size(); ++i) {
    at_least[static_cast<std::size_t>(scores[i])] += stands_for.empty() ? 1.0 : stands_for[i];
  }
  const std::vector<double> at = at_least;
  for (std::size_t score = 101; score-- > 0;) at_least[score] += at_least[score + 1];
  std::vector<profile::Tier> tiers;
  std::size_t above = 101;
  const auto add = [&](const char* name, double share, const char* action) {
    const double wanted = share * at_least.front();
    std::size_t chosen = 0;
    for (std::size_t cut = 1; cut < above; ++cut) {
      if (at[cut] == 0.0) continue;  // a cut that nobody has would let in what was never seen
      const double distance = std::abs(at_least[cut] - wanted);
      if (chosen == 0 || distance < std::abs(at_least[chosen] - wanted)) chosen = cut;
    }
    if (chosen == 0) return;
    tiers.push_back({.name = name, .from = static_cast<int>(chosen), .action = action});
    above = chosen;
  };
  add("A", 0.10, "pursue first");
  add("B", 0.35, "pursue");
  add("C", 0.65, "when asked");
  tiers.push_back({.name = "D", .from = 0, .action = "skip"});
  return tiers;
}

Profile profile_of(const attribute::Coded& coded, const card::CodedModel& model,
                   const outcome::Target& best, std::span<const std::uint32_t> rows,
                   const Described& described) {
  Profile profile;
  std::vector<Fit> fits;
  for (const card::CardAttribute& card : model.attributes) {
    const attribute::CodedAttribute& attribute = coded.attributes[card.attribute];
    profile.score.push_back(criterion_of(attribute, card, best, rows));
    fits.push_back(best_fit(attribute, profile.score.back()));
  }
  profile.name = name_of(profile.score, fits);
  const bool is_plain = best.is_plain() && described.frame.is_plain();
  profile.narrative =
      learned_words(model, best, rows, described) + narrative_of(profile, fits, is_plain);
  const std::vector<int> scores = card::points(model, coded, rows);
  std::vector<stats::WeightedPoints> points;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    points.push_back(
        {.score = scores[i], .best = best.best_mass(rows[i]), .other = best.other_mass(rows[i])});
  }
  profile.tiers = tiers_of(scores, described.stands_for);
  profile.calibration = calibration_of(points, described.frame);
  profile::Evidence evidence;
  evidence.rows = model.rows;
  evidence.best = model.best;
  evidence.outcome = described.outcome;
  profile.evidence = evidence;
  return profile;
}

}  // namespace bestfit::learn
