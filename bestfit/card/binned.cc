#include "bestfit/card/binned.h"

#include <algorithm>

#include "bestfit/base/error.h"
#include "bestfit/base/parallel.h"
#include "bestfit/card/discoveries.h"

namespace bestfit::card {

outcome::Mass Binned::whole() const {
  outcome::Mass whole;
  for (const outcome::Mass& row : mass) {
    whole.best += row.best;
    whole.other += row.other;
  }
  if (mass.empty()) {
    whole.best = static_cast<double>(std::count(best.begin(), best.end(), std::uint8_t{1}));
    whole.other = static_cast<double>(best.size()) - whole.best;
  }
  return whole;
}

Binned make_binned(const attribute::Coded& coded, const outcome::Target& best,
                   std::span<const std::uint32_t> rows, const Wishes& wishes, int threads) {
  check(best.size() == coded.rows, "make_binned: one outcome per row");
  Binned binned;
  binned.best.reserve(rows.size());
  for (const std::uint32_t row : rows) {
    binned.best.push_back(best[row] == 1 ? 1 : 0);
    if (best.is_plain()) continue;
    binned.mass.push_back({.best = best.best_mass(row), .other = best.other_mass(row)});
  }
  std::vector<attribute::BinnedAttribute> all(coded.attributes.size());
  attribute::BinOptions options = attribute::bin_options(rows.size());
  options.rows_min = std::max(options.rows_min, wishes.bin_rows);
  attribute::BinOptions anyhow = options;
  anyhow.penalty = 0.0;
  base::parallel_for(threads, all.size(), [&](std::size_t i) {
    if (!may_have(coded, wishes, i)) return;
    const auto number = static_cast<std::uint32_t>(i);
    all[i] = attribute::bin_attribute(coded, number, best, rows, options);
    if (all[i].binning.bins < 2 && is_forced(wishes, i)) {
      all[i] = attribute::bin_attribute(coded, number, best, rows, anyhow);
    }
  });
  const Discoveries found = find_discoveries(coded, best, rows, wishes, threads);
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (all[i].binning.bins < 2 || !found.offers(wishes, i)) continue;
    binned.attributes.push_back(std::move(all[i]));
  }
  return binned;
}

}  // namespace bestfit::card
