#include "bestfit/learn/describe.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "bestfit/base/text.h"
#include "bestfit/stats/calibration.h"
#include "bestfit/stats/score_counts.h"

namespace bestfit::learn {
namespace {

using profile::Bin;
using profile::Criterion;
using profile::Profile;

/// The bin of known values with most points; the earliest of equals.
const Bin& best_bin(const Criterion& criterion) {
  return *std::max_element(criterion.bins.begin(), criterion.bins.end(),
                           [](const Bin& a, const Bin& b) { return a.points < b.points; });
}

bool names_an_industry(const Criterion& criterion) {
  const std::string name = base::fold(criterion.attribute);
  constexpr std::array<const char*, 5> kWords = {"industry", "sector", "segment", "vertical",
                                                 "business type"};
  return std::any_of(kWords.begin(), kWords.end(),
                     [&](const char* word) { return name.find(word) != std::string::npos; });
}

/// "employees 51–200", "industry Software or Bank", "uses SAP and HubSpot".
std::string phrase(const Criterion& criterion) {
  std::string name = criterion.attribute;
  const bool acronym = name.size() > 1 && name[1] >= 'A' && name[1] <= 'Z';
  if (!acronym && name[0] >= 'A' && name[0] <= 'Z') {
    name[0] = static_cast<char>(name[0] - 'A' + 'a');
  }
  const Bin& bin = best_bin(criterion);
  if (bin.points < criterion.missing.points) return name + " not known";
  return name + " " + bin.label;
}

std::string name_of(const std::vector<Criterion>& score) {
  const auto industry = std::find_if(score.begin(), score.end(), names_an_industry);
  std::string name = "Accounts";
  if (industry != score.end() && best_bin(*industry).points >= industry->missing.points) {
    name = best_bin(*industry).label + " companies";
  }
  std::vector<std::string> more;
  for (auto criterion = score.begin(); criterion != score.end() && more.size() < 2; ++criterion) {
    if (criterion != industry) more.push_back(phrase(*criterion));
  }
  return more.empty() ? name : name + " with " + base::join(more, " and ");
}

std::string percent(double share) {
  return share < 0.1 ? fmt::format("{:.1f} %", 100.0 * share)
                     : fmt::format("{:.0f} %", 100.0 * share);
}

double rate_of(const Bin& bin) {
  return static_cast<double>(bin.best) / static_cast<double>(std::max<std::int64_t>(1, bin.total));
}

/// The bin of known values with fewest points that has accounts.
const Bin* worst_bin(const Criterion& criterion) {
  const Bin* worst = nullptr;
  for (const Bin& bin : criterion.bins) {
    if (bin.total > 0 && (worst == nullptr || bin.points < worst->points)) worst = &bin;
  }
  return worst;
}

std::string narrative_of(const Profile& profile, const CodedModel& model) {
  const double rate = static_cast<double>(model.best) / static_cast<double>(model.rows);
  std::string text = fmt::format(
      "Among the {} accounts learned from, {} ({}) have the outcome. The best fit on "
      "{} attribute{}: ",
      base::count_text(static_cast<std::size_t>(model.rows)),
      base::count_text(static_cast<std::size_t>(model.best)), percent(rate), profile.score.size(),
      profile.score.size() == 1 ? "" : "s");
  std::vector<std::string> parts;
  for (const Criterion& criterion : profile.score) {
    parts.push_back(fmt::format("{} (+{})", phrase(criterion), profile::points_max(criterion)));
  }
  text += base::join(parts, "; ") + ".";
  const Criterion& first = profile.score.front();
  const Bin& best = best_bin(first);
  const Bin* worst = worst_bin(first);
  if (worst != nullptr && worst != &best && best.total > 0) {
    text +=
        fmt::format(" Among them {} of those with {} have it, {} of those with {}.",
                    percent(rate_of(best)), phrase(first), percent(rate_of(*worst)), worst->label);
  }
  return text;
}

std::vector<profile::CalibrationStep> calibration_of(const std::vector<int>& scores,
                                                     const std::vector<std::int8_t>& best) {
  const auto least = std::max<std::int64_t>(20, static_cast<std::int64_t>(scores.size() / 20));
  std::vector<profile::CalibrationStep> steps;
  for (const stats::RateStep& step :
       stats::isotonic_rates(stats::count_points(scores, best), least)) {
    steps.push_back({.from = steps.empty() ? 0 : static_cast<int>(step.from),
                     .probability = step.rate.value,
                     .interval = {.low = step.rate.low, .high = step.rate.high},
                     .total = step.total});
  }
  return steps;
}

}  // namespace

std::vector<profile::Tier> tiers_of(const std::vector<int>& scores) {
  std::vector<double> at_least(102, 0.0);
  for (const int score : scores) at_least[static_cast<std::size_t>(score)] += 1.0;
  const std::vector<double> at = at_least;
  for (std::size_t score = 101; score-- > 0;) at_least[score] += at_least[score + 1];
  std::vector<profile::Tier> tiers;
  std::size_t above = 101;
  const auto add = [&](const char* name, double share, const char* action) {
    const double wanted = share * static_cast<double>(scores.size());
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

Profile profile_of(const Coded& coded, const CodedModel& model, const std::string& outcome,
                   std::span<const std::int8_t> best, std::span<const std::uint32_t> rows) {
  Profile profile;
  for (const CardAttribute& card : model.attributes) {
    profile.score.push_back(criterion_of(coded.attributes[card.attribute], card, best, rows));
  }
  profile.name = name_of(profile.score);
  profile.narrative = narrative_of(profile, model);
  const std::vector<int> scores = points(model, coded, rows);
  std::vector<std::int8_t> won;
  for (const std::uint32_t row : rows) won.push_back(best[row]);
  profile.tiers = tiers_of(scores);
  profile.calibration = calibration_of(scores, won);
  profile::Evidence evidence;
  evidence.rows = model.rows;
  evidence.best = model.best;
  evidence.outcome = outcome;
  profile.evidence = evidence;
  return profile;
}

}  // namespace bestfit::learn
