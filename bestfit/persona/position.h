#pragma once

#include <string>
#include <string_view>
#include <tuple>
#include <vector>

namespace bestfit::persona {

enum class Seniority { not_known, individual, manager, director, vice_president, c_level };

/// "C-level", "VP", "director", "manager", "individual"; empty where not known.
std::string_view seniority_name(Seniority seniority);

/// The band of a contact: what its seniority says, else its title ("Head of People": director).
Seniority seniority_of(std::string_view seniority, std::string_view title);

/// The department of a contact: what its department says, else its title, in one spelling
/// ("Personnel", "HR": Human Resources). A department beyond the known ones stays as it is written;
/// empty where not known.
std::string department_of(std::string_view department, std::string_view title);

/// The buying roles of a cell, in HubSpot's words (Decision Maker, Champion, Budget Holder,
/// Blocker, End User, Influencer, Executive Sponsor, Legal & Compliance) and Salesforce's beyond
/// these (Evaluator, Technical Buyer); several are parted by semicolons. Others are passed over.
std::vector<std::string> buying_roles_of(std::string_view cell);

/// What a contact is in its company.
struct Position {
  Seniority seniority = Seniority::not_known;
  std::string department;  // empty: not known

  friend bool operator==(const Position&, const Position&) = default;
  friend bool operator<(const Position& a, const Position& b) {
    return std::tie(a.seniority, a.department) < std::tie(b.seniority, b.department);
  }
};

/// "Director, Operations"; "Operations" or "Director" where that is all; empty where nothing is.
std::string position_name(const Position& position);

}  // namespace bestfit::persona
