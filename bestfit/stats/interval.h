#pragma once

namespace bestfit::stats {

/// A range that holds the true value with a stated confidence; 95 % unless said otherwise.
struct Interval {
  double low = 0.0;
  double high = 0.0;
};

/// An estimate with its interval.
struct Estimate {
  double value = 0.0;
  double low = 0.0;
  double high = 0.0;
};

}  // namespace bestfit::stats
