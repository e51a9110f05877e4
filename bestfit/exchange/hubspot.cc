#include <fmt/format.h>

#include <algorithm>

#include "bestfit/base/date.h"
#include "bestfit/base/json.h"
#include "bestfit/base/text.h"
#include "bestfit/exchange/crm.h"
#include "bestfit/exchange/crm_fields.h"

namespace bestfit::exchange {
namespace {

using base::Json;
using profile::Bin;
using profile::Condition;
using profile::Criterion;
using profile::CriterionKind;
using profile::Profile;
using profile::ProfileFile;

constexpr std::size_t kFiltersMost = 18;  // of one search

std::string hubspot_field(const std::string& column) {
  return crm_field(Crm::hubspot, column).name;
}

std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char letter : text) {
    if (letter == '"' || letter == '\\') out += '\\';
    out += letter;
  }
  return out + '"';
}

std::string test(const Criterion& criterion, const Bin& bin) {
  const std::string name = hubspot_field(criterion.column);
  std::vector<std::string> parts;
  if (bin.from) parts.push_back(fmt::format("{} >= {}", name, base::number_text(*bin.from)));
  if (bin.below) parts.push_back(fmt::format("{} < {}", name, base::number_text(*bin.below)));
  for (const std::string& value : bin.values) {
    const std::string label(base::trim(value));
    if (criterion.kind == CriterionKind::flag) {
      parts.push_back(
          fmt::format("bool({}) = {}", name, base::fold(label) == "yes" ? "true" : "false"));
    } else if (criterion.kind == CriterionKind::set) {
      parts.push_back(fmt::format("contains(string({}), {})", name, quoted(label)));
    } else {
      parts.push_back(fmt::format("string({}) = {}", name, quoted(label)));
    }
  }
  const bool any =
      criterion.kind == CriterionKind::category || criterion.kind == CriterionKind::flag;
  return base::join(parts, any ? " or " : " and ");
}

std::string equation(const Criterion& criterion) {
  std::string out = fmt::format("if not is_present({}) then {}", hubspot_field(criterion.column),
                                criterion.missing.points);
  for (const Bin& bin : criterion.bins) {
    const std::string asked = test(criterion, bin);
    if (asked.empty()) return out + fmt::format(" else {} endif", bin.points);
    out += fmt::format(" elseif {} then {}", asked, bin.points);
  }
  return out + " else 0 endif";
}

std::string criteria_lines(const Profile& profile) {
  std::string out;
  for (const Criterion& criterion : profile.score) {
    out += fmt::format("  {} ({}), first that applies:\n", criterion.attribute,
                       hubspot_field(criterion.column));
    for (const Bin& bin : criterion.bins) {
      out += fmt::format("    +{} where it {}\n", bin.points, bin_words(criterion.kind, bin));
    }
    out += fmt::format("    +{} where it is unknown\n", criterion.missing.points);
  }
  return out;
}

void add_filter(Json& filters, const std::string& name, const char* what, Json value) {
  Json filter = Json::object().set("propertyName", name).set("operator", what);
  if (value.is_array()) {
    filter.set("values", std::move(value));
  } else if (!value.is_null()) {
    filter.set("value", std::move(value));
  }
  filters.push(filter);
}

/// Filters that a bin is, all of which must hold; none for what the search cannot ask.
void add_filters(Json& filters, const std::string& column, CriterionKind kind, const Bin& bin) {
  const std::string name = hubspot_field(column);
  if (kind == CriterionKind::date) return;
  if (bin.from) add_filter(filters, name, "GTE", base::number_text(*bin.from));
  if (bin.below) add_filter(filters, name, "LT", base::number_text(*bin.below));
  if (kind == CriterionKind::set) {
    for (const std::string& value : bin.values) {
      add_filter(filters, name, "CONTAINS_TOKEN", std::string(base::trim(value)));
    }
  } else if (kind == CriterionKind::flag && !bin.values.empty()) {
    add_filter(filters, name, "EQ", base::fold(bin.values.front()) == "yes" ? "true" : "false");
  } else if (!bin.values.empty()) {
    Json values = Json::array();
    for (const std::string& value : bin.values) values.push(base::fold(value));
    add_filter(filters, name, "IN", values);
  }
  if (!bin.from && !bin.below && bin.values.empty()) add_filter(filters, name, "HAS_PROPERTY", {});
}

/// One group: what is required, and of each attribute the first of its best bins.
std::string search(const Profile& profile) {
  Json filters = Json::array();
  for (const Condition& condition : profile.require) {
    add_filters(filters, condition.column, condition.kind, condition.match);
  }
  for (const Criterion& criterion : profile.score) {
    const std::vector<Bin> best = best_bins(criterion);
    if (!best.empty()) add_filters(filters, criterion.column, criterion.kind, best.front());
  }
  const bool fits = filters.items().size() <= kFiltersMost;
  const Json body = Json::object().set("filterGroups",
                                       Json::array().push(Json::object().set("filters", filters)));
  return (fits ? "" : fmt::format("(over {} filters: ask in parts)\n", kFiltersMost)) +
         body.text(1) + "\n";
}

std::string list_lines(const Profile& profile) {
  std::string out;
  const auto add = [&](const std::string& column, const std::string& words) {
    out += fmt::format("  {} {}\n", hubspot_field(column), words);
  };
  for (const Condition& part : profile.require) add(part.column, bin_words(part.kind, part.match));
  for (const Condition& part : profile.disqualify) {
    add(part.column, "is unknown, or not: " + bin_words(part.kind, part.match));
  }
  for (const Criterion& criterion : profile.score) {
    std::vector<std::string> words;
    for (const Bin& bin : best_bins(criterion)) words.push_back(bin_words(criterion.kind, bin));
    if (!words.empty()) add(criterion.column, base::join(words, ", or "));
  }
  return out;
}

std::string profile_words(const ProfileFile& file, const Profile& profile) {
  std::string out = fmt::format("\n== {} ==\n\nCompany properties:\n", profile.name);
  for (const auto& [column, known] : fields_of(Crm::hubspot, profile)) {
    out +=
        fmt::format("  {} -> {}{}\n", column, known.name,
                    known.is_standard ? "" : "  (a guess: put in your property's internal name)");
  }
  out += "\nCriteria of a score property:\n" + criteria_lines(profile);
  const bool has_ages =
      std::any_of(profile.score.begin(), profile.score.end(),
                  [](const Criterion& criterion) { return criterion.kind == CriterionKind::date; });
  if (has_ages) {
    out += fmt::format("  Ages are in days, counted to {}.\n",
                       file.as_of ? base::iso_date(*file.as_of) : "the day of the score");
    out += "\nNo equation: an age cannot be counted in one.\n";
  } else {
    std::vector<std::string> parts;
    for (const Criterion& criterion : profile.score)
      parts.push_back("(" + equation(criterion) + ")");
    out += "\nEquation of a calculated property (number):\n" + base::join(parts, "\n+ ") + "\n";
  }
  out += "\nActive list, the best of each attribute (all of these):\n" + list_lines(profile);
  return out + "\nSearch of companies, the same without ages and exclusions:\n" + search(profile);
}

}  // namespace

std::string hubspot(const ProfileFile& file) {
  std::string out =
      "An Ideal Customer Profile for HubSpot, compiled by bestfit. Not run on HubSpot: check the\n"
      "syntax there, and some companies against `bestfit score`. A blank property can make a "
      "whole\n"
      "equation blank, so a score property is the safer way. Options of a property are compared "
      "by\n"
      "their internal names: put those in where they differ from the labels.\n";
  if (file.profiles.size() > 1) {
    out += "A company's score is that of the profile that gives it most.\n";
  }
  for (const Profile& profile : file.profiles) out += profile_words(file, profile);
  return out;
}

}  // namespace bestfit::exchange
