#pragma once

#include <string>

#include "bestfit/profile/profile.h"

namespace bestfit::exchange {

/// The profile file as JSON: the keys of icp.toml (docs/formats/icp.schema.json).
std::string json(const profile::ProfileFile& file);

/// The card as a table for people: one line a bin, condition, tier and step of the probability.
/// Cells that a spreadsheet would run have an apostrophe before them.
std::string csv(const profile::ProfileFile& file);

}  // namespace bestfit::exchange
