#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "bestfit/card/binned.h"

namespace bestfit::card {

/// Rows that are equal in all attributes of a support, counted once. `codes` holds one bin for each
/// attribute of the support, cell by cell.
struct Cells {
  std::size_t width = 0;  // attributes of the support
  std::vector<std::uint8_t> codes;
  std::vector<double> total;  // rows, for as much as they count
  std::vector<double> best;
  std::vector<std::uint32_t> of_row;  // which cell each row is in
  [[nodiscard]] std::size_t size() const { return total.size(); }
};

/// All rows in one cell: no attribute yet.
Cells one_cell(const Binned& binned);

/// Cells cut further by one more attribute, whose bins become the last code of each cell.
///   binned  the rows that the attribute is binned on
Cells cut_cells(const Cells& cells, const attribute::BinnedAttribute& attribute,
                const Binned& binned);

/// How strongly points are held: along an attribute's weights of evidence a little, away from them
/// more. Keeps separable data finite and small bins near what they say alone.
struct Ridge {
  double along = 1.0;
  double away = 5.0;
};

/// Additive logistic model on bins: log odds = intercept + sum of one weight for each attribute.
struct Logistic {
  double intercept = 0.0;
  std::vector<std::vector<double>> weights;  // by attribute of the support, by bin
  double log_likelihood = 0.0;
  double penalised = 0.0;  // log-likelihood less the ridge
};

/// Maximum penalised likelihood by Newton's method with step halving.
///   support  indices into binned.attributes, in the order of the cells' codes
///   start    weights to start from; missing ones start at 0
///   enough   ends when a step gains less log-likelihood than this
Logistic fit_logistic(const Binned& binned, std::span<const std::size_t> support,
                      const Cells& cells, const Ridge& ridge, const Logistic& start,
                      double enough = 1e-6);

}  // namespace bestfit::card
