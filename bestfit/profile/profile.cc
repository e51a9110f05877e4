#include "bestfit/profile/profile.h"

#include <algorithm>
#include <limits>
#include <string_view>
#include <utility>

#include "bestfit/base/text.h"

namespace bestfit::profile {
namespace {

/// Do ranges leave no number out?
bool cover_all_numbers(const std::vector<Bin>& bins) {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  std::vector<std::pair<double, double>> ranges;
  ranges.reserve(bins.size());
  for (const Bin& bin : bins) {
    ranges.emplace_back(bin.from.value_or(-kInfinity), bin.below.value_or(kInfinity));
  }
  std::sort(ranges.begin(), ranges.end());
  double covered = -kInfinity;
  for (const auto& range : ranges) {
    if (range.first > covered) return false;
    covered = std::max(covered, range.second);
  }
  return covered == kInfinity;
}

bool names_flag(const std::vector<Bin>& bins, std::string_view value) {
  return std::any_of(bins.begin(), bins.end(), [&](const Bin& bin) {
    return std::any_of(bin.values.begin(), bin.values.end(),
                       [&](const std::string& name) { return base::fold(name) == value; });
  });
}

/// Does every known value match a bin?
bool covers_all(const Criterion& criterion) {
  if (std::any_of(criterion.bins.begin(), criterion.bins.end(), names_no_part)) return true;
  switch (criterion.kind) {
    case CriterionKind::number:
    case CriterionKind::date: return cover_all_numbers(criterion.bins);
    case CriterionKind::flag:
      return names_flag(criterion.bins, "yes") && names_flag(criterion.bins, "no");
    case CriterionKind::category:
    case CriterionKind::set: return false;
  }
  return false;
}

}  // namespace

std::vector<std::string> labels_in(const ProfileFile& file, const std::string& column) {
  std::vector<std::string> labels;
  const auto add = [&](const std::string& where, const Bin& bin) {
    if (where == column) labels.insert(labels.end(), bin.values.begin(), bin.values.end());
  };
  for (const Profile& profile : file.profiles) {
    for (const Criterion& criterion : profile.score) {
      for (const Bin& bin : criterion.bins) add(criterion.column, bin);
    }
    for (const auto* conditions : {&profile.require, &profile.disqualify}) {
      for (const Condition& condition : *conditions) add(condition.column, condition.match);
    }
  }
  return labels;
}

std::vector<std::string> columns_in(const ProfileFile& file) {
  std::vector<std::string> columns;
  const auto add = [&](const auto& part) {
    for (const std::string& column : {part.column, part.relative_to}) {
      const bool is_new = std::find(columns.begin(), columns.end(), column) == columns.end();
      if (is_new && !column.empty()) columns.push_back(column);
    }
  };
  for (const Profile& profile : file.profiles) {
    for (const auto* conditions : {&profile.require, &profile.disqualify}) {
      for (const Condition& condition : *conditions) add(condition);
    }
    for (const Criterion& criterion : profile.score) add(criterion);
  }
  return columns;
}

bool names_no_part(const Bin& bin) { return !bin.from && !bin.below && bin.values.empty(); }

int points_max(const Criterion& criterion) {
  int most = criterion.missing.points;
  for (const Bin& bin : criterion.bins) most = std::max(most, bin.points);
  return most;
}

int points_min(const Criterion& criterion) {
  int least = criterion.missing.points;
  for (const Bin& bin : criterion.bins) least = std::min(least, bin.points);
  return covers_all(criterion) ? least : 0;
}

}  // namespace bestfit::profile
