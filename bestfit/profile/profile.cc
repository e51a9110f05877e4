#include "bestfit/profile/profile.h"

#include <algorithm>

namespace bestfit::profile {

int points_max(const Criterion& criterion) {
  int most = criterion.missing.points;
  for (const Bin& bin : criterion.bins) most = std::max(most, bin.points);
  return most;
}

}  // namespace bestfit::profile
