#include "bestfit/persona/buying_group.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <set>

#include "bestfit/base/error.h"
#include "bestfit/stats/discovery.h"
#include "bestfit/stats/proportion.h"
#include "bestfit/stats/strata.h"

namespace bestfit::persona {
namespace {

/// The most contacts of each stratum; beyond the last all are one.
constexpr std::array<std::size_t, 12> kStrataEnds = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 16};
constexpr std::size_t kStrata = kStrataEnds.size() + 1;

std::size_t stratum_of(std::size_t contacts) {
  const auto* const at = std::lower_bound(kStrataEnds.begin(), kStrataEnds.end(), contacts);
  return static_cast<std::size_t>(at - kStrataEnds.begin());
}

/// Accounts of two sides, by how many contacts they have.
struct SidesByContacts {
  std::array<std::int64_t, kStrata> first{};
  std::array<std::int64_t, kStrata> other{};

  void add(std::int8_t side, std::size_t contacts) {
    if (side < 0) return;
    ++(side == 1 ? first : other).at(stratum_of(contacts));
  }
};

Sides sides_of(std::span<const std::int8_t> side, const std::vector<std::size_t>& contacts) {
  Sides sides;
  for (std::size_t account = 0; account < side.size(); ++account) {
    if (contacts[account] == 0 || side[account] < 0) continue;
    const bool is_first = side[account] == 1;
    ++(is_first ? sides.first : sides.other);
    (is_first ? sides.first_contacts : sides.other_contacts) +=
        static_cast<double>(contacts[account]);
  }
  sides.first_contacts /= static_cast<double>(std::max<std::int64_t>(1, sides.first));
  sides.other_contacts /= static_cast<double>(std::max<std::int64_t>(1, sides.other));
  return sides;
}

/// Won, and without a doubt more often; or lost.
StandsOut stands_out(const RoleStats& role, double q_max) {
  if (role.q > q_max) return StandsOut::neither;
  if (role.ratio.low > 1.0) return StandsOut::won;
  return role.ratio.high < 1.0 ? StandsOut::lost : StandsOut::neither;
}

class GroupMaker {
 public:
  GroupMaker(const Outcomes& outcomes, const GroupOptions& options)
      : best_(outcomes.best),
        won_(outcomes.won.empty() ? outcomes.best : outcomes.won),
        options_(options),
        contacts_(outcomes.best.size(), 0) {
    check(won_.size() == best_.size(), "buying_group: both outcomes of each account");
  }

  void count(std::span<const Contact> contacts) {
    for (const Contact& contact : contacts) {
      check(contact.account < best_.size(), "buying_group: a contact's account is a row");
      ++contacts_[contact.account];
    }
    for (std::size_t account = 0; account < best_.size(); ++account) {
      if (contacts_[account] == 0) continue;
      in_.add(won_[account], contacts_[account]);
      if (is_known(account)) ++known_;
    }
    out_.best = sides_of(best_, contacts_);
    out_.compared = sides_of(won_, contacts_);
    out_.can_tell = std::min(out_.compared.first, out_.compared.other) >= options_.group_least;
  }

  void add_roles(std::span<const Contact> contacts) {
    std::map<std::string, std::set<std::uint32_t>> buying;
    std::map<Position, std::set<std::uint32_t>> positions;
    for (const Contact& contact : contacts) {
      if (!is_known(contact.account)) continue;
      for (const std::string& role : contact.buying_roles) buying[role].insert(contact.account);
      if (contact.position != Position{}) positions[contact.position].insert(contact.account);
    }
    for (const auto& [name, accounts] : buying) {
      measure({.name = name, .kind = RoleKind::buying_role, .position = {}}, accounts);
    }
    for (const auto& [position, accounts] : positions) {
      measure({.name = position_name(position), .kind = RoleKind::position, .position = position},
              accounts);
    }
  }

  BuyingGroup finish() {
    std::vector<double> p;
    for (const RoleStats& role : out_.roles) p.push_back(role.p);
    out_.tried = p.size();
    const std::vector<double> q = stats::benjamini_hochberg(p);
    for (std::size_t i = 0; i < q.size(); ++i) {
      RoleStats& role = out_.roles[i];
      role.q = q[i];
      if (out_.can_tell) role.stands_out = stands_out(role, options_.q_max);
    }
    std::stable_sort(out_.roles.begin(), out_.roles.end(),
                     [](const RoleStats& a, const RoleStats& b) {
                       const bool a_goes = a.stands_out == StandsOut::won;
                       const bool b_goes = b.stands_out == StandsOut::won;
                       if (a_goes != b_goes) return a_goes;
                       return a.best_share.value > b.best_share.value;
                     });
    return std::move(out_);
  }

 private:
  [[nodiscard]] bool is_known(std::size_t account) const {
    return best_[account] >= 0 || won_[account] >= 0;
  }

  /// Adds a role with enough accounts; whether there are is told without the outcome.
  void measure(RoleStats role, const std::set<std::uint32_t>& accounts) {
    const auto least = std::max(
        options_.support_least,
        static_cast<std::int64_t>(std::ceil(options_.support_share * static_cast<double>(known_))));
    if (static_cast<std::int64_t>(accounts.size()) < least) return;
    SidesByContacts with;
    for (const std::uint32_t account : accounts) {
      with.add(won_[account], contacts_[account]);
      if (best_[account] >= 0) ++(best_[account] == 1 ? role.best : role.others);
      if (won_[account] >= 0) ++(won_[account] == 1 ? role.won : role.lost);
    }
    std::array<stats::Stratum, kStrata> strata{};  // accounts with the role, and those without
    for (std::size_t i = 0; i < kStrata; ++i) {
      stats::Stratum& stratum = strata.at(i);
      stratum.with = with.first.at(i);
      stratum.total = with.first.at(i) + with.other.at(i);
      stratum.other_with = in_.first.at(i) - stratum.with;
      stratum.other_total = in_.first.at(i) + in_.other.at(i) - stratum.total;
    }
    role.best_share = stats::share_estimate(role.best, out_.best.first);
    role.others_share = stats::share_estimate(role.others, out_.best.other);
    role.won_share = stats::share_estimate(role.won, out_.compared.first);
    role.lost_share = stats::share_estimate(role.lost, out_.compared.other);
    role.ratio = stats::common_ratio(strata);
    role.p = stats::stratified_mid_p(strata);
    out_.roles.push_back(std::move(role));
  }

  std::span<const std::int8_t> best_;
  std::span<const std::int8_t> won_;
  const GroupOptions& options_;
  std::vector<std::size_t> contacts_;  // one an account
  std::int64_t known_ = 0;             // accounts with contacts, one outcome or the other known
  SidesByContacts in_;                 // won and lost
  BuyingGroup out_;
};

}  // namespace

BuyingGroup buying_group(std::span<const Contact> contacts, const Outcomes& outcomes,
                         const GroupOptions& options) {
  GroupMaker maker(outcomes, options);
  maker.count(contacts);
  maker.add_roles(contacts);
  return maker.finish();
}

}  // namespace bestfit::persona
