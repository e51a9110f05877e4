#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cmath>

#include "bestfit/base/error.h"
#include "bestfit/base/text.h"
#include "bestfit/learn/describe.h"

namespace bestfit::learn {
namespace {

using profile::Bin;
using table::Kind;

/// 12,345 for whole numbers from five digits on; others as they are.
std::string people_number(double value) {
  if (value == std::trunc(value) && std::abs(value) >= 10000.0 && std::abs(value) < 1e15) {
    return (value < 0.0 ? "-" : "") + base::count_text(static_cast<std::size_t>(std::abs(value)));
  }
  return base::number_text(value);
}

/// Codes from `first` to `last` as a range of values.
Bin range_bin(const CodedAttribute& attribute, std::size_t first, std::size_t last) {
  Bin bin;
  if (first > 1) bin.from = attribute.cuts[first - 2];
  if (last <= attribute.cuts.size()) bin.below = attribute.cuts[last - 1];
  bin.label = range_label(attribute, bin.from, bin.below);
  return bin;
}

std::vector<Bin> range_bins(const CodedAttribute& attribute, const CardAttribute& card) {
  std::vector<Bin> bins;
  const auto levels = static_cast<std::size_t>(attribute.levels);
  std::size_t first = 1;
  for (std::size_t code = 1; code <= levels; ++code) {
    const std::uint8_t bin = card.binning.bin_of[code];
    if (code < levels && card.binning.bin_of[code + 1] == bin) continue;
    bins.push_back(range_bin(attribute, first, code));
    bins.back().points = card.points[bin];
    first = code + 1;
  }
  return bins;
}

std::vector<Bin> label_bins(const CodedAttribute& attribute, const CardAttribute& card) {
  std::vector<Bin> bins;
  for (std::size_t bin = 0; bin < card.points.size(); ++bin) {
    Bin listed;
    for (std::size_t i = 0; i < attribute.labels.size(); ++i) {
      if (card.binning.bin_of[i + 1] == bin) listed.values.push_back(attribute.labels[i]);
    }
    if (listed.values.empty()) continue;
    listed.label = list_label(listed.values);
    listed.points = card.points[bin];
    bins.push_back(std::move(listed));
  }
  Bin other;
  other.label = "other";
  other.points = card.points[card.binning.bin_of[static_cast<std::size_t>(attribute.levels)]];
  bins.push_back(std::move(other));
  return bins;
}

/// What a combination of members finds first in a list of combinations, each with its points.
int first_points(const std::vector<std::pair<unsigned, int>>& list, unsigned mask) {
  const auto found = std::find_if(list.begin(), list.end(), [&](const auto& entry) {
    return (entry.first & mask) == entry.first;
  });
  return found->second;
}

std::vector<Bin> member_bins(const CodedAttribute& attribute, const CardAttribute& card) {
  const auto masks = 1U << card.members.size();
  std::vector<std::pair<unsigned, int>> list;
  for (unsigned mask = 0; mask < masks; ++mask) {
    list.emplace_back(mask, card.points[card.binning.bin_of[mask + 1]]);
  }
  std::stable_sort(list.begin(), list.end(), [](const auto& a, const auto& b) {
    return std::popcount(a.first) > std::popcount(b.first);
  });
  for (std::size_t i = 0; i + 1 < list.size();) {  // what a later entry says as well is left out
    std::vector<std::pair<unsigned, int>> shorter = list;
    shorter.erase(shorter.begin() + static_cast<std::ptrdiff_t>(i));
    bool same = true;
    for (unsigned mask = 0; mask < masks; ++mask) {
      same = same && first_points(shorter, mask) == card.points[card.binning.bin_of[mask + 1]];
    }
    if (same) {
      list = std::move(shorter);
    } else {
      ++i;
    }
  }
  std::vector<Bin> bins;
  for (const auto& [mask, points] : list) {
    Bin bin;
    for (std::size_t i = 0; i < card.members.size(); ++i) {
      if ((mask >> i & 1U) != 0) bin.values.push_back(attribute.labels[card.members[i]]);
    }
    bin.label = bin.values.empty() ? "none of these" : base::join(bin.values, " and ");
    bin.points = points;
    bins.push_back(std::move(bin));
  }
  return bins;
}

/// Which of a profile's bins a code (a combination, for sets) falls into.
std::size_t bin_index(const CodedAttribute& attribute, const std::vector<Bin>& bins,
                      const CardAttribute& card, std::size_t code) {
  const auto matches = [&](const Bin& bin) {
    if (attribute.kind == Kind::category) {
      if (bin.values.empty()) return true;
      return code <= attribute.labels.size() &&
             std::find(bin.values.begin(), bin.values.end(), attribute.labels[code - 1]) !=
                 bin.values.end();
    }
    if (attribute.kind == Kind::set) {
      return std::all_of(bin.values.begin(), bin.values.end(), [&](const std::string& value) {
        for (std::size_t i = 0; i < card.members.size(); ++i) {
          if (attribute.labels[card.members[i]] == value) return ((code - 1) >> i & 1U) != 0;
        }
        return false;
      });
    }
    return !bin.below || (code <= attribute.cuts.size() && attribute.cuts[code - 1] <= *bin.below);
  };
  return static_cast<std::size_t>(std::find_if(bins.begin(), bins.end(), matches) - bins.begin());
}

void count_evidence(const CodedAttribute& attribute, const CardAttribute& card,
                    std::span<const std::int8_t> best, std::span<const std::uint32_t> rows,
                    profile::Criterion& criterion) {
  std::vector<std::int64_t> total(257, 0);
  std::vector<std::int64_t> won(257, 0);
  for (const std::uint32_t row : rows) {
    const std::uint8_t code = code_of_row(attribute, card.members, row);
    ++total[code];
    if (best[row] == 1) ++won[code];
  }
  criterion.missing.total = total[0];
  criterion.missing.best = won[0];
  for (std::size_t code = 1; code < total.size(); ++code) {
    if (total[code] == 0) continue;
    const std::size_t bin = bin_index(attribute, criterion.bins, card, code);
    check(bin < criterion.bins.size(), "criterion_of: every code has a bin");
    criterion.bins[bin].total += total[code];
    criterion.bins[bin].best += won[code];
  }
}

profile::CriterionKind kind_of(Kind kind) {
  switch (kind) {
    case Kind::category:
    case Kind::text: return profile::CriterionKind::category;
    case Kind::set: return profile::CriterionKind::set;
    case Kind::date: return profile::CriterionKind::date;
    case Kind::number:
    case Kind::flag: break;
  }
  return profile::CriterionKind::number;
}

}  // namespace

std::string range_label(const CodedAttribute& attribute, std::optional<double> from,
                        std::optional<double> below) {
  if (attribute.kind == Kind::flag) {
    if (!from && !below) return "yes or no";
    return from ? "yes" : "no";
  }
  const std::string unit = attribute.kind == Kind::date ? " days" : "";
  if (!from && !below) return "any";
  if (!below) return people_number(*from) + unit + " or more";
  if (!attribute.whole) {
    if (!from) return "below " + people_number(*below) + unit;
    return people_number(*from) + " to below " + people_number(*below) + unit;
  }
  const double last = std::ceil(*below) - 1.0;
  const double first = from ? std::ceil(*from) : attribute.low;
  if (first == last) return people_number(last) + unit;
  if (!from) return "up to " + people_number(last) + unit;
  return people_number(first) + "–" + people_number(last) + unit;
}

std::string list_label(const std::vector<std::string>& names) {
  constexpr std::size_t kNamed = 4;
  if (names.size() == 1) return names.front();
  if (names.size() <= kNamed) {
    const std::vector<std::string> before(names.begin(), names.end() - 1);
    return base::join(before, ", ") + " or " + names.back();
  }
  const std::vector<std::string> before(names.begin(), names.begin() + kNamed - 1);
  return fmt::format("{} or {} more", base::join(before, ", "), names.size() - (kNamed - 1));
}

profile::Criterion criterion_of(const CodedAttribute& attribute, const CardAttribute& card,
                                std::span<const std::int8_t> best,
                                std::span<const std::uint32_t> rows) {
  profile::Criterion criterion;
  criterion.attribute = attribute.name;
  criterion.column = attribute.column;
  criterion.kind = kind_of(attribute.kind);
  criterion.relative_to = attribute.relative_to;
  if (attribute.kind == Kind::set) {
    criterion.bins = member_bins(attribute, card);
  } else if (attribute.kind == Kind::category) {
    criterion.bins = label_bins(attribute, card);
  } else {
    criterion.bins = range_bins(attribute, card);
  }
  criterion.missing.label = "not known";
  criterion.missing.points = card.points[card.binning.bin_of[0]];
  criterion.missing_says_something = card.binning.missing_apart;
  count_evidence(attribute, card, best, rows, criterion);
  return criterion;
}

}  // namespace bestfit::learn
