#include "bestfit/card/card.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include "bestfit/base/error.h"
#include "bestfit/base/random.h"
#include "bestfit/card/distil.h"
#include "bestfit/card/give_points.h"
#include "bestfit/card/logistic_line.h"
#include "bestfit/card/search.h"

namespace bestfit::card {
namespace {

constexpr std::size_t kSearchRowsMax = 60000;  // the search looks at so many rows, the fit at all
constexpr std::size_t kFinalists = 4;

std::vector<std::uint32_t> known_rows(const outcome::Target& best,
                                      std::span<const std::uint32_t> rows) {
  std::vector<std::uint32_t> known;
  known.reserve(rows.size());
  std::copy_if(rows.begin(), rows.end(), std::back_inserter(known),
               [&](std::uint32_t row) { return best[row] >= 0; });
  return known;
}

/// Every so-many-th row, with the same bins and the same evidence.
Binned thinned(const Binned& binned, std::size_t rows_max, std::uint64_t seed) {
  base::Random random(seed, 0x7468696E);
  std::vector<std::uint32_t> chosen;
  const double share = static_cast<double>(rows_max) / static_cast<double>(binned.rows());
  for (std::size_t row = 0; row < binned.rows(); ++row) {
    if (random.uniform() < share) chosen.push_back(static_cast<std::uint32_t>(row));
  }
  Binned out;
  for (const std::uint32_t row : chosen) {
    out.best.push_back(binned.best[row]);
    if (!binned.mass.empty()) out.mass.push_back(binned.mass[row]);
  }
  for (const attribute::BinnedAttribute& from : binned.attributes) {
    attribute::BinnedAttribute to;
    to.attribute = from.attribute;
    to.binning = from.binning;
    to.evidence = from.evidence;
    to.degrees = from.degrees;
    to.bins.reserve(chosen.size());
    for (const std::uint32_t row : chosen) to.bins.push_back(from.bins[row]);
    out.attributes.push_back(std::move(to));
  }
  return out;
}

SearchOptions search_options(const CardOptions& options, const Binned& binned) {
  SearchOptions search;
  search.attributes_max = static_cast<std::size_t>(options.attributes_max);
  search.threads = options.threads;
  std::vector<std::uint32_t> numbers;
  for (const attribute::BinnedAttribute& one : binned.attributes) numbers.push_back(one.attribute);
  search.rules = rules_of(options.wishes, numbers);
  const double along =
      std::clamp(400.0 / binned.whole().rarer(), 0.2, 4.0);  // measured: docs/methods/scorecard.md
  search.ridge = {.along = along, .away = std::max(5.0, 10.0 * along)};
  // A wide search where it costs little; near-separable data have many supports nearly as good.
  const auto cells = binned.rows() * binned.attributes.size();
  const bool few = cells <= 50'000;
  const bool medium = !few && cells <= 2'000'000;
  const bool wide = medium && binned.rows() <= 10'000;
  search.beams = wide ? 12 : medium ? 8 : 3;
  search.children = wide ? 12 : medium ? 6 : few ? 4 : 5;
  if (wide) search.refits = 3;
  return search;
}

/// Fits a support on all rows.
Support refit(const Binned& binned, const Support& support, const SearchOptions& search) {
  Cells cells = one_cell(binned);
  double degrees = 0.0;
  for (const std::size_t i : support.attributes) {
    cells = cut_cells(cells, binned.attributes[i], binned);
    degrees += binned.attributes[i].degrees;
  }
  Support out;
  out.attributes = support.attributes;
  out.model = fit_logistic(binned, support.attributes, cells, search.ridge, support.model);
  out.worth = out.model.penalised - degrees * price_of_degree(search.price, binned.rows());
  return out;
}

Support choose_support(const Binned& binned, const CardOptions& options) {
  const SearchOptions search = search_options(options, binned);
  if (binned.rows() <= kSearchRowsMax) {
    const Support best = search_supports(binned, search).front();
    return best.attributes.empty() ? best : refit(binned, best, search);
  }
  std::vector<Support> pool =
      search_supports(thinned(binned, kSearchRowsMax, options.seed), search);
  if (pool.size() > kFinalists) pool.resize(kFinalists);
  for (Support& support : pool) support = refit(binned, support, search);
  return *std::max_element(pool.begin(), pool.end(),
                           [](const Support& a, const Support& b) { return a.worth < b.worth; });
}

/// The card worth most by the outcomes themselves.
std::vector<RefinedAttribute> search(const attribute::Coded& coded, const outcome::Target& best,
                                     std::span<const std::uint32_t> rows,
                                     const CardOptions& options) {
  const Binned binned = make_binned(coded, best, rows, options.wishes, options.threads);
  if (binned.attributes.empty()) return {};
  const Support support = choose_support(binned, options);
  if (support.attributes.empty()) return {};
  return refine(coded, best, rows, binned, support, options.wishes);
}

/// Log odds by score: a logistic curve in one variable, from counts by score. One account of either
/// outcome at each end (half of each) keeps separable data finite.
void calibrate(const outcome::Mass& whole, std::vector<outcome::Mass> by_score, CodedModel& model) {
  std::vector<double> scores(by_score.size());
  std::iota(scores.begin(), scores.end(), 0.0);
  for (outcome::Mass* end : {&by_score.front(), &by_score.back()}) {
    end->best += 0.5;
    end->other += 0.5;
  }
  const double log_odds = std::log((whole.best + 0.5) / (whole.other + 0.5));
  const LogisticLine line = fit_line(scores, by_score, {.intercept = log_odds, .slope = 0.0});
  model.intercept = line.intercept;
  model.slope = line.slope;
}

}  // namespace

CodedModel fit(const attribute::Coded& coded, const outcome::Target& best,
               std::span<const std::uint32_t> rows, const CardOptions& options) {
  check(best.size() == coded.rows, "fit: one outcome per row");
  check(1 <= options.attributes_max && options.attributes_max <= 7, "fit: 1 to 7 attributes");
  const std::vector<std::uint32_t> known = known_rows(best, rows);
  CodedModel model;
  model.rows = static_cast<std::int64_t>(known.size());
  model.best =
      std::count_if(known.begin(), known.end(), [&](std::uint32_t row) { return best[row] == 1; });
  const outcome::Mass whole = outcome::mass_of(best, known);
  if (whole.rarer() <= 0.0) return model;
  const bool few = whole.rarer() < kFewBest;
  model.attributes =
      give_points(coded, best, known,
                  few ? distil(coded, best, known, options) : search(coded, best, known, options),
                  options.wishes.points_max);
  if (model.attributes.empty()) return model;
  const std::vector<int> scores = points(model, coded, known);
  std::vector<outcome::Mass> by_score(101);
  for (std::size_t i = 0; i < known.size(); ++i) {
    outcome::Mass& mass = by_score[static_cast<std::size_t>(scores[i])];
    mass.best += best.best_mass(known[i]);
    mass.other += best.other_mass(known[i]);
  }
  calibrate(whole, std::move(by_score), model);
  return model;
}

std::vector<int> points(const CodedModel& model, const attribute::Coded& coded,
                        std::span<const std::uint32_t> rows) {
  std::vector<int> out(rows.size(), 0);
  for (const CardAttribute& card : model.attributes) {
    const attribute::CodedAttribute& attribute = coded.attributes[card.attribute];
    for (std::size_t i = 0; i < rows.size(); ++i) {
      out[i] += card.points[attribute::bin_of_row(attribute, card.binning, card.members, rows[i])];
    }
  }
  return out;
}

}  // namespace bestfit::card
