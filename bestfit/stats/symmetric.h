#pragma once

#include <cstddef>
#include <vector>

namespace bestfit::stats {

/// The inverse of a symmetric matrix without negative eigenvalues; of a singular one a generalised
/// inverse, with rows and columns of zeros where a variable depends on those before it.
///   values  size x size, row by row
///   rank    set to the number of variables that do not, unless null
///   throws  Bug unless there are size x size values
///   source  Goodnight 1979, The American Statistician 33(3), 149-158 (sweep operator)
std::vector<double> symmetric_inverse(std::vector<double> values, std::size_t size,
                                      std::size_t* rank = nullptr);

}  // namespace bestfit::stats
