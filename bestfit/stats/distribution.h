#pragma once

namespace bestfit::stats {

/// Probability that a standard normal variable is at most `z`.
double normal_cdf(double z);

/// The value below which a standard normal variable falls with that probability.
///   probability  in (0, 1)
///   throws       Bug when it is not
///   source       Wichura 1988, Applied Statistics 37(3), algorithm AS 241 (16 digits)
double normal_quantile(double probability);

/// How many standard errors an interval of that level reaches to each side; 1.96 at 0.95.
///   level   in (0, 1)
///   throws  Bug when it is not
double normal_critical_value(double level);

/// The same for Student's t distribution; 12.706 at 0.95 and 1 degree of freedom.
///   level in (0, 1); degrees > 0
double t_critical_value(double level, double degrees);

/// Probability that |z| or more is seen by chance in a standard normal variable (two sides).
double normal_tail_two_sided(double z);

/// Probability that a chi-square variable is at least `x`.
///   x        below 0 counts as 0
///   degrees  of freedom, > 0
double chi_square_tail(double x, double degrees);

/// Regularised upper incomplete gamma function Q(shape, x).
///   shape > 0, x >= 0
///   source  series and Lentz's continued fraction (Press et al., Numerical Recipes, 6.2)
double gamma_tail(double shape, double x);

/// Regularised incomplete beta function: the distribution function of Beta(a, b) at x.
///   x in [0, 1], a > 0, b > 0
///   source  Lentz's continued fraction (Press et al., Numerical Recipes, 6.4)
double beta_cdf(double x, double a, double b);

/// The value below which a Beta(a, b) variable falls with that probability in [0, 1].
double beta_quantile(double probability, double a, double b);

/// Natural logarithm of n!, relative error below 1e-13; n >= 0.
double log_factorial(int n);

/// Natural logarithm of the number of ways to choose k of n; 0 <= k <= n.
double log_choose(int n, int k);

}  // namespace bestfit::stats
