#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "bestfit/card/binned.h"
#include "bestfit/card/wishes.h"
#include "bestfit/outcome/target.h"

namespace bestfit::card {

struct CardOptions {
  int attributes_max = 7;  // 1 to 7
  std::uint64_t seed = 1;
  int threads = 1;
  Wishes wishes;
};

/// One attribute of a card, on codes. The last of `points` is the average over the rows, for what
/// learning saw nothing of: missing that was rare, labels and combinations that never occurred.
struct CardAttribute {
  std::uint32_t attribute = 0;         // index into Coded::attributes
  std::vector<std::uint16_t> members;  // set: those looked at
  attribute::Binning binning;
  std::vector<int> points;    // by bin; the smallest is 0
  std::vector<double> total;  // rows by bin
  std::vector<double> best;   // best rows by bin
};

/// A scorecard on codes: the best points of all attributes add up to 100. No attribute: nothing
/// sets the best apart.
struct CodedModel {
  std::vector<CardAttribute> attributes;  // most points first
  double intercept = 0.0;                 // log odds of a score are intercept + slope * score
  double slope = 0.0;
  std::int64_t rows = 0;  // learned from
  std::int64_t best = 0;  // of these
};

/// Learns a card from some rows of the codes. Binning, choice, points and calibration all see these
/// rows alone.
///   best  one for each row of the table; rows whose outcome is not known (-1) are passed over
CodedModel fit(const attribute::Coded& coded, const outcome::Target& best,
               std::span<const std::uint32_t> rows, const CardOptions& options);

/// The score, 0 to 100, of each of `rows`.
std::vector<int> points(const CodedModel& model, const attribute::Coded& coded,
                        std::span<const std::uint32_t> rows);

}  // namespace bestfit::card
