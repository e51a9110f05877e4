#include "bestfit/persona/position.h"

#include <algorithm>
#include <array>

#include "bestfit/base/text.h"

namespace bestfit::persona {
namespace {

/// Words that say one thing; a phrase has spaces, a word with a star begins so.
template <typename Meaning>
struct Words {
  Meaning meaning;
  std::string_view words;  // parted by commas
};

/// Tried from the top: "vice president" is no president, "managing director" no director.
constexpr std::array<Words<Seniority>, 6> kSeniorities = {{
    {Seniority::vice_president, "vice president,vp,svp,evp,avp"},
    {Seniority::c_level,
     "c-level,c level,c suite,cxo,chief,ceo,cfo,coo,cto,cio,cmo,chro,cro,cpo,ciso,founder,"
     "co founder,cofounder,owner,president,executive,managing director,geschäftsführer*,"
     "vorstand,inhaber*,partner"},
    {Seniority::manager,
     "account executive,executive assistant,general manager,assistant manager,product owner"},
    {Seniority::director, "director,head,leiter*,bereichsleiter*,directeur,directrice,principal"},
    {Seniority::manager, "manager,lead,leader,supervisor,foreman,teamleiter*,coordinator"},
    {Seniority::individual,
     "individual*,specialist,analyst,engineer,developer,consultant,associate,assistant,"
     "accountant,administrator,technician,clerk,officer,representative,buyer,entry,junior,senior,"
     "employee,staff,intern,sachbearbeiter*,nurse,planner,recruiter,designer"},
}};

constexpr std::array<Words<std::string_view>, 13> kDepartments = {{
    {"Human Resources",
     "human resource*,hr,people,talent,recruit*,personnel,personal,chro,payroll"},
    {"Finance", "financ*,account*,controll*,treasur*,cfo,audit*,bookkeep*"},
    {"Procurement", "procurement,purchas*,buyer,sourcing,einkauf*"},
    {"Legal", "legal,counsel,complian*,lawyer,attorney,recht*"},
    {"Customer Success", "customer*,support,client*,success,service*"},
    {"Marketing", "marketing,brand,demand,communication*,cmo,content"},
    {"Sales", "sales,account executive,business development,revenue,commercial,cro,vertrieb*"},
    {"Product", "product,products,cpo,ux"},
    {"IT",
     "it,information technology,information systems,infrastructure,system*,cio,ciso,security,"
     "data,network,edv"},
    {"Engineering", "engineer*,software,developer*,development,r&d,research,technology,cto,devops"},
    {"Operations",
     "operation*,logistic*,supply chain,production,plant,warehouse,manufacturing,coo,facility,"
     "facilities,shift*,quality,maintenance"},
    {"Administration", "administration,admin,administrative,office,secretar*,reception*"},
    {"General Management",
     "ceo,founder,co founder,cofounder,owner,president,managing director,general manager,"
     "geschäftsführer*,management,executive,inhaber*"},
}};

constexpr std::array<Words<std::string_view>, 10> kBuyingRoles = {{
    {"Decision Maker", "decision maker,decisionmaker,entscheider*"},
    {"Budget Holder", "budget holder,economic buyer,economic decision maker,budget owner"},
    {"Champion", "champion,advocate,sponsor"},
    {"Executive Sponsor", "executive sponsor"},
    {"Blocker", "blocker,detractor,opponent"},
    {"End User", "end user,user,business user"},
    {"Influencer", "influencer,recommender"},
    {"Legal & Compliance", "legal & compliance,legal and compliance,legal compliance,legal"},
    {"Evaluator", "evaluator,gatekeeper"},
    {"Technical Buyer", "technical buyer,technical evaluator,technical decision maker"},
}};

/// Lower case, with single spaces in place of hyphens, slashes, underscores and stops, and one at
/// each end.
std::string spaced(std::string_view text) {
  std::string out = " ";
  for (const char letter : base::fold(text)) {
    const bool parts = std::string_view(" \t\r\n-_/,.()|:").find(letter) != std::string_view::npos;
    if (!parts) {
      out += letter;
    } else if (out.back() != ' ') {
      out += ' ';
    }
  }
  if (out.back() != ' ') out += ' ';
  return out;
}

bool says(const std::string& text, std::string_view words) {
  for (std::string_view word : base::split(words, ',')) {
    if (word.empty()) continue;
    const bool starred = word.back() == '*';
    if (starred) word.remove_suffix(1);
    const std::string wanted = starred ? " " + std::string(word) : spaced(word);
    if (text.find(wanted) != std::string::npos) return true;
  }
  return false;
}

/// Seniorities of exports are one word, and mean the band: HubSpot's "Executive", "Senior".
Seniority band_in(std::string_view text) {
  const std::string words = spaced(text);
  if (says(words, kSeniorities[2].words)) return Seniority::manager;
  for (const Words<Seniority>& band : kSeniorities) {
    if (says(words, band.words)) return band.meaning;
  }
  return Seniority::not_known;
}

std::string known_department(std::string_view text) {
  const std::string words = spaced(text);
  for (const Words<std::string_view>& department : kDepartments) {
    if (says(words, department.words)) return std::string(department.meaning);
  }
  return {};
}

}  // namespace

std::string_view seniority_name(Seniority seniority) {
  constexpr std::array<std::string_view, 6> kNames = {"",         "individual", "manager",
                                                      "director", "VP",         "C-level"};
  return kNames.at(static_cast<std::size_t>(seniority));
}

Seniority seniority_of(std::string_view seniority, std::string_view title) {
  const Seniority given = band_in(seniority);
  return given == Seniority::not_known ? band_in(title) : given;
}

std::string department_of(std::string_view department, std::string_view title) {
  const std::string_view given = base::trim(department);
  std::string known = known_department(given);
  if (!known.empty()) return known;
  const bool says_nothing = given.empty() || spaced(given) == " other ";
  return says_nothing ? known_department(title) : std::string(given);
}

std::vector<std::string> buying_roles_of(std::string_view cell) {
  std::vector<std::string> roles;
  for (const std::string_view part : base::split(cell, ';')) {
    const std::string words = spaced(part);
    for (const Words<std::string_view>& role : kBuyingRoles) {
      const auto names = base::split(role.words, ',');
      const bool same = std::any_of(names.begin(), names.end(), [&](std::string_view name) {
        const bool starred = name.back() == '*';
        if (starred) return words.rfind(" " + std::string(name.substr(0, name.size() - 1)), 0) == 0;
        return words == spaced(name);
      });
      if (same) roles.emplace_back(role.meaning);
    }
  }
  std::sort(roles.begin(), roles.end());
  roles.erase(std::unique(roles.begin(), roles.end()), roles.end());
  return roles;
}

std::string position_name(const Position& position) {
  std::string name(seniority_name(position.seniority));
  if (!name.empty() && name.front() >= 'a' && name.front() <= 'z') {
    name.front() = static_cast<char>(name.front() - 'a' + 'A');
  }
  if (name.empty() || position.department.empty()) return name + position.department;
  return name + ", " + position.department;
}

}  // namespace bestfit::persona
