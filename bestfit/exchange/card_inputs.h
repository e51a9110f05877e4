#pragma once

#include <string>
#include <vector>

#include "bestfit/profile/profile.h"

namespace bestfit::exchange {

/// One input of a model that takes no sets and no dates: what the caller makes of a row.
struct Input {
  std::string name;
  std::string column;
  profile::CriterionKind kind = profile::CriterionKind::number;
  std::string relative_to;
  std::string member;  // set: the folded member whose presence it says; else empty
};

/// The name of the input for a column read as a kind: "Sites", "Created (age in days)",
/// "Technologies = sap". Names differ.
std::string input_name(const std::string& column, profile::CriterionKind kind,
                       const std::string& relative_to, const std::string& member);

/// All inputs that the profiles need, each once, in the order in which they are first asked for.
/// A set has one input a member that the profiles name, or one that says that it is known.
std::vector<Input> card_inputs(const profile::ProfileFile& file);

/// Folded texts that stand for "not known" in a category, the empty one first.
std::vector<std::string> not_known_labels(const profile::ProfileFile& file,
                                          const std::string& column);

}  // namespace bestfit::exchange
