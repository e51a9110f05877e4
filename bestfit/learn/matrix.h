#pragma once

#include <cstddef>
#include <vector>

namespace bestfit::learn {

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

}  // namespace bestfit::learn
