#include "bestfit/segment/stability.h"

#include <algorithm>

#include "bestfit/attribute/association.h"
#include "bestfit/base/error.h"
#include "bestfit/base/parallel.h"
#include "bestfit/segment/rule_set.h"

namespace bestfit::segment {
namespace {

constexpr double kSameCover = 0.5;

/// Those of `rows` that are not in `part`; both increasing.
std::vector<std::uint32_t> others(std::span<const std::uint32_t> rows,
                                  std::span<const std::uint32_t> part) {
  std::vector<std::uint32_t> out;
  std::set_difference(rows.begin(), rows.end(), part.begin(), part.end(), std::back_inserter(out));
  return out;
}

}  // namespace

std::vector<std::vector<Rule>> refit_on_halves(const attribute::Coded& coded,
                                               std::span<const std::int8_t> best,
                                               std::span<const double> value,
                                               std::span<const std::uint32_t> rows, int rules_max,
                                               const SegmentOptions& options) {
  check(options.half_samples >= 0 && options.half_samples % 2 == 0,
        "refit_on_halves: an even number of halves");
  std::vector<std::uint32_t> all(rows.begin(), rows.end());
  std::sort(all.begin(), all.end());
  std::vector<std::vector<Rule>> refits(static_cast<std::size_t>(options.half_samples));
  SegmentOptions inner = options;
  inner.threads = 1;
  base::parallel_for(options.threads, refits.size(), [&](std::size_t i) {
    std::vector<std::uint32_t> half =
        attribute::draw_rows(coded, all, all.size() / 2, options.seed + 1 + i / 2);
    if (i % 2 == 1) half = others(all, half);
    const Space space = make_space(coded, best, value, half, inner);
    for (const Choice& choice : choose_rules(coded, space, rules_max, inner, Evidence::waived)) {
      refits[i].push_back(rule_of(space, choice));
    }
  });
  return refits;
}

std::vector<Stability> stability_of(const attribute::Coded& coded, const std::vector<Rule>& rules,
                                    const std::vector<std::vector<Rule>>& refits,
                                    std::span<const std::uint32_t> rows) {
  std::vector<std::vector<std::uint8_t>> covers;
  for (const Rule& rule : rules) covers.push_back(cover(coded, rule, rows));
  std::vector<Stability> out(rules.size());
  for (const std::vector<Rule>& refit : refits) {
    std::vector<double> closest(rules.size(), 0.0);
    for (const Rule& rule : refit) {
      const std::vector<std::uint8_t> rows_of_rule = cover(coded, rule, rows);
      for (std::size_t i = 0; i < rules.size(); ++i) {
        closest[i] = std::max(closest[i], jaccard(covers[i], rows_of_rule));
      }
    }
    const double share = 1.0 / static_cast<double>(refits.size());
    for (std::size_t i = 0; i < rules.size(); ++i) {
      out[i].mean += closest[i] * share;
      out[i].reappears += closest[i] >= kSameCover ? share : 0.0;
    }
  }
  return out;
}

}  // namespace bestfit::segment
