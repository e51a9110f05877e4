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
  double q_max = 0.10;             // of roles that go with winning
  std::int64_t support_least = 5;  // accounts that have a role, whatever their outcome
  double support_share = 0.01;     // and this share of the accounts with contacts
  std::int64_t group_least = 10;   // accounts with contacts, of each outcome
};

enum class RoleKind { buying_role, position };

/// How often a role is there among accounts with a known outcome and a contact.
struct RoleStats {
  std::string name;
  RoleKind kind = RoleKind::position;
  Position position;      // of that kind
  std::int64_t best = 0;  // accounts that have it
  std::int64_t others = 0;
  stats::Estimate best_share;
  stats::Estimate others_share;
  stats::Estimate ratio;  // rate of best accounts with it over the rate without it, among accounts
                          // with as many contacts (stats::common_ratio)
  double p = 1.0;         // of the same comparison
  double q = 1.0;         // over all roles that were tried
  bool goes_with_winning = false;
};

struct BuyingGroup {
  std::int64_t best_total = 0;  // accounts with a contact
  std::int64_t others_total = 0;
  double best_contacts = 0.0;  // mean contacts of an account
  double others_contacts = 0.0;
  bool can_tell = false;  // enough of either
  std::size_t tried = 0;
  std::vector<RoleStats> roles;  // what goes with winning first, then by the share of the best
};

/// Roles by accounts. Accounts that were won have more contacts entered, and so more of each role:
/// each role is tested among accounts with as many contacts (one by one up to 10, then 12, 16 and
/// more). Only more frequent roles are called: with as many contacts one role stands in the place
/// of another.
///   contacts  those that may be used (in time), of accounts in any order
///   best      one an account: 1, 0, -1 not known
BuyingGroup buying_group(std::span<const Contact> contacts, std::span<const std::int8_t> best,
                         const GroupOptions& options = {});

}  // namespace bestfit::persona
