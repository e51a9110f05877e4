#include "bestfit/base/instructions.h"

namespace bestfit::base {

std::string_view instructions_name(Instructions instructions) {
  switch (instructions) {
    case Instructions::avx2: return "AVX2";
    case Instructions::neon: return "NEON";
    case Instructions::plain: break;
  }
  return "plain";
}

std::vector<Instructions> instructions_here() {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") &&
      __builtin_cpu_supports("popcnt")) {
    return {Instructions::plain, Instructions::avx2};
  }
#elif defined(__aarch64__)
  return {Instructions::plain, Instructions::neon};
#endif
  return {Instructions::plain};
}

Instructions best_instructions() { return instructions_here().back(); }

}  // namespace bestfit::base
