#include "bestfit/segment/stability.h"

#include <algorithm>

#include "bestfit/attribute/association.h"
#include "bestfit/base/error.h"
#include "bestfit/base/parallel.h"
#include "bestfit/segment/bits.h"
#include "bestfit/segment/rule_set.h"

namespace bestfit::segment {
namespace {

constexpr double kSameCover = 0.5;
constexpr double kNearlyAsGood = 0.9;

using Cover = std::vector<Word>;

double jaccard_of_bits(const Cover& a, const Cover& b) {
  const double both = count_both(a, b);
  const double either = count_both(a, a) + count_both(b, b) - both;
  return either > 0.0 ? both / either : 0.0;
}

Stability stability_of(const Cover& cover, const std::vector<std::vector<Cover>>& refits) {
  Stability out;
  for (const std::vector<Cover>& refit : refits) {
    double closest = 0.0;
    for (const Cover& other : refit) closest = std::max(closest, jaccard_of_bits(cover, other));
    const double share = 1.0 / static_cast<double>(refits.size());
    out.mean += closest * share;
    out.reappears += closest >= kSameCover ? share : 0.0;
  }
  return out;
}

/// Rows that none of the covers but one has.
Cover rows_left_by(const Space& space, const std::vector<Cover>& covers, std::size_t but) {
  Cover open = all_rows(space.layout);
  for (std::size_t i = 0; i < covers.size(); ++i) {
    if (i != but) take_out(covers[i], open);
  }
  return open;
}

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

std::vector<Settled> settle(const attribute::Coded& coded, const Space& space,
                            const std::vector<Rule>& rules,
                            const std::vector<std::vector<Rule>>& refits,
                            const SegmentOptions& options) {
  std::vector<std::vector<Cover>> others(refits.size());
  for (std::size_t i = 0; i < refits.size(); ++i) {
    for (const Rule& rule : refits[i]) others[i].push_back(cover_of(coded, space, rule));
  }
  std::vector<Cover> covers;
  std::vector<Settled> out;
  for (const Rule& rule : rules) {
    covers.push_back(cover_of(coded, space, rule));
    out.push_back({.rule = rule, .stability = stability_of(covers.back(), others)});
  }
  for (std::size_t at = 0; at < rules.size(); ++at) {
    const Cover open = rows_left_by(space, covers, at);
    const double least = kNearlyAsGood * quality_of(space, open, covers[at], options);
    if (least <= 0.0) continue;
    for (std::size_t i = 0; i < refits.size(); ++i) {
      for (std::size_t j = 0; j < refits[i].size(); ++j) {
        if (quality_of(space, open, others[i][j], options) < least) continue;
        const Stability stability = stability_of(others[i][j], others);
        if (stability.mean <= out[at].stability.mean) continue;
        out[at] = {.rule = refits[i][j], .stability = stability};
        covers[at] = others[i][j];
      }
    }
  }
  return out;
}

}  // namespace bestfit::segment
