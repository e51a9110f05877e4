#include "bestfit/card/search.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <set>
#include <utility>

#include "bestfit/base/error.h"
#include "bestfit/base/parallel.h"
#include "bestfit/card/screen.h"

namespace bestfit::card {
namespace {

constexpr std::size_t kPoolMax = 12;
constexpr double kScanEnough = 1e-2;  // of log-likelihood, to compare supports

/// A support together with its cells, so that it can be grown.
struct State {
  Support support;
  Cells cells;
};

class Search {
 public:
  Search(const Binned& binned, const SearchOptions& options)
      : binned_(binned), options_(options), price_(price_of_degree(options.price, binned.rows())) {}

  std::vector<Support> run() {
    State start;
    start.cells = one_cell(binned_);
    start.support.attributes = options_.rules.forced;
    for (const std::size_t i : options_.rules.forced) {
      start.cells = cut_cells(start.cells, binned_.attributes[i], binned_);
    }
    refit(start, Logistic{});
    remember(start.support);
    std::vector<State> beam;
    beam.push_back(std::move(start));
    for (std::size_t size = options_.rules.forced.size() + 1;
         size <= options_.attributes_max && !beam.empty(); ++size) {
      const double before = best_worth();
      beam = grow(beam);
      if (beam.empty() || best_worth() <= before) break;
    }
    for (int round = 0; round < options_.polish_rounds; ++round) {
      const double before = best_worth();
      polish(pool().front());
      if (best_worth() <= before + 1e-9) break;
    }
    return pool();
  }

 private:
  [[nodiscard]] double best_worth() const {
    double best = -1e300;
    for (const auto& entry : visited_) best = std::max(best, entry.second.worth);
    return best;
  }

  /// All that were visited, best first.
  [[nodiscard]] std::vector<Support> pool() const {
    std::vector<Support> all;
    for (const auto& entry : visited_) all.push_back(entry.second);
    std::stable_sort(all.begin(), all.end(),
                     [](const Support& a, const Support& b) { return a.worth > b.worth; });
    if (all.size() > kPoolMax) all.resize(kPoolMax);
    return all;
  }

  static std::vector<std::size_t> key_of(std::vector<std::size_t> attributes) {
    std::sort(attributes.begin(), attributes.end());
    return attributes;
  }

  void remember(const Support& support) {
    visited_.try_emplace(key_of(support.attributes), support);
  }

  void refit(State& state, const Logistic& start) const {
    Support& support = state.support;
    support.model =
        fit_logistic(binned_, support.attributes, state.cells, options_.ridge, start, kScanEnough);
    double degrees = 0.0;
    for (const std::size_t i : support.attributes) degrees += binned_.attributes[i].degrees;
    support.worth = support.model.penalised - price_ * degrees;
  }

  /// A child that may be worth a refit: the worth that one Newton step foresees.
  struct Plan {
    double worth = 0.0;
    std::size_t parent = 0;
    std::size_t attribute = 0;
  };

  /// Attributes not in the support that seem to pay, the most promising first.
  [[nodiscard]] std::vector<Plan> promising(const State& state, std::size_t most) const {
    const std::vector<double> gains = screen(
        binned_, state.cells, cell_log_odds(state.cells, state.support.model), options_.threads);
    std::vector<Plan> plans;
    for (std::size_t i = 0; i < gains.size(); ++i) {
      const auto& in = state.support.attributes;
      if (std::find(in.begin(), in.end(), i) != in.end()) continue;
      if (!options_.rules.allow(in, i)) continue;
      const double worth = gains[i] - price_ * binned_.attributes[i].degrees;
      if (worth > 0.0) plans.push_back({.worth = worth, .parent = 0, .attribute = i});
    }
    std::stable_sort(plans.begin(), plans.end(),
                     [](const Plan& a, const Plan& b) { return a.worth > b.worth; });
    if (plans.size() > most) plans.resize(most);
    return plans;
  }

  [[nodiscard]] State child_of(const State& parent, std::size_t attribute) const {
    State child;
    child.cells = cut_cells(parent.cells, binned_.attributes[attribute], binned_);
    child.support.attributes = parent.support.attributes;
    child.support.attributes.push_back(attribute);
    refit(child, parent.support.model);
    return child;
  }

  /// What to refit: of all children of a beam, each support once, those that promise most.
  [[nodiscard]] std::vector<Plan> plans_for(const std::vector<State>& beam) const {
    std::vector<Plan> all;
    for (std::size_t parent = 0; parent < beam.size(); ++parent) {
      for (Plan plan : promising(beam[parent], options_.children)) {
        plan.parent = parent;
        plan.worth += beam[parent].support.worth;
        all.push_back(plan);
      }
    }
    std::stable_sort(all.begin(), all.end(),
                     [](const Plan& a, const Plan& b) { return a.worth > b.worth; });
    std::vector<Plan> plans;
    std::set<std::vector<std::size_t>> keys;
    for (const Plan& plan : all) {
      std::vector<std::size_t> attributes = beam[plan.parent].support.attributes;
      attributes.push_back(plan.attribute);
      if (keys.insert(key_of(std::move(attributes))).second) plans.push_back(plan);
    }
    const std::size_t most = options_.refits * options_.beams;
    if (plans.size() > most) plans.resize(most);
    return plans;
  }

  /// The best children of a beam.
  std::vector<State> grow(const std::vector<State>& beam) {
    const std::vector<Plan> plans = plans_for(beam);
    std::vector<State> children(plans.size());
    base::parallel_for(options_.threads, plans.size(), [&](std::size_t i) {
      children[i] = child_of(beam[plans[i].parent], plans[i].attribute);
    });
    for (const State& child : children) remember(child.support);
    std::stable_sort(children.begin(), children.end(), [](const State& a, const State& b) {
      return a.support.worth > b.support.worth;
    });
    if (children.size() > options_.beams) children.resize(options_.beams);
    return children;
  }

  [[nodiscard]] State rebuild(const Support& support, std::size_t without) const {
    State state;
    state.cells = one_cell(binned_);
    Logistic start = support.model;
    start.weights.clear();
    for (std::size_t i = 0; i < support.attributes.size(); ++i) {
      if (i == without) continue;
      state.cells = cut_cells(state.cells, binned_.attributes[support.attributes[i]], binned_);
      state.support.attributes.push_back(support.attributes[i]);
      start.weights.push_back(support.model.weights[i]);
    }
    refit(state, start);
    return state;
  }

  /// Tries the best replacements of each attribute of a support.
  void polish(const Support& support) {
    std::vector<std::vector<Support>> found(support.attributes.size());
    base::parallel_for(options_.threads, found.size(), [&](std::size_t i) {
      if (options_.rules.is_forced(support.attributes[i])) return;
      const State rest = rebuild(support, i);
      found[i].push_back(rest.support);
      for (const Plan& plan : promising(rest, 2)) {
        if (plan.attribute == support.attributes[i]) continue;
        found[i].push_back(child_of(rest, plan.attribute).support);
      }
    });
    for (const auto& supports : found) {
      for (const Support& other : supports) remember(other);
    }
  }

  const Binned& binned_;
  const SearchOptions& options_;
  double price_;
  std::map<std::vector<std::size_t>, Support> visited_;
};

}  // namespace

double price_of_degree(double price, std::size_t rows) {
  return price * 0.5 * std::log(std::max(2.0, static_cast<double>(rows)));
}

std::vector<Support> search_supports(const Binned& binned, const SearchOptions& options) {
  check(options.attributes_max >= 1, "search_supports: attributes_max >= 1");
  check(options.rules.forced.size() <= options.attributes_max, "search_supports: room for all");
  return Search(binned, options).run();
}

}  // namespace bestfit::card
