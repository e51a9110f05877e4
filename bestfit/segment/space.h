#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "bestfit/attribute/coded.h"
#include "bestfit/segment/bits.h"
#include "bestfit/segment/options.h"
#include "bestfit/segment/rule.h"

namespace bestfit::segment {

/// What a search looks at: conditions, the rows that meet each as bits, and what best rows weigh.
struct Space {
  Layout layout;
  std::vector<Condition> conditions;
  std::vector<Word> covers;                // layout.words for each condition, one after the other
  std::vector<std::vector<Word>> weights;  // bit planes of the best rows' weights, lowest first;
                                           // empty where each weighs 1
  double weight_unit = 1.0;                // what the lowest bit weighs
  std::vector<double> size_power;          // t^(a - 1) / n^a by t, a = options.size_weight
  double weight_max = 1.0;                 // the largest weight; their mean is 1

  [[nodiscard]] std::span<const Word> cover(std::size_t condition) const {
    return std::span(covers).subspan(condition * layout.words, layout.words);
  }
  /// Total weight of best rows in both; takes whole covers, or their best words.
  [[nodiscard]] double weight_of(std::span<const Word> a, std::span<const Word> b,
                                 std::uint32_t best) const;
};

/// Conditions that 90 % of the rows meet at most, and enough rows and best rows.
///   value  what each best row is worth, one a row of the table, finite and >= 0 for
///          these; empty when all are alike.
///          Values above the best rows' 95 % quantile count as that, so that no one account
///          decides; values are kept to 8 bits
Space make_space(const attribute::Coded& coded, std::span<const std::int8_t> best,
                 std::span<const double> value, std::span<const std::uint32_t> rows,
                 const SegmentOptions& options);

}  // namespace bestfit::segment
