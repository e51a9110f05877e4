#include "bestfit/flow/evidence.h"

namespace bestfit::flow {

std::string program_version() { return BESTFIT_VERSION; }

}  // namespace bestfit::flow
