#include "bestfit/exchange/card_text.h"

#include <fmt/format.h>

#include <array>

#include "bestfit/base/date.h"
#include "bestfit/base/json.h"
#include "bestfit/base/text.h"
#include "bestfit/profile/criterion_kind.h"

namespace bestfit::exchange {
namespace {

using base::Json;
using profile::Bin;
using profile::Condition;
using profile::Criterion;
using profile::Profile;
using profile::ProfileFile;

Json estimate_json(const stats::Estimate& estimate) {
  return Json::object()
      .set("value", estimate.value)
      .set("low", estimate.low)
      .set("high", estimate.high);
}

void set_text(Json& json, const char* key, const std::string& text) {
  if (!text.empty()) json.set(key, text);
}

void set_parts(Json& json, const Bin& bin) {
  set_text(json, "label", bin.label);
  if (bin.from) json.set("from", *bin.from);
  if (bin.below) json.set("below", *bin.below);
  if (bin.values.empty()) return;
  Json values = Json::array();
  for (const std::string& value : bin.values) values.push(value);
  json.set("values", values);
}

Json bin_json(const Bin& bin) {
  Json json = Json::object();
  set_parts(json, bin);
  json.set("points", bin.points);
  if (bin.total > 0) json.set("total", bin.total).set("best", bin.best);
  return json;
}

template <typename Part>
Json head_json(const Part& part) {
  Json json = Json::object()
                  .set("attribute", part.attribute)
                  .set("column", part.column)
                  .set("kind", profile::criterion_kind_name(part.kind));
  set_text(json, "relative_to", part.relative_to);
  return json;
}

Json condition_json(const Condition& condition) {
  Json json = head_json(condition);
  set_parts(json, condition.match);
  set_text(json, "reason", condition.reason);
  return json;
}

Json criterion_json(const Criterion& criterion) {
  Json json = head_json(criterion).set("missing", bin_json(criterion.missing));
  if (criterion.missing_says_something) json.set("missing_says_something", true);
  Json bins = Json::array();
  for (const Bin& bin : criterion.bins) bins.push(bin_json(bin));
  return json.set("bins", bins);
}

Json evidence_json(const profile::Evidence& evidence) {
  Json json = Json::object()
                  .set("rows", evidence.rows)
                  .set("best", evidence.best)
                  .set("outcome", evidence.outcome)
                  .set("verdict", evidence.verdict)
                  .set("method", evidence.method);
  if (evidence.auc) json.set("auc", estimate_json(*evidence.auc));
  if (evidence.lift_at_10pct) json.set("lift_at_10pct", estimate_json(*evidence.lift_at_10pct));
  return json.set("fingerprint", evidence.fingerprint);
}

Json tiers_json(const Profile& profile) {
  Json tiers = Json::array();
  for (const profile::Tier& tier : profile.tiers) {
    Json json =
        Json::object().set("name", tier.name).set("from", tier.from).set("action", tier.action);
    if (tier.rate) json.set("rate", estimate_json(*tier.rate));
    tiers.push(json);
  }
  return tiers;
}

Json calibration_json(const Profile& profile) {
  Json steps = Json::array();
  for (const profile::CalibrationStep& step : profile.calibration) {
    steps.push(Json::object()
                   .set("from", step.from)
                   .set("probability", step.probability)
                   .set("low", step.interval.low)
                   .set("high", step.interval.high)
                   .set("total", step.total));
  }
  return steps;
}

Json profile_json(const Profile& profile) {
  Json json = Json::object().set("name", profile.name);
  set_text(json, "narrative", profile.narrative);
  json.set("known_min", profile.known_min);
  if (!profile.tiers.empty()) json.set("tier", tiers_json(profile));
  if (!profile.calibration.empty()) json.set("calibration", calibration_json(profile));
  if (profile.evidence) json.set("evidence", evidence_json(*profile.evidence));
  Json require = Json::array();
  for (const Condition& condition : profile.require) require.push(condition_json(condition));
  if (!profile.require.empty()) json.set("require", require);
  Json disqualify = Json::array();
  for (const Condition& condition : profile.disqualify) disqualify.push(condition_json(condition));
  if (!profile.disqualify.empty()) json.set("disqualify", disqualify);
  Json score = Json::array();
  for (const Criterion& criterion : profile.score) score.push(criterion_json(criterion));
  return json.set("score", score);
}

Json trigger_json(const profile::Trigger& trigger) {
  Json json = Json::object()
                  .set("event", trigger.event)
                  .set("weight", trigger.weight)
                  .set("half_life_days", trigger.half_life_days);
  if (trigger.lift) json.set("lift", estimate_json(*trigger.lift));
  return json;
}

/// A cell of CSV, in quotes where it must be.
std::string cell(const std::string& text) {
  constexpr std::string_view kRun = "=+-@\t\r";
  const bool runs = !text.empty() && kRun.find(text.front()) != std::string_view::npos;
  std::string safe = runs ? "'" + text : text;
  if (safe.find_first_of(",\"\r\n") == std::string::npos) return safe;
  std::string quoted = "\"";
  for (const char letter : safe) {
    if (letter == '"') quoted += letter;
    quoted += letter;
  }
  return quoted + '"';
}

constexpr std::array<const char*, 15> kColumns = {
    "profile", "part",   "attribute", "column", "kind", "relative_to", "label",      "from",
    "below",   "values", "points",    "total",  "best", "words",       "probability"};

/// One line of the table; what is not set is empty. Numbers are texts already.
struct Line {
  std::string part;
  std::string attribute = {};
  std::string column = {};
  std::string kind = {};
  std::string relative_to = {};
  std::string label = {};
  std::string from = {};
  std::string below = {};
  std::string values = {};
  std::string points = {};
  std::string total = {};
  std::string best = {};
  std::string words = {};
  std::string probability = {};
};

std::string line_text(const std::string& profile, const Line& line) {
  // Numbers are not cells that a spreadsheet would run, even below zero.
  const std::vector<std::string> cells = {
      cell(profile),   cell(line.part),        cell(line.attribute), cell(line.column),
      cell(line.kind), cell(line.relative_to), cell(line.label),     line.from,
      line.below,      cell(line.values),      line.points,          line.total,
      line.best,       cell(line.words),       line.probability};
  return base::join(cells, ",") + "\n";
}

template <typename Part>
Line bin_line(const std::string& name, const Part& part, const Bin& bin) {
  Line line{.part = name};
  line.attribute = part.attribute;
  line.column = part.column;
  line.kind = profile::criterion_kind_name(part.kind);
  line.relative_to = part.relative_to;
  line.label = bin.label;
  if (bin.from) line.from = base::number_text(*bin.from);
  if (bin.below) line.below = base::number_text(*bin.below);
  line.values = base::join(bin.values, "; ");
  if (bin.total > 0) {
    line.total = std::to_string(bin.total);
    line.best = std::to_string(bin.best);
  }
  return line;
}

std::string profile_lines(const Profile& profile) {
  std::string out;
  const auto add = [&](const Line& line) { out += line_text(profile.name, line); };
  for (const auto* conditions : {&profile.require, &profile.disqualify}) {
    const char* name = conditions == &profile.require ? "require" : "disqualify";
    for (const Condition& condition : *conditions) {
      Line line = bin_line(name, condition, condition.match);
      line.words = condition.reason;
      add(line);
    }
  }
  for (const Criterion& criterion : profile.score) {
    for (const Bin& bin : criterion.bins) {
      Line line = bin_line("score", criterion, bin);
      line.points = std::to_string(bin.points);
      add(line);
    }
    Line line = bin_line("missing", criterion, criterion.missing);
    line.points = std::to_string(criterion.missing.points);
    add(line);
  }
  for (const profile::Tier& tier : profile.tiers) {
    Line line{.part = "tier"};
    line.label = tier.name;
    line.from = std::to_string(tier.from);
    line.words = tier.action;
    add(line);
  }
  for (const profile::CalibrationStep& step : profile.calibration) {
    Line line{.part = "calibration"};
    line.from = std::to_string(step.from);
    line.total = step.total > 0 ? std::to_string(step.total) : "";
    line.probability = base::number_text(step.probability);
    add(line);
  }
  return out;
}

}  // namespace

std::string json(const ProfileFile& file) {
  Json json = Json::object().set("format", 1);
  set_text(json, "version", file.version);
  set_text(json, "owner", file.owner);
  if (file.draft) json.set("draft", true);
  if (file.as_of) json.set("as_of", base::iso_date(*file.as_of));
  if (file.review) json.set("review", base::iso_date(*file.review));
  Json triggers = Json::array();
  for (const profile::Trigger& trigger : file.triggers) triggers.push(trigger_json(trigger));
  if (!file.triggers.empty()) json.set("trigger", triggers);
  Json profiles = Json::array();
  for (const Profile& profile : file.profiles) profiles.push(profile_json(profile));
  return json.set("profile", profiles).text(1) + "\n";
}

std::string csv(const ProfileFile& file) {
  std::string out;
  for (const char* column : kColumns) out += (out.empty() ? "" : ",") + std::string(column);
  out += "\n";
  for (const Profile& profile : file.profiles) out += profile_lines(profile);
  return out;
}

}  // namespace bestfit::exchange
