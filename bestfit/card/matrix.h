#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

namespace bestfit::card {

/// A small symmetric positive matrix, of which the lower triangle is kept.
class Matrix {
 public:
  explicit Matrix(std::size_t size) : size_(size), cells_(size * size, 0.0) {}

  double& at(std::size_t row, std::size_t column) { return cells_[row * size_ + column]; }
  [[nodiscard]] double at(std::size_t row, std::size_t column) const {
    return cells_[row * size_ + column];
  }
  [[nodiscard]] std::size_t size() const { return size_; }

  /// Replaces the matrix by its Cholesky factor; a pivot that is not positive becomes 1e-5.
  void factor();

  /// Solves factor * factor' * x = b in place.
  void solve(std::vector<double>& b) const;

 private:
  std::size_t size_;
  std::vector<double> cells_;
};

inline void Matrix::factor() {
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

inline void Matrix::solve(std::vector<double>& b) const {
  for (std::size_t i = 0; i < size_; ++i) {
    for (std::size_t j = 0; j < i; ++j) b[i] -= at(i, j) * b[j];
    b[i] /= at(i, i);
  }
  for (std::size_t i = size_; i-- > 0;) {
    for (std::size_t j = i + 1; j < size_; ++j) b[i] -= at(j, i) * b[j];
    b[i] /= at(i, i);
  }
}

}  // namespace bestfit::card
