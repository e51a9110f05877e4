#include "bestfit/exchange/crm_fields.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

#include "bestfit/base/text.h"

namespace bestfit::exchange {
namespace {

using profile::Bin;
using profile::CriterionKind;

/// Labels of exports and the fields behind them.
struct Known {
  std::string_view label;
  std::string_view salesforce;
  std::string_view hubspot;
  bool picklist = false;
};
constexpr std::array<Known, 19> kKnown = {{
    {"number of employees", "NumberOfEmployees", "numberofemployees"},
    {"employees", "NumberOfEmployees", "numberofemployees"},
    {"annual revenue", "AnnualRevenue", "annualrevenue"},
    {"industry", "Industry", "industry", true},
    {"type", "Type", "type", true},
    {"account type", "Type", "type", true},
    {"account source", "AccountSource", "hs_analytics_source", true},
    {"rating", "Rating", "rating", true},
    {"ownership", "Ownership", "ownership", true},
    {"billing country", "BillingCountry", "country"},
    {"country", "BillingCountry", "country"},
    {"country/region", "BillingCountry", "country"},
    {"billing state/province", "BillingState", "state"},
    {"state/region", "BillingState", "state"},
    {"city", "BillingCity", "city"},
    {"billing city", "BillingCity", "city"},
    {"year founded", "YearStarted", "founded_year"},
    {"created date", "CreatedDate", "createdate"},
    {"create date", "CreatedDate", "createdate"},
}};

/// Letters and digits, others as one underscore.
std::string plain_name(std::string_view column) {
  std::string name;
  for (const char letter : column) {
    const bool plain = base::is_digit(letter) || (letter >= 'a' && letter <= 'z') ||
                       (letter >= 'A' && letter <= 'Z');
    if (plain) {
      name += letter;
    } else if (!name.empty() && name.back() != '_') {
      name += '_';
    }
  }
  while (!name.empty() && name.back() == '_') name.pop_back();
  return name.empty() ? "Field" : name;
}

}  // namespace

CrmField crm_field(Crm crm, const std::string& column) {
  const std::string folded = base::fold(column);
  for (const Known& known : kKnown) {
    const std::string_view name = crm == Crm::salesforce ? known.salesforce : known.hubspot;
    if (folded != known.label && folded != base::fold(name)) continue;
    return {.name = std::string(name), .is_standard = true, .is_picklist = known.picklist};
  }
  if (crm == Crm::hubspot) return {.name = base::fold(plain_name(column)), .is_standard = false};
  const bool is_custom = folded.size() > 3 && folded.substr(folded.size() - 3) == "__c";
  return {.name = is_custom ? column : plain_name(column) + "__c", .is_standard = false};
}

std::vector<std::pair<std::string, CrmField>> fields_of(Crm crm, const profile::Profile& profile) {
  std::vector<std::pair<std::string, CrmField>> fields;
  const auto add = [&](const std::string& column) {
    const bool there = std::any_of(fields.begin(), fields.end(),
                                   [&](const auto& field) { return field.first == column; });
    if (!there && !column.empty()) fields.emplace_back(column, crm_field(crm, column));
  };
  for (const auto* conditions : {&profile.disqualify, &profile.require}) {
    for (const profile::Condition& condition : *conditions) {
      add(condition.column);
      add(condition.relative_to);
    }
  }
  for (const profile::Criterion& criterion : profile.score) {
    add(criterion.column);
    add(criterion.relative_to);
  }
  return fields;
}

std::vector<Bin> best_bins(const profile::Criterion& criterion) {
  const int most = profile::points_max(criterion);
  std::vector<Bin> bins;
  std::copy_if(criterion.bins.begin(), criterion.bins.end(), std::back_inserter(bins),
               [&](const Bin& bin) { return bin.points == most; });
  return bins;
}

std::string bin_words(CriterionKind kind, const Bin& bin) {
  std::vector<std::string> parts;
  if (bin.from) parts.push_back("at least " + base::number_text(*bin.from));
  if (bin.below) parts.push_back("below " + base::number_text(*bin.below));
  const std::string labels = base::join(bin.values, ", ");
  if (!bin.values.empty()) {
    parts.push_back(kind == CriterionKind::set ? "has all of " + labels : "is any of " + labels);
  }
  if (parts.empty()) return "is known";
  const bool is_range = bin.from || bin.below;
  return (is_range ? "is " : "") + base::join(parts, " and ") +
         (kind == CriterionKind::date ? " days old" : "");
}

}  // namespace bestfit::exchange
