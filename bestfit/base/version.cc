#include "bestfit/base/version.h"

namespace bestfit::base {

std::string program_version() { return BESTFIT_VERSION; }

}  // namespace bestfit::base
