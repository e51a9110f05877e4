#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "bestfit/base/date.h"
#include "bestfit/profile/attribute_stats.h"
#include "bestfit/table/column.h"

/// Attributes as small codes: what every step of learning reads. Made once from a table, without a
/// look at the outcome; folds, half-samples and shuffled outcomes are then lists of rows.
namespace bestfit::attribute {

/// One attribute. Code 0 is "not known"; what codes 1 .. levels stand for depends on the kind:
///   number, flag, date   code c holds values in [cuts[c - 2], cuts[c - 1]), open at both ends;
///                        a date is its age in days
///   category             code c is labels[c - 1] in any spelling; the last level is any other;
///                        labels that are ranges of sizes ("51-200") stand in their order
///   label set                  code 1 is "known"; the members of a row stand in `members`
struct CodedAttribute {
  std::string name;    // for people: "Number of employees"
  std::string column;  // the input column
  table::Kind kind = table::Kind::number;
  std::string relative_to;          // date: the column that ages are counted to; may be empty
  std::vector<std::uint8_t> codes;  // one a row
  int levels = 0;
  std::vector<double> cuts;                         // increasing; levels - 1 of them
  std::vector<std::string> labels;                  // category: levels - 1; set: of member ids
  std::vector<std::vector<std::string>> spellings;  // category: of each label, itself first
  std::vector<std::uint32_t> starts;                // set: members[starts[row] .. starts[row + 1])
  std::vector<std::uint16_t> members;  // set: member ids, commonest first; rare ones left out
  bool sizes = false;                  // category: labels are ranges of sizes, smallest first
  std::size_t distinct = 0;            // different known values
  double low = 0.0;                    // number, date: the smallest value seen that is no special
  std::vector<double> specials;     // number: what codes 1, 2, … stand for alone: -9 for "none"
  bool whole = false;               // number: every known value is a whole number
  double after_time = 0.0;          // date: share of known dates after the row's time
  std::vector<float> prior_points;  // one a row: what a hand-written profile gives it for this
                                    // attribute; empty when it says nothing of it
  std::string left_out;             // why it is not offered to the card; empty when it is
  profile::Leakage leakage;         // filled by leakage.h
};

/// Whether codes 1 .. levels have an order.
inline bool is_ordered(const CodedAttribute& attribute) {
  if (attribute.kind == table::Kind::category) return attribute.sizes;
  return attribute.kind != table::Kind::set;
}

/// How codes 1 .. levels go together: in an order or not; the first `specials` stand apart from it.
struct CodeOrder {
  bool ordered = false;
  std::size_t specials = 0;
};

inline CodeOrder order_of(const CodedAttribute& attribute) {
  return {.ordered = is_ordered(attribute), .specials = attribute.specials.size()};
}

struct Coded {
  std::size_t rows = 0;
  std::optional<base::Day> as_of;  // the day that ages are counted to where a row has none
  std::vector<CodedAttribute> attributes;
  std::vector<std::uint32_t> cluster;  // one a row: rows that hang together share it; empty when
                                       // each stands alone
};

}  // namespace bestfit::attribute
