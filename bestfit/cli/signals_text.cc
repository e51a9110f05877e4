#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "bestfit/base/text.h"
#include "bestfit/cli/command.h"

namespace bestfit::cli {
namespace {

using base::Json;

std::string count_of(const Json& value) {
  return base::count_text(static_cast<std::size_t>(value.as_int()));
}

std::string lift_text(const Json& lift) {
  const auto number = [](const Json& value) {
    return value.is_number() ? fmt::format("{:.2f}", value.as_double()) : std::string("∞");
  };
  return fmt::format("{}× ({}–{})", number(lift["value"]), number(lift["low"]),
                     number(lift["high"]));
}

std::string with_text(const Json& share) {
  return fmt::format("{} of {}", count_of(share["with"]), count_of(share["accounts"]));
}

/// Whole days, halves upwards as in the report.
std::int64_t days_of(const Json& days) { return std::llround(days.as_double()); }

std::string trigger_text(const Json& trigger) {
  const Json& lag = trigger["lag"];
  const Json& half_life = trigger["half_life"];
  return fmt::format(
      "  {}: {} as often before won deals ({}) as before lost ones ({})\n"
      "    {} days before the first meeting ({}–{}); half-life {:.0f} days{}\n",
      trigger["type"].as_string(), lift_text(trigger["lift"]), with_text(trigger["won"]),
      with_text(trigger["lost"]), days_of(lag["median"]), days_of(lag["low"]), days_of(lag["high"]),
      half_life["days"].as_double(),
      half_life["told"].as_bool() ? "" : ", taken: the data do not tell it");
}

/// "Could be chance: Award, Press mention": the other types with one verdict.
std::string others_text(const Json& tried, std::string_view verdict, std::string_view words) {
  constexpr std::size_t kShown = 6;
  std::vector<std::string> names;
  for (const Json& one : tried.items()) {
    if (one["verdict"].as_string() == verdict) names.push_back(one["type"].as_string());
  }
  if (names.empty()) return {};
  const std::size_t all = names.size();
  if (all > kShown) names.resize(kShown);
  return fmt::format("  {}: {}{}\n", words, base::join(names, ", "),
                     all > kShown ? fmt::format(" and {} more", all - kShown) : "");
}

/// Accounts whose timing is 4 and 3, by tier.
std::string hot_text(const Json& fit_by_timing) {
  if (!fit_by_timing.is_array()) return {};
  std::vector<std::string> tiers;
  for (const Json& tier : fit_by_timing.items()) {
    const Json::Array& levels = tier["levels"].items();
    tiers.push_back(fmt::format("{} {} + {}", tier["tier"].as_string(),
                                count_of(levels[0]["total"]), count_of(levels[1]["total"])));
  }
  return fmt::format("  Ranked accounts with timing 4 + 3, by tier: {}\n", base::join(tiers, ", "));
}

}  // namespace

std::string signals_text(const Json& signals) {
  if (!signals.is_object()) return {};
  std::string text = "Buying triggers (timing, apart from fit)\n";
  if (signals["why_none"].is_string()) {
    return text + fmt::format("  Cannot be told: {}.\n\n", signals["why_none"].as_string());
  }
  for (const Json& trigger : signals["triggers"].items()) text += trigger_text(trigger);
  if (signals["triggers"].items().empty()) {
    text += fmt::format(
        "  Of {} type{} of event tested none is shown to come before wins more often.\n",
        count_of(signals["tested"]), signals["tested"].as_int() == 1 ? "" : "s");
  }
  const Json& tried = signals["tried"];
  text += others_text(tried, "not_above_untouched", "As common at accounts that nobody worked") +
          others_text(tried, "precedes_losses", "More often before losses") +
          others_text(tried, "could_be_chance", "Could be chance") +
          others_text(tried, "too_few", "Too few to tell");
  return text + hot_text(signals["fit_by_timing"]) + "\n";
}

}  // namespace bestfit::cli
