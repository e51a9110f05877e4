#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace bestfit::stats {

/// Accounts by group (a value, a bin, a rank) and outcome: what the tests below read. Groups
/// without accounts are passed over.
struct Groups {
  std::vector<double> total;  // accounts
  std::vector<double> best;   // of these, with the outcome
};

struct ClusterCell;  // clusters.h

/// Mann and Whitney's test on ordered groups: do best accounts stand higher or lower?
///   cells    where accounts hang together: the same accounts by cluster, whose design effect
///            widens the variance; none when each stands alone. The same in the tests below
///   returns  two-sided p, normal approximation with the correction for ties; 1 when all accounts
///            are in one group or have one outcome
///   source   Mann and Whitney 1947; Lehmann 1975, Nonparametrics, 1.4
double rank_test(const Groups& groups, std::span<const ClusterCell> cells = {});

/// Do best accounts stand nearer to the middle, or nearer to both ends, than others? The rank test
/// on squared ranks, with what the plain ranks explain taken out, so that under chance both tests
/// are uncorrelated.
///   source  Best and Rayner 1996, Biometrics 52(4), 1410-1415 (orthogonal rank components)
double shape_test(const Groups& groups, std::span<const ClusterCell> cells = {});

/// Pearson's chi-square test of independence, with the exact variance of a permutation, on the
/// chi-square distribution with groups - 1 degrees of freedom.
double independence_test(const Groups& groups);

/// The same by shuffling outcomes, for groups too small for the chi-square distribution; tails that
/// shuffles do not reach come from a Pearson type III curve of the shuffles' three moments.
///   replicates  at least 100
///   source      Manly 2007, Randomization, Bootstrap and Monte Carlo Methods; Mielke and Berry
///   2007
double shuffled_independence_test(const Groups& groups, int replicates, std::uint64_t seed);

/// The same where accounts hang together: whole clusters change their outcomes with clusters of
/// their size (of about their size where there are few), accounts within a cluster among each
/// other.
///   cluster, group, best  one an account, those of a cluster next to each other; best is 0 or 1
double clustered_independence_test(std::span<const std::uint32_t> cluster,
                                   std::span<const std::uint32_t> group,
                                   std::span<const std::int8_t> best, int replicates,
                                   std::uint64_t seed);

/// Are the expected counts large enough for independence_test? Cochran's rule: four of five cells
/// at least 5, none below 1.
bool expected_counts_suffice(const Groups& groups);

/// Fisher's exact test of a 2 x 2 table, two-sided, with half of the observed table's probability.
///   with_best .. without_other  counts of accounts
///   source  Agresti 2013, Categorical Data Analysis, 3.5.6 (mid-p)
double fisher_mid_p(std::int64_t with_best, std::int64_t with_other, std::int64_t without_best,
                    std::int64_t without_other);

}  // namespace bestfit::stats
