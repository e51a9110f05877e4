#include "bestfit/attribute/binned_attribute.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace bestfit::attribute {
namespace {

constexpr std::size_t kSetMembersMax = 3;
constexpr double kTurnDegrees = 2.0;
constexpr double kEvidenceRows = 5.0;  // average rows added to each bin before its log odds

/// 0 when the set is not known, else 1 + bit i for each chosen member i that it has.
std::uint8_t combination(const CodedAttribute& set, std::span<const std::uint16_t> chosen,
                         std::size_t row) {
  if (set.codes[row] == 0) return 0;
  unsigned bits = 0;
  for (std::uint32_t at = set.starts[row]; at < set.starts[row + 1]; ++at) {
    for (std::size_t i = 0; i < chosen.size(); ++i) {
      if (set.members[at] == chosen[i]) bits |= 1U << i;
    }
  }
  return static_cast<std::uint8_t>(1 + bits);
}

std::vector<std::uint8_t> combinations(const CodedAttribute& set,
                                       std::span<const std::uint16_t> chosen,
                                       std::span<const std::uint32_t> rows) {
  std::vector<std::uint8_t> codes;
  codes.reserve(rows.size());
  for (const std::uint32_t row : rows) codes.push_back(combination(set, chosen, row));
  return codes;
}

/// What splitting each combination by each further member would earn; codes are those of `rows`.
std::vector<double> member_gains(const CodedAttribute& set, std::span<const std::uint8_t> codes,
                                 const outcome::Target& best, std::span<const std::uint32_t> rows) {
  constexpr std::size_t kCodes = std::size_t{1} << kSetMembersMax;
  const std::size_t width = kCodes + 1;
  std::vector<double> total(set.labels.size() * width, 0.0);
  std::vector<double> won(total.size(), 0.0);
  std::vector<double> all(width, 0.0);
  std::vector<double> all_won(width, 0.0);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const double mass = best.best_mass(rows[i]);
    const double both = mass + best.other_mass(rows[i]);
    all[codes[i]] += both;
    all_won[codes[i]] += mass;
    for (std::uint32_t at = set.starts[rows[i]]; at < set.starts[rows[i] + 1]; ++at) {
      const std::size_t cell = set.members[at] * width + codes[i];
      total[cell] += both;
      won[cell] += mass;
    }
  }
  std::vector<double> gains(set.labels.size(), 0.0);
  for (std::size_t member = 0; member < gains.size(); ++member) {
    for (std::size_t code = 1; code < width; ++code) {
      const double with = total[member * width + code];
      const double without = all[code] - with;
      if (with < 3.0 || without < 3.0) continue;
      const double rate = all_won[code] / all[code];
      const double score = won[member * width + code] - rate * with;
      const double spread = rate * (1.0 - rate) * with * without / all[code];
      gains[member] += 0.5 * score * score / (spread + 0.5);
    }
  }
  return gains;
}

/// Members one after the other, each the most telling given those before, while it pays.
std::vector<std::uint16_t> choose_members(const CodedAttribute& set, const outcome::Target& best,
                                          std::span<const std::uint32_t> rows) {
  std::vector<std::uint16_t> chosen;
  const double tried = std::log(static_cast<double>(std::max<std::size_t>(2, set.labels.size())));
  while (chosen.size() < kSetMembersMax && chosen.size() < set.labels.size()) {
    const auto codes = combinations(set, chosen, rows);
    const std::vector<double> gains = member_gains(set, codes, best, rows);
    const auto top = std::max_element(gains.begin(), gains.end());
    if (*top < 1.0 + tried) break;
    chosen.push_back(static_cast<std::uint16_t>(top - gains.begin()));
  }
  return chosen;
}

/// How often the rate turns from rising to falling, or back, along a number's bins.
int turns_of(const BinnedAttribute& binned, std::size_t specials) {
  const int missing = binned.binning.missing_apart ? 1 : 0;
  const auto ordered = static_cast<std::size_t>(binned.binning.bins - missing);
  std::size_t first = 0;
  while (binned.binning.specials_apart && first < binned.binning.bin_of[specials + 1]) ++first;
  int turns = 0;
  for (std::size_t bin = first + 2; bin < ordered; ++bin) {
    const double before = binned.evidence[bin - 1] - binned.evidence[bin - 2];
    const double after = binned.evidence[bin] - binned.evidence[bin - 1];
    if (before * after < 0.0) ++turns;
  }
  return turns;
}

/// Each combination of a set is a label; many members were tried for it. Numbers have one peak or
/// valley for free: a rate that goes up and down more often is more likely to be chance.
double degrees_of(const CodedAttribute& attribute, const BinnedAttribute& binned) {
  const double bins = binned.binning.bins - 1.0;
  if (attribute.kind == table::Kind::category && !attribute.sizes) {
    return std::max(bins, 0.5 * (bins + static_cast<double>(binned.binning.seen.count()) - 1.0));
  }
  if (attribute.kind == table::Kind::set) {
    const double tried = std::log(1.0 + static_cast<double>(attribute.labels.size()));
    return bins + tried * static_cast<double>(binned.members.size());
  }
  return bins + kTurnDegrees * std::max(0, turns_of(binned, attribute.specials.size()) - 1);
}

void count_bins(const outcome::Target& best, std::span<const std::uint32_t> rows,
                BinnedAttribute& out) {
  const auto bins = static_cast<std::size_t>(out.binning.bins);
  Counts counts = zero_counts(bins);
  for (std::size_t i = 0; i < rows.size(); ++i) count_row(best, rows[i], out.bins[i], counts);
  out.total = std::move(counts.total);
  out.best = std::move(counts.best);
  const double all = std::accumulate(out.total.begin(), out.total.end(), 0.0);
  const double rate = std::accumulate(out.best.begin(), out.best.end(), 0.0) / all;
  double mean = 0.0;
  for (std::size_t bin = 0; bin < bins; ++bin) {
    out.evidence.push_back(shrunk_log_odds(out.best[bin], out.total[bin], rate));
    mean += out.evidence.back() * out.total[bin] / all;
  }
  for (double& evidence : out.evidence) evidence -= mean;
}

}  // namespace

double shrunk_log_odds(double best, double total, double rate) {
  const double won = best + kEvidenceRows * rate;
  const double lost = total - best + kEvidenceRows * (1.0 - rate);
  return std::log(won / lost);
}

std::uint8_t code_of_row(const CodedAttribute& attribute, std::span<const std::uint16_t> members,
                         std::size_t row) {
  if (attribute.kind != table::Kind::set) return attribute.codes[row];
  return combination(attribute, members, row);
}

std::uint8_t bin_of_row(const CodedAttribute& attribute, const Binning& binning,
                        std::span<const std::uint16_t> members, std::size_t row) {
  return binning.bin_of[code_of_row(attribute, members, row)];
}

BinnedAttribute bin_attribute(const Coded& coded, std::uint32_t attribute,
                              const outcome::Target& best, std::span<const std::uint32_t> rows,
                              const BinOptions& options) {
  const CodedAttribute& from = coded.attributes[attribute];
  BinnedAttribute out;
  out.attribute = attribute;
  out.bins.reserve(rows.size());
  if (from.kind == table::Kind::set) {
    out.members = choose_members(from, best, rows);
    const auto codes = combinations(from, out.members, rows);
    Counts counts = zero_counts((std::size_t{1} << out.members.size()) + 1);
    for (std::size_t i = 0; i < rows.size(); ++i) count_row(best, rows[i], codes[i], counts);
    out.binning = bin(counts, CodeOrder{}, options);
    for (const std::uint8_t code : codes) out.bins.push_back(out.binning.bin_of[code]);
  } else {
    out.binning = bin(from, count_codes(from.codes, from.levels, best, rows), options);
    for (const std::uint32_t row : rows) {
      out.bins.push_back(out.binning.bin_of[from.codes[row]]);
    }
  }
  count_bins(best, rows, out);
  out.degrees = degrees_of(from, out);
  return out;
}

}  // namespace bestfit::attribute
