#pragma once

#include <cmath>
#include <string>
#include <vector>

#include "bestfit/base/text.h"
#include "bestfit/score/test_profiles.h"
#include "bestfit/table/table.h"

namespace bestfit::score::test {

/// Accounts that such profiles ask for.
inline table::Table some_accounts(Random& random, std::size_t rows) {
  std::vector<double> size;
  std::vector<double> growth;
  std::vector<double> flags;
  std::vector<double> founded;
  std::vector<double> met;
  std::vector<std::string> industry;
  std::vector<std::string> tools;
  for (std::size_t row = 0; row < rows; ++row) {
    size.push_back(some_number(random));
    growth.push_back(some_number(random));
    flags.push_back(random.below(3) == 0 ? table::kMissing : static_cast<double>(random.below(2)));
    founded.push_back(random.below(5) == 0 ? table::kMissing
                                           : 20000.0 - std::round(some_number(random)));
    met.push_back(random.below(2) == 0 ? table::kMissing
                                       : 20000.0 + std::round(9.0 * random.normal()));
    industry.push_back(labels()[random.below(labels().size())]);
    tools.push_back(base::join(some_labels(random, 4), "|"));
  }
  for (std::vector<double>* dates : {&founded, &met}) {
    for (double& day : *dates) {
      if (std::abs(day) > 1e6) day = table::kMissing;
    }
  }
  return table::Table({table::number_column("size", size), table::number_column("growth", growth),
                       table::flag_column("public", flags), table::date_column("founded", founded),
                       table::date_column("met", met), table::category_column("industry", industry),
                       table::set_column("tools", tools, '|')});
}

}  // namespace bestfit::score::test
