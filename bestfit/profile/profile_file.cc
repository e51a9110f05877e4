#include "bestfit/profile/profile_file.h"

#include <fmt/format.h>

#include <cmath>
#include <utility>

#include "bestfit/base/error.h"
#include "bestfit/base/text.h"
#include "bestfit/base/toml.h"
#include "bestfit/profile/criterion_kind.h"

namespace bestfit::profile {
namespace {

using base::TomlFields;

constexpr int kFormat = 1;
constexpr std::size_t kCriteriaMax = 7;
constexpr std::size_t kProfilesMax = 3;

stats::Estimate parse_estimate(TomlFields fields) {
  stats::Estimate estimate;
  estimate.value = fields.number("value").value_or(0.0);
  estimate.low = fields.number("low").value_or(0.0);
  estimate.high = fields.number("high").value_or(0.0);
  fields.finish();
  return estimate;
}

Bin parse_bin_parts(TomlFields& fields) {
  Bin bin;
  bin.label = fields.text("label").value_or("");
  bin.from = fields.number("from");
  bin.below = fields.number("below");
  bin.values = fields.texts("values");
  if ((bin.from && !std::isfinite(*bin.from)) || (bin.below && !std::isfinite(*bin.below))) {
    fields.fail(bin.below && !std::isfinite(*bin.below) ? "below" : "from",
                "'from' and 'below' are numbers; leave one out where the range is open");
  }
  if (bin.from && bin.below && *bin.from >= *bin.below) {
    fields.fail("from", "'from' must be smaller than 'below'");
  }
  return bin;
}

Bin parse_bin(TomlFields fields) {
  Bin bin = parse_bin_parts(fields);
  const std::int64_t points = fields.needed_whole("points");
  if (points < 0 || points > 100) fields.fail("points", "'points' must be from 0 to 100");
  bin.points = static_cast<int>(points);
  bin.total = fields.whole("total").value_or(0);
  bin.best = fields.whole("best").value_or(0);
  fields.finish();
  return bin;
}

CriterionKind parse_kind(TomlFields& fields) {
  const std::string name = fields.needed_text("kind");
  const auto kind = find_criterion_kind(name);
  if (!kind) fields.fail("kind", "'kind' must be number, flag, date, category or set");
  return *kind;
}

void check_parts(const TomlFields& fields, CriterionKind kind, const Bin& bin) {
  const bool ranges = kind == CriterionKind::number || kind == CriterionKind::date;
  if (ranges && !bin.values.empty()) {
    fields.fail("bins",
                "bin '" + bin.label + "': a number or date has 'from' and 'below', no 'values'");
  }
  if (!ranges && (bin.from || bin.below)) {
    fields.fail("bins", "bin '" + bin.label +
                            "': a category, flag or set has 'values', no 'from' or 'below'");
  }
}

Criterion parse_criterion(TomlFields fields) {
  Criterion criterion;
  criterion.column = fields.needed_text("column");
  criterion.attribute = fields.text("attribute").value_or(criterion.column);
  criterion.kind = parse_kind(fields);
  criterion.relative_to = fields.text("relative_to").value_or("");
  for (TomlFields& bin : fields.tables("bins")) criterion.bins.push_back(parse_bin(std::move(bin)));
  if (criterion.bins.empty()) fields.fail("bins", "at least one bin is needed");
  for (const Bin& bin : criterion.bins) check_parts(fields, criterion.kind, bin);
  auto missing = fields.table("missing");
  if (missing) criterion.missing = parse_bin(std::move(*missing));
  if (criterion.missing.label.empty()) criterion.missing.label = "not known";
  const int least = points_min(criterion);
  if (least > 0) {
    fields.fail("bins", "every account gets at least " + std::to_string(least) + " points for '" +
                            criterion.column + "': the worst value has 0, so take " +
                            std::to_string(least) + " from each bin and from 'missing'");
  }
  criterion.missing_says_something = fields.flag("missing_says_something").value_or(false);
  fields.finish();
  return criterion;
}

Condition parse_condition(TomlFields fields) {
  Condition condition;
  condition.column = fields.needed_text("column");
  condition.attribute = fields.text("attribute").value_or(condition.column);
  condition.kind = parse_kind(fields);
  condition.relative_to = fields.text("relative_to").value_or("");
  condition.match = parse_bin_parts(fields);
  check_parts(fields, condition.kind, condition.match);
  condition.reason = fields.text("reason").value_or("");
  fields.finish();
  return condition;
}

Tier parse_tier(TomlFields fields) {
  Tier tier;
  tier.name = fields.needed_text("name");
  tier.from = static_cast<int>(fields.needed_whole("from"));
  tier.action = fields.text("action").value_or("");
  if (auto rate = fields.table("rate")) tier.rate = parse_estimate(std::move(*rate));
  fields.finish();
  return tier;
}

CalibrationStep parse_step(TomlFields fields) {
  CalibrationStep step;
  step.from = static_cast<int>(fields.needed_whole("from"));
  step.probability = fields.number("probability").value_or(-1.0);
  if (!(step.probability >= 0.0 && step.probability <= 1.0)) {
    fields.fail("probability", "'probability' must be from 0 to 1");
  }
  step.interval.low = fields.number("low").value_or(0.0);
  step.interval.high = fields.number("high").value_or(1.0);
  step.total = fields.whole("total").value_or(0);
  fields.finish();
  return step;
}

Evidence parse_evidence(TomlFields fields) {
  Evidence evidence;
  evidence.rows = fields.whole("rows").value_or(0);
  evidence.best = fields.whole("best").value_or(0);
  evidence.outcome = fields.text("outcome").value_or("");
  evidence.verdict = fields.text("verdict").value_or("");
  evidence.method = fields.text("method").value_or("");
  evidence.fingerprint = fields.text("fingerprint").value_or("");
  if (auto auc = fields.table("auc")) evidence.auc = parse_estimate(std::move(*auc));
  if (auto lift = fields.table("lift_at_10pct")) {
    evidence.lift_at_10pct = parse_estimate(std::move(*lift));
  }
  fields.finish();
  return evidence;
}

Trigger parse_trigger(TomlFields fields) {
  Trigger trigger;
  trigger.event = fields.needed_text("event");
  trigger.weight = fields.number("weight").value_or(trigger.weight);
  trigger.half_life_days = fields.number("half_life_days").value_or(trigger.half_life_days);
  for (const auto& [key, value] :
       {std::pair("weight", trigger.weight), std::pair("half_life_days", trigger.half_life_days)}) {
    if (!(value > 0.0 && std::isfinite(value))) {
      fields.fail(key, fmt::format("'{}' must be a number above 0", key));
    }
  }
  if (auto lift = fields.table("lift")) trigger.lift = parse_estimate(std::move(*lift));
  fields.finish();
  return trigger;
}

std::vector<Trigger> parse_triggers(TomlFields& fields) {
  std::vector<Trigger> triggers;
  for (TomlFields& part : fields.tables("trigger")) {
    triggers.push_back(parse_trigger(std::move(part)));
    const std::string event = base::fold(triggers.back().event);
    for (std::size_t i = 0; i + 1 < triggers.size(); ++i) {
      if (base::fold(triggers[i].event) == event) {
        fields.fail("trigger", fmt::format("two triggers are of the event '{}'", event));
      }
    }
  }
  return triggers;
}

/// Holds a profile to the promises of the format.
void check_profile(const TomlFields& fields, const Profile& profile) {
  if (profile.score.empty()) fields.fail("score", "a profile needs at least one [[profile.score]]");
  if (profile.score.size() > kCriteriaMax)
    fields.fail("score", "a profile has at most 7 attributes");
  int total = 0;
  for (const Criterion& criterion : profile.score) total += points_max(criterion);
  if (total != 100) {
    fields.fail("score", "the best points of all attributes add up to " + std::to_string(total) +
                             ", not to 100: change the points");
  }
  for (std::size_t i = 1; i < profile.tiers.size(); ++i) {
    if (profile.tiers[i].from >= profile.tiers[i - 1].from) {
      fields.fail("tier",
                  "tiers are listed best first, each from fewer points than the one before");
    }
  }
  for (std::size_t i = 1; i < profile.tiers.size(); ++i) {
    for (std::size_t before = 0; before < i; ++before) {
      if (profile.tiers[i].name == profile.tiers[before].name) {
        fields.fail("tier", "two tiers are named '" + profile.tiers[i].name + "'");
      }
    }
  }
  if (profile.known_min < 0 || profile.known_min > 100) {
    fields.fail("known_min", "'known_min' must be from 0 to 100");
  }
  for (std::size_t i = 1; i < profile.calibration.size(); ++i) {
    if (profile.calibration[i].from <= profile.calibration[i - 1].from) {
      fields.fail("calibration", "calibration steps are listed by 'from', increasing");
    }
  }
}

Profile parse_one(TomlFields fields) {
  Profile profile;
  profile.name = fields.needed_text("name");
  profile.narrative = fields.text("narrative").value_or("");
  profile.known_min = static_cast<int>(fields.whole("known_min").value_or(profile.known_min));
  for (TomlFields& part : fields.tables("require")) {
    profile.require.push_back(parse_condition(std::move(part)));
  }
  for (TomlFields& part : fields.tables("disqualify")) {
    profile.disqualify.push_back(parse_condition(std::move(part)));
  }
  for (TomlFields& part : fields.tables("score")) {
    profile.score.push_back(parse_criterion(std::move(part)));
  }
  for (TomlFields& part : fields.tables("tier"))
    profile.tiers.push_back(parse_tier(std::move(part)));
  for (TomlFields& part : fields.tables("calibration")) {
    profile.calibration.push_back(parse_step(std::move(part)));
  }
  if (auto part = fields.table("evidence")) profile.evidence = parse_evidence(std::move(*part));
  check_profile(fields, profile);
  fields.finish();
  return profile;
}

}  // namespace

ProfileFile parse_profile(std::string_view text, std::string_view source) {
  TomlFields fields = TomlFields::parse(text, source);
  ProfileFile file;
  const auto format = fields.whole("format");
  if (format && *format != kFormat) {
    fields.fail("format", "this program reads format 1 of the profile file");
  }
  file.version = fields.text("version").value_or("");
  file.owner = fields.text("owner").value_or("");
  file.draft = fields.flag("draft").value_or(false);
  file.as_of = fields.date("as_of");
  file.review = fields.date("review");
  if (auto best = fields.table("best")) file.best = parse_best_terms(std::move(*best));
  file.triggers = parse_triggers(fields);
  for (TomlFields& part : fields.tables("profile"))
    file.profiles.push_back(parse_one(std::move(part)));
  if (file.profiles.empty()) {
    fields.fail("profile", "no [[profile]] in this file: is it a whole profile file?");
  }
  if (file.profiles.size() > kProfilesMax) fields.fail("profile", "at most 3 profiles in a file");
  fields.finish();
  return file;
}

}  // namespace bestfit::profile
