#include "bestfit/example/planted.h"

#include "bestfit/base/error.h"

namespace bestfit::example {

const Band& band_of(std::span<const Band> bands, int value) {
  for (const Band& band : bands) {
    if (band.from <= value && value <= band.to) return band;
  }
  throw Bug("band_of: no band holds the value");
}

}  // namespace bestfit::example
