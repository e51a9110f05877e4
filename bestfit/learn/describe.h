#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "bestfit/card/card.h"
#include "bestfit/outcome/target.h"
#include "bestfit/profile/profile.h"
#include "bestfit/stats/frame.h"

namespace bestfit::learn {

/// An attribute of a card as a criterion of a profile: each row gets the same points from both.
///   best, rows  for the counts of evidence; outcomes known
profile::Criterion criterion_of(const attribute::CodedAttribute& attribute,
                                const card::CardAttribute& card, const outcome::Target& best,
                                std::span<const std::uint32_t> rows);

/// A criterion and where its rows are.
struct CountedCriterion {
  profile::Criterion criterion;
  std::vector<std::uint32_t> bin_of_code;  // index into criterion.bins; their number for not known
};

/// criterion_of, with the bin of each code (of each combination, for sets).
CountedCriterion counted_criterion(const attribute::CodedAttribute& attribute,
                                   const card::CardAttribute& card, const outcome::Target& best,
                                   std::span<const std::uint32_t> rows);

/// What fits best on one attribute: the bins near the best one, taken together.
struct Fit {
  std::string label;
  std::int64_t total = 0;  // accounts that have it
  std::int64_t best = 0;
  int points = 0;             // the most of its bins
  std::vector<bool> has_bin;  // by bin of the criterion
};
Fit best_fit(const attribute::CodedAttribute& attribute, const profile::Criterion& criterion);

/// What a profile is told in, and what its rows stand for.
struct Described {
  std::string outcome;          // its name
  std::string row = "account";  // what a row is called; with an s, several
  stats::Frame frame;
  std::vector<double> stands_for;  // accounts of the population, one a row; empty: one each
};

/// The criteria with name, narrative, tiers and calibration as a profile. Tiers are cuts on the
/// scores of the rows learned from: about a tenth A, a quarter B, three in ten C; each from a score
/// that an account has. The calibration
/// is of these rows too, until proof replaces it; none where rates cannot be told.
profile::Profile profile_of(const attribute::Coded& coded, const card::CodedModel& model,
                            const outcome::Target& best, std::span<const std::uint32_t> rows,
                            const Described& described);

/// Tiers A to D of a card from the scores of the rows it was learned from: see profile_of.
///   scores      0 to 100, not empty
///   stands_for  for how many accounts of the population, one a score; empty: one each
std::vector<profile::Tier> tiers_of(const std::vector<int>& scores,
                                    std::span<const double> stands_for = {});

/// What a profile calls a kind of column.
profile::CriterionKind criterion_kind_of(table::Kind kind);

/// Whether an attribute's name says that it is an industry.
bool speaks_of_industry(const std::string& attribute);

/// An attribute's name within a sentence: "number of employees", "NAICS code".
std::string in_sentence(std::string name);

/// "51–200", "up to 50", "1.5 or more": a range of numbers for people.
std::string range_label(const attribute::CodedAttribute& attribute, std::optional<double> from,
                        std::optional<double> below);

/// "Software", "Software or Bank", "Software, Bank or 3 more".
std::string list_label(const std::vector<std::string>& names);

}  // namespace bestfit::learn
