#include "bestfit/stats/symmetric.h"

#include "bestfit/base/error.h"

namespace bestfit::stats {
namespace {

constexpr double kSmallest = 1e-10;  // of a pivot, over the value that it started from

void sweep_pivot(std::vector<double>& values, std::size_t size, std::size_t pivot) {
  const double scale = values[pivot * size + pivot];
  for (std::size_t j = 0; j < size; ++j) values[pivot * size + j] /= scale;
  for (std::size_t i = 0; i < size; ++i) {
    if (i == pivot) continue;
    const double factor = values[i * size + pivot];
    for (std::size_t j = 0; j < size; ++j) {
      values[i * size + j] -= factor * values[pivot * size + j];
    }
    values[i * size + pivot] = -factor / scale;
  }
  values[pivot * size + pivot] = 1.0 / scale;
}

}  // namespace

std::vector<double> symmetric_inverse(std::vector<double> values, std::size_t size,
                                      std::size_t* rank) {
  check(values.size() == size * size, "symmetric_inverse: size x size values");
  std::vector<double> start(size);
  for (std::size_t i = 0; i < size; ++i) start[i] = values[i * size + i];
  std::vector<char> swept(size, 0);
  std::size_t found = 0;
  for (std::size_t i = 0; i < size; ++i) {
    if (!(values[i * size + i] > kSmallest * start[i])) continue;
    sweep_pivot(values, size, i);
    swept[i] = 1;
    ++found;
  }
  for (std::size_t i = 0; i < size; ++i) {
    for (std::size_t j = 0; j < size; ++j) {
      if (swept[i] == 0 || swept[j] == 0) values[i * size + j] = 0.0;
    }
  }
  if (rank != nullptr) *rank = found;
  return values;
}

}  // namespace bestfit::stats
