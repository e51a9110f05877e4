#include "bestfit/exchange/pmml.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "bestfit/base/text.h"
#include "bestfit/base/version.h"
#include "bestfit/exchange/card_inputs.h"
#include "bestfit/exchange/xml.h"

namespace bestfit::exchange {
namespace {

using profile::Bin;
using profile::Condition;
using profile::Criterion;
using profile::CriterionKind;
using profile::Profile;
using profile::ProfileFile;

/// A question about one row, in PMML's two ways of asking: as a predicate and as an expression.
struct Question {
  Element predicate;
  Element expression;
};

Element call(const std::string& function, const std::vector<Element>& arguments) {
  Element element("Apply");
  element.set("function", function);
  for (const Element& argument : arguments) element.add(argument);
  return element;
}

Element field_ref(const std::string& name) {
  Element element("FieldRef");
  element.set("field", name);
  return element;
}

Element constant(const std::string& text, const std::string& type) {
  Element element("Constant");
  element.set("dataType", type).text(text);
  return element;
}

Element whole(int value) { return constant(std::to_string(value), "integer"); }

Question compare(const std::string& field, const std::string& predicate_operator,
                 const std::string& function, double value) {
  const std::string number = base::number_text(value);
  Element predicate("SimplePredicate");
  predicate.set("field", field).set("operator", predicate_operator).set("value", number);
  return {predicate, call(function, {field_ref(field), constant(number, "double")})};
}

Question is_missing(const std::string& field) {
  Element predicate("SimplePredicate");
  predicate.set("field", field).set("operator", "isMissing");
  return {predicate, call("isMissing", {field_ref(field)})};
}

/// Words of an Array are parted by blanks, and quoted where they have some.
std::string array_text(const std::vector<std::string>& words) {
  std::string out;
  for (const std::string& word : words) {
    if (!out.empty()) out += ' ';
    out += '"';
    for (const char letter : word) {
      if (letter == '"' || letter == '\\') out += '\\';
      out += letter;
    }
    out += '"';
  }
  return out;
}

Question is_one_of(const std::string& field, const std::vector<std::string>& words) {
  Element array("Array");
  array.set("n", static_cast<int>(words.size())).set("type", "string").text(array_text(words));
  Element predicate("SimpleSetPredicate");
  predicate.set("field", field).set("booleanOperator", "isIn").add(array);
  std::vector<Element> arguments = {field_ref(field)};
  for (const std::string& word : words) arguments.push_back(constant(word, "string"));
  return {predicate, call("isIn", arguments)};
}

Question never() { return {Element("False"), constant("false", "boolean")}; }

Question combined(const std::string& how, std::vector<Question> parts) {
  if (parts.size() == 1) return parts.front();
  Element predicate("CompoundPredicate");
  predicate.set("booleanOperator", how);
  std::vector<Element> arguments;
  for (Question& part : parts) {
    predicate.add(part.predicate);
    arguments.push_back(part.expression);
  }
  return {predicate, call(how, arguments)};
}

/// A criterion or condition: the field that it looks at, and what is asked of it.
class Asked {
 public:
  Asked(const ProfileFile& file, const std::string& column, CriterionKind kind,
        const std::string& relative_to, const std::vector<Bin>& bins)
      : kind_(kind), column_(column), field_(input_name(column, kind, relative_to, {})) {
    if (kind == CriterionKind::category) not_known_ = not_known_labels(file, column);
    if (kind != CriterionKind::set) return;
    for (const Bin& bin : bins) {
      if (!bin.values.empty()) field_ = member(bin.values.front());
    }
  }

  [[nodiscard]] Question unknown() const {
    if (kind_ != CriterionKind::category) return is_missing(field_);
    return combined("or", {is_missing(field_), is_one_of(field_, not_known_)});
  }

  [[nodiscard]] Question matches(const Bin& bin) const {
    std::vector<Question> parts;
    if (bin.from) parts.push_back(compare(field_, "greaterOrEqual", "greaterOrEqual", *bin.from));
    if (bin.below) parts.push_back(compare(field_, "lessThan", "lessThan", *bin.below));
    if (kind_ == CriterionKind::set) {
      for (const std::string& value : bin.values) {
        parts.push_back(compare(member(value), "equal", "equal", 1.0));
      }
    }
    if (!parts.empty()) return combined("and", parts);
    return kind_ == CriterionKind::flag ? flag_matches(bin) : label_matches(bin);
  }

 private:
  [[nodiscard]] std::string member(const std::string& value) const {
    return input_name(column_, CriterionKind::set, {}, base::fold(value));
  }

  [[nodiscard]] Question flag_matches(const Bin& bin) const {
    std::vector<Question> parts;
    for (const auto& [word, value] : {std::pair{"yes", 1.0}, std::pair{"no", 0.0}}) {
      const bool named = std::any_of(
          bin.values.begin(), bin.values.end(),
          [word = word](const std::string& label) { return base::fold(label) == word; });
      if (named) parts.push_back(compare(field_, "equal", "equal", value));
    }
    return parts.empty() ? never() : combined("or", parts);
  }

  [[nodiscard]] Question label_matches(const Bin& bin) const {
    std::vector<std::string> words;
    for (const std::string& value : bin.values) {
      const std::string word = base::fold(value);
      const bool is_not_known =
          std::find(not_known_.begin(), not_known_.end(), word) != not_known_.end();
      if (!is_not_known) words.push_back(word);
    }
    return words.empty() ? never() : is_one_of(field_, words);
  }

  CriterionKind kind_;
  std::string column_;
  std::string field_;
  std::vector<std::string> not_known_;
};

Element attribute(int points, const std::string& label, const Element& predicate) {
  Element element("Attribute");
  element.set("partialScore", points).set("reasonCode", label).add(predicate);
  return element;
}

/// What each reason code says, as in `icp_reasons`.
std::string reason(const Criterion& criterion, const std::string& label, int points) {
  return fmt::format("{} {} +{}", criterion.attribute, label, points);
}

Element characteristic(const ProfileFile& file, const Criterion& criterion, std::size_t number) {
  const Asked asked(file, criterion.column, criterion.kind, criterion.relative_to, criterion.bins);
  Element element("Characteristic");
  element.set("name", fmt::format("{} {}", number, criterion.attribute))
      .set("baselineScore", profile::points_max(criterion));
  const profile::Bin& missing = criterion.missing;
  element.add(attribute(missing.points, reason(criterion, missing.label, missing.points),
                        asked.unknown().predicate));
  for (const Bin& bin : criterion.bins) {
    const std::string words = reason(criterion, bin.label, bin.points);
    if (profile::names_no_part(bin))
      return element.add(attribute(bin.points, words, Element("True")));
    element.add(attribute(bin.points, words, asked.matches(bin).predicate));
  }
  return element.add(attribute(0, reason(criterion, "any other", 0), Element("True")));
}

Element output_field(const std::string& name, const std::string& type, const std::string& optype) {
  Element element("OutputField");
  element.set("name", name).set("optype", optype).set("dataType", type);
  return element;
}

/// The status as nested questions: the first condition that says something decides.
Element status_expression(const ProfileFile& file, const Profile& profile) {
  Element status =
      call("if", {call("lessThan", {field_ref("known_points"), whole(profile.known_min)}),
                  constant("insufficient_data", "string"), constant("scored", "string")});
  const auto asked_of = [&](const Condition& condition) {
    return Asked(file, condition.column, condition.kind, condition.relative_to, {condition.match});
  };
  for (auto part = profile.require.rbegin(); part != profile.require.rend(); ++part) {
    const Asked asked = asked_of(*part);
    if (!profile::names_no_part(part->match)) {
      status = call("if", {asked.matches(part->match).expression, status,
                           constant("disqualified", "string")});
    }
    status =
        call("if", {asked.unknown().expression, constant("insufficient_data", "string"), status});
  }
  for (auto part = profile.disqualify.rbegin(); part != profile.disqualify.rend(); ++part) {
    const Asked asked = asked_of(*part);
    const Element holds = profile::names_no_part(part->match)
                              ? constant("true", "boolean")
                              : asked.matches(part->match).expression;
    const Element known = call("if", {holds, constant("disqualified", "string"), status});
    status = call("if", {asked.unknown().expression, status, known});
  }
  return status;
}

Element known_expression(const ProfileFile& file, const Profile& profile) {
  Element sum = whole(0);
  for (const Criterion& criterion : profile.score) {
    const int most = profile::points_max(criterion);
    const Asked asked(file, criterion.column, criterion.kind, criterion.relative_to,
                      criterion.bins);
    Element known = whole(most);
    if (!criterion.missing_says_something) {
      known = call("if", {asked.unknown().expression, whole(0), whole(most)});
    }
    sum = call("+", {sum, known});
  }
  return sum;
}

Element scored_only(const Element& expression) {
  return call("if",
              {call("equal", {field_ref("icp_status"), constant("scored", "string")}), expression});
}

/// The highest step that the points reach; below the lowest there is none.
Element chance_expression(const Profile& profile) {
  Element chance("");
  for (std::size_t i = 0; i < profile.calibration.size(); ++i) {
    const profile::CalibrationStep& step = profile.calibration[i];
    std::vector<Element> parts = {call("greaterOrEqual", {field_ref("points"), whole(step.from)}),
                                  constant(base::number_text(step.probability), "double")};
    if (i > 0) parts.push_back(chance);
    chance = call("if", parts);
  }
  return chance;
}

Element output(const ProfileFile& file, const Profile& profile) {
  Element element("Output");
  const auto computed = [&](const std::string& name, const std::string& type,
                            const std::string& optype, const Element& expression) {
    element.add(
        output_field(name, type, optype).set("feature", "transformedValue").add(expression));
  };
  element.add(output_field("points", "double", "continuous").set("feature", "predictedValue"));
  computed("known_points", "integer", "continuous", known_expression(file, profile));
  computed("icp_status", "string", "categorical", status_expression(file, profile));
  computed("icp_score", "double", "continuous", scored_only(field_ref("points")));
  if (!profile.tiers.empty()) {
    Element tier = constant("", "string");
    for (auto step = profile.tiers.rbegin(); step != profile.tiers.rend(); ++step) {
      tier = call("if", {call("greaterOrEqual", {field_ref("points"), whole(step->from)}),
                         constant(step->name, "string"), tier});
    }
    computed("icp_tier", "string", "categorical", scored_only(tier));
  }
  if (!profile.calibration.empty()) {
    computed("icp_probability", "double", "continuous", scored_only(chance_expression(profile)));
  }
  for (std::size_t rank = 1; rank <= profile.score.size(); ++rank) {
    element.add(output_field(fmt::format("lost_{}", rank), "string", "categorical")
                    .set("feature", "reasonCode")
                    .set("rank", static_cast<int>(rank)));
  }
  return element;
}

Element scorecard(const ProfileFile& file, const Profile& profile,
                  const std::vector<Input>& inputs) {
  Element element("Scorecard");
  element.set("modelName", profile.name)
      .set("functionName", "regression")
      .set("algorithmName", "bestfit")
      .set("initialScore", 0)
      .set("useReasonCodes", "true")
      .set("reasonCodeAlgorithm", "pointsBelow")
      .set("baselineMethod", "max");
  Element schema("MiningSchema");
  for (const Input& input : inputs) {
    Element field("MiningField");
    schema.add(field.set("name", input.name).set("usageType", "active"));
  }
  Element characteristics("Characteristics");
  for (std::size_t i = 0; i < profile.score.size(); ++i) {
    characteristics.add(characteristic(file, profile.score[i], i + 1));
  }
  return element.add(schema).add(output(file, profile)).add(characteristics);
}

}  // namespace

std::string pmml(const ProfileFile& file) {
  const std::vector<Input> inputs = card_inputs(file);
  Element dictionary("DataDictionary");
  dictionary.set("numberOfFields", static_cast<int>(inputs.size()));
  for (const Input& input : inputs) {
    const bool is_text = input.kind == CriterionKind::category;
    Element field("DataField");
    dictionary.add(field.set("name", input.name)
                       .set("optype", is_text ? "categorical" : "continuous")
                       .set("dataType", is_text ? "string" : "double"));
  }
  Element application("Application");
  application.set("name", "bestfit").set("version", base::program_version());
  Element header("Header");
  header.set("description", "An Ideal Customer Profile");
  if (!file.version.empty()) header.set("modelVersion", file.version);
  Element document("PMML");
  document.set("version", "4.4")
      .set("xmlns", "http://www.dmg.org/PMML-4_4")
      .add(header.add(application))
      .add(dictionary);
  for (const Profile& profile : file.profiles) document.add(scorecard(file, profile, inputs));
  return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + document.xml();
}

}  // namespace bestfit::exchange
