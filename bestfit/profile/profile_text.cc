#include <fmt/format.h>

#include <cmath>

#include "bestfit/base/text.h"
#include "bestfit/base/toml.h"
#include "bestfit/profile/criterion_kind.h"
#include "bestfit/profile/profile_file.h"

namespace bestfit::profile {
namespace {

using base::number_text;
using base::toml_list;
using base::toml_string;

/// A double as TOML has it: always with a point or an exponent, so that it stays a float.
std::string float_text(double value) {
  const std::string text = number_text(value);
  return text.find_first_of(".e") == std::string::npos ? text + ".0" : text;
}

/// Rounded to 4 decimals: the file is for people, evidence.json has all digits.
std::string share_text(double value) { return float_text(std::round(value * 1e4) / 1e4); }

std::string estimate_text(const stats::Estimate& estimate) {
  return fmt::format("{{ value = {}, low = {}, high = {} }}", share_text(estimate.value),
                     share_text(estimate.low), share_text(estimate.high));
}

/// The parts that match, as they stand within a table or an inline table.
std::vector<std::string> match_parts(const Bin& bin) {
  std::vector<std::string> parts;
  if (!bin.label.empty()) parts.push_back("label = " + toml_string(bin.label));
  if (bin.from) parts.push_back("from = " + number_text(*bin.from));
  if (bin.below) parts.push_back("below = " + number_text(*bin.below));
  if (!bin.values.empty()) parts.push_back("values = " + toml_list(bin.values));
  return parts;
}

std::string bin_text(const Bin& bin) {
  std::vector<std::string> parts = match_parts(bin);
  parts.push_back(fmt::format("points = {}", bin.points));
  if (bin.total > 0) parts.push_back(fmt::format("total = {}, best = {}", bin.total, bin.best));
  return "{ " + base::join(parts, ", ") + " }";
}

void write_head(const std::string& attribute, const std::string& column, CriterionKind kind,
                const std::string& relative_to, std::string& out) {
  out += fmt::format("attribute = {}\ncolumn = {}\nkind = \"{}\"\n", toml_string(attribute),
                     toml_string(column), criterion_kind_name(kind));
  if (!relative_to.empty()) out += fmt::format("relative_to = {}\n", toml_string(relative_to));
}

void write_condition(std::string_view name, const Condition& condition, std::string& out) {
  out += fmt::format("\n[[profile.{}]]\n", name);
  write_head(condition.attribute, condition.column, condition.kind, condition.relative_to, out);
  out += base::join(match_parts(condition.match), "\n") + "\n";
  if (!condition.reason.empty()) out += fmt::format("reason = {}\n", toml_string(condition.reason));
}

/// The bins come last: a file that was cut off anywhere is not read as a whole one.
void write_criterion(const Criterion& criterion, std::string& out) {
  out += "\n[[profile.score]]\n";
  write_head(criterion.attribute, criterion.column, criterion.kind, criterion.relative_to, out);
  out += "missing = " + bin_text(criterion.missing) + "\n";
  if (criterion.missing_says_something) out += "missing_says_something = true\n";
  out += "bins = [\n";
  for (const Bin& bin : criterion.bins) out += "  " + bin_text(bin) + ",\n";
  out += "]\n";
}

void write_tiers(const std::vector<Tier>& tiers, std::string& out) {
  if (tiers.empty()) return;
  out += "tier = [\n";
  for (const Tier& tier : tiers) {
    const std::string rate = tier.rate ? ", rate = " + estimate_text(*tier.rate) : "";
    out += fmt::format("  {{ name = {}, from = {}, action = {}{} }},\n", toml_string(tier.name),
                       tier.from, toml_string(tier.action), rate);
  }
  out += "]\n";
}

void write_calibration(const std::vector<CalibrationStep>& steps, std::string& out) {
  if (steps.empty()) return;
  out += "calibration = [\n";
  for (const CalibrationStep& step : steps) {
    out += fmt::format("  {{ from = {}, probability = {}, low = {}, high = {}, total = {} }},\n",
                       step.from, share_text(step.probability), share_text(step.interval.low),
                       share_text(step.interval.high), step.total);
  }
  out += "]\n";
}

void write_evidence(const Evidence& evidence, std::string& out) {
  out += "\n[profile.evidence]\n";
  out += fmt::format("rows = {}\nbest = {}\noutcome = {}\nverdict = {}\nmethod = {}\n",
                     evidence.rows, evidence.best, toml_string(evidence.outcome),
                     toml_string(evidence.verdict), toml_string(evidence.method));
  if (evidence.auc) out += "auc = " + estimate_text(*evidence.auc) + "\n";
  if (evidence.lift_at_10pct) {
    out += "lift_at_10pct = " + estimate_text(*evidence.lift_at_10pct) + "\n";
  }
  out += fmt::format("fingerprint = {}\n", toml_string(evidence.fingerprint));
}

void write_trigger(const Trigger& trigger, std::string& out) {
  out += fmt::format("\n[[trigger]]\nevent = {}\nweight = {}\nhalf_life_days = {}\n",
                     toml_string(trigger.event), share_text(trigger.weight),
                     float_text(trigger.half_life_days));
  if (trigger.lift) out += "lift = " + estimate_text(*trigger.lift) + "\n";
}

void write_profile(const Profile& profile, std::string& out) {
  out += fmt::format("\n[[profile]]\nname = {}\n", toml_string(profile.name));
  if (!profile.narrative.empty()) {
    out += fmt::format("narrative = {}\n", base::toml_paragraph(profile.narrative));
  }
  out +=
      fmt::format("known_min = {}  # points whose attributes must be known, else too little data\n",
                  profile.known_min);
  write_tiers(profile.tiers, out);
  write_calibration(profile.calibration, out);
  if (profile.evidence) write_evidence(*profile.evidence, out);
  for (const Condition& condition : profile.require) write_condition("require", condition, out);
  for (const Condition& condition : profile.disqualify) {
    write_condition("disqualify", condition, out);
  }
  for (const Criterion& criterion : profile.score) write_criterion(criterion, out);
}

}  // namespace

std::string profile_text(const ProfileFile& file) {
  std::string out =
      "# An Ideal Customer Profile. Edit it as you like: docs/formats/icp.md says what each key "
      "means.\n"
      "# In each attribute the first bin that matches counts; the best points of all add up to "
      "100.\n"
      "format = 1\n";
  if (!file.version.empty()) out += fmt::format("version = {}\n", toml_string(file.version));
  out += fmt::format("owner = {}\n", toml_string(file.owner));
  if (file.draft) out += "draft = true  # not proved: not to be used for routing or skipping\n";
  if (file.as_of) out += fmt::format("as_of = {}\n", base::iso_date(*file.as_of));
  if (file.review)
    out += fmt::format("review = {}  # look at it again by then\n", base::iso_date(*file.review));
  if (file.best) out += "\n" + best_terms_text(*file.best);
  for (const Trigger& trigger : file.triggers) write_trigger(trigger, out);
  for (const Profile& profile : file.profiles) write_profile(profile, out);
  return out;
}

}  // namespace bestfit::profile
