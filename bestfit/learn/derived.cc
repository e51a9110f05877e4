#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <vector>

#include "bestfit/attribute/effect.h"
#include "bestfit/attribute/encode.h"
#include "bestfit/learn/leakage.h"
#include "bestfit/learn/rank.h"

namespace bestfit::learn {
namespace {

/// Two dates and what the days from the earlier one to the later one tell of the outcome.
struct DatePair {
  std::size_t earlier = 0;  // attributes
  std::size_t later = 0;
  double auc = 0.5;
};

double effect_of(const attribute::Coded& coded, attribute::CodedAttribute attribute,
                 const outcome::Target& best, std::span<const std::uint32_t> rows) {
  attribute::Coded one;
  one.rows = coded.rows;
  one.cluster = coded.cluster;
  one.attributes.push_back(std::move(attribute));
  return attribute::cross_fitted_effect(one, 0, best, rows).superiority.value;
}

/// The days between two dates, where both are known.
std::optional<DatePair> compare(const attribute::Coded& coded, const table::Table& table,
                                std::size_t a, std::size_t b, const outcome::Target& best,
                                std::span<const std::uint32_t> rows) {
  const table::Column& first = table.column(coded.attributes[a].column);
  const table::Column& second = table.column(coded.attributes[b].column);
  std::vector<double> days(coded.rows, table::kMissing);
  std::size_t later = 0;
  std::size_t earlier = 0;
  for (const std::uint32_t row : rows) {
    days[row] = second.numbers[row] - first.numbers[row];
    if (days[row] > 0.0) ++later;
    if (days[row] < 0.0) ++earlier;
  }
  if (later + earlier < rows.size() / 5) return std::nullopt;
  DatePair pair{.earlier = later >= earlier ? a : b, .later = later >= earlier ? b : a};
  pair.auc = effect_of(coded, attribute::code_values("days", days), best, rows);
  return pair;
}

/// The later of two dates that decide the outcome together, and neither of them alone.
void mark_late_dates(attribute::Coded& coded, const table::Table& table,
                     const outcome::Target& best, std::span<const std::uint32_t> rows,
                     const LearnOptions& options) {
  constexpr std::size_t kDatesMax = 12;
  std::vector<std::size_t> dates;
  for (std::size_t i = 0; i < coded.attributes.size() && dates.size() < kDatesMax; ++i) {
    const attribute::CodedAttribute& attribute = coded.attributes[i];
    if (attribute.kind == table::Kind::date && attribute.left_out.empty()) dates.push_back(i);
  }
  std::vector<DatePair> pairs;
  for (std::size_t i = 0; i < dates.size(); ++i) {
    for (std::size_t j = i + 1; j < dates.size(); ++j) {
      const auto pair = compare(coded, table, dates[i], dates[j], best, rows);
      if (pair && pair->auc > kDecides) pairs.push_back(*pair);
    }
  }
  std::stable_sort(pairs.begin(), pairs.end(),
                   [](const DatePair& a, const DatePair& b) { return a.auc > b.auc; });
  for (const DatePair& pair : pairs) {
    const bool told = coded.attributes[pair.earlier].leakage.suspected ||
                      coded.attributes[pair.later].leakage.suspected;
    const double alone = std::max(effect_of(coded, coded.attributes[pair.earlier], best, rows),
                                  effect_of(coded, coded.attributes[pair.later], best, rows));
    if (told || pair.auc < alone + 0.05) continue;
    suspect(coded.attributes[pair.later],
            fmt::format("the days from '{}' to it tell them apart (AUC {:.3f}), and neither date "
                        "does alone: it seems to be known with the outcome",
                        coded.attributes[pair.earlier].column, pair.auc),
            options);
  }
}

/// Mean of |total - sum of the parts| over the mean of |total|, where all are known.
double gap_of(const table::Column& total, const std::vector<const table::Column*>& parts,
              std::span<const std::uint32_t> rows) {
  double gap = 0.0;
  double size = 0.0;
  for (const std::uint32_t row : rows) {
    double sum = 0.0;
    for (const table::Column* part : parts) sum += part->numbers[row];
    if (std::isnan(sum) || total.missing(row)) continue;
    gap += std::abs(total.numbers[row] - sum);
    size += std::abs(total.numbers[row]);
  }
  return size > 0.0 ? gap / size : 1.0;
}

bool is_part(const table::Column& part, const table::Column& total,
             std::span<const std::uint32_t> rows) {
  double known = 0.0;
  double within = 0.0;
  for (const std::uint32_t row : rows) {
    if (part.missing(row) || total.missing(row)) continue;
    known += 1.0;
    if (0.0 <= part.numbers[row] && part.numbers[row] <= total.numbers[row]) within += 1.0;
  }
  return known >= 0.5 * static_cast<double>(rows.size()) && within >= 0.99 * known;
}

/// Number attributes that add up to a column within a thousandth, each needed for it; none when
/// there are no such ones.
std::vector<std::size_t> parts_of(const attribute::Coded& coded, const table::Table& table,
                                  const table::Column& total, std::span<const std::uint32_t> rows) {
  constexpr double kExact = 1e-3;
  std::vector<std::size_t> parts;
  std::vector<const table::Column*> columns;
  for (std::size_t i = 0; i < coded.attributes.size(); ++i) {
    const attribute::CodedAttribute& attribute = coded.attributes[i];
    if (attribute.kind != table::Kind::number || !attribute.left_out.empty()) continue;
    const table::Column& column = table.column(attribute.column);
    if (!is_part(column, total, rows)) continue;
    parts.push_back(i);
    columns.push_back(&column);
  }
  double gap = gap_of(total, columns, rows);
  for (std::size_t i = columns.size(); i-- > 0;) {  // those that the sum is nearer without go
    std::vector<const table::Column*> fewer = columns;
    fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(i));
    const double without = gap_of(total, fewer, rows);
    if (without > gap) continue;
    gap = without;
    columns = std::move(fewer);
    parts.erase(parts.begin() + static_cast<std::ptrdiff_t>(i));
  }
  if (gap > kExact || parts.size() < 2) parts.clear();
  return parts;
}

}  // namespace

void mark_derived(attribute::Coded& coded, const table::Table& table,
                  const outcome::Outcome& outcome, std::span<const std::uint32_t> all_rows,
                  const LearnOptions& options) {
  const std::vector<std::uint32_t> rows = looked_at(coded, all_rows);
  if (too_few_to_suspect(outcome.best, rows)) return;
  mark_late_dates(coded, table, outcome.best, rows, options);
  const table::Column* total = outcome.column.empty() ? nullptr : table.find(outcome.column);
  if (total == nullptr || total->kind != table::Kind::number) return;
  const std::vector<std::size_t> parts = parts_of(coded, table, *total, rows);
  for (const std::size_t part : parts) {
    suspect(coded.attributes[part],
            fmt::format("with {} other column{} it adds up to '{}', which the outcome is read from",
                        parts.size() - 1, parts.size() == 2 ? "" : "s", total->name),
            options);
  }
}

}  // namespace bestfit::learn
