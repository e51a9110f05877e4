#include "bestfit/score/match.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "bestfit/base/error.h"
#include "bestfit/base/text.h"

namespace bestfit::score {
namespace {

using profile::Bin;
using profile::CriterionKind;
using table::Column;
using table::Kind;

std::int16_t first_range(std::span<const Bin> bins, double value) {
  for (std::size_t i = 0; i < bins.size(); ++i) {
    const bool above = !bins[i].from || value >= *bins[i].from;
    const bool under = !bins[i].below || value < *bins[i].below;
    if (above && under) return static_cast<std::int16_t>(i);
  }
  return kNoBin;
}

std::vector<std::string> folded_values(const Bin& bin) {
  std::vector<std::string> folded;
  folded.reserve(bin.values.size());
  for (const std::string& value : bin.values) folded.push_back(base::fold(value));
  return folded;
}

/// The first bin that names the label, or that names none.
std::int16_t first_label(std::span<const Bin> bins, const std::string& label) {
  const std::string folded = base::fold(label);
  for (std::size_t i = 0; i < bins.size(); ++i) {
    const auto values = folded_values(bins[i]);
    if (values.empty() || std::find(values.begin(), values.end(), folded) != values.end()) {
      return static_cast<std::int16_t>(i);
    }
  }
  return kNoBin;
}

[[noreturn]] void wrong_kind(const Column& column, std::string_view wanted) {
  throw Error(
      Fault::bad_input,
      fmt::format("column '{}' holds {} values; the profile reads it as {}: is it the right "
                  "column?",
                  column.name, table::kind_name(column.kind), wanted));
}

std::vector<std::int16_t> match_numbers(const Column& column, std::span<const Bin> bins) {
  if (column.numbers.size() != column.rows()) wrong_kind(column, "a number");
  std::vector<std::int16_t> matched;
  matched.reserve(column.rows());
  for (const double value : column.numbers) {
    matched.push_back(std::isnan(value) ? kNotKnown : first_range(bins, value));
  }
  return matched;
}

std::vector<std::int16_t> match_ages(const Column& column, const Column* until,
                                     std::optional<base::Day> as_of, std::span<const Bin> bins) {
  if (column.kind != Kind::date) wrong_kind(column, "a date");
  if (until != nullptr && until->kind != Kind::date) wrong_kind(*until, "a date");
  const double day = as_of ? static_cast<double>(*as_of) : table::kMissing;
  std::vector<std::int16_t> matched;
  matched.reserve(column.rows());
  for (std::size_t row = 0; row < column.rows(); ++row) {
    const bool dated = until != nullptr && !std::isnan(until->numbers[row]);
    const double age = (dated ? until->numbers[row] : day) - column.numbers[row];
    matched.push_back(std::isnan(age) ? kNotKnown : first_range(bins, age));
  }
  return matched;
}

std::vector<std::int16_t> match_labels(const Column& column, std::span<const Bin> bins) {
  std::vector<std::int16_t> matched;
  matched.reserve(column.rows());
  if (column.kind == Kind::category || column.kind == Kind::text) {
    std::vector<std::int16_t> by_code;
    by_code.reserve(column.labels.size());
    for (const std::string& label : column.labels) by_code.push_back(first_label(bins, label));
    for (const std::int32_t code : column.codes) {
      matched.push_back(code < 0 ? kNotKnown : by_code[static_cast<std::size_t>(code)]);
    }
    return matched;
  }
  for (std::size_t row = 0; row < column.rows(); ++row) {
    matched.push_back(column.missing(row) ? kNotKnown : first_label(bins, column.cell_text(row)));
  }
  return matched;
}

/// For each bin the codes that must all be members; a name that the column never has gives no
/// match.
struct Wanted {
  std::vector<std::int32_t> codes;
  bool possible = true;
};

std::vector<Wanted> wanted_members(const Column& column, std::span<const Bin> bins) {
  std::vector<std::string> labels;
  labels.reserve(column.labels.size());
  for (const std::string& label : column.labels) labels.push_back(base::fold(label));
  std::vector<Wanted> wanted(bins.size());
  for (std::size_t i = 0; i < bins.size(); ++i) {
    for (const std::string& value : folded_values(bins[i])) {
      const auto found = std::find(labels.begin(), labels.end(), value);
      if (found == labels.end()) {
        wanted[i].possible = false;
      } else {
        wanted[i].codes.push_back(static_cast<std::int32_t>(found - labels.begin()));
      }
    }
    auto& codes = wanted[i].codes;  // a member that is named twice is one
    std::sort(codes.begin(), codes.end());
    codes.erase(std::unique(codes.begin(), codes.end()), codes.end());
  }
  return wanted;
}

std::vector<std::int16_t> match_sets(const Column& column, std::span<const Bin> bins) {
  if (column.kind != Kind::set) wrong_kind(column, "a set");
  const std::vector<Wanted> wanted = wanted_members(column, bins);
  std::vector<std::int16_t> matched(column.rows(), kNotKnown);
  for (std::size_t row = 0; row < column.rows(); ++row) {
    const auto members = column.members(row);
    if (members.empty()) continue;
    const auto first = std::find_if(wanted.begin(), wanted.end(), [&](const Wanted& bin) {
      return bin.possible &&
             std::includes(members.begin(), members.end(), bin.codes.begin(), bin.codes.end());
    });
    matched[row] =
        first == wanted.end() ? kNoBin : static_cast<std::int16_t>(first - wanted.begin());
  }
  return matched;
}

}  // namespace

std::vector<std::int16_t> match_bins(const table::Table& table, const std::string& column,
                                     CriterionKind kind, const std::string& relative_to,
                                     std::optional<base::Day> as_of, std::span<const Bin> bins) {
  const Column* found = table.find(column);
  if (found == nullptr) return std::vector<std::int16_t>(table.rows(), kNotKnown);
  switch (kind) {
    case CriterionKind::number: return match_numbers(*found, bins);
    case CriterionKind::date:
      return match_ages(*found, relative_to.empty() ? nullptr : table.find(relative_to), as_of,
                        bins);
    case CriterionKind::flag:
    case CriterionKind::category: return match_labels(*found, bins);
    case CriterionKind::set: return match_sets(*found, bins);
  }
  return {};
}

}  // namespace bestfit::score
