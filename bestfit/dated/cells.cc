#include "bestfit/dated/cells.h"

#include <algorithm>

namespace bestfit::dated {

using table::Column;
using table::Kind;

bool same_cell(const Column& column, std::size_t a, std::size_t b) {
  if (column.missing(a) || column.missing(b)) return column.missing(a) && column.missing(b);
  switch (column.kind) {
    case Kind::number:
    case Kind::flag:
    case Kind::date: return column.numbers[a] == column.numbers[b];
    case Kind::category:
    case Kind::text: return column.codes[a] == column.codes[b];
    case Kind::set: {
      const auto one = column.members(a);
      const auto other = column.members(b);
      return std::equal(one.begin(), one.end(), other.begin(), other.end());
    }
  }
  return true;
}

Column take(const Column& source, std::span<const std::uint32_t> today,
            std::span<const std::uint32_t> taken, const Moments& moments, ColumnChange& change,
            std::vector<bool>& any) {
  for (std::size_t row = 0; row < taken.size(); ++row) {
    const std::uint32_t now = today[moments.account[row]];
    if (taken[row] == now || same_cell(source, taken[row], now)) continue;
    any[row] = true;
    ++change.changed;
    if (source.missing(taken[row])) ++change.unknown;
  }
  return table::select(source, taken);
}

table::Table put(const table::Table& table, std::vector<Column> taken) {
  std::vector<Column> columns = table.columns();
  for (Column& own : columns) {
    const auto same = std::find_if(taken.begin(), taken.end(),
                                   [&](const Column& column) { return column.name == own.name; });
    if (same != taken.end()) own = std::move(*same);
  }
  return table::Table(std::move(columns));
}

std::vector<std::string> attributes_of(const table::Table& table, const table::Schema& schema) {
  std::vector<std::string> names;
  for (const table::Field& field : schema.fields) {
    const bool is_attribute = field.role == table::Role::attribute;
    if (is_attribute && table.find(field.column) != nullptr) names.push_back(field.column);
  }
  return names;
}

void finish(const Moments& moments, const std::vector<bool>& any, AsOf& as_of) {
  as_of.met = moments.met;
  as_of.undated = moments.undated;
  as_of.now = static_cast<std::int64_t>(moments.day.size()) - moments.met - moments.undated;
  as_of.changed = std::count(any.begin(), any.end(), true);
  std::stable_sort(
      as_of.columns.begin(), as_of.columns.end(),
      [](const ColumnChange& a, const ColumnChange& b) { return a.changed > b.changed; });
}

}  // namespace bestfit::dated
