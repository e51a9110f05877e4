#pragma once

#include <cstddef>
#include <vector>

#include "bestfit/card/binned.h"
#include "bestfit/card/logistic.h"
#include "bestfit/card/wishes.h"

namespace bestfit::card {

struct SearchOptions {
  std::size_t attributes_max = 7;
  std::size_t beams = 3;     // supports kept after each step
  std::size_t children = 5;  // attributes thought of for each of them
  std::size_t refits = 2;    // children refitted exactly after each step, for each beam
  int polish_rounds = 4;     // of trying to swap each attribute for a better one
  double price = 0.25;       // of a degree of freedom, in units of 0.5 ln n
  Ridge ridge;
  int threads = 1;
  Rules rules;  // over binned.attributes
};

/// Some attributes and their fitted weights.
struct Support {
  std::vector<std::size_t> attributes;  // indices into binned.attributes, in the model's order
  Logistic model;
  double worth = 0.0;  // penalised log-likelihood less the price of its degrees of freedom
};

/// What a degree of freedom costs, in log-likelihood.
double price_of_degree(double price, std::size_t rows);

/// The supports worth most among those visited by a beam search with exact refits, then polished by
/// swaps; best first, equals in order of their attributes. The first may have no attribute, when
/// none is worth its price.
///   source  docs/methods/scorecard.md
std::vector<Support> search_supports(const Binned& binned, const SearchOptions& options);

}  // namespace bestfit::card
