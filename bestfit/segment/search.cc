#include "bestfit/segment/search.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "bestfit/segment/quality.h"

namespace bestfit::segment {
namespace {

class Search {
 public:
  Search(const Space& space, std::span<const Word> open, const SegmentOptions& options)
      : space_(space), quality_(space, options), words_(space.layout.words) {
    const Tally all = tally(open, open);
    std::vector<Tally> tallies;
    std::vector<double> alone;
    for (std::size_t i = 0; i < space.conditions.size(); ++i) {
      tallies.push_back(tally(space.cover(i), open));
      alone.push_back(standing(tallies.back(), all));
    }
    std::vector<std::uint32_t> order(alone.size());
    std::iota(order.begin(), order.end(), std::uint32_t{0});
    std::stable_sort(order.begin(), order.end(),
                     [&](std::uint32_t a, std::uint32_t b) { return alone[a] > alone[b]; });
    order.resize(std::min(order.size(), options.conditions_kept));
    for (const std::uint32_t i : order) {
      number_.push_back(i);
      single_.push_back(tallies[i]);
      covers_.insert(covers_.end(), space.cover(i).begin(), space.cover(i).end());
      keep_both(cover(number_.size() - 1), open, std::span(covers_).last(words_));
    }
  }

  Choice run(int conditions_max) {
    for (std::size_t i = 0; i < number_.size(); ++i) offer(single_[i], {i});
    if (conditions_max >= 2) try_pairs();
    if (conditions_max >= 3) try_triples();
    Choice choice;
    for (const std::size_t i : best_) choice.push_back(number_[i]);
    std::sort(choice.begin(), choice.end());
    return choice;
  }

 private:
  [[nodiscard]] std::span<const Word> cover(std::size_t i) const {
    return std::span(covers_).subspan(i * words_, words_);
  }

  /// How much a condition alone goes with the best among open rows, in standard errors.
  [[nodiscard]] static double standing(const Tally& one, const Tally& all) {
    const double total = one.best + one.other;
    const double whole = all.best + all.other;
    const double spread = total * (whole - total);
    return spread > 0.0 ? (one.weight * whole - all.weight * total) / std::sqrt(spread) : 0.0;
  }

  [[nodiscard]] Tally best_part(std::span<const Word> a, std::span<const Word> b) const {
    const auto best_a = a.first(space_.layout.best_words);
    const auto best_b = b.first(space_.layout.best_words);
    Tally out;
    out.best = count_both(best_a, best_b);
    out.weight = space_.weight_of(best_a, best_b, out.best);
    return out;
  }

  [[nodiscard]] std::uint32_t others(std::span<const Word> a, std::span<const Word> b) const {
    return count_both(a.subspan(space_.layout.best_words), b.subspan(space_.layout.best_words));
  }

  [[nodiscard]] Tally tally(std::span<const Word> a, std::span<const Word> b) const {
    Tally out = best_part(a, b);
    out.other = others(a, b);
    return out;
  }

  void offer(const Tally& found, std::initializer_list<std::size_t> conditions) {
    const double quality = quality_.of(found);
    if (quality <= top_) return;
    top_ = quality;
    needed_ = quality_.weight_needed(quality);
    best_ = conditions;
  }

  [[nodiscard]] const Tally& pair(std::size_t i, std::size_t j) const {
    return pairs_[i * number_.size() + j];
  }

  [[nodiscard]] std::uint32_t attribute(std::size_t i) const {
    return space_.conditions[number_[i]].attribute;
  }

  void try_pairs() {
    const std::size_t n = number_.size();
    pairs_.assign(n * n, Tally{});
    for (std::size_t i = 0; i < n; ++i) {
      for (std::size_t j = i + 1; j < n; ++j) {
        if (attribute(i) == attribute(j)) continue;
        if (std::min(single_[i].weight, single_[j].weight) <= needed_) continue;
        Tally found = best_part(cover(i), cover(j));
        if (found.weight <= needed_) continue;
        found.other = others(cover(i), cover(j));
        offer(found, {i, j});
        pairs_[i * n + j] = found;
      }
    }
  }

  void try_triples() {
    const std::size_t n = number_.size();
    std::vector<Word> both(words_);
    std::vector<std::size_t> partners;
    for (std::size_t i = 0; i < n; ++i) {
      partners.clear();
      for (std::size_t j = i + 1; j < n; ++j) {
        if (pair(i, j).weight > needed_) partners.push_back(j);
      }
      for (std::size_t at = 0; at < partners.size(); ++at) {
        const std::size_t j = partners[at];
        bool made = false;
        for (std::size_t next = at + 1; next < partners.size(); ++next) {
          const std::size_t k = partners[next];
          if (!can_pay(i, j, k)) continue;
          if (!made) keep_both(cover(i), cover(j), both);
          made = true;
          try_triple(both, i, j, k);
        }
      }
    }
  }

  /// From what is known of its pairs: of each two pairs, so many others at least are in both.
  [[nodiscard]] bool can_pay(std::size_t i, std::size_t j, std::size_t k) const {
    const Tally& c = pair(j, k);
    if (c.weight <= needed_) return false;
    const Tally& a = pair(i, j);
    const Tally& b = pair(i, k);
    const auto shared = [](const Tally& x, const Tally& y, const Tally& whole) {
      const std::uint32_t sum = x.other + y.other;
      return sum > whole.other ? sum - whole.other : 0U;
    };
    const Tally most{.best = std::min({a.best, b.best, c.best}),
                     .other = std::max({shared(a, b, single_[i]), shared(a, c, single_[j]),
                                        shared(b, c, single_[k])}),
                     .weight = std::min({a.weight, b.weight, c.weight})};
    return quality_.bound(most) > top_;
  }

  void try_triple(std::span<const Word> both, std::size_t i, std::size_t j, std::size_t k) {
    Tally found = best_part(both, cover(k));
    if (quality_.bound(found) <= top_) return;
    found.other = others(both, cover(k));
    offer(found, {i, j, k});
  }

  const Space& space_;
  Quality quality_;
  std::size_t words_;
  std::vector<std::uint32_t> number_;  // of each kept condition in the space, best alone first
  std::vector<Tally> single_;          // of their open rows
  std::vector<Word> covers_;           // their open rows
  std::vector<Tally> pairs_;           // row by row; nothing where no part of it can pay
  double top_ = 0.0;
  double needed_ = 0.0;  // no cover of this weight or less has a part better than top_
  std::vector<std::size_t> best_;
};

Tally tally_of(const Space& space, std::span<const Word> open, std::span<const Word> cover) {
  const std::size_t best_words = space.layout.best_words;
  Tally out;
  out.best = count_both(cover.first(best_words), open.first(best_words));
  out.other = count_both(cover.subspan(best_words), open.subspan(best_words));
  out.weight = space.weight_of(cover.first(best_words), open.first(best_words), out.best);
  return out;
}

double rate_of(const Space& space, std::span<const Word> open, const Choice& choice) {
  const Tally tally = tally_of(space, open, cover_of(space, choice));
  return tally.weight / std::max(1U, tally.best + tally.other);
}

/// The place of the condition whose loss lowers the rate least, where that is too little.
std::size_t idle_condition(const Space& space, std::span<const Word> open, const Choice& choice,
                           double lift_step) {
  double highest = rate_of(space, open, choice) / lift_step;
  std::size_t idle = choice.size();
  for (std::size_t at = 0; at < choice.size(); ++at) {
    Choice rest = choice;
    rest.erase(rest.begin() + static_cast<std::ptrdiff_t>(at));
    const double rate = rate_of(space, open, rest);
    if (rate <= highest) continue;
    highest = rate;
    idle = at;
  }
  return idle;
}

}  // namespace

std::vector<Word> cover_of(const Space& space, const Choice& choice) {
  std::vector<Word> out(space.layout.words, ~Word{0});
  for (const std::uint32_t condition : choice) keep_both(out, space.cover(condition), out);
  return out;
}

std::vector<Word> cover_of(const attribute::Coded& coded, const Space& space, const Rule& rule) {
  std::vector<Word> out(space.layout.words, 0);
  fill_bits(
      space.layout, [&](std::uint32_t row) { return matches(coded, rule, row); }, out);
  return out;
}

double quality_of(const Space& space, std::span<const Word> open, std::span<const Word> cover,
                  const SegmentOptions& options) {
  return Quality(space, options).of(tally_of(space, open, cover));
}

Choice best_rule(const Space& space, std::span<const Word> open, const SegmentOptions& options) {
  Choice choice = Search(space, open, options).run(options.conditions_max);
  while (choice.size() > 1) {
    const std::size_t idle = idle_condition(space, open, choice, options.lift_step);
    if (idle == choice.size()) break;
    choice.erase(choice.begin() + static_cast<std::ptrdiff_t>(idle));
  }
  return choice;
}

}  // namespace bestfit::segment
