#include "bestfit/segment/exceptions.h"

#include <algorithm>

#include "bestfit/attribute/association.h"

namespace bestfit::segment {
namespace {

constexpr std::size_t kGroupsMax = 3;
constexpr std::int64_t kBestMin = 5;  // fewer best rows are listed, not called a group
constexpr double kAlike = 0.5;
constexpr double kGroupMiss = 0.05;
constexpr std::size_t kRowsMax = 20000;  // held rows that groups are measured on; more are drawn

std::vector<std::uint32_t> rows_outside(const attribute::Coded& coded,
                                        std::span<const std::uint32_t> rows,
                                        const std::vector<Rule>& rules) {
  std::vector<std::uint32_t> out;
  for (const std::uint32_t row : rows) {
    const bool covered = std::any_of(rules.begin(), rules.end(),
                                     [&](const Rule& rule) { return matches(coded, rule, row); });
    if (!covered) out.push_back(row);
  }
  std::sort(out.begin(), out.end());
  return out;
}

}  // namespace

Exceptions find_exceptions(const attribute::Coded& coded, std::span<const std::int8_t> best,
                           std::span<const std::uint32_t> rows, std::span<const std::uint32_t> held,
                           const std::vector<Rule>& rules, const std::vector<Condition>& conditions,
                           std::uint64_t seed) {
  const std::vector<std::uint32_t> outside = rows_outside(coded, rows, rules);
  const std::vector<std::uint32_t> measured = attribute::by_cluster(
      coded, attribute::draw_rows(coded, rows_outside(coded, held, rules), kRowsMax, seed));
  const double rate =
      count_covered(best, measured, std::vector<std::uint8_t>(measured.size(), 1)).rate();
  Exceptions out;
  out.outside = static_cast<std::int64_t>(outside.size());
  std::copy_if(outside.begin(), outside.end(), std::back_inserter(out.rows),
               [&](std::uint32_t row) { return best[row] == 1; });
  std::vector<ExceptionGroup> sure;
  const double level =
      1.0 - kGroupMiss / static_cast<double>(std::max<std::size_t>(1, conditions.size()));
  for (const Condition& condition : conditions) {
    const Rule rule{.conditions = {condition}};
    const auto covered = cover(coded, rule, measured);
    const Group group = count_covered(best, measured, covered);
    if (group.best < kBestMin || group.rate() <= rate) continue;
    const stats::Estimate lift = lift_of(coded, best, measured, covered, level);
    if (!(lift.low > 1.0)) continue;
    sure.push_back({.condition = condition,
                    .outside = count_covered(best, outside, cover(coded, rule, outside)),
                    .lift = lift});
  }
  std::stable_sort(sure.begin(), sure.end(), [](const ExceptionGroup& a, const ExceptionGroup& b) {
    return a.lift.low > b.lift.low;
  });
  std::vector<std::vector<std::uint8_t>> taken;
  for (const ExceptionGroup& group : sure) {
    if (out.groups.size() == kGroupsMax) break;
    auto covered = cover(coded, {.conditions = {group.condition}}, outside);
    const bool known = std::any_of(taken.begin(), taken.end(), [&](const auto& other) {
      return jaccard(other, covered) > kAlike;
    });
    if (known) continue;
    out.groups.push_back(group);
    taken.push_back(std::move(covered));
  }
  return out;
}

}  // namespace bestfit::segment
