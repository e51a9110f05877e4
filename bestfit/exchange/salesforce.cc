#include <fmt/format.h>

#include <functional>

#include "bestfit/base/date.h"
#include "bestfit/base/text.h"
#include "bestfit/exchange/crm.h"
#include "bestfit/exchange/crm_fields.h"

namespace bestfit::exchange {
namespace {

using profile::Bin;
using profile::Condition;
using profile::Criterion;
using profile::CriterionKind;
using profile::Profile;
using profile::ProfileFile;

constexpr std::size_t kFormulaLongest = 3900;

std::string quoted(std::string_view text, char quote) {
  std::string out(1, quote);
  for (const char letter : text) {
    if (letter == quote || letter == '\\') out += '\\';
    out += letter;
  }
  return out + quote;
}

std::string salesforce_field(const std::string& column) {
  return crm_field(Crm::salesforce, column).name;
}

std::string day_formula(base::Day day) {
  const std::string iso = base::iso_date(day);
  return fmt::format("DATE({}, {}, {})", iso.substr(0, 4),
                     iso[5] == '0' ? iso.substr(6, 1) : iso.substr(5, 2),
                     iso[8] == '0' ? iso.substr(9, 1) : iso.substr(8, 2));
}

/// What a formula compares: a number, an age in days, a label in lower case, a checkbox, a list.
struct Value {
  std::string formula;
  std::string blank;  // a formula: it is not known
};

Value value_of(const ProfileFile& file, const std::string& column, CriterionKind kind,
               const std::string& relative_to) {
  const CrmField known = crm_field(Crm::salesforce, column);
  const std::string blank = fmt::format("ISBLANK({})", known.name);
  switch (kind) {
    case CriterionKind::number:
    case CriterionKind::set: return {known.name, blank};
    case CriterionKind::flag: return {known.name, "FALSE"};
    case CriterionKind::category: {
      const std::string text = known.is_picklist ? "TEXT(" + known.name + ")" : known.name;
      return {fmt::format("LOWER(TRIM({}))", text), fmt::format("ISBLANK({})", text)};
    }
    case CriterionKind::date: break;
  }
  std::string until = file.as_of ? day_formula(*file.as_of) : "TODAY()";
  if (!relative_to.empty())
    until = fmt::format("BLANKVALUE({}, {})", salesforce_field(relative_to), until);
  return {fmt::format("({} - {})", until, known.name), blank};
}

std::string both(const std::string& function, const std::vector<std::string>& parts) {
  if (parts.size() == 1) return parts.front();
  return fmt::format("{}({})", function, base::join(parts, ", "));
}

std::string matches(const Value& value, CriterionKind kind, const Bin& bin) {
  std::vector<std::string> parts;
  if (bin.from)
    parts.push_back(fmt::format("{} >= {}", value.formula, base::number_text(*bin.from)));
  if (bin.below) {
    parts.push_back(fmt::format("{} < {}", value.formula, base::number_text(*bin.below)));
  }
  for (const std::string& label : bin.values) {
    if (kind == CriterionKind::set) {
      parts.push_back(
          fmt::format("INCLUDES({}, {})", value.formula, quoted(base::trim(label), '"')));
    } else if (kind == CriterionKind::flag) {
      const std::string word = base::fold(label);
      parts.push_back(word == "yes"  ? value.formula
                      : word == "no" ? fmt::format("NOT({})", value.formula)
                                     : "FALSE");
    } else {
      parts.push_back(fmt::format("{} = {}", value.formula, quoted(base::fold(label), '"')));
    }
  }
  if (parts.empty()) return fmt::format("NOT({})", value.blank);
  const bool any = kind == CriterionKind::category || kind == CriterionKind::flag;
  return both(any ? "OR" : "AND", parts);
}

std::string points_formula(const ProfileFile& file, const Criterion& criterion) {
  const Value value = value_of(file, criterion.column, criterion.kind, criterion.relative_to);
  std::string out = fmt::format("IF({}, {}, ", value.blank, criterion.missing.points);
  std::string end = ")";
  for (const Bin& bin : criterion.bins) {
    const bool all = !bin.from && !bin.below && bin.values.empty();
    if (all) return fmt::format("{}{}{}", out, bin.points, end);
    out += fmt::format("IF({}, {}, ", matches(value, criterion.kind, bin), bin.points);
    end += ")";
  }
  return out + "0" + end;
}

/// True where the account has no score: a condition, or too little known.
std::string refused_formula(const ProfileFile& file, const Profile& profile) {
  std::vector<std::string> parts;
  for (const Condition& condition : profile.disqualify) {
    const Value value = value_of(file, condition.column, condition.kind, condition.relative_to);
    parts.push_back(fmt::format("AND(NOT({}), {})", value.blank,
                                matches(value, condition.kind, condition.match)));
  }
  for (const Condition& condition : profile.require) {
    const Value value = value_of(file, condition.column, condition.kind, condition.relative_to);
    parts.push_back(fmt::format("OR({}, NOT({}))", value.blank,
                                matches(value, condition.kind, condition.match)));
  }
  std::vector<std::string> known;
  for (const Criterion& criterion : profile.score) {
    const int most = profile::points_max(criterion);
    const Value value = value_of(file, criterion.column, criterion.kind, criterion.relative_to);
    known.push_back(criterion.missing_says_something
                        ? std::to_string(most)
                        : fmt::format("IF({}, 0, {})", value.blank, most));
  }
  if (profile.known_min > 0) {
    parts.push_back(fmt::format("{} < {}", base::join(known, " + "), profile.known_min));
  }
  return parts.empty() ? "FALSE" : both("OR", parts);
}

std::string length_words(const std::string& formula) {
  return fmt::format("{} of {} characters", base::count_text(formula.size()),
                     base::count_text(kFormulaLongest));
}

/// The score as one formula field, or as one field an attribute and their sum.
std::string score_formulas(const ProfileFile& file, const Profile& profile,
                           const std::string& prefix) {
  std::vector<std::string> parts;
  for (const Criterion& criterion : profile.score) parts.push_back(points_formula(file, criterion));
  const std::string refused = refused_formula(file, profile);
  const std::string whole =
      fmt::format("IF({},\n  NULL,\n  {})", refused, base::join(parts, "\n  + "));
  const std::string name = prefix + "ICP_Score__c";
  if (whole.size() <= kFormulaLongest) {
    return fmt::format("\nFormula field {} (Number, 0 decimals), {}:\n{}\n", name,
                       length_words(whole), whole);
  }
  std::string out = fmt::format(
      "\nThe whole formula has {}, so it is in parts: make each field, the last one {}.\n",
      length_words(whole), name);
  std::vector<std::string> names;
  const auto add = [&](const std::string& part, const std::string& type,
                       const std::string& formula) {
    out += fmt::format("\nFormula field {} ({}), {}{}:\n{}\n", part, type, length_words(formula),
                       formula.size() > kFormulaLongest ? ", TOO LONG: merge labels" : "", formula);
  };
  for (std::size_t i = 0; i < parts.size(); ++i) {
    names.push_back(fmt::format("{}ICP_Part_{}__c", prefix, i + 1));
    add(names.back(), "Number, 0 decimals", parts[i]);
  }
  add(prefix + "ICP_Refused__c", "Checkbox", refused);
  add(name, "Number, 0 decimals",
      fmt::format("IF({}ICP_Refused__c, NULL, {})", prefix, base::join(names, " + ")));
  return out;
}

std::string tier_formula(const Profile& profile, const std::string& prefix) {
  if (profile.tiers.empty()) return {};
  const std::string score = prefix + "ICP_Score__c";
  std::string formula = fmt::format("IF(ISBLANK({}), \"\", ", score);
  std::string end = ")";
  for (const profile::Tier& tier : profile.tiers) {
    formula += fmt::format("IF({} >= {}, {}, ", score, tier.from, quoted(tier.name, '"'));
    end += ")";
  }
  return fmt::format("\nFormula field {}ICP_Tier__c (Text):\n{}\"\"{}\n", prefix, formula, end);
}

std::string soql_condition(const std::string& column, CriterionKind kind, const Bin& bin) {
  const std::string name = salesforce_field(column);
  std::vector<std::string> parts;
  if (bin.from) parts.push_back(fmt::format("{} >= {}", name, base::number_text(*bin.from)));
  if (bin.below) parts.push_back(fmt::format("{} < {}", name, base::number_text(*bin.below)));
  if (!bin.values.empty() && kind == CriterionKind::flag) {
    const bool yes = base::fold(bin.values.front()) == "yes";
    parts.push_back(fmt::format("{} = {}", name, yes ? "TRUE" : "FALSE"));
  } else if (!bin.values.empty()) {
    const bool is_set = kind == CriterionKind::set;
    std::vector<std::string> labels;
    labels.reserve(bin.values.size());
    for (const std::string& value : bin.values) {
      const std::string label(base::trim(value));
      labels.push_back(is_set ? label : quoted(label, '\''));
    }
    parts.push_back(
        is_set ? fmt::format("{} INCLUDES ({})", name, quoted(base::join(labels, ";"), '\''))
               : fmt::format("{} IN ({})", name, base::join(labels, ", ")));
  }
  return parts.empty() ? name + " != NULL" : base::join(parts, " AND ");
}

/// Accounts that have the best of each attribute and keep the conditions; SOQL compares without
/// case. Ages are left to the formula.
std::string soql(const Profile& profile) {
  std::vector<std::string> all;
  for (const Condition& part : profile.require) {
    if (part.kind == CriterionKind::date) continue;
    all.push_back("(" + soql_condition(part.column, part.kind, part.match) + ")");
  }
  for (const Condition& part : profile.disqualify) {
    if (part.kind == CriterionKind::date) continue;
    all.push_back("(NOT (" + soql_condition(part.column, part.kind, part.match) + "))");
  }
  for (const Criterion& criterion : profile.score) {
    std::vector<std::string> any;
    if (criterion.kind == CriterionKind::date) continue;
    for (const Bin& bin : best_bins(criterion)) {
      any.push_back("(" + soql_condition(criterion.column, criterion.kind, bin) + ")");
    }
    if (!any.empty()) all.push_back("(" + base::join(any, " OR ") + ")");
  }
  return base::join(all, "\n  AND ");
}

std::string filter_lines(const Profile& profile) {
  std::string out;
  int number = 0;
  const auto add = [&](const std::string& column, const std::string& words) {
    out += fmt::format("  {}. {}: {}\n", ++number, salesforce_field(column), words);
  };
  for (const Condition& part : profile.require) add(part.column, bin_words(part.kind, part.match));
  for (const Condition& part : profile.disqualify) {
    add(part.column, "not " + bin_words(part.kind, part.match));
  }
  for (const Criterion& criterion : profile.score) {
    std::vector<std::string> words;
    for (const Bin& bin : best_bins(criterion)) words.push_back(bin_words(criterion.kind, bin));
    if (!words.empty()) add(criterion.column, base::join(words, ", or "));
  }
  return out;
}

std::string profile_words(const ProfileFile& file, std::size_t index) {
  const Profile& profile = file.profiles[index];
  const std::string prefix = file.profiles.size() == 1 ? "" : fmt::format("P{}_", index + 1);
  std::string out = fmt::format("\n== {} ==\n\nFields of Account:\n", profile.name);
  for (const auto& [column, known] : fields_of(Crm::salesforce, profile)) {
    out += fmt::format("  {} -> {}{}\n", column, known.name,
                       known.is_standard ? "" : "  (a guess: put in your field's API name)");
  }
  out += score_formulas(file, profile, prefix) + tier_formula(profile, prefix);
  out += "\nList view, the best of each attribute (Salesforce takes 10 filters at most):\n";
  out += filter_lines(profile);
  out += fmt::format("\nSOQL, the same without ages:\nSELECT Id, Name FROM Account WHERE\n  {}\n",
                     soql(profile));
  return out;
}

}  // namespace

std::string salesforce(const ProfileFile& file) {
  std::string out =
      "An Ideal Customer Profile for Salesforce, compiled by bestfit. Not run on Salesforce: "
      "check\n"
      "the syntax there, and some accounts against `bestfit score`. Formulas may have 3,900\n"
      "characters and 5,000 bytes once compiled, which Salesforce alone can count. A checkbox is\n"
      "never blank; texts such as N/A count as labels here.\n";
  if (file.profiles.size() > 1) {
    out += "An account's score is that of the profile that gives it most: MAX over the fields.\n";
  }
  for (std::size_t i = 0; i < file.profiles.size(); ++i) out += profile_words(file, i);
  return out;
}

}  // namespace bestfit::exchange
