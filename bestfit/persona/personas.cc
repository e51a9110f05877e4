#include "bestfit/persona/personas.h"

#include <algorithm>
#include <map>
#include <set>

#include "bestfit/base/text.h"

namespace bestfit::persona {
namespace {

constexpr std::int64_t kTitleLeast = 3;  // accounts: a title of one may be that of one person
constexpr std::size_t kLabelsShown = 3;

/// Labels with the accounts that have them, whatever their case.
class Labels {
 public:
  void add(const std::string& label, std::uint32_t account) {
    const std::string key = base::fold(label);
    if (key.empty()) return;
    accounts_[key].insert(account);
    ++spellings_[key][std::string(base::trim(label))];
  }

  [[nodiscard]] std::vector<Counted> commonest(std::int64_t least) const {
    std::vector<Counted> out;
    for (const auto& [key, accounts] : accounts_) {
      const auto best = static_cast<std::int64_t>(accounts.size());
      if (best < least) continue;
      const auto& written = spellings_.at(key);
      const auto most =
          std::max_element(written.begin(), written.end(),
                           [](const auto& a, const auto& b) { return a.second < b.second; });
      out.push_back({.name = most->first, .best = best});
    }
    std::stable_sort(out.begin(), out.end(),
                     [](const Counted& a, const Counted& b) { return a.best > b.best; });
    if (out.size() > kLabelsShown) out.resize(kLabelsShown);
    return out;
  }

 private:
  std::map<std::string, std::set<std::uint32_t>> accounts_;
  std::map<std::string, std::map<std::string, std::int64_t>> spellings_;
};

Persona persona_of(const RoleStats& role, std::span<const Contact> contacts,
                   std::span<const std::int8_t> best) {
  Labels titles;
  Labels roles;
  for (const Contact& contact : contacts) {
    if (best[contact.account] != 1 || contact.position != role.position) continue;
    titles.add(contact.title, contact.account);
    for (const std::string& name : contact.buying_roles) roles.add(name, contact.account);
  }
  return {.role = role,
          .titles = titles.commonest(kTitleLeast),
          .buying_roles = roles.commonest(kTitleLeast)};
}

}  // namespace

std::vector<Persona> personas_of(std::span<const Contact> contacts,
                                 std::span<const std::int8_t> best, const BuyingGroup& group,
                                 const PersonaOptions& options) {
  std::vector<Persona> personas;
  if (group.best.first < options.group_least) return personas;
  for (const RoleStats& role : group.roles) {  // what goes with winning first
    const bool common =
        role.best >= options.best_least && role.best_share.value >= options.share_least;
    if (role.kind != RoleKind::position || !common) continue;
    if (role.stands_out == StandsOut::lost) continue;
    if (personas.size() == options.personas_max) break;
    personas.push_back(persona_of(role, contacts, best));
  }
  return personas;
}

std::vector<std::size_t> missing_personas(const std::vector<Persona>& personas,
                                          std::span<const Contact> account) {
  std::vector<std::size_t> missing;
  for (std::size_t i = 0; i < personas.size(); ++i) {
    const bool there = std::any_of(account.begin(), account.end(), [&](const Contact& contact) {
      return contact.position == personas[i].role.position;
    });
    if (!there) missing.push_back(i);
  }
  return missing;
}

}  // namespace bestfit::persona
