#pragma once

#include <string>

namespace bestfit::base {

/// The version of the program.
std::string program_version();

}  // namespace bestfit::base
