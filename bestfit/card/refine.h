#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "bestfit/attribute/coded.h"
#include "bestfit/card/binned.h"
#include "bestfit/card/search.h"
#include "bestfit/card/smooth.h"
#include "bestfit/card/wishes.h"
#include "bestfit/outcome/target.h"

namespace bestfit::card {

/// An attribute of a chosen support with bins of its final form.
struct RefinedAttribute {
  std::uint32_t attribute = 0;         // index into Coded::attributes
  std::vector<std::uint16_t> members;  // set: those looked at
  attribute::Binning binning;
  std::vector<double> weights;  // log odds by bin
  attribute::Counts codes;      // rows and best rows by code; of a set, by combination
};

/// What steps may look like.
struct StepForm {
  double each = 1.0;      // rows that each row of an effect's information stands for
  double price = 0.1;     // of a step, in log-likelihood
  double rows_min = 5.0;  // of a step
  Shape shape = Shape::free;
};

/// The highest code; of a set, of the combinations of its members looked at.
std::size_t levels_of(const attribute::CodedAttribute& attribute,
                      const attribute::BinnedAttribute& binned);

/// The step function of at most 6 bins nearest to an effect on the codes. No weights when fewer
/// than two codes occur.
///   best  one for each row of the table; those of `rows` are 0 or 1
RefinedAttribute in_steps(const attribute::CodedAttribute& attribute,
                          const attribute::BinnedAttribute& from, const Effect& effect,
                          const outcome::Target& best, std::span<const std::uint32_t> rows,
                          const StepForm& form);

/// The form that a person wants of an attribute's steps.
StepForm form_of(const Wishes& wishes, std::uint32_t attribute);

/// Draws the bins of a chosen support again, each attribute given the others: smooth effects on the
/// codes, then the nearest step function of at most 6 bins. Bins found for each attribute alone
/// tell part of what its neighbours in the card say already.
///   rows  those that `binned` was made of
std::vector<RefinedAttribute> refine(const attribute::Coded& coded, const outcome::Target& best,
                                     std::span<const std::uint32_t> rows, const Binned& binned,
                                     const Support& support, const Wishes& wishes);

}  // namespace bestfit::card
