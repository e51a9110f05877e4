#pragma once

#include <string>

#include "bestfit/profile/profile.h"

namespace bestfit::exchange {

/// PMML 4.4: one Scorecard a profile, with reason codes; its fields are the inputs of card_inputs,
/// missing where not known. Which profile fits an account best is left to the caller: PMML has no
/// such choice that consumers share.
///   source  Data Mining Group, dmg.org/pmml/v4-4/Scorecard.html
std::string pmml(const profile::ProfileFile& file);

}  // namespace bestfit::exchange
