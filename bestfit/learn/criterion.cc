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

enum class Marks { none, thousands };

/// Years have no thousands marks.
Marks marks_of(const attribute::CodedAttribute& attribute) {
  constexpr double kFirstYear = 1500.0;
  constexpr double kLastYear = 2200.0;
  const bool years = attribute.whole && attribute.low >= kFirstYear && !attribute.cuts.empty() &&
                     attribute.cuts.back() <= kLastYear;
  return years ? Marks::none : Marks::thousands;
}

/// 12,345 for whole numbers from four digits on; others, and years, as they are.
std::string people_number(double value, Marks marks) {
  const bool whole = value == std::trunc(value) && std::abs(value) < 1e15;
  if (marks == Marks::thousands && whole && std::abs(value) >= 1000.0) {
    return (value < 0.0 ? "-" : "") + base::count_text(static_cast<std::size_t>(std::abs(value)));
  }
  return base::number_text(value);
}

/// Codes from `first` to `last` as a range of values.
Bin range_bin(const attribute::CodedAttribute& attribute, std::size_t first, std::size_t last) {
  Bin bin;
  if (first > 1) bin.from = attribute.cuts[first - 2];
  if (last <= attribute.cuts.size()) bin.below = attribute.cuts[last - 1];
  bin.label = range_label(attribute, bin.from, bin.below);
  return bin;
}

std::vector<Bin> range_bins(const attribute::CodedAttribute& attribute,
                            const card::CardAttribute& card) {
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

std::vector<Bin> label_bins(const attribute::CodedAttribute& attribute,
                            const card::CardAttribute& card) {
  std::vector<Bin> bins;
  for (std::size_t bin = 0; bin < card.points.size(); ++bin) {
    Bin listed;
    std::vector<std::string> names;
    for (std::size_t i = 0; i < attribute.labels.size(); ++i) {
      if (card.binning.bin_of[i + 1] != bin) continue;
      if (!attribute.sizes && !card.binning.seen[i + 1])
        continue;  // of no account learned from: "other"
      names.push_back(attribute.labels[i]);
      for (const std::string& spelling : attribute.spellings[i]) listed.values.push_back(spelling);
    }
    if (names.empty()) continue;
    listed.label = list_label(names);
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

std::vector<Bin> member_bins(const attribute::CodedAttribute& attribute,
                             const card::CardAttribute& card) {
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
std::size_t bin_index(const attribute::CodedAttribute& attribute, const std::vector<Bin>& bins,
                      const card::CardAttribute& card, std::size_t code) {
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

/// Which of a profile's bins each code falls into; code 0, not known, into one after the last.
std::vector<std::uint32_t> bins_of_codes(const attribute::CodedAttribute& attribute,
                                         const card::CardAttribute& card,
                                         const std::vector<Bin>& bins) {
  const std::size_t codes = attribute.kind == Kind::set
                                ? (std::size_t{1} << card.members.size())
                                : static_cast<std::size_t>(attribute.levels);
  std::vector<std::uint32_t> out = {static_cast<std::uint32_t>(bins.size())};
  for (std::size_t code = 1; code <= codes; ++code) {
    out.push_back(static_cast<std::uint32_t>(bin_index(attribute, bins, card, code)));
    check(out.back() < bins.size(), "criterion_of: every code has a bin");
  }
  return out;
}

void count_evidence(const attribute::CodedAttribute& attribute, const card::CardAttribute& card,
                    const outcome::Target& best, std::span<const std::uint32_t> rows,
                    CountedCriterion& out) {
  std::vector<Bin>& bins = out.criterion.bins;
  for (const std::uint32_t row : rows) {
    const std::uint32_t at = out.bin_of_code[attribute::code_of_row(attribute, card.members, row)];
    Bin& bin = at < bins.size() ? bins[at] : out.criterion.missing;
    bin.total += 1;
    if (best[row] == 1) bin.best += 1;
  }
}

/// Special codes by themselves: "-9 (a code)"; empty when the range holds other values too.
std::string special_label(const attribute::CodedAttribute& attribute, std::optional<double> from,
                          std::optional<double> below) {
  const std::size_t count = attribute.specials.size();
  if (count == 0 || !below || *below > attribute.cuts[count - 1]) return {};
  std::vector<std::string> names;
  for (const double value : attribute.specials) {
    if ((!from || value >= *from) && value < *below) {
      names.push_back(people_number(value, Marks::none));
    }
  }
  return base::join(names, " or ") + (names.size() == 1 ? " (a code)" : " (codes)");
}

}  // namespace

profile::CriterionKind criterion_kind_of(Kind kind) {
  switch (kind) {
    case Kind::category:
    case Kind::text: return profile::CriterionKind::category;
    case Kind::set: return profile::CriterionKind::set;
    case Kind::date: return profile::CriterionKind::date;
    case Kind::flag: return profile::CriterionKind::flag;
    case Kind::number: break;
  }
  return profile::CriterionKind::number;
}

std::string range_label(const attribute::CodedAttribute& attribute, std::optional<double> from,
                        std::optional<double> below) {
  if (attribute.kind == Kind::flag) {
    if (!from && !below) return "yes or no";
    return from ? "yes" : "no";
  }
  const std::string unit = attribute.kind != Kind::date    ? ""
                           : attribute.relative_to.empty() ? " days ago"
                                                           : " days before";
  if (!from && !below) return "any";
  const Marks marks = marks_of(attribute);
  std::string special = special_label(attribute, from, below);
  if (!special.empty()) return special;
  if (!below) return people_number(*from, marks) + unit + " or more";
  if (!attribute.whole) {
    if (!from) return "below " + people_number(*below, marks) + unit;
    return people_number(*from, marks) + " to below " + people_number(*below, marks) + unit;
  }
  const double last = std::ceil(*below) - 1.0;
  const double first = from ? std::ceil(*from) : attribute.low;
  if (first == last) return people_number(last, marks) + unit;
  if (!from) return "up to " + people_number(last, marks) + unit;
  return people_number(first, marks) + "–" + people_number(last, marks) + unit;
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

namespace {

/// From this share of "not known" on it is a value like others, and counts as known.
constexpr double kUsuallyUnknown = 0.2;

/// A flag's ranges around one half as what people write.
void name_flags(std::vector<Bin>& bins) {
  for (Bin& bin : bins) {
    if (bin.from && !bin.below) bin.values = {"yes"};
    if (bin.below && !bin.from) bin.values = {"no"};
    bin.from.reset();
    bin.below.reset();
  }
}

}  // namespace

CountedCriterion counted_criterion(const attribute::CodedAttribute& attribute,
                                   const card::CardAttribute& card, const outcome::Target& best,
                                   std::span<const std::uint32_t> rows) {
  CountedCriterion out;
  profile::Criterion& criterion = out.criterion;
  criterion.attribute = attribute.name;
  criterion.column = attribute.column;
  criterion.kind = criterion_kind_of(attribute.kind);
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
  out.bin_of_code = bins_of_codes(attribute, card, criterion.bins);
  count_evidence(attribute, card, best, rows, out);
  if (attribute.kind == Kind::flag) name_flags(criterion.bins);
  const double unknown = kUsuallyUnknown * static_cast<double>(rows.size());
  criterion.missing_says_something = static_cast<double>(criterion.missing.total) >= unknown;
  return out;
}

profile::Criterion criterion_of(const attribute::CodedAttribute& attribute,
                                const card::CardAttribute& card, const outcome::Target& best,
                                std::span<const std::uint32_t> rows) {
  return counted_criterion(attribute, card, best, rows).criterion;
}

}  // namespace bestfit::learn
