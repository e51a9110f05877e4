#include "bestfit/dated/snapshots.h"

#include <algorithm>
#include <cmath>
#include <unordered_map>

#include "bestfit/base/text.h"
#include "bestfit/dated/cells.h"

namespace bestfit::dated {
namespace {

/// The column that tells accounts apart: their id, else name, else domain.
const table::Column* key_column(const table::Table& accounts, const recognise::Mapping& mapping) {
  for (const char* part : {"id", "name", "domain"}) {
    const std::string name = mapping.column(part);
    if (!name.empty()) return accounts.find(name);
  }
  return nullptr;
}

/// The place of the snapshot in force on a day; that of the oldest where all are later.
std::uint32_t row_on(const Snapshots& snapshots, std::uint32_t account, double day) {
  const std::vector<std::uint32_t>& rows = snapshots.of_account[account];
  const auto after = std::partition_point(
      rows.begin(), rows.end(), [&](std::uint32_t row) { return snapshots.day[row] <= day; });
  return after == rows.begin() ? rows.front() : *(after - 1);
}

}  // namespace

std::optional<Snapshots> snapshots_of(const table::Table& accounts,
                                      const recognise::Mapping& mapping) {
  const std::string name = mapping.column("snapshot");
  const table::Column* days = name.empty() ? nullptr : accounts.find(name);
  const table::Column* keys = key_column(accounts, mapping);
  if (days == nullptr || keys == nullptr || days->kind != table::Kind::date) return std::nullopt;
  Snapshots snapshots;
  std::unordered_map<std::string, std::size_t> place;
  for (std::uint32_t row = 0; row < accounts.rows(); ++row) {
    snapshots.day.push_back(days->missing(row) ? kNow : days->numbers[row]);
    std::size_t account = snapshots.of_account.size();
    if (!keys->missing(row)) {
      account = place.try_emplace(base::fold(keys->cell_text(row)), account).first->second;
    }
    if (account == snapshots.of_account.size()) snapshots.of_account.emplace_back();
    snapshots.of_account[account].push_back(row);
  }
  if (snapshots.of_account.size() == accounts.rows()) return std::nullopt;
  for (std::vector<std::uint32_t>& rows : snapshots.of_account) {
    std::stable_sort(rows.begin(), rows.end(), [&](std::uint32_t a, std::uint32_t b) {
      return snapshots.day[a] < snapshots.day[b];
    });
    snapshots.current.push_back(rows.back());
  }
  snapshots.rows = accounts;
  return snapshots;
}

AsOf take_snapshots(const Snapshots& snapshots, const Moments& moments, const table::Schema& schema,
                    table::Table& table) {
  AsOf as_of;
  as_of.from = AsOf::From::snapshots;
  const auto dated = [](double day) { return std::isfinite(day); };
  double begins = kNow;
  for (const double day : snapshots.day) begins = std::min(begins, day);
  if (dated(begins)) as_of.begins = static_cast<base::Day>(begins);
  std::vector<std::uint32_t> taken;
  for (std::size_t row = 0; row < moments.day.size(); ++row) {
    const std::uint32_t account = moments.account[row];
    taken.push_back(row_on(snapshots, account, moments.day[row]));
    if (dated(moments.day[row]) && snapshots.day[taken.back()] > moments.day[row]) ++as_of.late;
  }
  std::vector<bool> any(moments.day.size(), false);
  std::vector<table::Column> columns;
  for (const std::string& name : attributes_of(table, schema)) {
    const table::Column* source = snapshots.rows.find(name);
    if (source == nullptr) continue;
    ColumnChange change{.column = name};
    columns.push_back(take(*source, snapshots.current, taken, moments, change, any));
    as_of.columns.push_back(std::move(change));
  }
  table = put(table, std::move(columns));
  finish(moments, any, as_of);
  return as_of;
}

}  // namespace bestfit::dated
