#pragma once

#include <string_view>

#include "bestfit/table/column.h"

namespace bestfit::recognise {

/// What an attribute tells of an account that is another thing next year, by its header: "head
/// count", "money", "technologies", "funding", "activity", "rating", "stage". Empty where nothing
/// says that it changes (industry, country, year of foundation).
std::string_view what_changes(const table::Column& column);

}  // namespace bestfit::recognise
