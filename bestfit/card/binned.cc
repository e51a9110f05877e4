#include "bestfit/card/binned.h"

#include <algorithm>

#include "bestfit/attribute/association.h"
#include "bestfit/base/error.h"
#include "bestfit/base/parallel.h"
#include "bestfit/stats/discovery.h"

namespace bestfit::card {
namespace {

/// False discoveries among the attributes offered; the price does the rest.
constexpr double kDiscoveryRate = 0.2;

bool is_forced(const Wishes& wishes, std::size_t attribute) {
  return std::find(wishes.forced.begin(), wishes.forced.end(), attribute) != wishes.forced.end();
}

/// Takes back what bin-free tests cannot tell from noise: the search would choose the luckiest.
void leave_out_noise(const attribute::Coded& coded, std::span<const std::int8_t> best,
                     std::span<const std::uint32_t> rows, const Wishes& wishes, int threads,
                     std::vector<attribute::BinnedAttribute>& all) {
  std::vector<double> p(all.size(), 1.0);
  const std::vector<std::uint32_t> together = attribute::by_cluster(coded, rows);
  base::parallel_for(threads, all.size(), [&](std::size_t i) {
    if (!may_have(coded, wishes, i)) return;
    const auto attribute = static_cast<std::uint32_t>(i);
    p[i] = attribute::association_p(coded, attribute, best, together, attribute::Shuffles::none, 0);
  });
  std::vector<double> offered;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (may_have(coded, wishes, i)) offered.push_back(p[i]);
  }
  const std::vector<double> q = stats::benjamini_hochberg(offered);
  std::size_t next = 0;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (!may_have(coded, wishes, i)) continue;
    const double chance = q[next++];
    if (chance > kDiscoveryRate && !is_forced(wishes, i)) all[i].binning.bins = 1;
  }
}

}  // namespace

Binned make_binned(const attribute::Coded& coded, std::span<const std::int8_t> best,
                   std::span<const std::uint32_t> rows, const Wishes& wishes, int threads) {
  check(best.size() == coded.rows, "make_binned: one outcome per row");
  Binned binned;
  binned.best.reserve(rows.size());
  for (const std::uint32_t row : rows) {
    binned.best.push_back(best[row] == 1 ? 1 : 0);
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
  leave_out_noise(coded, best, rows, wishes, threads, all);
  for (attribute::BinnedAttribute& attribute : all) {
    if (attribute.binning.bins >= 2) binned.attributes.push_back(std::move(attribute));
  }
  return binned;
}

}  // namespace bestfit::card
