#include "bestfit/dated/moments.h"

#include <cmath>

#include "bestfit/base/error.h"
#include "bestfit/outcome/history.h"

namespace bestfit::dated {

Moments moments_of(const table::Table& table, const std::string& time,
                   std::span<const std::int8_t> best, std::span<const std::int8_t> has_deal) {
  check(best.size() == table.rows(), "moments_of: one outcome a row");
  const table::Column* met = time.empty() ? nullptr : table.find(time);
  if (met != nullptr && met->kind != table::Kind::date) met = nullptr;
  const table::Column* account = table.find(outcome::kAccount);
  Moments moments;
  for (std::uint32_t row = 0; row < table.rows(); ++row) {
    const bool worked = best[row] >= 0 || (!has_deal.empty() && has_deal[row] == 1);
    const double day = met == nullptr ? table::kMissing : met->numbers[row];
    const bool known = worked && !std::isnan(day);
    moments.day.push_back(known ? day : kNow);
    moments.met += known ? 1 : 0;
    moments.undated += worked && !known ? 1 : 0;
    moments.account.push_back(
        account == nullptr ? row : static_cast<std::uint32_t>(account->numbers[row]));
  }
  return moments;
}

}  // namespace bestfit::dated
