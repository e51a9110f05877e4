#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "bestfit/attribute/coded.h"
#include "bestfit/outcome/target.h"

namespace bestfit::card {

/// An attribute's codes on the rows learned from.
struct CodeColumn {
  std::vector<std::uint8_t> codes;  // one a row
  std::size_t levels = 0;           // the highest code; 0 is "not known"
  attribute::CodeOrder order;       // of codes 1 .. levels
  std::vector<double> log_odds;     // by code: where to start
  std::vector<double> prior;        // by code: log odds that effects are held to; empty: none
};

/// What an attribute adds to the log odds, given the others.
struct Effect {
  std::vector<double> log_odds;  // by code
  std::vector<double>
      information;  // by code: sum of p (1 - p) over its rows; 0 when there are none
};

struct SmoothOptions {
  int rounds = 6;       // over all attributes, at most
  double pooled = 0.0;  // differences that what all attributes show together is worth to each one;
                        // 0: each goes by its own alone
};

/// Additive logistic model on codes. Neighbours of an ordered attribute are held together (Gaussian
/// random walk) as far as they differ from the prior, but for special codes, each of which stands
/// alone; labels are held to their mean; how tightly is learned for each attribute from its own
/// codes (empirical Bayes). Blocks of Newton steps, one attribute after the other. Codes of an
/// ordered attribute that do not occur lie on the line between their neighbours.
///   rows    what each row counts for
///   source  Fahrmeir and Lang 2001, JRSS C 50(2), 201-220 (the model); Dempster, Laird and Rubin
///           1977 (EM for the precision)
std::vector<Effect> smooth(std::span<const CodeColumn> columns, std::span<const outcome::Mass> rows,
                           double intercept, const SmoothOptions& options = {});

}  // namespace bestfit::card
