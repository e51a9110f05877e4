#include "bestfit/related/columns.h"

#include <fmt/format.h>

#include "bestfit/base/error.h"

namespace bestfit::related {

std::string needed_column(const recognise::Mapping& mapping, const std::string& file,
                          const std::string& part, const std::string& path) {
  std::string column = mapping.column(part);
  if (!column.empty()) return column;
  throw Error(Fault::missing,
              fmt::format("{}: no column was recognised as the '{}' of {}; name it under "
                          "[{}.columns] in bestfit.toml",
                          path, part, file, file));
}

const table::Column* column_of(const table::Table& table, const recognise::Mapping& mapping,
                               const std::string& part) {
  const std::string name = mapping.column(part);
  return name.empty() ? nullptr : table.find(name);
}

std::optional<base::Day> day_in(const table::Column* dates, std::size_t row) {
  if (dates == nullptr || dates->kind != table::Kind::date || dates->missing(row)) {
    return std::nullopt;
  }
  return static_cast<base::Day>(dates->numbers[row]);
}

base::Json estimate_json(const stats::Estimate& estimate) {
  return base::Json::object()
      .set("value", estimate.value)
      .set("low", estimate.low)
      .set("high", estimate.high);
}

}  // namespace bestfit::related
