#include "bestfit/dated/field_history.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <numeric>
#include <string_view>

#include "bestfit/base/error.h"
#include "bestfit/base/text.h"
#include "bestfit/dated/cells.h"
#include "bestfit/outcome/account_index.h"
#include "bestfit/recognise/evidence.h"
#include "bestfit/recognise/role_names.h"
#include "bestfit/recognise/typed_column.h"
#include "bestfit/table/stack.h"

namespace bestfit::dated {
namespace {

using table::Column;

/// Names of one field: labels and API names of Salesforce's Account and HubSpot's company.
constexpr std::array<std::string_view, 8> kSameField = {
    "numberofemployees employees employeecount headcount",
    "annualrevenue revenue",
    "countryregion country billingcountry billingcountryregion",
    "stateregion state billingstate billingstateprovince",
    "city billingcity",
    "technologies webtechnologies",
    "type accounttype companytype",
    "rating accountrating",
};

/// A change of one account's field.
struct Change {
  std::uint32_t account = 0;
  double day = 0.0;
  std::uint32_t row = 0;  // of the file
};

/// The changes of one column, and its cells of today and of all changes.
struct Field {
  std::string column;
  std::vector<Change> changes;  // by account, then day
  Column source;                // accounts' cells, then each change's old one and new one

  [[nodiscard]] std::size_t old_cell(std::size_t change) const { return first() + 2 * change; }
  [[nodiscard]] std::size_t new_cell(std::size_t change) const { return old_cell(change) + 1; }
  [[nodiscard]] std::size_t first() const { return source.rows() - 2 * changes.size(); }
};

const Column& needed(const FieldHistory& history, const char* part) {
  const std::string name = history.mapping.column(part);
  if (!name.empty()) return history.table.column(name);
  throw Error(Fault::missing,
              fmt::format("{}: no column was recognised as the '{}' of a history; name it under "
                          "[history.columns] in bestfit.toml",
                          history.path, part));
}

class Roller {
 public:
  Roller(const FieldHistory& history, const table::Table& accounts, const Moments& moments,
         const table::Schema& schema)
      : history_(history),
        accounts_(accounts),
        moments_(moments),
        schema_(schema),
        days_(needed(history, "date")),
        old_(column_of("old")),
        new_(column_of("new")) {
    if (old_ == nullptr && new_ == nullptr) static_cast<void>(needed(history, "new"));
    as_of_.from = AsOf::From::history;
    as_of_.rows.emplace();
  }

  AsOf roll(const std::vector<std::string>& keys, table::Table& table) {
    sort_rows(keys);
    std::vector<bool> any(moments_.day.size(), false);
    std::vector<Column> columns;
    std::vector<std::uint32_t> today(accounts_.rows());
    std::iota(today.begin(), today.end(), 0U);
    for (auto& [name, field] : fields_) {
      read_cells(field);
      check_chain(field);
      ColumnChange change{.column = name};
      columns.push_back(take(field.source, today, taken_of(field), moments_, change, any));
      field.source = {};
      as_of_.columns.push_back(std::move(change));
    }
    table = put(table, std::move(columns));
    for (const double day : moments_.day) {
      if (as_of_.begins && std::isfinite(day) && day < *as_of_.begins) ++as_of_.late;
    }
    finish(moments_, any, as_of_);
    return std::move(as_of_);
  }

 private:
  [[nodiscard]] const Column* column_of(const char* part) const {
    const std::string name = history_.mapping.column(part);
    return name.empty() ? nullptr : history_.table.find(name);
  }

  [[nodiscard]] std::string text(const Column* column, std::size_t row) const {
    return column == nullptr || column->missing(row) ? std::string() : column->cell_text(row);
  }

  /// The column that each field means, once a field; null without one.
  std::vector<const Column*> columns_of(const Column& fields) const {
    std::map<std::string, const Column*> of_name;
    std::vector<const Column*> columns;
    for (std::size_t row = 0; row < fields.rows(); ++row) {
      const std::string name = text(&fields, row);
      const auto known = of_name.find(name);
      if (known != of_name.end()) {
        columns.push_back(known->second);
        continue;
      }
      columns.push_back(of_name.emplace(name, named(name)).first->second);
    }
    return columns;
  }

  [[nodiscard]] const Column* named(const std::string& field) const {
    for (const auto& [name, column] : history_.fields) {
      if (base::fold(name) != base::fold(field)) continue;
      if (const Column* found = accounts_.find(column)) return found;
      throw Error(
          Fault::missing,
          fmt::format("[history.fields] {}: the accounts have no column '{}'", name, column));
    }
    return column_of_field(accounts_, field);
  }

  /// Each row to its column, or to the reason why it is not used.
  void sort_rows(const std::vector<std::string>& keys) {
    const Column& fields = needed(history_, "field");
    const std::vector<std::int64_t> accounts =
        outcome::find_accounts(accounts_, keys, needed(history_, "account"));
    const std::vector<const Column*> columns = columns_of(fields);
    HistoryRows& rows = *as_of_.rows;
    std::map<std::string, std::int64_t> unknown;
    rows.read = static_cast<std::int64_t>(fields.rows());
    for (const std::uint32_t row : oldest_first()) {
      const double day = days_.missing(row) ? table::kMissing : days_.numbers[row];
      if (!std::isnan(day)) begin_at(day);
      if (accounts[row] == outcome::kNoAccount) {
        ++rows.unknown_account;
      } else if (columns[row] == nullptr) {
        ++rows.unknown_field;
        ++unknown[text(&fields, row)];
      } else if (!is_attribute(columns[row]->name)) {
        ++rows.no_attribute;
      } else if (std::isnan(day)) {
        ++rows.undated;
      } else if (text(old_, row).empty() && text(new_, row).empty()) {
        ++rows.empty;
      } else {
        ++rows.used;
        Field& field = fields_[columns[row]->name];
        field.column = columns[row]->name;
        field.changes.push_back(
            {.account = static_cast<std::uint32_t>(accounts[row]), .day = day, .row = row});
      }
    }
    refuse_strange();
    as_of_.unknown_fields.assign(unknown.begin(), unknown.end());
    std::stable_sort(as_of_.unknown_fields.begin(), as_of_.unknown_fields.end(),
                     [](const auto& a, const auto& b) { return a.second > b.second; });
  }

  void begin_at(double day) {
    const auto whole = static_cast<base::Day>(day);
    if (!as_of_.begins || whole < *as_of_.begins) as_of_.begins = whole;
  }

  /// A history of other accounts, or of other fields, is a mistake.
  void refuse_strange() const {
    const HistoryRows& rows = *as_of_.rows;
    if (rows.used > 0 || rows.read == 0) return;
    if (rows.unknown_account == rows.read) {
      throw Error(Fault::bad_input,
                  fmt::format("{}: no change is of any account: column '{}' was held against the "
                              "accounts' id, name and domain",
                              history_.path, history_.mapping.column("account")));
    }
    if (rows.unknown_field + rows.unknown_account == rows.read) {
      throw Error(
          Fault::bad_input,
          fmt::format("{}: no field in '{}' is a column of the accounts; name their columns "
                      "under [history.fields] in bestfit.toml",
                      history_.path, history_.mapping.column("field")));
    }
  }

  [[nodiscard]] bool is_attribute(const std::string& name) const {
    const table::Field* field = schema_.find(name);
    return field != nullptr && field->role == table::Role::attribute;
  }

  /// Rows in the order in which they came about: exports may begin with the newest.
  [[nodiscard]] std::vector<std::uint32_t> oldest_first() const {
    std::vector<std::uint32_t> rows(history_.table.rows());
    std::iota(rows.begin(), rows.end(), 0U);
    std::int64_t rises = 0;
    for (std::size_t row = 1; row < rows.size(); ++row) {
      const double step = days_.numbers[row] - days_.numbers[row - 1];
      rises += step > 0.0 ? 1 : (step < 0.0 ? -1 : 0);
    }
    if (rises < 0) std::reverse(rows.begin(), rows.end());
    return rows;
  }

  /// Reads old and new values as the column's own kind.
  void read_cells(Field& field) {
    std::stable_sort(field.changes.begin(), field.changes.end(),
                     [](const Change& a, const Change& b) {
                       return a.account != b.account ? a.account < b.account : a.day < b.day;
                     });
    recognise::Cells cells;
    for (const Change& change : field.changes) {
      cells.add(text(old_, change.row));
      cells.add(text(new_, change.row));
    }
    const Column& today = accounts_.column(field.column);
    const recognise::Decision decision =
        recognise::decide(field.column, recognise::look_at(cells, {}), {}, today.kind, {});
    recognise::TypedColumn typed = recognise::typed_column(field.column, cells, decision.format);
    as_of_.rows->unreadable += static_cast<std::int64_t>(typed.not_understood);
    field.source = table::stack(table::Table({today}), table::Table({std::move(typed.column)}))
                       .columns()
                       .front();
  }

  /// Counts changes whose old value is not what the one before left, and those whose newest is not
  /// today's.
  void check_chain(const Field& field) {
    for (std::size_t i = 0; i < field.changes.size(); ++i) {
      const bool last =
          i + 1 == field.changes.size() || field.changes[i + 1].account != field.changes[i].account;
      if (new_ == nullptr) continue;
      if (last) {
        const bool same = same_cell(field.source, field.new_cell(i), field.changes[i].account);
        as_of_.rows->newest_differs += same ? 0 : 1;
      } else if (old_ != nullptr) {
        const bool same = same_cell(field.source, field.new_cell(i), field.old_cell(i + 1));
        as_of_.rows->disagree += same ? 0 : 1;
      }
    }
  }

  /// The place of the cell in force at each row's moment.
  [[nodiscard]] std::vector<std::uint32_t> taken_of(const Field& field) const {
    std::vector<std::uint32_t> taken;
    const auto& changes = field.changes;
    for (std::size_t row = 0; row < moments_.day.size(); ++row) {
      const std::uint32_t account = moments_.account[row];
      const double day = moments_.day[row];
      const auto after = std::partition_point(changes.begin(), changes.end(), [&](const Change& c) {
        return c.account != account ? c.account < account : c.day <= day;
      });
      const auto i = static_cast<std::size_t>(after - changes.begin());
      const bool changed_since = i < changes.size() && changes[i].account == account;
      const bool changed_before = i > 0 && changes[i - 1].account == account;
      std::size_t cell = account;  // today's
      if (changed_since) {
        const bool by_new = old_ == nullptr && changed_before;
        cell = by_new ? field.new_cell(i - 1) : field.old_cell(i);
      }
      taken.push_back(static_cast<std::uint32_t>(cell));
    }
    return taken;
  }

  const FieldHistory& history_;
  const table::Table& accounts_;
  const Moments& moments_;
  const table::Schema& schema_;
  const Column& days_;
  const Column* old_;
  const Column* new_;
  std::map<std::string, Field> fields_;  // by column
  AsOf as_of_;
};

}  // namespace

const Column* column_of_field(const table::Table& accounts, const std::string& field) {
  if (base::trim(field).empty()) return nullptr;
  if (const Column* column = accounts.find(field)) return column;
  const std::string key = recognise::header_key(field);
  for (const Column& column : accounts.columns()) {
    if (recognise::header_key(column.name) == key) return &column;
  }
  for (const std::string_view names : kSameField) {
    const auto list = base::split(names, ' ');
    const auto holds = [&](const std::string& name) {
      return std::find(list.begin(), list.end(), name) != list.end();
    };
    if (!holds(key)) continue;
    for (const Column& column : accounts.columns()) {
      if (holds(recognise::header_key(column.name))) return &column;
    }
  }
  return nullptr;
}

AsOf roll_back(const FieldHistory& history, const table::Table& accounts,
               const std::vector<std::string>& keys, const Moments& moments,
               const table::Schema& schema, table::Table& table) {
  return Roller(history, accounts, moments, schema).roll(keys, table);
}

}  // namespace bestfit::dated
