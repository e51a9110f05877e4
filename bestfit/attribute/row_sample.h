#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace bestfit::attribute {

/// At most `most` of some rows, spread evenly over them: every so-many-th, the first one in.
inline std::vector<std::uint32_t> spread_sample(std::span<const std::uint32_t> rows,
                                                std::size_t most) {
  const std::size_t stride = (rows.size() + most - 1) / most;
  std::vector<std::uint32_t> sample;
  sample.reserve(stride == 0 ? 0 : rows.size() / stride + 1);
  for (std::size_t i = 0; i < rows.size(); i += stride) sample.push_back(rows[i]);
  return sample;
}

}  // namespace bestfit::attribute
