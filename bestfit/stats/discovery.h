#pragma once

#include <span>
#include <vector>

namespace bestfit::stats {

/// False discovery rate at which each test would just be called a finding.
///   p        in [0, 1], one for each of all tests that were made
///   returns  q in the order of p, p <= q <= 1
///   source   Benjamini and Hochberg 1995, JRSS B 57(1), 289-300; valid for independent and for
///            positively dependent tests
std::vector<double> benjamini_hochberg(std::span<const double> p);

/// The same, valid under any dependence of the tests.
///   source  Benjamini and Yekutieli 2001, Annals of Statistics 29(4), 1165-1188
std::vector<double> benjamini_yekutieli(std::span<const double> p);

/// Chance that any of all tests shows as small a p when no attribute says anything, from shuffled
/// outcomes: the tests keep their dependence. Step-down minP.
///   p         in [0, 1], one for each of all tests that were made
///   shuffled  by shuffle, by test
///   returns   adjusted p in the order of p; never below 1 / (shuffles + 1)
///   source    Westfall and Young 1993, Resampling-Based Multiple Testing, algorithm 2.8
std::vector<double> westfall_young(std::span<const double> p,
                                   const std::vector<std::vector<double>>& shuffled);

/// One p for several tests of one thing: exact when they are independent, valid when they are
/// positively dependent.
///   p        not empty
///   source   Simes 1986, Biometrika 73(3), 751-754
double simes(std::span<const double> p);

}  // namespace bestfit::stats
