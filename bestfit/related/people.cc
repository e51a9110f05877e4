#include "bestfit/related/people.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "bestfit/base/error.h"
#include "bestfit/base/text.h"
#include "bestfit/outcome/account_index.h"
#include "bestfit/persona/personas.h"
#include "bestfit/related/columns.h"

namespace bestfit::related {
namespace {

using base::Json;
using persona::Contact;

constexpr std::size_t kRolesShown = 20;
constexpr const char* kAskWhoTookPart =
    "Who was in the room when you decided: who felt the problem first, who paid, who signed, and "
    "who could have stopped it?";

/// Columns of a contact file that say what somebody is.
class ContactReader {
 public:
  ContactReader(const table::Table& table, const recognise::Mapping& mapping,
                const std::string& path)
      : title_(column_of(table, mapping, "title")),
        seniority_(column_of(table, mapping, "seniority")),
        department_(column_of(table, mapping, "department")),
        role_(column_of(table, mapping, "role")) {
    if (title_ != nullptr || seniority_ != nullptr || department_ != nullptr || role_ != nullptr) {
      return;
    }
    throw Error(Fault::missing,
                fmt::format("{}: no column was recognised as a contact's title, seniority, "
                            "department or role; name one under [contacts.columns] in bestfit.toml",
                            path));
  }

  [[nodiscard]] Contact read(std::size_t row, std::uint32_t account) const {
    Contact contact;
    contact.account = account;
    contact.title = cell(title_, row);
    contact.position = {
        .seniority = persona::seniority_of(cell(seniority_, row), contact.title),
        .department = persona::department_of(cell(department_, row), contact.title)};
    contact.buying_roles = persona::buying_roles_of(cell(role_, row));
    return contact;
  }

 private:
  static std::string cell(const table::Column* column, std::size_t row) {
    return column == nullptr ? std::string() : column->cell_text(row);
  }

  const table::Column* title_;
  const table::Column* seniority_;
  const table::Column* department_;
  const table::Column* role_;
};

/// What roles are compared by, and how each side is called.
struct Compared {
  bool by_winning = false;  // won against lost; else the best against the others
  bool apart = false;       // the best are not simply those won: shares of both are shown
  const char* first = "best";
  const char* other = "others";
};

Compared compared_by(const persona::Outcomes& outcomes) {
  if (outcomes.won.empty()) return {};
  const bool same = std::equal(outcomes.best.begin(), outcomes.best.end(), outcomes.won.begin(),
                               outcomes.won.end());
  return {.by_winning = true, .apart = !same, .first = "won", .other = "lost"};
}

Json stands_out_json(const persona::RoleStats& role, const Compared& compared) {
  if (role.stands_out == persona::StandsOut::neither) return {};
  return role.stands_out == persona::StandsOut::won ? compared.first : compared.other;
}

Json role_json(const persona::RoleStats& role, const Compared& compared) {
  const bool position = role.kind == persona::RoleKind::position;
  return Json::object()
      .set("name", role.name)
      .set("kind", position ? "position" : "buying role")
      .set("best", role.best)
      .set("others", role.others)
      .set("best_share", estimate_json(role.best_share))
      .set("others_share", estimate_json(role.others_share))
      .set("won_share", compared.apart ? estimate_json(role.won_share) : Json())
      .set("lost_share", compared.apart ? estimate_json(role.lost_share) : Json())
      .set("ratio", estimate_json(role.ratio))
      .set("p", role.p)
      .set("q", role.q)
      .set("stands_out", stands_out_json(role, compared));
}

/// Roles that are rarer where accounts were won: nobody to look for.
Json rarer_json(const persona::BuyingGroup& group, const Compared& compared) {
  Json rarer = Json::array();
  for (const persona::RoleStats& role : group.roles) {
    if (role.stands_out == persona::StandsOut::lost) rarer.push(role_json(role, compared));
  }
  return rarer;
}

Json counted_json(const std::vector<persona::Counted>& labels) {
  Json json = Json::array();
  for (const persona::Counted& label : labels) {
    json.push(Json::object().set("name", label.name).set("best", label.best));
  }
  return json;
}

Json persona_json(const persona::Persona& persona, const Compared& compared) {
  Json json = role_json(persona.role, compared);
  return json.set("seniority", persona::seniority_name(persona.role.position.seniority))
      .set("department", persona.role.position.department)
      .set("titles", counted_json(persona.titles))
      .set("buying_roles", counted_json(persona.buying_roles));
}

Json personas_json(const std::vector<persona::Persona>& personas, const Compared& compared) {
  Json json = Json::array();
  for (const persona::Persona& persona : personas) json.push(persona_json(persona, compared));
  return json;
}

/// The buying group of some accounts, and its personas.
struct Buyers {
  persona::BuyingGroup group;
  std::vector<persona::Persona> personas;
};

Buyers buyers_of(const People& people, const persona::Outcomes& outcomes) {
  Buyers buyers{.group = persona::buying_group(people.contacts, outcomes), .personas = {}};
  buyers.personas = persona::personas_of(people.contacts, outcomes.best, buyers.group);
  return buyers;
}

bool is_rarer(const persona::BuyingGroup& group, const persona::Position& position) {
  return std::any_of(group.roles.begin(), group.roles.end(), [&](const persona::RoleStats& role) {
    return role.kind == persona::RoleKind::position && role.position == position &&
           role.stands_out == persona::StandsOut::lost;
  });
}

/// Outcomes of the accounts of one profile; those of others are not known.
std::vector<std::int8_t> within(std::span<const std::int8_t> outcome,
                                const ProfileMembers& profiles, int place) {
  std::vector<std::int8_t> out(outcome.begin(), outcome.end());
  for (std::size_t account = 0; account < out.size(); ++account) {
    if (profiles.of[account] != place) out[account] = -1;
  }
  return out;
}

/// Of each profile, where there are several. None of a position that is rarer at all the won.
std::vector<Buyers> buyers_by_profile(const People& people, const persona::Outcomes& outcomes,
                                      const ProfileMembers& profiles,
                                      const persona::BuyingGroup& all) {
  std::vector<Buyers> buyers;
  if (profiles.of.empty()) return buyers;
  for (int place = 0; place < static_cast<int>(profiles.names.size()); ++place) {
    const std::vector<std::int8_t> best = within(outcomes.best, profiles, place);
    const std::vector<std::int8_t> won = within(outcomes.won, profiles, place);
    buyers.push_back(buyers_of(people, {.best = best, .won = won}));
    std::erase_if(buyers.back().personas, [&](const persona::Persona& persona) {
      return is_rarer(all, persona.role.position);
    });
  }
  return buyers;
}

/// For each account shown the personas that it has nobody for, whenever its contacts were entered.
Json accounts_json(const People& people, const Buyers& all, const std::vector<Buyers>& by_profile,
                   const ProfileMembers& profiles, const std::vector<ShownAccount>& shown) {
  Json items = Json::array();
  for (const ShownAccount& account : shown) {
    std::vector<Contact> contacts;
    for (const std::vector<Contact>* list : {&people.contacts, &people.late}) {
      for (const Contact& contact : *list) {
        if (contact.account == account.row) contacts.push_back(contact);
      }
    }
    const bool has_own =
        !by_profile.empty() &&
        !by_profile[static_cast<std::size_t>(profiles.of[account.row])].personas.empty();
    const std::vector<persona::Persona>& personas =
        has_own ? by_profile[static_cast<std::size_t>(profiles.of[account.row])].personas
                : all.personas;
    Json missing = Json::array();
    for (const std::size_t i : persona::missing_personas(personas, contacts)) {
      missing.push(personas[i].role.name);
    }
    items.push(Json::object()
                   .set("id", account.id)
                   .set("name", account.name.empty() ? Json() : Json(account.name))
                   .set("contacts", contacts.size())
                   .set("roles_missing", std::move(missing)));
  }
  return items;
}

Json not_used_json(const People& people) {
  Json lines = Json::array();
  const auto add = [&](std::size_t count, const std::string& words) {
    if (count == 0) return;
    lines.push(fmt::format("{} {} {}", base::count_text(count), count == 1 ? "contact" : "contacts",
                           words));
  };
  add(people.late.size(), "were not created " + people.rule +
                              ": they may be there because of the outcome and were not counted");
  add(static_cast<std::size_t>(people.without_account), "belong to no account");
  return lines;
}

/// What undated contacts mean for what is said; empty where there are none.
std::string caution_words(const People& people) {
  if (people.undated == 0) return {};
  return fmt::format(
      "{} of {} contacts used have no day of creation: some may have been entered because the deal "
      "was won. Holding accounts with as many contacts against each other takes out that there are "
      "more of them, not who they are.",
      base::count_text(static_cast<std::size_t>(people.undated)),
      base::count_text(people.contacts.size()));
}

std::string count(std::int64_t value) { return base::count_text(static_cast<std::size_t>(value)); }

std::string method_words(const People& people, const persona::BuyingGroup& group,
                         const Compared& compared) {
  const persona::Sides& sides = group.compared;
  std::string words = fmt::format(
      "{0} {1} accounts and {2} {3} have a contact{4}. A role's ratio is the rate of {1} accounts "
      "with it over the rate without it, among accounts with as many contacts, since {5} have more "
      "entered: {6:.1f} on average here, {7:.1f} for the {3}. Of {8} roles tried those with q of "
      "0.1 or less are said to {9}, or to be rarer there: at most a tenth of these are false on "
      "average.",
      count(sides.first), compared.first, count(sides.other), compared.other,
      people.dated ? " created " + people.rule : std::string(),
      compared.by_winning ? "accounts that were won" : "accounts with the outcome",
      sides.first_contacts, sides.other_contacts, group.tried,
      compared.by_winning ? "go with winning" : "be commoner at the best");
  words += compared.by_winning
               ? " A role that goes with winning need not cause it; with as many contacts, a rarer "
                 "one leaves its place to another."
               : " Which roles go with winning is not told: no deals say who was lost.";
  if (compared.apart) {
    words += fmt::format(" Shares of the best are of {} best account{} with a contact.",
                         count(group.best.first), group.best.first == 1 ? "" : "s");
  }
  return words;
}

/// Why nothing can be told, or null.
Json why_json(const persona::BuyingGroup& group, const Compared& compared) {
  if (group.can_tell) return {};
  const persona::Sides& sides = group.compared;
  return fmt::format(
      "{} {} account{} and {} {} have a contact in time; ten of each are needed to hold them "
      "against each other",
      count(sides.first), compared.first, sides.first == 1 ? "" : "s", count(sides.other),
      compared.other);
}

Json sides_json(const persona::Sides& sides, const Compared& compared) {
  return Json::object()
      .set("first", compared.first)
      .set("other", compared.other)
      .set("words", fmt::format("{} against {}", compared.first, compared.other))
      .set("first_accounts", sides.first)
      .set("other_accounts", sides.other)
      .set("first_contacts", sides.first_contacts)
      .set("other_contacts", sides.other_contacts);
}

}  // namespace

People join_people(const table::Table& accounts, const std::vector<std::string>& keys,
                   const table::Table& contacts, const recognise::Mapping& mapping,
                   const std::string& path, const Decided& decided) {
  People out;
  out.rule = decided.words;
  out.read = static_cast<std::int64_t>(contacts.rows());
  const ContactReader reader(contacts, mapping, path);
  const auto rows = outcome::find_accounts(
      accounts, keys, contacts.column(needed_column(mapping, "contacts", "account", path)));
  const table::Column* created = column_of(contacts, mapping, "created");
  for (std::size_t row = 0; row < contacts.rows(); ++row) {
    if (rows[row] == outcome::kNoAccount) {
      ++out.without_account;
      continue;
    }
    const auto account = static_cast<std::uint32_t>(rows[row]);
    const auto day = day_in(created, row);
    const double until = decided.until[account];
    const bool told = day && !std::isnan(until);
    out.dated = out.dated || day.has_value();
    if (told && !(static_cast<double>(*day) < until)) {
      out.late.push_back(reader.read(row, account));
      continue;
    }
    if (!told) ++out.undated;
    out.contacts.push_back(reader.read(row, account));
  }
  return out;
}

Json people_json(const People& people, const persona::Outcomes& outcomes,
                 const ProfileMembers& profiles, const std::vector<ShownAccount>& shown) {
  const Buyers all = buyers_of(people, outcomes);
  const persona::BuyingGroup& group = all.group;
  const Compared compared = compared_by(outcomes);
  const std::vector<Buyers> by_profile = buyers_by_profile(people, outcomes, profiles, group);
  Json roles = Json::array();
  for (const persona::RoleStats& role : group.roles) {
    if (roles.items().size() < kRolesShown) roles.push(role_json(role, compared));
  }
  Json own = Json::array();
  for (std::size_t i = 0; i < by_profile.size(); ++i) {
    const persona::BuyingGroup& of = by_profile[i].group;
    own.push(Json::object()
                 .set("profile", profiles.names[i])
                 .set("why", why_json(of, compared))
                 .set("best", of.best.first)
                 .set("others", of.best.other)
                 .set("compared", sides_json(of.compared, compared))
                 .set("tried", of.tried)
                 .set("personas", personas_json(by_profile[i].personas, compared))
                 .set("rarer", rarer_json(of, compared)));
  }
  const std::string caution = caution_words(people);
  return Json::object()
      .set("can_tell", group.can_tell)
      .set("why", why_json(group, compared))
      .set("question", kAskWhoTookPart)
      .set("method", method_words(people, group, compared))
      .set("caution", caution.empty() ? Json() : Json(caution))
      .set("counts", Json::object()
                         .set("read", people.read)
                         .set("used", people.contacts.size())
                         .set("late", people.late.size())
                         .set("undated", people.undated)
                         .set("without_account", people.without_account))
      .set("not_used", not_used_json(people))
      .set("accounts", Json::object()
                           .set("best", group.best.first)
                           .set("others", group.best.other)
                           .set("best_contacts", group.best.first_contacts)
                           .set("others_contacts", group.best.other_contacts))
      .set("compared", sides_json(group.compared, compared))
      .set("tried", group.tried)
      .set("personas", personas_json(all.personas, compared))
      .set("rarer", rarer_json(group, compared))
      .set("by_profile", std::move(own))
      .set("roles", std::move(roles))
      .set("items", accounts_json(people, all, by_profile, profiles, shown));
}

}  // namespace bestfit::related
