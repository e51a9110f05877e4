#pragma once

#include <string_view>
#include <vector>

namespace bestfit::base {

/// Sets of instructions that code is written for beside plain C++. What is computed with them is
/// the same to the bit.
enum class Instructions { plain, avx2, neon };

/// "plain", "AVX2", "NEON".
std::string_view instructions_name(Instructions instructions);

/// Those that this processor has, plain first and the best last.
std::vector<Instructions> instructions_here();

/// The best of them.
Instructions best_instructions();

}  // namespace bestfit::base
