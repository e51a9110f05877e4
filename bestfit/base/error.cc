#include "bestfit/base/error.h"

namespace bestfit {

std::string_view fault_name(Fault fault) {
  switch (fault) {
    case Fault::usage: return "usage";
    case Fault::bad_input: return "bad input";
    case Fault::missing: return "missing";
    case Fault::configuration: return "configuration";
    case Fault::denied: return "denied";
    case Fault::unavailable: return "unavailable";
    case Fault::conflict: return "conflict";
  }
  return "error";
}

void check(bool kept, const char* promise, const char* file, int line) {
  if (kept) return;
  throw Bug(std::string(file) + ":" + std::to_string(line) + ": " + promise);
}

}  // namespace bestfit
