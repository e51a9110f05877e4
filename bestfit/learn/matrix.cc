#include "bestfit/learn/matrix.h"

#include <algorithm>
#include <cmath>

namespace bestfit::learn {

void Matrix::factor() {
  for (std::size_t j = 0; j < size_; ++j) {
    double* const row_j = &cells_[j * size_];
    for (std::size_t i = 0; i < j; ++i) row_j[j] -= row_j[i] * row_j[i];
    row_j[j] = std::sqrt(std::max(row_j[j], 1e-10));
    for (std::size_t k = j + 1; k < size_; ++k) {
      double* const row_k = &cells_[k * size_];
      double sum = row_k[j];
      for (std::size_t i = 0; i < j; ++i) sum -= row_k[i] * row_j[i];
      row_k[j] = sum / row_j[j];
    }
  }
}

void Matrix::solve(std::vector<double>& b) const {
  for (std::size_t i = 0; i < size_; ++i) {
    for (std::size_t j = 0; j < i; ++j) b[i] -= at(i, j) * b[j];
    b[i] /= at(i, i);
  }
  for (std::size_t i = size_; i-- > 0;) {
    for (std::size_t j = i + 1; j < size_; ++j) b[i] -= at(j, i) * b[j];
    b[i] /= at(i, i);
  }
}

}  // namespace bestfit::learn
