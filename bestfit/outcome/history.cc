#include "bestfit/outcome/history.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "bestfit/base/error.h"
#include "bestfit/base/text.h"
#include "bestfit/outcome/account_index.h"
#include "bestfit/outcome/days.h"
#include "bestfit/outcome/deal_states.h"
#include "bestfit/outcome/recorded_until.h"
#include "bestfit/outcome/revenue_end.h"

namespace bestfit::outcome {
namespace {

using table::Column;
using table::kMissing;
using table::Table;

constexpr double kYear = 365.0;
constexpr double kRenewalSlack = 15.0;    // a renewal may come this many days early
constexpr double kRenewalGrace = 90.0;    // a renewal is missed when it has not come by then
constexpr double kDealsPerAccount = 2.0;  // from here rows may be deals
constexpr double kNearlyAll = 0.95;

/// What became of one account.
struct Account {
  int won = 0;
  int lost = 0;
  int open = 0;
  double first_met = kMissing;
  double decided = kMissing;   // close of the earliest closed deal
  double won_date = kMissing;  // close of the earliest won deal
  double cycle_days = kMissing;
  double amount = 0.0;
  double first_line = kMissing;
  double covered_until = kMissing;  // the last day that a line starts on or reaches
  double first_year_revenue = 0.0;
  bool deals_apart = false;  // a closed deal is in a currency that cannot be converted
  bool lines_apart = false;  // a line is
};

class Joiner {
 public:
  Joiner(const Table& accounts, const AccountColumns& columns, const BestDefinition& best)
      : accounts_(accounts), columns_(columns), definition_(best), all_(accounts.rows()) {}

  void add_deals(const Table& deals, const DealColumns& columns, const Amounts& amounts) {
    deal_states_ = deal_states(deals, columns);
    deal_accounts_ = find_accounts(accounts_, keys(), deals.column(columns.account));
    const Numbers created(deals, columns.created);
    const Numbers closed(deals, columns.closed_date);
    history_.deals = static_cast<std::int64_t>(deals.rows());
    deal_met_.assign(deals.rows(), kMissing);
    for (std::size_t row = 0; row < deals.rows(); ++row) {
      if (deal_accounts_[row] == kNoAccount) {
        ++history_.deals_without_account;
        continue;
      }
      Account& account = all_[static_cast<std::size_t>(deal_accounts_[row])];
      const DealState state = deal_states_[row];
      deal_days_.push_back(created[row]);
      if (state != DealState::open) {
        deal_days_.push_back(closed[row]);
        account.decided = earlier(account.decided, closed[row]);
      }
      deal_met_[row] = std::isnan(created[row]) ? closed[row] : created[row];
      account.first_met = earlier(account.first_met, deal_met_[row]);
      if (state != DealState::open && amounts.is_apart(row)) account.deals_apart = true;
      if (state == DealState::won) add_won(account, amounts.amount[row], created[row], closed[row]);
      if (state == DealState::lost) ++account.lost;
      if (state == DealState::open) ++account.open;
    }
    if (history_.deals > 0 && history_.deals_without_account == history_.deals) {
      throw Error(
          Fault::bad_input,
          fmt::format("no deal belongs to any account: deals column '{}' was held against the "
                      "accounts' id, name and domain; name the right columns in bestfit.toml",
                      columns.account));
    }
  }

  void add_revenue(const Table& revenue, const RevenueColumns& columns, const Amounts& amounts) {
    const auto accounts = find_accounts(accounts_, keys(), revenue.column(columns.account));
    const Numbers date(revenue, columns.date);
    const Numbers end(revenue, columns.end);
    const std::vector<double>& amount = amounts.amount;
    const Column* kind = columns.kind.empty() ? nullptr : revenue.find(columns.kind);
    history_.revenue_lines = static_cast<std::int64_t>(revenue.rows());
    has_revenue_ = true;
    lines_end_ = end.known();
    std::vector<bool> churn(revenue.rows(), false);
    for (std::size_t row = 0; row < revenue.rows(); ++row) {
      line_days_.push_back(date[row]);
      churn[row] = kind != nullptr && !kind->missing(row) &&
                   base::fold(kind->cell_text(row)).find("churn") != std::string::npos;
      if (accounts[row] == kNoAccount) {
        ++history_.revenue_without_account;
        continue;
      }
      if (end[row] < date[row]) ++history_.lines_backwards;
      if (!std::isnan(date[row])) {
        lines_.push_back({.account = static_cast<std::uint32_t>(accounts[row]),
                          .day = date[row],
                          .end = end[row],
                          .amount = amount[row],
                          .churn = churn[row]});
      }
      if (!churn[row]) {
        Account& account = all_[static_cast<std::size_t>(accounts[row])];
        account.lines_apart = account.lines_apart || amounts.is_apart(row);
        account.first_line = earlier(account.first_line, date[row]);
        account.covered_until = later(account.covered_until, later(date[row], end[row]));
      }
    }
    for (std::size_t row = 0; row < revenue.rows(); ++row) {
      if (accounts[row] == kNoAccount || churn[row] || std::isnan(amount[row])) continue;
      Account& account = all_[static_cast<std::size_t>(accounts[row])];
      const double from = earlier(account.won_date, account.first_line);
      if (date[row] >= from && date[row] < from + kYear) account.first_year_revenue += amount[row];
    }
  }

  History finish(const Table* deals, std::optional<Currencies> currencies) {
    history_.currencies = std::move(currencies);
    set_until();
    put_apart();
    add_created();
    judge();
    if (deals != nullptr && rows_are_deals()) return by_deal(*deals);
    if (has_revenue_) judge_by_value();
    by_account();
    return finished(accounts_);
  }

 private:
  [[nodiscard]] std::vector<std::string> keys() const {
    return {columns_.id, columns_.name, columns_.domain};
  }

  /// Customers are followed until the data end, or until revenue that was exported before.
  void set_until() {
    const double deals = recorded_until(deal_days_, kMissing);
    until_ = later(deals, recorded_until(line_days_, deals));
    const auto is_later = [&](double day) { return day >= until_ + 1.0; };
    history_.deals_ahead = std::count_if(deal_days_.begin(), deal_days_.end(), is_later);
    history_.lines_ahead = std::count_if(line_days_.begin(), line_days_.end(), is_later);
    const std::optional<double> end = revenue_end(line_days_, until_);
    revenue_until_ = end.value_or(until_);
    if (end) history_.revenue_until = static_cast<base::Day>(*end);
  }

  /// Accounts of which some amount is in a currency that cannot be converted.
  void put_apart() {
    any_line_apart_ = std::any_of(all_.begin(), all_.end(),
                                  [](const Account& account) { return account.lines_apart; });
    if (!history_.currencies) return;
    Currencies& currencies = *history_.currencies;
    for (const Account& account : all_) {
      if (!account.deals_apart && !account.lines_apart) continue;
      ++currencies.accounts_apart;
      currencies.unjudged += any_line_apart_ ? 1 : 0;
      currencies.unjudged_lost += any_line_apart_ && account.won == 0 ? 1 : 0;
    }
  }

  static void add_won(Account& account, double amount, double created, double closed) {
    ++account.won;
    if (!std::isnan(amount)) account.amount += amount;
    if (std::isnan(account.won_date) || closed < account.won_date) {
      account.won_date = closed;
      account.cycle_days = closed - created;
    }
  }

  void add_created() {
    const Numbers created(accounts_, columns_.created);
    for (std::size_t row = 0; row < all_.size(); ++row) {
      if (std::isnan(all_[row].first_met)) all_[row].first_met = created[row];
      if (std::isnan(all_[row].first_met)) all_[row].first_met = all_[row].first_line;
    }
  }

  /// Accounts first met after this day cannot have been seen at their renewal.
  [[nodiscard]] double last_day_judged() const {
    std::vector<double> cycles;
    for (const Account& account : all_) {
      if (!std::isnan(account.cycle_days)) cycles.push_back(account.cycle_days);
    }
    if (cycles.empty()) return revenue_until_ - kYear - kRenewalGrace;
    const auto at =
        cycles.begin() + static_cast<std::ptrdiff_t>(0.9 * static_cast<double>(cycles.size() - 1));
    std::nth_element(cycles.begin(), at, cycles.end());
    return revenue_until_ - kYear - kRenewalGrace - *at;
  }

  static double won_of(const Account& account) {
    if (account.won > 0) return 1.0;
    return account.lost > 0 && account.open == 0 ? 0.0 : kMissing;
  }

  [[nodiscard]] double retained_of(const Account& account) const {
    if (std::isnan(account.first_line)) return kMissing;
    const double renewal = account.first_line + kYear;
    const double needed = lines_end_ ? renewal + kRenewalSlack : renewal - kRenewalSlack;
    if (account.covered_until >= needed) return 1.0;
    return revenue_until_ < renewal + kRenewalGrace ? kMissing : 0.0;
  }

  void judge() {
    const double last_day = last_day_judged();
    std::int64_t young = 0;
    for (const Account& account : all_) {
      won_.push_back(won_of(account));
      retained_.push_back(account.won > 0 || std::isnan(won_.back()) ? retained_of(account)
                                                                     : kMissing);
      if (!has_revenue_ || definition_.by == BestDefinition::By::won) {
        best_.push_back(won_.back());
      } else if (!(account.first_met <= last_day)) {
        young += std::isnan(won_.back()) ? 0 : 1;
        best_.push_back(kMissing);
      } else {
        best_.push_back(won_.back() == 1.0 ? retained_.back() : won_.back());
      }
    }
    if (!has_revenue_) {
      history_.best_notes.emplace_back(
          "no revenue was given: the best accounts are those that were won");
    } else if (young > 0) {
      history_.best_notes.push_back(
          fmt::format("{} accounts first met after {} are too young to have been seen at their "
                      "first renewal: whether "
                      "they are among the best is not known yet",
                      base::count_text(static_cast<std::size_t>(young)),
                      base::iso_date(static_cast<base::Day>(last_day))));
    }
  }

  /// Without deals all that pay are customers, and nobody was lost.
  void judge_by_value() {
    std::vector<double> won_day;
    for (const Account& account : all_) won_day.push_back(account.won_date);
    history_.customers = customers_of(lines_, won_day, revenue_until_, kRenewalGrace);
    std::vector<double> won = won_;
    for (std::size_t row = 0; any_line_apart_ && row < won.size(); ++row) {
      if (all_[row].deals_apart || all_[row].lines_apart) won[row] = kMissing;
    }
    if (history_.deals == 0) {
      for (const Customer& customer : history_.customers) {
        if (!all_[customer.account].lines_apart) won[customer.account] = 1.0;
      }
    }
    history_.by_value = best_by_value(won, history_.customers, definition_);
    if (definition_.by != BestDefinition::By::value) return;
    best_ = history_.by_value->best;
    history_.best_notes.clear();
  }

  [[nodiscard]] bool rows_are_deals() const {
    std::int64_t closed = 0;
    std::int64_t accounts = 0;
    std::int64_t won = 0;
    for (const Account& account : all_) {
      if (account.won + account.lost == 0) continue;
      ++accounts;
      closed += account.won + account.lost;
      won += account.won > 0 ? 1 : 0;
    }
    return accounts > 0 &&
           static_cast<double>(closed) >= kDealsPerAccount * static_cast<double>(accounts) &&
           static_cast<double>(won) >= kNearlyAll * static_cast<double>(accounts);
  }

  History by_deal(const Table& deals) {
    std::vector<std::uint32_t> rows;
    std::vector<double> won;
    std::vector<double> met;
    std::vector<double> account;
    for (std::size_t row = 0; row < deals.rows(); ++row) {
      if (deal_accounts_[row] == kNoAccount || deal_states_[row] == DealState::open) continue;
      rows.push_back(static_cast<std::uint32_t>(deal_accounts_[row]));
      won.push_back(deal_states_[row] == DealState::won ? 1.0 : 0.0);
      met.push_back(deal_met_[row]);
      account.push_back(static_cast<double>(deal_accounts_[row]));
    }
    history_.unit = Unit::deals;
    history_.has_deal.assign(rows.size(), 1);
    history_.notes.push_back(
        fmt::format("nearly every account has won a deal: rows are the {} closed deals, kept "
                    "together by account",
                    base::count_text(rows.size())));
    derive(table::flag_column(kWon, won), "won");
    derive(table::flag_column(kBest, std::move(won)), "best");
    derive(table::date_column(kFirstMet, std::move(met)), "", table::Role::time);
    derive(table::number_column(kAccount, std::move(account)), "", table::Role::group);
    return finished(table::select(accounts_, rows));
  }

  void by_account() {
    std::vector<double> met;
    std::vector<double> decided;
    std::vector<double> cycle;
    std::vector<double> amount;
    std::vector<double> revenue;
    for (const Account& account : all_) {
      history_.has_deal.push_back(account.won + account.lost + account.open > 0 ? 1 : 0);
      met.push_back(account.first_met);
      decided.push_back(account.decided);
      cycle.push_back(account.cycle_days);
      const bool has_amount = account.won > 0 && !account.deals_apart;
      amount.push_back(has_amount ? account.amount : kMissing);
      const double year_end = earlier(account.won_date, account.first_line) + kYear;
      const bool has_year = has_revenue_ && year_end <= revenue_until_ && !account.lines_apart;
      revenue.push_back(has_year ? account.first_year_revenue : kMissing);
    }
    derive(table::flag_column(kWon, won_), "won");
    derive(table::flag_column(kBest, best_), "best");
    derive(table::flag_column(kRetained, retained_), "retained");
    derive(table::date_column(kFirstMet, std::move(met)), "", table::Role::time);
    derive(table::date_column(kDecided, std::move(decided)));
    derive(table::number_column(kCycleDays, std::move(cycle)));
    derive(table::number_column(kAmount, std::move(amount)));
    derive(table::number_column(kFirstYearRevenue, std::move(revenue)));
    if (history_.by_value) derive(table::number_column(kValue, history_.by_value->value), "value");
  }

  /// Adds a column to the table, and says what it is for.
  void derive(Column column, const char* outcome = "", table::Role role = table::Role::ignored) {
    history_.derived.push_back({.field = {.column = column.name,
                                          .kind = column.kind,
                                          .role = role,
                                          .why = "derived from deals and revenue"},
                                .outcome = outcome});
    derived_.push_back(std::move(column));
  }

  /// The columns of `rows`, but for those that have the name of a derived one, then the derived.
  History finished(const Table& rows) {
    std::vector<Column> columns;
    for (const Column& column : rows.columns()) {
      const bool taken = std::any_of(derived_.begin(), derived_.end(), [&](const Column& derived) {
        return derived.name == column.name;
      });
      if (!taken) columns.push_back(column);
    }
    for (Column& column : derived_) columns.push_back(std::move(column));
    history_.table = Table(std::move(columns));
    if (!std::isnan(until_)) history_.until = static_cast<base::Day>(until_);
    return std::move(history_);
  }

  const Table& accounts_;
  const AccountColumns& columns_;
  const BestDefinition& definition_;
  std::vector<RevenueLine> lines_;
  std::vector<Account> all_;
  std::vector<DealState> deal_states_;
  std::vector<std::int64_t> deal_accounts_;
  std::vector<double> deal_met_;
  std::vector<double> won_;
  std::vector<double> best_;
  std::vector<double> retained_;
  bool has_revenue_ = false;
  bool lines_end_ = false;
  bool any_line_apart_ = false;
  std::vector<double> deal_days_;  // on which a deal was made or decided
  std::vector<double> line_days_;
  double until_ = kMissing;
  double revenue_until_ = kMissing;  // `until_`, or the newest day that lines can tell of
  std::vector<Column> derived_;
  History history_;
};

}  // namespace

History join_history(const Table& accounts, const AccountColumns& account_columns,
                     const Table* deals, const DealColumns& deal_columns, const Table* revenue,
                     const RevenueColumns& revenue_columns, const BestDefinition& best,
                     const Money& money) {
  Joiner joiner(accounts, account_columns, best);
  Conversion in_one = in_one_currency(deals, deal_columns, revenue, revenue_columns, money);
  if (deals != nullptr) joiner.add_deals(*deals, deal_columns, in_one.deals);
  if (revenue != nullptr) joiner.add_revenue(*revenue, revenue_columns, in_one.revenue);
  return joiner.finish(deals, std::move(in_one.currencies));
}

std::string_view unit_name(Unit unit) { return unit == Unit::deals ? "deal" : "account"; }

bool is_derived_outcome(std::string_view asked) {
  return asked == "best" || asked == "won" || asked == "retained" || asked == "value";
}

}  // namespace bestfit::outcome
