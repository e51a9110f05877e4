#include "bestfit/segment/segments.h"

#include <algorithm>
#include <cmath>

#include "bestfit/attribute/association.h"
#include "bestfit/base/error.h"
#include "bestfit/segment/rule_set.h"
#include "bestfit/segment/selectors.h"
#include "bestfit/segment/space.h"

namespace bestfit::segment {
namespace {

constexpr double kMiss = 0.05;

/// Rows to search, and rows to measure on.
struct Split {
  std::vector<std::uint32_t> searched;
  std::vector<std::uint32_t> held;
};

Split split_rows(const attribute::Coded& coded, std::span<const std::uint32_t> rows,
                 const SegmentOptions& options) {
  std::vector<std::uint32_t> all(rows.begin(), rows.end());
  std::sort(all.begin(), all.end());
  const auto share =
      static_cast<std::size_t>((1.0 - options.held_share) * static_cast<double>(all.size()));
  Split split;
  split.searched =
      attribute::draw_rows(coded, all, std::min(share, options.rows_max), options.seed);
  std::set_difference(all.begin(), all.end(), split.searched.begin(), split.searched.end(),
                      std::back_inserter(split.held));
  return split;
}

double share_of(std::int64_t part, std::int64_t all) {
  return all == 0 ? 0.0 : static_cast<double>(part) / static_cast<double>(all);
}

/// The held rows and what they are.
class Held {
 public:
  Held(const attribute::Coded& coded, std::span<const std::int8_t> best,
       std::span<const double> value, std::span<const std::uint32_t> rows)
      : coded_(coded), best_(best), value_(value), rows_(rows) {
    all_ = count_covered(best, rows, std::vector<std::uint8_t>(rows.size(), 1));
  }

  [[nodiscard]] const Group& all() const { return all_; }
  [[nodiscard]] std::span<const std::uint32_t> rows() const { return rows_; }
  [[nodiscard]] Group count(std::span<const std::uint8_t> covered) const {
    return count_covered(best_, rows_, covered);
  }
  [[nodiscard]] stats::Estimate lift(std::span<const std::uint8_t> covered, double level) const {
    return lift_of(coded_, best_, rows_, covered, level);
  }
  [[nodiscard]] std::vector<std::uint8_t> cover_of(const Rule& rule) const {
    return cover(coded_, rule, rows_);
  }

  [[nodiscard]] double value_share(std::span<const std::uint8_t> covered) const {
    double inside = 0.0;
    double whole = 0.0;
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      if (best_[rows_[i]] != 1) continue;
      const double worth = value_.empty() ? 1.0 : value_[rows_[i]];
      whole += worth;
      if (covered[i] == 1) inside += worth;
    }
    return whole > 0.0 ? inside / whole : 0.0;
  }

 private:
  const attribute::Coded& coded_;
  std::span<const std::int8_t> best_;
  std::span<const double> value_;
  std::span<const std::uint32_t> rows_;
  Group all_;
};

Segment measured(const Held& held, std::span<const std::uint8_t> covered, Segment segment,
                 double level) {
  segment.held = held.count(covered);
  segment.share = share_of(segment.held.total, held.all().total);
  segment.best_share = share_of(segment.held.best, held.all().best);
  segment.value_share = held.value_share(covered);
  segment.lift = held.lift(covered, level);
  return segment;
}

/// Keeps candidates that held rows bear out.
void confirm(const Held& held, std::vector<Segment> candidates, Segments& out) {
  out.level = 1.0 - kMiss / static_cast<double>(std::max<std::size_t>(1, candidates.size()));
  std::vector<std::vector<std::uint8_t>> covers;
  covers.reserve(candidates.size());
  for (const Segment& candidate : candidates) covers.push_back(held.cover_of(candidate.rule));
  std::vector<std::uint8_t> rest = either(covers, held.rows().size());
  for (std::uint8_t& mark : rest) mark = mark == 0 ? 1 : 0;
  const double rest_rate = held.count(rest).rate();
  std::vector<std::vector<std::uint8_t>> kept;
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    Segment segment = measured(held, covers[i], std::move(candidates[i]), out.level);
    std::vector<std::uint8_t> added = either(kept, held.rows().size());
    for (std::size_t at = 0; at < added.size(); ++at) {
      added[at] = covers[i][at] == 1 && added[at] == 0 ? 1 : 0;
    }
    segment.added = held.count(added);
    if (!(segment.lift.low > 1.0)) {
      out.unconfirmed.push_back({segment.rule, "lift not sure on rows that were not searched"});
    } else if (segment.added.rate() <= rest_rate) {
      out.unconfirmed.push_back({segment.rule, "adds no better rows to the rules before it"});
    } else {
      kept.push_back(covers[i]);
      out.segments.push_back(std::move(segment));
    }
  }
  for (std::size_t i = 0; i < kept.size(); ++i) {
    for (const auto& other : kept) out.segments[i].overlap.push_back(jaccard(kept[i], other));
  }
  const std::vector<std::uint8_t> in_any = either(kept, held.rows().size());
  out.in_any = held.count(in_any);
  out.lift = held.lift(in_any, 1.0 - kMiss);
  out.relative_accuracy =
      share_of(out.in_any.total, out.held.total) * (out.in_any.rate() - out.held.rate());
}

/// Rules that pay for themselves, each the steadiest of those that are as good.
std::vector<Settled> found_rules(const attribute::Coded& coded, std::span<const std::int8_t> best,
                                 std::span<const double> value, std::span<const std::uint32_t> rows,
                                 const Space& space, const SegmentOptions& options) {
  std::vector<Rule> rules;
  for (const Choice& choice :
       choose_rules(coded, space, options.rules_max, options, Evidence::needed)) {
    rules.push_back(rule_of(space, choice));
  }
  if (rules.empty()) return {};
  const auto refits =
      refit_on_halves(coded, best, value, rows, static_cast<int>(rules.size()), options);
  return settle(coded, space, rules, refits, options);
}

}  // namespace

Segments find_segments(const attribute::Coded& coded, std::span<const std::int8_t> best,
                       std::span<const double> value, std::span<const std::uint32_t> rows,
                       const SegmentOptions& wanted) {
  check(best.size() == coded.rows, "find_segments: one outcome per row");
  check(value.empty() || value.size() == coded.rows, "find_segments: one value per row");
  const Split split = split_rows(coded, rows, wanted);
  SegmentOptions options = wanted;
  if (options.attributes.empty()) {
    options.attributes = told_from_noise(coded, best, split.searched, options.threads);
  }
  const Held held(coded, best, value, split.held);
  Segments out;
  out.searched = split.searched.size();
  out.held = held.all();
  out.held_rows = split.held;
  if (options.attributes.empty()) return out;  // nothing is told from noise
  const Space space = make_space(coded, best, value, split.searched, options);
  std::vector<Segment> candidates;
  for (const Settled& found : found_rules(coded, best, value, split.searched, space, options)) {
    if (options.half_samples > 0 && found.stability.reappears < options.reappears_min) {
      out.unconfirmed.push_back({found.rule, "seldom found again in halves of the rows"});
      continue;
    }
    const auto covered = cover(coded, found.rule, split.searched);
    candidates.push_back({.rule = found.rule,
                          .found = count_covered(best, split.searched, covered),
                          .stability = found.stability});
  }
  confirm(held, std::move(candidates), out);
  std::vector<Rule> kept;
  for (const Segment& segment : out.segments) kept.push_back(segment.rule);
  out.exceptions =
      find_exceptions(coded, best, rows, split.held, kept, space.conditions, options.seed);
  return out;
}

}  // namespace bestfit::segment
