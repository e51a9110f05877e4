#include "bestfit/stats/symmetric.h"

#include <gtest/gtest.h>

#include "bestfit/base/error.h"

namespace bestfit::stats {
namespace {

TEST(SymmetricInverse, IsThatWorkedByHand) {
  std::size_t rank = 0;
  const std::vector<double> found = symmetric_inverse({4, 2, 2, 3}, 2, &rank);
  EXPECT_EQ(rank, 2U);
  EXPECT_NEAR(found[0], 3.0 / 8.0, 1e-15);
  EXPECT_NEAR(found[1], -2.0 / 8.0, 1e-15);
  EXPECT_NEAR(found[2], -2.0 / 8.0, 1e-15);
  EXPECT_NEAR(found[3], 4.0 / 8.0, 1e-15);
}

TEST(SymmetricInverse, OfASingularMatrixSolvesIt) {
  const std::vector<double> matrix{2, -1, -1, -1, 2, -1, -1, -1, 2};  // rows add up to 0
  std::size_t rank = 0;
  const std::vector<double> found = symmetric_inverse(matrix, 3, &rank);
  EXPECT_EQ(rank, 2U);
  for (std::size_t i = 0; i < 3; ++i) {  // matrix * found * matrix = matrix
    for (std::size_t j = 0; j < 3; ++j) {
      double product = 0.0;
      for (std::size_t k = 0; k < 9; ++k) {
        product += matrix[3 * i + k / 3] * found[k] * matrix[3 * (k % 3) + j];
      }
      EXPECT_NEAR(product, matrix[3 * i + j], 1e-14);
    }
  }
  EXPECT_THROW(symmetric_inverse(matrix, 2), Bug);
}

}  // namespace
}  // namespace bestfit::stats
