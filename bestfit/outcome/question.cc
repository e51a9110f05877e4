#include "bestfit/outcome/question.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "bestfit/base/date.h"
#include "bestfit/base/error.h"
#include "bestfit/base/text.h"

namespace bestfit::outcome {
namespace {

constexpr std::array<std::pair<std::string_view, Operator>, 6> kOperators = {{
    {"!=", Operator::unequal},
    {">=", Operator::at_least},
    {"<=", Operator::at_most},
    {"=", Operator::equal},
    {">", Operator::above},
    {"<", Operator::below},
}};

/// The operator that stands at `at`, the longer first; none when there is none.
const std::pair<std::string_view, Operator>* operator_at(std::string_view text, std::size_t at) {
  const auto* found = std::find_if(kOperators.begin(), kOperators.end(), [&](const auto& entry) {
    return text.substr(at, entry.first.size()) == entry.first;
  });
  return found == kOperators.end() ? nullptr : found;
}

}  // namespace

std::optional<bool> truth_of(std::string_view text) {
  const std::string word = base::fold(text);
  if (word == "true" || word == "yes" || word == "1") return true;
  if (word == "false" || word == "no" || word == "0") return false;
  return std::nullopt;
}

Question parse_question(const table::Table& table, std::string_view asked) {
  Question question;
  question.column = table.find(base::trim(asked));
  if (question.column != nullptr) return question;
  std::string first_name;
  for (std::size_t at = 1; at < asked.size(); ++at) {
    const auto* found = operator_at(asked, at);
    if (found == nullptr) continue;
    const std::string_view name = base::trim(asked.substr(0, at));
    if (first_name.empty()) first_name = std::string(name);
    question.column = table.find(name);
    if (question.column == nullptr) continue;
    question.comparison = found->second;
    question.value = std::string(base::trim(asked.substr(at + found->first.size())));
    return question;
  }
  if (first_name.empty()) first_name = std::string(base::trim(asked));
  if (first_name.empty()) {
    throw Error(Fault::usage, "the outcome is empty: write column=value or column>=number");
  }
  static_cast<void>(table.column(first_name));  // throws with the nearest name
  throw Error(Fault::usage, fmt::format("cannot read the outcome '{}'", asked));
}

bool compare(double cell, Operator comparison, double value) {
  switch (comparison) {
    case Operator::equal: return cell == value;
    case Operator::unequal: return cell != value;
    case Operator::at_least: return cell >= value;
    case Operator::above: return cell > value;
    case Operator::at_most: return cell <= value;
    case Operator::below: return cell < value;
    case Operator::is_true: return cell != 0.0;
  }
  return false;
}

std::optional<double> number_asked(const Question& question) {
  if (question.column->kind == table::Kind::date) {
    const std::optional<base::Day> day = base::parse_iso_date(question.value);
    return day ? std::optional<double>(*day) : std::nullopt;
  }
  if (const auto number = base::parse_number(question.value)) return number;
  if (const auto truth = truth_of(question.value)) return *truth ? 1.0 : 0.0;
  return std::nullopt;
}

}  // namespace bestfit::outcome
