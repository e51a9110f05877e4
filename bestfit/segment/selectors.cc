#include "bestfit/segment/selectors.h"

#include <algorithm>
#include <numeric>

#include "bestfit/attribute/association.h"
#include "bestfit/attribute/bin.h"
#include "bestfit/attribute/binned_attribute.h"
#include "bestfit/base/parallel.h"
#include "bestfit/stats/discovery.h"

namespace bestfit::segment {
namespace {

constexpr std::size_t kLabelsMax = 8;  // a longer list is no rule that people keep in mind

/// The codes of each bin that a condition may name, bins in their order; bins without one are left
/// out.
std::vector<std::bitset<256>> codes_by_bin(const attribute::CodedAttribute& attribute,
                                           const attribute::Binning& binning) {
  std::vector<std::bitset<256>> bins(static_cast<std::size_t>(binning.bins));
  auto last = static_cast<std::size_t>(attribute.levels);
  const bool labels = attribute.kind == table::Kind::category;
  if (labels) --last;  // any other label
  for (std::size_t code = attribute.specials.size() + 1; code <= last; ++code) {
    if (labels && !binning.seen[code]) continue;
    bins[binning.bin_of[code]].set(code);
  }
  std::erase_if(bins, [](const std::bitset<256>& codes) { return codes.none(); });
  return bins;
}

void add(std::uint32_t attribute, const std::bitset<256>& codes, std::vector<Condition>& out) {
  const Condition condition{.attribute = attribute, .codes = codes};
  if (std::find(out.begin(), out.end(), condition) == out.end()) out.push_back(condition);
}

/// Runs of consecutive bins, not all of them.
void add_runs(std::uint32_t attribute, const std::vector<std::bitset<256>>& bins,
              std::size_t codes_max, std::vector<Condition>& out) {
  for (std::size_t first = 0; first < bins.size(); ++first) {
    std::bitset<256> codes;
    for (std::size_t last = first; last < bins.size(); ++last) {
      codes |= bins[last];
      const bool all = first == 0 && last + 1 == bins.size();
      if (!all && codes.count() <= codes_max) add(attribute, codes, out);
    }
  }
}

void add_labels(std::uint32_t number, const attribute::CodedAttribute& attribute,
                std::span<const std::uint32_t> rows, double rows_min, std::vector<Condition>& out) {
  std::vector<double> total(256, 0.0);
  for (const std::uint32_t row : rows) total[attribute.codes[row]] += 1.0;
  for (std::size_t code = 1; code < static_cast<std::size_t>(attribute.levels); ++code) {
    if (total[code] < rows_min) continue;
    std::bitset<256> codes;
    codes.set(code);
    add(number, codes, out);
  }
}

void add_members(std::uint32_t number, const attribute::CodedAttribute& set,
                 std::span<const std::uint32_t> rows, double rows_min,
                 std::vector<Condition>& out) {
  std::vector<double> total(set.labels.size(), 0.0);
  for (const std::uint32_t row : rows) {
    for (std::uint32_t at = set.starts[row]; at < set.starts[row + 1]; ++at) {
      total[set.members[at]] += 1.0;
    }
  }
  for (std::size_t member = 0; member < total.size(); ++member) {
    if (total[member] < rows_min) continue;
    out.push_back({.attribute = number, .member = static_cast<std::uint16_t>(member)});
  }
}

}  // namespace

std::vector<Condition> find_conditions(const attribute::Coded& coded,
                                       std::span<const std::int8_t> best,
                                       std::span<const std::uint32_t> rows,
                                       const SegmentOptions& options) {
  const double rows_min = options.support_min * static_cast<double>(rows.size());
  const attribute::BinOptions bins = attribute::bin_options(rows.size());
  std::vector<std::vector<Condition>> found(coded.attributes.size());
  base::parallel_for(options.threads, found.size(), [&](std::size_t i) {
    const attribute::CodedAttribute& attribute = coded.attributes[i];
    const auto number = static_cast<std::uint32_t>(i);
    const auto& named = options.attributes;
    const bool offered =
        named.empty() || std::find(named.begin(), named.end(), number) != named.end();
    if (!attribute.left_out.empty() || !offered) return;
    if (attribute.kind == table::Kind::set) {
      add_members(number, attribute, rows, rows_min, found[i]);
      return;
    }
    const auto binned = attribute::bin_attribute(coded, number, best, rows, bins);
    const bool listed = !attribute::is_ordered(attribute);
    add_runs(number, codes_by_bin(attribute, binned.binning), listed ? kLabelsMax : 256, found[i]);
    if (listed) add_labels(number, attribute, rows, rows_min, found[i]);
  });
  std::vector<Condition> out;
  for (std::vector<Condition>& some : found) out.insert(out.end(), some.begin(), some.end());
  return out;
}

std::vector<std::uint32_t> told_from_noise(const attribute::Coded& coded,
                                           std::span<const std::int8_t> best,
                                           std::span<const std::uint32_t> rows, int threads) {
  constexpr double kDiscoveryRate = 0.1;
  std::vector<std::uint32_t> offered;
  for (std::uint32_t i = 0; i < coded.attributes.size(); ++i) {
    if (coded.attributes[i].left_out.empty()) offered.push_back(i);
  }
  const std::vector<std::uint32_t> together = attribute::by_cluster(coded, rows);
  std::vector<double> p(offered.size());
  base::parallel_for(threads, p.size(), [&](std::size_t i) {
    p[i] =
        attribute::association_p(coded, offered[i], best, together, attribute::Shuffles::none, 0);
  });
  const std::vector<double> q = stats::benjamini_hochberg(p);
  std::vector<std::uint32_t> told;
  for (std::size_t i = 0; i < offered.size(); ++i) {
    if (q[i] <= kDiscoveryRate) told.push_back(offered[i]);
  }
  return told;
}

}  // namespace bestfit::segment
