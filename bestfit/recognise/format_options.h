#pragma once

#include <optional>
#include <string>
#include <vector>

namespace bestfit::recognise {

enum class DateOrder { year_first, day_first, month_first };

/// How cells are written, as far as the user says; what is not set is found out from the cells.
struct FormatOptions {
  std::optional<bool> decimal_comma = {};
  std::optional<DateOrder> date_order = {};
  std::vector<std::string> missing_texts = {};  // stand for "not known", besides the usual ones
};

}  // namespace bestfit::recognise
