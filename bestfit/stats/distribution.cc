#include "bestfit/stats/distribution.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <span>

#include "bestfit/base/error.h"

namespace bestfit::stats {
namespace {

constexpr double kTiny = 1e-300;
constexpr double kEpsilon = 1e-16;
constexpr int kTerms = 100000;

/// ln gamma(x) for x > 0 without the global `signgam` that std::lgamma writes.
///   source  Stirling's series after shifting x above 20
double log_gamma(double x) {
  double shift = 0.0;
  while (x < 20.0) {
    shift -= std::log(x);
    x += 1.0;
  }
  const double inverse = 1.0 / (x * x);
  const double series =
      (1.0 / 12 -
       inverse * (1.0 / 360 - inverse * (1.0 / 1260 - inverse * (1.0 / 1680 - inverse / 1188)))) /
      x;
  return shift + (x - 0.5) * std::log(x) - x + 0.5 * std::log(2.0 * std::numbers::pi) + series;
}

double polynomial(std::span<const double> coefficients, double x) {
  double value = 0.0;
  for (std::size_t i = coefficients.size(); i-- > 0;) value = value * x + coefficients[i];
  return value;
}

double gamma_series(double shape, double x) {
  double term = 1.0 / shape;
  double sum = term;
  for (int i = 1; i < kTerms && term > sum * kEpsilon; ++i) {
    term *= x / (shape + i);
    sum += term;
  }
  return sum * std::exp(-x + shape * std::log(x) - log_gamma(shape));
}

double gamma_fraction(double shape, double x) {
  double b = x + 1.0 - shape;
  double c = 1.0 / kTiny;
  double d = 1.0 / b;
  double value = d;
  for (int i = 1; i < kTerms; ++i) {
    const double a = -i * (i - shape);
    b += 2.0;
    d = a * d + b;
    d = 1.0 / (std::abs(d) < kTiny ? kTiny : d);
    c = b + a / c;
    if (std::abs(c) < kTiny) c = kTiny;
    value *= d * c;
    if (std::abs(d * c - 1.0) < kEpsilon * 4) break;
  }
  return value * std::exp(-x + shape * std::log(x) - log_gamma(shape));
}

double beta_fraction(double x, double a, double b) {
  double c = 1.0;
  double d = 1.0 - (a + b) * x / (a + 1.0);
  d = 1.0 / (std::abs(d) < kTiny ? kTiny : d);
  double value = d;
  for (int m = 1; m < kTerms; ++m) {
    double change = 1.0;
    for (const double term : {m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
                              -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))}) {
      d = 1.0 + term * d;
      d = 1.0 / (std::abs(d) < kTiny ? kTiny : d);
      c = 1.0 + term / c;
      if (std::abs(c) < kTiny) c = kTiny;
      change = d * c;
      value *= change;
    }
    if (std::abs(change - 1.0) < kEpsilon * 4) break;
  }
  return value;
}

}  // namespace

double normal_cdf(double z) { return 0.5 * std::erfc(-z / std::numbers::sqrt2); }

double normal_critical_value(double level) {
  check(0.0 < level && level < 1.0, "normal_critical_value: 0 < level < 1");
  return normal_quantile(0.5 + 0.5 * level);
}

double normal_tail_two_sided(double z) { return std::erfc(std::abs(z) / std::numbers::sqrt2); }

double normal_quantile(double probability) {
  check(0.0 < probability && probability < 1.0, "normal_quantile: 0 < probability < 1");
  constexpr double kCentre[] = {3.3871328727963666080e0,  1.3314166789178437745e+2,
                                1.9715909503065514427e+3, 1.3731693765509461125e+4,
                                4.5921953931549871457e+4, 6.7265770927008700853e+4,
                                3.3430575583588128105e+4, 2.5090809287301226727e+3};
  constexpr double kCentreUnder[] = {1.0,
                                     4.2313330701600911252e+1,
                                     6.8718700749205790830e+2,
                                     5.3941960214247511077e+3,
                                     2.1213794301586595867e+4,
                                     3.9307895800092710610e+4,
                                     2.8729085735721942674e+4,
                                     5.2264952788528545610e+3};
  constexpr double kMiddle[] = {1.42343711074968357734e0,  4.63033784615654529590e0,
                                5.76949722146069140550e0,  3.64784832476320460504e0,
                                1.27045825245236838258e0,  2.41780725177450611770e-1,
                                2.27238449892691845833e-2, 7.74545014278341407640e-4};
  constexpr double kMiddleUnder[] = {1.0,
                                     2.05319162663775882187e0,
                                     1.67638483018380384940e0,
                                     6.89767334985100004550e-1,
                                     1.48103976427480074590e-1,
                                     1.51986665636164571966e-2,
                                     5.47593808499534494600e-4,
                                     1.05075007164441684324e-9};
  constexpr double kFar[] = {6.65790464350110377720e0,  5.46378491116411436990e0,
                             1.78482653991729133580e0,  2.96560571828504891230e-1,
                             2.65321895265761230930e-2, 1.24266094738807843860e-3,
                             2.71155556874348757815e-5, 2.01033439929228813265e-7};
  constexpr double kFarUnder[] = {1.0,
                                  5.99832206555887937690e-1,
                                  1.36929880922735805310e-1,
                                  1.48753612908506148525e-2,
                                  7.86869131145613259100e-4,
                                  1.84631831751005468180e-5,
                                  1.42151175831644588870e-7,
                                  2.04426310338993978564e-15};
  const double centred = probability - 0.5;
  if (std::abs(centred) <= 0.425) {
    const double r = 0.180625 - centred * centred;
    return centred * polynomial(kCentre, r) / polynomial(kCentreUnder, r);
  }
  const double tail = std::sqrt(-std::log(centred < 0.0 ? probability : 1.0 - probability));
  const double value = tail <= 5.0
                           ? polynomial(kMiddle, tail - 1.6) / polynomial(kMiddleUnder, tail - 1.6)
                           : polynomial(kFar, tail - 5.0) / polynomial(kFarUnder, tail - 5.0);
  return centred < 0.0 ? -value : value;
}

double gamma_tail(double shape, double x) {
  check(shape > 0.0 && x >= 0.0, "gamma_tail: shape > 0 and x >= 0");
  if (x == 0.0) return 1.0;
  if (std::isinf(x)) return 0.0;
  return x < shape + 1.0 ? 1.0 - gamma_series(shape, x) : gamma_fraction(shape, x);
}

double chi_square_tail(double x, double degrees) {
  return gamma_tail(0.5 * degrees, 0.5 * std::max(0.0, x));
}

double beta_cdf(double x, double a, double b) {
  check(0.0 <= x && x <= 1.0 && a > 0.0 && b > 0.0, "beta_cdf: 0 <= x <= 1, a > 0, b > 0");
  if (x == 0.0 || x == 1.0) return x;
  const double front = std::exp(log_gamma(a + b) - log_gamma(a) - log_gamma(b) + a * std::log(x) +
                                b * std::log1p(-x));
  if (x < (a + 1.0) / (a + b + 2.0)) return front * beta_fraction(x, a, b) / a;
  return 1.0 - front * beta_fraction(1.0 - x, b, a) / b;
}

double beta_quantile(double probability, double a, double b) {
  check(0.0 <= probability && probability <= 1.0, "beta_quantile: 0 <= probability <= 1");
  double low = 0.0;
  double high = 1.0;
  for (int i = 0; i < 200 && high - low > 1e-15; ++i) {
    const double middle = 0.5 * (low + high);
    (beta_cdf(middle, a, b) < probability ? low : high) = middle;
  }
  return 0.5 * (low + high);
}

double t_critical_value(double level, double degrees) {
  check(0.0 < level && level < 1.0, "t_critical_value: 0 < level < 1");
  check(degrees > 0.0, "t_critical_value: degrees > 0");
  constexpr double kAsNormal = 1e7;
  if (degrees > kAsNormal) return normal_critical_value(level);
  const double inside = beta_quantile(level, 0.5, 0.5 * degrees);  // t^2 / (degrees + t^2)
  return std::sqrt(degrees * inside / (1.0 - inside));
}

double log_factorial(int n) {
  check(n >= 0, "log_factorial: n >= 0");
  return log_gamma(n + 1.0);
}

double log_choose(int n, int k) {
  check(0 <= k && k <= n, "log_choose: 0 <= k <= n");
  return log_factorial(n) - log_factorial(k) - log_factorial(n - k);
}

}  // namespace bestfit::stats
