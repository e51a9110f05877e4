#pragma once

#include <span>

namespace bestfit::signal {

/// The days in which half of what an event says is gone.
struct HalfLife {
  double days = 0.0;
  double low = 0.0;  // 95 % interval within the floor and the ceiling
  double high = 0.0;
  bool told = false;  // else the days are the fallback
};

struct HalfLifeOptions {
  int window_days = 180;
  double floor_days = 14.0;
  double ceiling_days = 365.0;
  double fewest_excess = 10.0;  // events beyond the background
};

/// How fast the excess of events before a deal over the background falls with the days between
/// them. Events are a mixture of the background, even over the window, and of an excess that halves
/// in the half-life; the likeliest one, with the interval of the likelihood ratio.
///   lags        days from an event to the deal, each in 1 .. window
///   background  events that as many accounts would have without the deal, >= 0
///   returns     not told with fewer than `fewest_excess` events of excess, or where the interval
///               reaches the ceiling: half the window then, moved into the interval
///   source      docs/methods/triggers.md
HalfLife half_life(std::span<const int> lags, double background,
                   const HalfLifeOptions& options = {});

}  // namespace bestfit::signal
