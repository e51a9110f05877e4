#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "bestfit/persona/position.h"
#include "bestfit/stats/interval.h"

namespace bestfit::persona {

/// A person at an account, without a name.
struct Contact {
  std::uint32_t account = 0;  // its row
  Position position;
  std::vector<std::string> buying_roles;
  std::string title;  // as it is written; shown only where several accounts have it
};

struct GroupOptions {
  double q_max = 0.10;             // of roles that stand out
  std::int64_t support_least = 5;  // accounts that have a role, whatever their outcome
  double support_share = 0.01;     // and this share of the accounts with contacts
  std::int64_t group_least = 10;   // accounts with contacts, of either side
};

enum class RoleKind { buying_role, position };

/// Which side has a role more often, among accounts with as many contacts.
enum class StandsOut { neither, won, lost };

/// How often a role is there among accounts with a known outcome and a contact.
struct RoleStats {
  std::string name;
  RoleKind kind = RoleKind::position;
  Position position;      // of that kind
  std::int64_t best = 0;  // accounts that have it
  std::int64_t others = 0;
  std::int64_t won = 0;
  std::int64_t lost = 0;
  stats::Estimate best_share;
  stats::Estimate others_share;
  stats::Estimate won_share;
  stats::Estimate lost_share;
  stats::Estimate ratio;  // rate of won accounts with it over the rate without it, among accounts
                          // with as many contacts (stats::common_ratio)
  double p = 1.0;         // of the same comparison
  double q = 1.0;         // over all roles that were tried
  StandsOut stands_out = StandsOut::neither;
};

/// Accounts of two sides that have a contact.
struct Sides {
  std::int64_t first = 0;  // best, or won
  std::int64_t other = 0;
  double first_contacts = 0.0;  // mean contacts of an account
  double other_contacts = 0.0;
};

struct BuyingGroup {
  Sides best;             // the best and the others
  Sides compared;         // the won and the lost
  bool can_tell = false;  // enough of either to compare
  std::size_t tried = 0;
  std::vector<RoleStats> roles;  // what goes with winning first, then by the share of the best
};

/// What came of accounts, one an account: 1, 0, -1 not known.
struct Outcomes {
  std::span<const std::int8_t> best;  // whose buying group it is
  std::span<const std::int8_t> won;   // by which roles are compared; empty: nobody says who was
                                      // won, and the best are held against the others
};

/// Roles by accounts. Accounts that were won have more contacts entered, and so more of each role:
/// each role is tested among accounts with as many contacts (one by one up to 10, then 12, 16 and
/// more), those won against those lost.
///   contacts  those that may be used (in time), of accounts in any order
BuyingGroup buying_group(std::span<const Contact> contacts, const Outcomes& outcomes,
                         const GroupOptions& options = {});

}  // namespace bestfit::persona
