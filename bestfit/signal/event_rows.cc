#include "bestfit/signal/event_rows.h"

#include <cmath>
#include <unordered_map>
#include <utility>

#include "bestfit/base/text.h"

namespace bestfit::signal {
namespace {

constexpr const char* kAnyEvent = "any event";
constexpr const char* kNoType = "no type";

}  // namespace

EventTypes event_types(const EventRows& rows) {
  EventTypes types;
  const table::Column* column = rows.type.empty() ? nullptr : rows.table.find(rows.type);
  std::unordered_map<std::string, std::uint32_t> places;
  for (std::size_t row = 0; row < rows.table.rows(); ++row) {
    std::string name = column == nullptr      ? kAnyEvent
                       : column->missing(row) ? kNoType
                                              : column->cell_text(row);
    const auto place =
        places.try_emplace(base::fold(name), static_cast<std::uint32_t>(types.names.size())).first;
    if (place->second == types.names.size()) types.names.push_back(std::move(name));
    types.of.push_back(place->second);
  }
  return types;
}

std::vector<std::optional<base::Day>> event_days(const EventRows& rows) {
  const table::Column* column = rows.date.empty() ? nullptr : rows.table.find(rows.date);
  std::vector<std::optional<base::Day>> days(rows.table.rows());
  if (column == nullptr || column->kind != table::Kind::date) return days;
  for (std::size_t row = 0; row < days.size(); ++row) {
    const double day = column->numbers[row];
    if (!std::isnan(day)) days[row] = static_cast<base::Day>(std::floor(day));
  }
  return days;
}

}  // namespace bestfit::signal
