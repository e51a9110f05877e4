#pragma once

#include <string>
#include <string_view>

#include "bestfit/profile/profile.h"

namespace bestfit::profile {

/// Reads the text of a profile file (docs/formats/icp.md).
///   source  what to call it in a message, usually its path
///   throws  Error(configuration) with source, line and column: not TOML, an unknown key, a value
///   of the
///           wrong type, a promise of the format broken (points that do not add up to 100, …)
ProfileFile parse_profile(std::string_view text, std::string_view source);

/// The text of a profile file; parse_profile of it gives the same values.
std::string profile_text(const ProfileFile& file);

}  // namespace bestfit::profile
