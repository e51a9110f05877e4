#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "bestfit/example/company.h"

namespace bestfit::example {

/// The currency that a company pays in.
std::string_view currency_of(const Company& company);

/// Dollars for one unit of a currency on a day: a new rate each quarter, from 2022 on.
double dollars_for(std::string_view currency, base::Day day);

/// That many dollars in a currency on a day, in whole units.
std::int64_t in_currency(std::int64_t dollars, std::string_view currency, base::Day day);

/// All of rates.csv: currency, day, dollars for one unit.
std::string rates_text();

}  // namespace bestfit::example
