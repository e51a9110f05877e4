#include "bestfit/stats/distribution.h"

#include <gtest/gtest.h>

#include <cmath>

#include "bestfit/base/error.h"

namespace bestfit::stats {
namespace {

TEST(Distribution, NormalAgreesWithTables) {  // Abramowitz and Stegun 1964, tables 26.1 and 26.5
  EXPECT_NEAR(normal_cdf(1.0), 0.841344746068543, 1e-14);
  EXPECT_NEAR(normal_cdf(-3.0), 0.00134989803163009, 1e-15);
  EXPECT_NEAR(normal_quantile(0.975), 1.959963984540054, 1e-13);
  EXPECT_NEAR(normal_quantile(0.995), 2.575829303548901, 1e-13);
  EXPECT_NEAR(normal_quantile(1e-10), -6.361340902404056, 1e-11);
  EXPECT_NEAR(normal_tail_two_sided(1.959963984540054), 0.05, 1e-14);
  EXPECT_THROW(normal_quantile(0.0), Bug);
  for (const double z : {-7.0, -2.5, -0.3, 0.0, 0.4, 1.7, 5.0}) {
    EXPECT_NEAR(normal_quantile(normal_cdf(z)), z, 1e-9 * (1.0 + z * z));
  }
}

TEST(Distribution, StudentsTAgreesWithTables) {  // Abramowitz and Stegun 1964, table 26.10
  EXPECT_NEAR(t_critical_value(0.95, 1.0), 12.706204736432095, 1e-9);
  EXPECT_NEAR(t_critical_value(0.95, 10.0), 2.2281388519649385, 1e-10);
  EXPECT_NEAR(t_critical_value(0.99, 5.0), 4.032142983555228, 1e-10);
  EXPECT_NEAR(t_critical_value(0.9, 2.0), 1.8 / std::sqrt(2.0 * 0.95 * 0.05 * 2.0) / std::sqrt(2.0),
              1e-10);  // closed form for 2 degrees
  EXPECT_NEAR(t_critical_value(0.95, 1e6), 1.959966356, 1e-8);
  EXPECT_EQ(t_critical_value(0.95, 1e9), normal_critical_value(0.95));
  EXPECT_THROW(t_critical_value(0.95, 0.0), Bug);
}

TEST(Distribution, ChiSquareAgreesWithTables) {  // Abramowitz and Stegun 1964, table 26.8
  EXPECT_NEAR(chi_square_tail(3.841458820694124, 1.0), 0.05, 1e-12);
  EXPECT_NEAR(chi_square_tail(18.307038053275146, 10.0), 0.05, 1e-12);
  EXPECT_NEAR(chi_square_tail(124.34211340400407, 100.0), 0.05, 1e-11);
  EXPECT_NEAR(chi_square_tail(2.0, 2.0), std::exp(-1.0), 1e-14);  // closed form for 2 degrees
  EXPECT_EQ(chi_square_tail(-1.0, 3.0), 1.0);
}

TEST(Distribution, BetaAgreesWithClosedForms) {
  EXPECT_NEAR(beta_cdf(0.3, 1.0, 4.0), 1.0 - std::pow(0.7, 4.0), 1e-14);
  EXPECT_NEAR(beta_cdf(0.3, 3.0, 1.0), 0.027, 1e-14);
  EXPECT_NEAR(beta_cdf(0.5, 250.5, 250.5), 0.5, 1e-12);
  // binomial tail: P(X >= 3), n = 10, p = 0.2
  EXPECT_NEAR(beta_cdf(0.2, 3.0, 8.0), 0.322200474, 1e-9);
  EXPECT_NEAR(beta_quantile(0.05, 1.0, 4.0), 1.0 - std::pow(0.95, 0.25), 1e-13);
}

TEST(Distribution, FactorialsAreExact) {
  EXPECT_NEAR(log_factorial(0), 0.0, 1e-13);
  EXPECT_NEAR(log_factorial(20), std::log(2432902008176640000.0), 1e-12);
  EXPECT_NEAR(log_choose(52, 5), std::log(2598960.0), 1e-11);
}

}  // namespace
}  // namespace bestfit::stats
