#include "bestfit/attribute/bin.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <numeric>

#include "bestfit/base/error.h"

namespace bestfit::attribute {
namespace {

/// The least that a cut must gain: half the 5 % point of chi-square with one degree of freedom. Few
/// rows would else be cut into bins that go up and down with chance.
constexpr double kCutWorth = 1.92;

constexpr double kShrinkRows = 10.0;  // a rare code is taken for the average by so many rows

/// Running sums over codes in order: total and the score G = best - total * rate.
struct Sums {
  std::vector<double> total;
  std::vector<double> score;
};

/// What a cut between codes earns: all ways to cut, none worse than another unseen.
class Cuts {
 public:
  ///   apart  so many of the first codes share no bin with the others
  Cuts(Sums sums, std::size_t apart, double rate, double smallest, double penalty)
      : sums_(std::move(sums)),
        apart_(apart),
        spread_(std::max(rate * (1.0 - rate), 1e-12)),
        smallest_(smallest),
        penalty_(penalty) {}

  /// Ends of the best bins (indices into the ordered codes, increasing), at most `most` bins.
  [[nodiscard]] std::vector<std::size_t> best(std::size_t most) const {
    const std::size_t codes = sums_.total.size() - 1;
    std::vector<double> value(codes + 1, -std::numeric_limits<double>::infinity());
    value[0] = 0.0;
    std::vector<std::vector<std::size_t>> from;
    double best_value = apart_ > 0 ? 0.0 : -std::numeric_limits<double>::infinity();
    std::size_t best_bins = 0;  // all in one, where the first ones apart do not pay
    for (std::size_t bins = 1; bins <= most && bins <= codes; ++bins) {
      from.emplace_back(codes + 1, 0);
      value = layer(value, from.back());
      const double whole = value[codes] - penalty_ * static_cast<double>(bins - 1);
      if (whole <= best_value) continue;
      best_value = whole;
      best_bins = bins;
    }
    if (best_bins == 0) return {codes};
    std::vector<std::size_t> ends;
    std::size_t at = codes;
    for (std::size_t bins = best_bins; bins > 0; --bins) {
      ends.push_back(at);
      at = from[bins - 1][at];
    }
    std::reverse(ends.begin(), ends.end());
    return ends;
  }

 private:
  [[nodiscard]] std::vector<double> layer(const std::vector<double>& before,
                                          std::vector<std::size_t>& from) const {
    const std::size_t codes = sums_.total.size() - 1;
    std::vector<double> value(codes + 1, -std::numeric_limits<double>::infinity());
    for (std::size_t end = 1; end <= codes; ++end) {
      for (std::size_t begin = 0; begin < end; ++begin) {
        const double total = sums_.total[end] - sums_.total[begin];
        if (total < smallest_) break;
        if (begin < apart_ && apart_ < end) continue;
        const double score = sums_.score[end] - sums_.score[begin];
        const double gain = before[begin] + 0.5 * score * score / (spread_ * total + 0.5);
        if (gain <= value[end]) continue;
        value[end] = gain;
        from[end] = begin;
      }
    }
    return value;
  }

  Sums sums_;
  std::size_t apart_;
  double spread_;
  double smallest_;
  double penalty_;
};

double shrunken_rate(double best, double total, double rate) {
  return (best + kShrinkRows * rate) / (total + kShrinkRows);
}

struct Bins {
  std::vector<double> total;
  std::vector<double> best;
};

/// The bin of known values whose rate is nearest.
std::uint8_t nearest(const Bins& bins, double rate, double overall) {
  std::size_t chosen = 0;
  double smallest = std::numeric_limits<double>::infinity();
  for (std::size_t i = 0; i < bins.total.size(); ++i) {
    const double distance = std::abs(shrunken_rate(bins.best[i], bins.total[i], overall) - rate);
    if (distance >= smallest) continue;
    smallest = distance;
    chosen = i;
  }
  return static_cast<std::uint8_t>(chosen);
}

/// Codes that occur, ordered as they are or by shrunken rate.
std::vector<std::size_t> codes_in_order(const Counts& counts, bool ordered, double rate) {
  std::vector<std::size_t> codes;
  for (std::size_t code = 1; code < counts.total.size(); ++code) {
    if (counts.total[code] > 0.0) codes.push_back(code);
  }
  if (ordered) return codes;
  std::stable_sort(codes.begin(), codes.end(), [&](std::size_t a, std::size_t b) {
    return shrunken_rate(counts.best[a], counts.total[a], rate) <
           shrunken_rate(counts.best[b], counts.total[b], rate);
  });
  return codes;
}

/// Takes special codes out of those to be cut where they are too few for a bin of their own.
///   returns  how many are left, at the start
std::size_t set_apart(const Counts& counts, std::size_t specials, double least,
                      std::vector<std::size_t>& codes) {
  const auto first =
      std::find_if(codes.begin(), codes.end(), [&](std::size_t code) { return code > specials; });
  double rows = 0.0;
  for (auto code = codes.begin(); code != first; ++code) rows += counts.total[*code];
  if (rows >= least && first != codes.end()) return static_cast<std::size_t>(first - codes.begin());
  if (first != codes.end()) codes.erase(codes.begin(), first);
  return 0;
}

/// Special codes that were not cut go where their shrunken rate is.
void place_rare_specials(const Counts& counts, std::size_t specials,
                         const std::vector<std::size_t>& codes, const Bins& bins, double rate,
                         Binning& out) {
  for (std::size_t code = 1; code <= specials; ++code) {
    if (std::find(codes.begin(), codes.end(), code) != codes.end()) continue;
    out.bin_of[code] =
        nearest(bins, shrunken_rate(counts.best[code], counts.total[code], rate), rate);
  }
}

/// Unseen codes of an ordered attribute go with the next lower code that occurs.
void place_unseen(bool ordered, std::uint8_t neutral, Binning& out) {
  std::uint8_t below = 0;
  for (std::size_t code = 1; code < out.bin_of.size(); ++code) {
    if (out.seen[code]) {
      below = out.bin_of[code];
    } else {
      out.bin_of[code] = ordered ? below : neutral;
    }
  }
}

Counts weigh_codes(std::span<const std::uint8_t> codes, int levels, const outcome::Target& best,
                   std::span<const std::uint32_t> rows) {
  Counts counts = zero_counts(static_cast<std::size_t>(levels) + 1);
  for (const std::uint32_t row : rows) count_row(best, row, codes[row], counts);
  return counts;
}

}  // namespace

Counts zero_counts(std::size_t codes) {
  return {.total = std::vector<double>(codes, 0.0), .best = std::vector<double>(codes, 0.0)};
}

void count_row(const outcome::Target& best, std::size_t row, std::size_t code, Counts& counts) {
  const double mass = best.best_mass(row);
  counts.best[code] += mass;
  counts.total[code] += mass + best.other_mass(row);
}

BinOptions bin_options(std::size_t rows) {
  BinOptions options;
  options.penalty =
      std::max(kCutWorth, 0.25 * 0.5 * std::log(std::max(2.0, static_cast<double>(rows))));
  return options;
}

Binning bin(const CodedAttribute& attribute, const Counts& counts, const BinOptions& options) {
  return bin(counts, order_of(attribute), options);
}

Binning bin(const Counts& counts, const CodeOrder& order, const BinOptions& options) {
  const double rows = std::accumulate(counts.total.begin(), counts.total.end(), 0.0);
  const double won = std::accumulate(counts.best.begin(), counts.best.end(), 0.0);
  if (rows == 0.0) return {};
  const double rate = won / rows;
  const double least = std::max(options.rows_min, options.share_min * rows);
  std::vector<std::size_t> codes = codes_in_order(counts, order.ordered, rate);
  const std::size_t apart = set_apart(counts, order.specials, least, codes);

  Binning out;
  for (std::size_t code = 0; code < counts.total.size(); ++code) {
    out.seen[code] = counts.total[code] > 0.0;
  }
  Sums sums{.total = {0.0}, .score = {0.0}};
  for (const std::size_t code : codes) {
    sums.total.push_back(sums.total.back() + counts.total[code]);
    sums.score.push_back(sums.score.back() + counts.best[code] - rate * counts.total[code]);
  }
  const double smallest = std::min(least, sums.total.back());
  const Cuts cuts(std::move(sums), apart, rate, smallest, options.penalty);
  const std::vector<std::size_t> ends = cuts.best(static_cast<std::size_t>(options.bins_max));
  out.specials_apart = apart > 0 && std::find(ends.begin(), ends.end(), apart) != ends.end();

  Bins bins;
  std::size_t at = 0;
  for (const std::size_t end : ends) {
    bins.total.push_back(0.0);
    bins.best.push_back(0.0);
    for (; at < end; ++at) {
      out.bin_of[codes[at]] = static_cast<std::uint8_t>(bins.total.size() - 1);
      bins.total.back() += counts.total[codes[at]];
      bins.best.back() += counts.best[codes[at]];
    }
  }
  out.bins = std::max(1, static_cast<int>(bins.total.size()));
  if (!bins.total.empty()) {
    place_unseen(order.ordered, nearest(bins, rate, rate), out);
    place_rare_specials(counts, order.specials, codes, bins, rate, out);
  }
  const bool enough = counts.total[0] >= std::max(options.rows_min, options.missing_min * rows);
  if (enough && !bins.total.empty()) {
    out.missing_apart = true;
    out.bin_of[0] = static_cast<std::uint8_t>(out.bins);
    ++out.bins;
  } else if (!bins.total.empty()) {
    out.bin_of[0] = nearest(bins, shrunken_rate(counts.best[0], counts.total[0], rate), rate);
  }
  return out;
}

Counts count_codes(std::span<const std::uint8_t> codes, int levels, const outcome::Target& best,
                   std::span<const std::uint32_t> rows) {
  check(best.size() == codes.size(), "count_codes: one outcome per row");
  if (!best.is_plain()) return weigh_codes(codes, levels, best, rows);
  std::array<std::uint32_t, 512> tally{};
  for (const std::uint32_t row : rows) {
    ++tally[2U * codes[row] + static_cast<unsigned>(best[row] == 1)];
  }
  Counts counts;
  for (std::size_t code = 0; code <= static_cast<std::size_t>(levels); ++code) {
    counts.total.push_back(static_cast<double>(tally[2 * code]) + tally[2 * code + 1]);
    counts.best.push_back(tally[2 * code + 1]);
  }
  return counts;
}

Counts by_bin(const Counts& counts, const Binning& binning) {
  Counts out;
  out.total.assign(static_cast<std::size_t>(binning.bins), 0.0);
  out.best = out.total;
  for (std::size_t code = 0; code < counts.total.size(); ++code) {
    out.total[binning.bin_of[code]] += counts.total[code];
    out.best[binning.bin_of[code]] += counts.best[code];
  }
  return out;
}

}  // namespace bestfit::attribute
