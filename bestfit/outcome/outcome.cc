#include "bestfit/outcome/outcome.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <utility>

#include "bestfit/base/error.h"
#include "bestfit/base/text.h"
#include "bestfit/outcome/history.h"
#include "bestfit/outcome/question.h"

namespace bestfit::outcome {
namespace {

std::int8_t judge_label(const std::string& label, const Question& question) {
  if (question.comparison == Operator::is_true) {
    const std::optional<bool> truth = truth_of(label);
    if (truth) return *truth ? 1 : 0;
    throw Error(Fault::usage, fmt::format("column '{}' is not yes or no ('{}'): write {}=value",
                                          question.column->name, label, question.column->name));
  }
  const auto number = base::parse_number(base::trim(label));
  const auto asked = base::parse_number(question.value);
  if (number && asked) return compare(*number, question.comparison, *asked) ? 1 : 0;
  if (question.comparison == Operator::equal || question.comparison == Operator::unequal) {
    const auto truth = truth_of(label);
    const auto wanted = truth_of(question.value);
    const bool same =
        truth && wanted ? *truth == *wanted : base::fold(label) == base::fold(question.value);
    return same == (question.comparison == Operator::equal) ? 1 : 0;
  }
  return -1;  // text that cannot be compared with a number
}

std::vector<std::int8_t> judge_numbers(const Question& question) {
  const table::Column& column = *question.column;
  double value = 0.0;
  if (question.comparison != Operator::is_true) {
    const auto asked = number_asked(question);
    if (!asked) {
      throw Error(Fault::bad_input,
                  fmt::format("column '{}' holds {}s, and '{}' is none (dates are YYYY-MM-DD)",
                              column.name, table::kind_name(column.kind), question.value));
    }
    value = *asked;
  } else if (column.kind == table::Kind::date) {
    throw Error(Fault::usage, fmt::format("column '{}' holds dates: write {}>=YYYY-MM-DD",
                                          column.name, column.name));
  }
  std::vector<std::int8_t> best(column.rows(), -1);
  for (std::size_t row = 0; row < best.size(); ++row) {
    if (column.missing(row)) continue;
    best[row] = compare(column.numbers[row], question.comparison, value) ? 1 : 0;
  }
  return best;
}

/// Whether a bare column says how much, rather than whether.
bool says_how_much(const Question& question) {
  const table::Column& column = *question.column;
  return question.comparison == Operator::is_true && column.kind == table::Kind::number &&
         std::any_of(column.numbers.begin(), column.numbers.end(), [](double value) {
           return !std::isnan(value) && value != 0.0 && value != 1.0;
         });
}

/// Rows count by how much they bring; nothing is less than 0.
void put_worth(const table::Column& column, Outcome& outcome) {
  outcome.against = Against::population;
  for (std::size_t row = 0; row < column.rows(); ++row) {
    const double worth = column.numbers[row];
    outcome.best.push_back(std::isnan(worth) ? std::int8_t{-1}
                           : worth > 0.0     ? std::int8_t{1}
                                             : std::int8_t{0});
    outcome.worth.push_back(std::isnan(worth) ? 0.0F : static_cast<float>(worth));
    if (worth >= 0.0 || std::isnan(worth)) continue;
    throw Error(
        Fault::bad_input,
        fmt::format("column '{}' is {} in row {}: what accounts bring cannot be below 0; ask "
                    "for '{}>=number'",
                    column.name, base::number_text(worth), row + 1, column.name));
  }
}

bool holds(std::string_view text, std::string_view part) {
  return base::fold(text).find(part) != std::string::npos;
}

/// Asked for deals that were won, where others were lost: those that are neither are open, and
/// their outcome is not known yet.
void leave_open(const Question& question, std::vector<std::int8_t>& of_label) {
  const std::vector<std::string>& labels = question.column->labels;
  const bool has_lost = std::any_of(labels.begin(), labels.end(),
                                    [](const std::string& label) { return holds(label, "lost"); });
  const bool asks_won = question.comparison == Operator::equal && holds(question.value, "won");
  if (!asks_won || !has_lost) return;
  for (std::size_t i = 0; i < labels.size(); ++i) {
    if (!holds(labels[i], "lost") && !holds(labels[i], "won")) of_label[i] = -1;
  }
}

std::vector<std::int8_t> judge_labels(const Question& question) {
  const table::Column& column = *question.column;
  std::vector<std::int8_t> of_label;
  of_label.reserve(column.labels.size());
  for (const std::string& label : column.labels) of_label.push_back(judge_label(label, question));
  leave_open(question, of_label);
  std::vector<std::int8_t> best(column.rows(), -1);
  for (std::size_t row = 0; row < best.size(); ++row) {
    if (column.missing(row)) continue;
    if (column.kind != table::Kind::set) {
      best[row] = of_label[static_cast<std::size_t>(column.codes[row])];
      continue;
    }
    const auto members = column.members(row);
    const bool any = std::any_of(members.begin(), members.end(), [&](std::int32_t code) {
      return judge_label(
                 column.labels[static_cast<std::size_t>(code)],
                 {.column = &column, .comparison = Operator::equal, .value = question.value}) == 1;
    });
    best[row] = any != (question.comparison == Operator::unequal) ? 1 : 0;
  }
  return best;
}

/// "Won (12), Lost (30)": the commonest values of a column.
std::string values_there_are(const table::Column& column) {
  std::map<std::string, std::size_t> counts;
  for (std::size_t row = 0; row < column.rows(); ++row) {
    if (!column.missing(row)) ++counts[column.cell_text(row)];
  }
  std::vector<std::pair<std::string, std::size_t>> sorted(counts.begin(), counts.end());
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const auto& a, const auto& b) { return a.second > b.second; });
  std::vector<std::string> parts;
  for (const auto& entry : sorted) {
    if (parts.size() == 8) {
      parts.emplace_back("…");
      break;
    }
    parts.push_back(fmt::format("{} ({})", entry.first, base::count_text(entry.second)));
  }
  return parts.empty() ? "none: every cell is empty" : base::join(parts, ", ");
}

}  // namespace

std::vector<std::int8_t> answers(const Question& question) {
  const table::Kind kind = question.column->kind;
  const bool labels =
      kind == table::Kind::category || kind == table::Kind::text || kind == table::Kind::set;
  return labels ? judge_labels(question) : judge_numbers(question);
}

Outcome outcome_of(const table::Table& table, std::string_view asked) {
  const Question question = parse_question(table, asked);
  const table::Column& column = *question.column;
  if (question.comparison != Operator::is_true && question.value.empty()) {
    throw Error(Fault::usage, fmt::format("the outcome '{}' names no value", asked));
  }
  Outcome outcome;
  outcome.name = std::string(base::trim(asked));
  outcome.column = column.name;
  if (says_how_much(question)) {
    put_worth(column, outcome);
  } else {
    outcome.best = answers(question);
  }
  const auto count = [&](std::int8_t value) {
    return std::count(outcome.best.begin(), outcome.best.end(), value);
  };
  if (count(1) == 0 || (count(0) == 0 && outcome.worth.empty())) {
    throw Error(Fault::bad_input,
                fmt::format("{} row has the outcome '{}'; values of column '{}': {}",
                            count(1) == 0 ? "no" : "every", outcome.name, column.name,
                            values_there_are(column)));
  }
  return outcome;
}

void put_weights(const table::Column& column, Outcome& outcome) {
  if (column.kind != table::Kind::number && column.kind != table::Kind::flag) {
    throw Error(Fault::bad_input, fmt::format("column '{}' holds {}s: weights are numbers above 0",
                                              column.name, table::kind_name(column.kind)));
  }
  for (std::size_t row = 0; row < column.rows(); ++row) {
    const double weight = column.numbers[row];
    if (outcome.best[row] >= 0 && !(weight > 0.0)) {
      throw Error(
          Fault::bad_input,
          fmt::format("column '{}' is {} in row {}: a weight is the number of accounts that "
                      "a row stands for, above 0",
                      column.name, std::isnan(weight) ? "empty" : base::number_text(weight),
                      row + 1));
    }
    outcome.weight.push_back(std::isnan(weight) ? 0.0F : static_cast<float>(weight));
  }
}

Outcome derived_outcome(const table::Table& table, const std::string& name,
                        const std::string& column) {
  Outcome outcome{.name = name, .column = column, .best = {}};
  for (const double value : table.column(column).numbers) {
    outcome.best.push_back(value == 1.0   ? std::int8_t{1}
                           : value == 0.0 ? std::int8_t{0}
                                          : std::int8_t{-1});
  }
  const auto has = std::count(outcome.best.begin(), outcome.best.end(), std::int8_t{1});
  const auto has_not = std::count(outcome.best.begin(), outcome.best.end(), std::int8_t{0});
  if (has > 0 && has_not > 0) return outcome;
  if (has + has_not == 0) {
    throw Error(Fault::bad_input,
                fmt::format("of no account can be told whether it is '{}'", name));
  }
  const bool of_value = has == 0 && column == kBest;
  throw Error(Fault::bad_input,
              fmt::format("{} account with a known outcome is '{}' ({} of them), so there is "
                          "nothing to compare with{}",
                          has == 0 ? "no" : "every", name, has + has_not,
                          of_value ? ": none was won, or none of those won is worth more than 0 "
                                     "after margin and costs ([best] in bestfit.toml) by the "
                                     "amounts of the revenue file"
                                   : ""));
}

Outcome worth_outcome(const table::Table& table, const std::string& name,
                      const std::string& column) {
  table::Column amounts = table.column(column);
  for (double& amount : amounts.numbers) {
    if (amount < 0.0) amount = 0.0;
  }
  Outcome outcome{.name = name, .column = column, .best = {}, .weight = {}, .worth = {}};
  put_worth(amounts, outcome);
  if (std::count(outcome.best.begin(), outcome.best.end(), std::int8_t{1}) > 0) return outcome;
  throw Error(Fault::bad_input, fmt::format("no account has any {}", name));
}

std::vector<std::int8_t> won_or_lost(const table::Column& won) {
  std::vector<std::int8_t> sides;
  sides.reserve(won.rows());
  for (const double value : won.numbers) {
    const int known = value == 1.0 ? 1 : 0;
    sides.push_back(static_cast<std::int8_t>(std::isnan(value) ? -1 : known));
  }
  return sides;
}

}  // namespace bestfit::outcome
