#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "bestfit/persona/buying_group.h"

namespace bestfit::persona {

/// A label and how many best accounts have it.
struct Counted {
  std::string name;
  std::int64_t best = 0;
};

/// A kind of person whom the best accounts have. Not a person.
struct Persona {
  RoleStats role;                     // its position
  std::vector<Counted> titles;        // the commonest ones, each of three best accounts or more
  std::vector<Counted> buying_roles;  // what its people do in a deal, the commonest first
};

struct PersonaOptions {
  std::size_t personas_max = 4;
  double share_least = 0.10;      // of the best accounts have one
  std::int64_t best_least = 5;    // and this many
  std::int64_t group_least = 10;  // best accounts with contacts
};

/// The personas of the best accounts: positions that go with winning, then the commonest; none that
/// is rarer where accounts were won. For the personas of one profile, `best` is 1 for its best
/// accounts alone.
///   contacts  as for `buying_group`
///   group     of these contacts
std::vector<Persona> personas_of(std::span<const Contact> contacts,
                                 std::span<const std::int8_t> best, const BuyingGroup& group,
                                 const PersonaOptions& options = {});

/// Which personas an account has nobody for.
///   account  its contacts, all that are known today
///   returns  places in `personas`, increasing
std::vector<std::size_t> missing_personas(const std::vector<Persona>& personas,
                                          std::span<const Contact> account);

}  // namespace bestfit::persona
