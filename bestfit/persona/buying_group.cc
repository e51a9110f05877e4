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

class GroupMaker {
 public:
  GroupMaker(std::span<const std::int8_t> best, const GroupOptions& options)
      : best_(best), options_(options), contacts_(best.size(), 0) {}

  void count(std::span<const Contact> contacts) {
    for (const Contact& contact : contacts) {
      check(contact.account < best_.size(), "buying_group: a contact's account is a row");
      ++contacts_[contact.account];
    }
    for (std::size_t account = 0; account < best_.size(); ++account) {
      if (contacts_[account] == 0 || best_[account] < 0) continue;
      const bool is_best = best_[account] == 1;
      ++(is_best ? best_in_ : others_in_).at(stratum_of(contacts_[account]));
      ++(is_best ? out_.best_total : out_.others_total);
      (is_best ? out_.best_contacts : out_.others_contacts) +=
          static_cast<double>(contacts_[account]);
    }
    out_.best_contacts /= static_cast<double>(std::max<std::int64_t>(1, out_.best_total));
    out_.others_contacts /= static_cast<double>(std::max<std::int64_t>(1, out_.others_total));
    out_.can_tell = std::min(out_.best_total, out_.others_total) >= options_.group_least;
  }

  void add_roles(std::span<const Contact> contacts) {
    std::map<std::string, std::set<std::uint32_t>> buying;
    std::map<Position, std::set<std::uint32_t>> positions;
    for (const Contact& contact : contacts) {
      if (best_[contact.account] < 0) continue;
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
      role.goes_with_winning = out_.can_tell && role.q <= options_.q_max && role.ratio.low > 1.0;
    }
    std::stable_sort(out_.roles.begin(), out_.roles.end(),
                     [](const RoleStats& a, const RoleStats& b) {
                       if (a.goes_with_winning != b.goes_with_winning) return a.goes_with_winning;
                       return a.best_share.value > b.best_share.value;
                     });
    return std::move(out_);
  }

 private:
  /// Adds a role with enough accounts; whether there are is told without the outcome.
  void measure(RoleStats role, const std::set<std::uint32_t>& accounts) {
    const auto all = static_cast<double>(out_.best_total + out_.others_total);
    const auto least = std::max(options_.support_least,
                                static_cast<std::int64_t>(std::ceil(options_.support_share * all)));
    if (static_cast<std::int64_t>(accounts.size()) < least) return;
    std::array<std::int64_t, kStrata> with_best{};
    std::array<std::int64_t, kStrata> with_others{};
    for (const std::uint32_t account : accounts) {
      const bool is_best = best_[account] == 1;
      ++(is_best ? with_best : with_others).at(stratum_of(contacts_[account]));
      ++(is_best ? role.best : role.others);
    }
    std::array<stats::Stratum, kStrata> strata{};  // accounts with the role, and those without
    for (std::size_t i = 0; i < kStrata; ++i) {
      stats::Stratum& stratum = strata.at(i);
      stratum.with = with_best.at(i);
      stratum.total = with_best.at(i) + with_others.at(i);
      stratum.other_with = best_in_.at(i) - stratum.with;
      stratum.other_total = best_in_.at(i) + others_in_.at(i) - stratum.total;
    }
    role.best_share = stats::share_estimate(role.best, out_.best_total);
    role.others_share = stats::share_estimate(role.others, out_.others_total);
    role.ratio = stats::common_ratio(strata);
    role.p = stats::stratified_mid_p(strata);
    out_.roles.push_back(std::move(role));
  }

  std::span<const std::int8_t> best_;
  const GroupOptions& options_;
  std::vector<std::size_t> contacts_;  // one an account
  std::array<std::int64_t, kStrata> best_in_{};
  std::array<std::int64_t, kStrata> others_in_{};
  BuyingGroup out_;
};

}  // namespace

BuyingGroup buying_group(std::span<const Contact> contacts, std::span<const std::int8_t> best,
                         const GroupOptions& options) {
  GroupMaker maker(best, options);
  maker.count(contacts);
  maker.add_roles(contacts);
  return maker.finish();
}

}  // namespace bestfit::persona
