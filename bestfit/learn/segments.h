#pragma once

#include <optional>
#include <string>
#include <vector>

#include "bestfit/attribute/coded.h"
#include "bestfit/learn/prepare.h"
#include "bestfit/profile/profile.h"
#include "bestfit/segment/segments.h"

namespace bestfit::learn {

/// A rule's conditions as a profile has them: each row meets both or neither.
std::vector<profile::Condition> conditions_of(const attribute::Coded& coded,
                                              const segment::Rule& rule);

/// "industry Healthcare and number of sites 3 or more".
std::string words_of(const std::vector<profile::Condition>& conditions);

/// The rules that single out kinds of best accounts; none where profiles_max leaves room for the
/// main profile alone, or rows do not count once each on the side they are on.
std::optional<segment::Segments> find_kinds(const Prepared& prepared, const LearnOptions& options);

/// Takes out a rule that says no more than the main profile's name does.
void drop_what_is_main(const attribute::Coded& coded, const profile::Profile& main,
                       segment::Segments& found);

/// A profile for each rule, with the card of all accounts: it applies to those that match the rule.
///   main  the profile of all accounts
std::vector<profile::Profile> profiles_of(const attribute::Coded& coded,
                                          const segment::Segments& found,
                                          const profile::Profile& main,
                                          const LearnOptions& options);

}  // namespace bestfit::learn
