#pragma once

#include <string>

#include "bestfit/profile/profile.h"

namespace bestfit::exchange {

/// The bytes of an ONNX model that gives icp_score, icp_status, icp_tier, icp_profile and
/// icp_probability; its inputs are those of card_inputs, each a column of doubles (NaN: not known)
/// or of texts in lower case. Doubles, not floats: a float does not tell 16777217 from 16777216, so
/// that a value next to a cut point would change its bin.
std::string onnx(const profile::ProfileFile& file);

}  // namespace bestfit::exchange
