#include "bestfit/warehouse/sample.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "bestfit/base/text.h"
#include "bestfit/warehouse/outcome_sql.h"

namespace bestfit::warehouse {
namespace {

constexpr std::int64_t kUnknownPart = 10;  // a tenth as many rows of unknown outcome

/// The cut that gives `wanted` of `there` rows, less three standard deviations of what a cut gives.
std::uint64_t cut_of(std::int64_t there, std::int64_t wanted) {
  if (wanted >= there) return kEveryRow;
  const auto rows = static_cast<double>(wanted);
  const double sure = std::max(0.0, rows - 3.0 * std::sqrt(rows));
  return static_cast<std::uint64_t>(sure / static_cast<double>(there) *
                                    static_cast<double>(kEveryRow));
}

std::uint64_t lower(std::uint64_t cut, std::int64_t given, std::int64_t wanted) {
  constexpr double kMargin = 0.95;
  if (given <= wanted) return cut;
  return static_cast<std::uint64_t>(kMargin * static_cast<double>(cut) *
                                    static_cast<double>(wanted) / static_cast<double>(given));
}

}  // namespace

std::optional<Sides> wanted_rows(const Sides& there, std::int64_t most) {
  const std::int64_t unknown_most = std::max<std::int64_t>(1, most / kUnknownPart);
  if (there.known() <= most && there.unknown <= most) return std::nullopt;
  Sides wanted = there;
  wanted.unknown = std::min(there.unknown, unknown_most);
  if (there.known() <= most) return wanted;
  const std::int64_t half = most / 2;
  wanted.best = std::min(there.best, std::max(half, most - there.other));
  wanted.other = std::min(there.other, most - wanted.best);
  const std::int64_t tenth = most / 10;
  if (there.best >= tenth && there.other >= tenth) {
    wanted.best = std::min(wanted.best, there.best * 3 / 4);
    wanted.other = std::min(wanted.other, there.other * 3 / 4);
  }
  return wanted;
}

Cuts cuts_of(const Sides& there, const Sides& wanted) {
  return {.other = cut_of(there.other, wanted.other),
          .best = cut_of(there.best, wanted.best),
          .unknown = cut_of(there.unknown, wanted.unknown)};
}

Cuts one_cut_of(const Sides& there, const Sides& wanted) {
  const std::uint64_t cut = cut_of(there.known(), std::min(wanted.known(), there.known() * 3 / 4));
  return {.other = cut, .best = cut, .unknown = cut_of(there.unknown, wanted.unknown)};
}

std::optional<Cuts> lowered(const Cuts& cuts, const Sides& given, const Sides& wanted) {
  const bool is_one = cuts.other == cuts.best && cuts.best < kEveryRow;
  if (is_one) {  // both sides together, so that it stays one
    if (given.known() <= wanted.known() && given.unknown <= wanted.unknown) return std::nullopt;
    const std::uint64_t cut = lower(cuts.best, given.known(), wanted.known());
    return Cuts{
        .other = cut, .best = cut, .unknown = lower(cuts.unknown, given.unknown, wanted.unknown)};
  }
  const bool more =
      given.other > wanted.other || given.best > wanted.best || given.unknown > wanted.unknown;
  if (!more) return std::nullopt;
  return Cuts{.other = lower(cuts.other, given.other, wanted.other),
              .best = lower(cuts.best, given.best, wanted.best),
              .unknown = lower(cuts.unknown, given.unknown, wanted.unknown)};
}

std::string sampled_sql(const CellsSql& cells, const Cuts& cuts, const std::string& side_sql,
                        const std::string& digits_sql) {
  std::vector<std::string> parts;
  const auto add = [&](int side, std::uint64_t cut) {
    parts.push_back(
        fmt::format("({}) = {} AND {}", side_sql, side, cells.is_below(digits_sql, cut)));
  };
  add(kBest, cuts.best);
  add(kOther, cuts.other);
  add(kNotKnown, cuts.unknown);
  return base::join(parts, "\n  OR ");
}

}  // namespace bestfit::warehouse
