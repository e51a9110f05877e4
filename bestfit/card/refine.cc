#include "bestfit/card/refine.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "bestfit/attribute/row_sample.h"
#include "bestfit/card/prior.h"
#include "bestfit/card/smooth.h"
#include "bestfit/card/steps.h"

namespace bestfit::card {
namespace {

constexpr std::size_t kRowsMost = 100'000;  // that effects are smoothed on
/// A number's effect has one peak or valley for free; a further turn must earn its place.
constexpr int kTurnsFree = 1;
constexpr double kTurnWorth = 1.92;  // half the 5 % point of chi-square, one degree of freedom
constexpr double kStepShare = 0.01;  // smallest bin, as a share of the rows

CodeColumn column_of(const attribute::CodedAttribute& attribute,
                     const attribute::BinnedAttribute& binned, const std::vector<double>& weights,
                     std::span<const std::uint32_t> rows) {
  CodeColumn column;
  column.order = order_of(attribute);
  column.levels = levels_of(attribute, binned);
  column.codes.reserve(rows.size());
  for (const std::uint32_t row : rows) {
    column.codes.push_back(attribute::code_of_row(attribute, binned.members, row));
  }
  for (std::size_t code = 0; code <= column.levels; ++code) {
    column.log_odds.push_back(weights[binned.binning.bin_of[code]]);
  }
  return column;
}

/// Rows and best rows by code, of all rows.
attribute::Counts count_all(const attribute::CodedAttribute& attribute,
                            const attribute::BinnedAttribute& one, const outcome::Target& best,
                            std::span<const std::uint32_t> rows) {
  attribute::Counts counts = attribute::zero_counts(levels_of(attribute, one) + 1);
  for (const std::uint32_t row : rows) {
    attribute::count_row(best, row, attribute::code_of_row(attribute, one.members, row), counts);
  }
  return counts;
}

/// Codes from `first` to `last` that occur, as they are ordered or by their effect.
std::vector<std::size_t> codes_in_order(const Effect& effect, bool ordered, std::size_t first,
                                        std::size_t last) {
  std::vector<std::size_t> codes;
  for (std::size_t code = first; code <= last; ++code) {
    if (effect.information[code] > 0.0) codes.push_back(code);
  }
  if (ordered) return codes;
  std::stable_sort(codes.begin(), codes.end(), [&](std::size_t a, std::size_t b) {
    return effect.log_odds[a] < effect.log_odds[b];
  });
  return codes;
}

/// The step function nearest to an effect, and the codes that it is over.
struct CodeSteps {
  std::vector<std::size_t> codes;
  Steps steps;
};

CodeSteps steps_of(const Effect& effect, std::vector<std::size_t> codes,
                   const attribute::Counts& counts, const StepOptions& options, double each) {
  CodeSteps out;
  if (codes.empty()) return out;
  std::vector<double> values;
  std::vector<double> weights;
  std::vector<double> totals;
  for (const std::size_t code : codes) {
    values.push_back(effect.log_odds[code]);
    weights.push_back(effect.information[code] * each);
    totals.push_back(counts.total[code]);
  }
  out.steps = nearest_steps(values, weights, totals, options);
  out.codes = std::move(codes);
  return out;
}

/// Steps of special codes, three at most, before those of all others. Special codes that are too
/// few for a step have none.
CodeSteps all_steps(const Effect& effect, const attribute::CodeOrder& order,
                    const attribute::Counts& counts, const StepForm& form) {
  constexpr std::size_t kSpecialSteps = 3;
  StepOptions options;
  options.price = form.price;
  options.rows_least = std::max(
      form.rows_min, kStepShare * std::accumulate(counts.total.begin(), counts.total.end(), 0.0));
  CodeSteps specials;
  const auto special_codes = codes_in_order(effect, false, 1, order.specials);
  const double special_rows =
      std::accumulate(special_codes.begin(), special_codes.end(), 0.0,
                      [&](double sum, std::size_t code) { return sum + counts.total[code]; });
  if (special_rows >= options.rows_least) {
    StepOptions few = options;
    few.most = kSpecialSteps;
    specials = steps_of(effect, special_codes, counts, few, form.each);
    options.most -= specials.steps.ends.size();
  }
  CodeSteps usual = steps_of(
      effect, codes_in_order(effect, order.ordered, order.specials + 1, effect.log_odds.size() - 1),
      counts, options, form.each);
  if (order.ordered) {
    join_turns(usual.steps, kTurnsFree, kTurnWorth);
    put_in_shape(usual.steps, form.shape);
  }
  CodeSteps out = std::move(specials);
  for (const std::size_t end : usual.steps.ends) out.steps.ends.push_back(out.codes.size() + end);
  out.codes.insert(out.codes.end(), usual.codes.begin(), usual.codes.end());
  out.steps.values.insert(out.steps.values.end(), usual.steps.values.begin(),
                          usual.steps.values.end());
  return out;
}

std::uint8_t nearest_bin(const std::vector<double>& weights, double log_odds) {
  const auto nearer = [&](double a, double b) {
    return std::abs(a - log_odds) < std::abs(b - log_odds);
  };
  return static_cast<std::uint8_t>(std::min_element(weights.begin(), weights.end(), nearer) -
                                   weights.begin());
}

/// Codes after `start` that do not occur go to the bin below or above, whose weight is nearer to
/// their effect.
void place_between(const std::vector<double>& effect, const std::vector<double>& weights,
                   const std::vector<bool>& placed, std::size_t start,
                   attribute::Binning& binning) {
  const auto from = placed.begin() + static_cast<std::ptrdiff_t>(start) + 1;
  const auto first = std::find(from, placed.end(), true);
  if (first == placed.end()) return;
  std::uint8_t below = binning.bin_of[static_cast<std::size_t>(first - placed.begin())];
  for (std::size_t code = start + 1; code < placed.size(); ++code) {
    if (placed[code]) {
      below = binning.bin_of[code];
      continue;
    }
    const auto next = static_cast<std::size_t>(
        std::find(placed.begin() + static_cast<std::ptrdiff_t>(code), placed.end(), true) -
        placed.begin());
    const std::uint8_t above = next < placed.size() ? binning.bin_of[next] : below;
    const bool up =
        std::abs(weights[above] - effect[code]) < std::abs(weights[below] - effect[code]);
    if (up) below = above;
    binning.bin_of[code] = below;
  }
}

/// The binning that steps over codes make; what does not occur stays with a neighbour or a near
/// one.
attribute::Binning binning_of(const attribute::Binning& before, const CodeSteps& found,
                              const Effect& effect, const attribute::CodeOrder& order) {
  const Steps& steps = found.steps;
  const std::vector<std::size_t>& codes = found.codes;
  attribute::Binning out = before;
  std::vector<bool> placed(effect.log_odds.size(), false);
  std::size_t at = 0;
  for (std::size_t step = 0; step < steps.ends.size(); ++step) {
    for (; at < steps.ends[step]; ++at) {
      out.bin_of[codes[at]] = static_cast<std::uint8_t>(step);
      placed[codes[at]] = true;
    }
  }
  if (order.ordered) place_between(effect.log_odds, steps.values, placed, order.specials, out);
  for (std::size_t code = 1; code < placed.size(); ++code) {
    const bool special = code <= order.specials;
    if (!placed[code] && (special || !order.ordered)) {
      out.bin_of[code] = nearest_bin(steps.values, 0.0);
    }
  }
  out.specials_apart = !codes.empty() && codes.front() <= order.specials;
  out.bins = static_cast<int>(steps.ends.size()) + (before.missing_apart ? 1 : 0);
  out.bin_of[0] = before.missing_apart ? static_cast<std::uint8_t>(steps.ends.size())
                                       : nearest_bin(steps.values, effect.log_odds[0]);
  return out;
}

}  // namespace

std::size_t levels_of(const attribute::CodedAttribute& attribute,
                      const attribute::BinnedAttribute& binned) {
  return attribute.kind == table::Kind::set ? std::size_t{1} << binned.members.size()
                                            : static_cast<std::size_t>(attribute.levels);
}

RefinedAttribute in_steps(const attribute::CodedAttribute& attribute,
                          const attribute::BinnedAttribute& from, const Effect& effect,
                          const outcome::Target& best, std::span<const std::uint32_t> rows,
                          const StepForm& form) {
  const attribute::CodeOrder order = order_of(attribute);
  RefinedAttribute to{.attribute = from.attribute,
                      .members = from.members,
                      .binning = from.binning,
                      .weights = {},
                      .codes = count_all(attribute, from, best, rows)};
  const CodeSteps found = all_steps(effect, order, to.codes, form);
  if (found.codes.size() < 2) return to;
  to.binning = binning_of(from.binning, found, effect, order);
  to.weights = found.steps.values;
  if (to.binning.missing_apart) to.weights.push_back(effect.log_odds[0]);
  return to;
}

StepForm form_of(const Wishes& wishes, std::uint32_t attribute) {
  StepForm form;
  form.rows_min = wishes.bin_rows;
  const auto shape = wishes.shapes.find(attribute);
  if (shape != wishes.shapes.end()) form.shape = shape->second;
  return form;
}

std::vector<RefinedAttribute> refine(const attribute::Coded& coded, const outcome::Target& best,
                                     std::span<const std::uint32_t> rows, const Binned& binned,
                                     const Support& support, const Wishes& wishes) {
  const std::vector<std::uint32_t> looked_at = attribute::spread_sample(rows, kRowsMost);
  const double slope = prior_slope(coded, best, looked_at);
  const std::vector<outcome::Mass> masses = outcome::masses_of(best, looked_at);
  std::vector<CodeColumn> columns;
  for (std::size_t a = 0; a < support.attributes.size(); ++a) {
    const attribute::BinnedAttribute& from = binned.attributes[support.attributes[a]];
    columns.push_back(
        column_of(coded.attributes[from.attribute], from, support.model.weights[a], looked_at));
    columns.back().prior = prior_by_code(coded.attributes[from.attribute], slope,
                                         columns.back().codes, looked_at, columns.back().levels);
  }
  const std::vector<Effect> effects = smooth(columns, masses, support.model.intercept);
  std::vector<RefinedAttribute> refined;
  for (std::size_t a = 0; a < columns.size(); ++a) {
    const attribute::BinnedAttribute& from = binned.attributes[support.attributes[a]];
    StepForm form = form_of(wishes, from.attribute);
    form.each = static_cast<double>(rows.size()) / static_cast<double>(looked_at.size());
    refined.push_back(
        in_steps(coded.attributes[from.attribute], from, effects[a], best, rows, form));
    if (refined.back().weights.empty()) refined.back().weights = support.model.weights[a];
  }
  return refined;
}

}  // namespace bestfit::card
