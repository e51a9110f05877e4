#include "bestfit/intake/guess_outcome.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <set>
#include <string_view>

#include "bestfit/base/error.h"
#include "bestfit/base/text.h"
#include "bestfit/outcome/history.h"
#include "bestfit/outcome/outcome.h"

namespace bestfit::intake {
namespace {

using table::Column;
using table::Kind;

constexpr std::size_t kCandidatesMost = 6;
constexpr std::size_t kTwoValuedMost = 3;
constexpr std::size_t kLabelsMost = 30;  // a status has not more of them

/// How plainly a header speaks of an outcome, the plainest first.
enum class Says { won, lost, target, status, money, nothing };

struct HeaderWord {
  std::string_view word;
  Says says = Says::nothing;
  bool as_ending = false;  // "dealstatus" says what "status" says
};
constexpr HeaderWord kHeaders[] = {
    {"won", Says::won, true},
    {"converted", Says::won, true},
    {"iscustomer", Says::won, true},
    {"customer", Says::won, false},
    {"conversion", Says::won, false},
    {"purchased", Says::won, true},
    {"bought", Says::won, true},
    {"subscribed", Says::won, true},
    {"signed", Says::won, false},
    {"retained", Says::won, true},
    {"renewed", Says::won, true},
    {"churned", Says::lost, true},
    {"churn", Says::lost, true},
    {"cancelled", Says::lost, true},
    {"canceled", Says::lost, true},
    {"islost", Says::lost, true},
    {"lost", Says::lost, false},
    {"y", Says::target, false},
    {"target", Says::target, false},
    {"label", Says::target, false},
    {"outcome", Says::target, false},
    {"class", Says::target, false},
    {"success", Says::target, false},
    {"response", Says::target, false},
    {"result", Says::target, false},
    {"status", Says::status, true},
    {"stage", Says::status, true},
    {"stagename", Says::status, false},
    {"lifecycle", Says::status, false},
    {"phase", Says::status, false},
    {"type", Says::status, false},
    {"accounttype", Says::status, false},
    {"companytype", Says::status, false},
    {"recordtype", Says::status, false},
    {"revenue", Says::money, true},
    {"arr", Says::money, false},
    {"mrr", Says::money, false},
    {"acv", Says::money, false},
    {"ltv", Says::money, false},
    {"clv", Says::money, false},
    {"lifetimevalue", Says::money, true},
    {"spend", Says::money, true},
    {"sales", Says::money, true},
    {"turnover", Says::money, false},
    {"amount", Says::money, true},
    {"profit", Says::money, true},
    {"profits", Says::money, false},
    {"margin", Says::money, true},
    {"dealvalue", Says::money, false},
};

/// Labels of an account that was won, the plainest first.
constexpr std::array<std::string_view, 15> kWonLabels = {
    "won",        "closedwon", "customer",  "converted", "success",
    "successful", "sold",      "purchased", "bought",    "subscribed",
    "signed",     "retained",  "renewed",   "yes",       "currentcustomer"};

/// Letters and digits in lower case: "Closed Won" is closedwon.
std::string key_of(std::string_view text) {
  std::string key;
  for (const char letter : base::fold(text)) {
    const bool kept = (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9') ||
                      (letter & 0x80) != 0;
    if (kept) key += letter;
  }
  return key;
}

Says says_of(const std::string& name) {
  const std::string key = key_of(name);
  const auto* end = std::end(kHeaders);
  const auto* found = std::find_if(std::begin(kHeaders), end, [&](const HeaderWord& entry) {
    if (key == entry.word) return true;
    const bool longer = key.size() > entry.word.size();
    return entry.as_ending && longer && key.substr(key.size() - entry.word.size()) == entry.word;
  });
  return found == end ? Says::nothing : found->says;
}

/// Values of a column that has at most `most` of them, as text, the smaller number first.
std::vector<std::string> values_of(const Column& column, std::size_t most) {
  const bool labelled = column.kind == Kind::category || column.kind == Kind::text;
  if (labelled) {
    return column.labels.size() <= most ? column.labels : std::vector<std::string>();
  }
  if (column.kind == Kind::flag) return {"no", "yes"};
  if (column.kind != Kind::number) return {};
  std::set<double> seen;
  for (std::size_t row = 0; row < column.rows() && seen.size() <= most; ++row) {
    if (!column.missing(row)) seen.insert(column.numbers[row]);
  }
  if (seen.size() > most) return {};
  std::vector<std::string> values;
  values.reserve(seen.size());
  for (const double number : seen) values.push_back(base::number_text(number));
  return values;
}

std::optional<OutcomeCandidate> candidate(const table::Table& table, std::string asked) {
  try {
    const outcome::Outcome outcome = outcome::outcome_of(table, asked);
    OutcomeCandidate found{.asked = std::move(asked)};
    for (const std::int8_t best : outcome.best) {
      found.best += best == 1 ? 1 : 0;
      found.known += best >= 0 ? 1 : 0;
    }
    return found;
  } catch (const Error&) {
    return std::nullopt;  // no row has it, or every row
  }
}

/// The value that stands for the best in a column whose header says so; empty when none does.
std::string best_value(const Column& column, Says says, const std::vector<std::string>& values) {
  const bool lost = says == Says::lost;
  if (column.kind == Kind::flag) return lost ? "no" : "yes";
  if (values.size() == 2 && values[0] == "0" && values[1] == "1") return lost ? "0" : "1";
  if (lost) return {};
  std::vector<std::string> won;
  for (const std::string& value : values) {
    const bool known =
        std::find(kWonLabels.begin(), kWonLabels.end(), key_of(value)) != kWonLabels.end();
    if (known) won.push_back(value);
  }
  return won.size() == 1 ? won.front() : std::string();
}

/// A quarter of the known rows has at least that much.
std::optional<double> upper_quartile(const Column& column) {
  std::vector<double> numbers;
  for (const double number : column.numbers) {
    if (number == number) numbers.push_back(number);
  }
  if (numbers.size() < 4) return std::nullopt;
  const auto at = numbers.begin() + static_cast<std::ptrdiff_t>(numbers.size() * 3 / 4);
  std::nth_element(numbers.begin(), at, numbers.end());
  return *at;
}

class Guesser {
 public:
  explicit Guesser(const table::Table& table) : table_(table) {
    for (const Column& column : table.columns()) says_.push_back(says_of(column.name));
  }

  OutcomeGuess guess() {
    for (const Says says : {Says::won, Says::lost, Says::target, Says::status}) add_plain(says);
    OutcomeGuess guess;
    // Won and lost speak of one thing: the first rank that has candidates must have one alone.
    guess.plain = !found_.empty() && (found_.size() == 1 || ranks_[0] != ranks_[1]);
    if (!guess.plain) add_others();
    guess.candidates = std::move(found_);
    if (guess.candidates.size() > kCandidatesMost) guess.candidates.resize(kCandidatesMost);
    return guess;
  }

 private:
  void add(const Column& column, const std::string& comparison, Says rank) {
    auto found = candidate(table_, column.name + comparison);
    if (!found) return;
    const bool known =
        std::any_of(found_.begin(), found_.end(),
                    [&](const OutcomeCandidate& other) { return other.asked == found->asked; });
    if (known) return;
    found_.push_back(*found);
    ranks_.push_back(rank == Says::lost ? Says::won : rank);
  }

  void add_plain(Says says) {
    for (std::size_t i = 0; i < says_.size(); ++i) {
      if (says_[i] != says) continue;
      const Column& column = table_.columns()[i];
      const std::string value = best_value(column, says, values_of(column, kLabelsMost));
      if (!value.empty()) add(column, "=" + value, says);
    }
  }

  void add_others() {
    constexpr std::size_t kValuesMost = 4;
    for (const Says says : {Says::target, Says::status}) {
      for_columns(says, [&](const Column& column) {
        for (const std::string& value : values_of(column, kValuesMost)) {
          add(column, "=" + value, says);
        }
      });
    }
    for_columns(Says::money, [&](const Column& column) {
      const auto much = column.kind == Kind::number ? upper_quartile(column) : std::nullopt;
      if (much) add(column, ">=" + base::number_text(*much), Says::money);
    });
    std::size_t two_valued = 0;
    for_columns(Says::nothing, [&](const Column& column) {
      if (two_valued == kTwoValuedMost) return;
      const std::vector<std::string> values = values_of(column, 2);
      if (values.size() != 2) return;
      ++two_valued;
      add(column, "=" + values[1], Says::nothing);
    });
  }

  template <typename See>
  void for_columns(Says says, See see) {
    for (std::size_t i = 0; i < says_.size(); ++i) {
      if (says_[i] == says) see(table_.columns()[i]);
    }
  }

  const table::Table& table_;
  std::vector<Says> says_;
  std::vector<OutcomeCandidate> found_;
  std::vector<Says> ranks_;
};

}  // namespace

OutcomeGuess guess_outcome(const table::Table& accounts) { return Guesser(accounts).guess(); }

std::string ask_for_outcome(const table::Table& accounts, bool has_revenue) {
  std::vector<std::string> could_be;
  for (const OutcomeCandidate& candidate : guess_outcome(accounts).candidates) {
    could_be.push_back(fmt::format("--outcome '{}' ({})", candidate.asked, rate_words(candidate)));
  }
  if (has_revenue) could_be.emplace_back("--outcome retained");
  std::string words = "what are the best accounts? Set 'outcome' in bestfit.toml, or say ";
  words += could_be.empty() ? "--outcome 'column=value' or 'column>=number', or give --deals"
                            : base::join(could_be, ", or ");
  return words;
}

void refuse_derived(const std::string& asked, bool deals_are_rows,
                    const std::vector<std::string>& columns) {
  if (!outcome::is_derived_outcome(asked)) return;
  if (deals_are_rows) {
    throw Error(Fault::bad_input,
                fmt::format("outcome '{}' cannot be told of deals, and rows are deals here: "
                            "nearly every account has won one; ask for --outcome won",
                            asked));
  }
  throw Error(
      Fault::bad_input,
      fmt::format("outcome '{}' is derived from deals, and none were given: give --deals, or "
                  "name a column of the accounts, such as --outcome 'Status=Customer'; "
                  "columns: {}",
                  asked, base::join(columns, ", ")));
}

std::string rate_words(const OutcomeCandidate& candidate) {
  return fmt::format(
      "{} of {} rows, {:.0f}%", base::count_text(static_cast<std::size_t>(candidate.best)),
      base::count_text(static_cast<std::size_t>(candidate.known)),
      100.0 * static_cast<double>(candidate.best) / static_cast<double>(candidate.known));
}

}  // namespace bestfit::intake
