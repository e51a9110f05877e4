#pragma once

#include <optional>
#include <string_view>

#include "bestfit/profile/profile.h"

namespace bestfit::profile {

/// The word for a kind in a profile file: number, date, category, set.
std::string_view criterion_kind_name(CriterionKind kind);

/// The kind of that word, if there is one.
std::optional<CriterionKind> find_criterion_kind(std::string_view name);

}  // namespace bestfit::profile
