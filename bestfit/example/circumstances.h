#pragma once

#include <array>
#include <string_view>

/// What else goes with winning, and is no attribute of the company: events, people, words.
namespace bestfit::example {

/// Events; the first two, within kTriggerDays before the first meeting, go with winning.
inline constexpr std::array<std::string_view, 7> kSignals = {
    "New site opened", "New operations leader", "Funding round", "Press mention", "Website visit",
    "Award",           "Hiring surge"};
inline constexpr int kTriggers = 2;
inline constexpr int kTriggerDays = 120;
inline constexpr double kTriggerWin = 0.8;

/// People; a known operations lead helps, a people lead helps a little, the others do not.
struct Persona {
  std::string_view name;
  std::string_view title;
  std::string_view department;
  std::string_view seniority;
  std::string_view role;
  double share;  // of worked accounts that have one
  double win;
};
inline constexpr std::array<Persona, 6> kPersonas = {{
    {"Operations lead", "Director of Operations", "Operations", "Director", "Decision Maker", 0.45,
     0.6},
    {"People lead", "Head of People", "Human Resources", "Director", "Champion", 0.40, 0.3},
    {"Finance", "Finance Manager", "Finance", "Manager", "Budget Holder", 0.30, 0.0},
    {"IT", "IT Manager", "IT", "Manager", "Influencer", 0.35, 0.0},
    {"Office", "Office Manager", "Administration", "Manager", "End User", 0.25, 0.0},
    {"Marketing", "Marketing Manager", "Marketing", "Manager", "Other", 0.15, 0.0},
}};

/// What people say in interviews; the first three are pain points that go with winning.
struct Theme {
  std::string_view name;
  std::string_view text;
  double share;  // of accounts with notes
  double win;
};
inline constexpr std::array<Theme, 6> kThemes = {{
    {"last-minute changes", "Every week ends with last-minute shift changes by phone.", 0.40, 0.5},
    {"overtime cost", "Overtime cost is out of control and nobody sees it in time.", 0.35, 0.5},
    {"rest-time rules", "They were fined for breaking rest-time rules.", 0.25, 0.4},
    {"mobile app", "Asked about the mobile app and single sign-on.", 0.40, 0.0},
    {"reporting", "Wants better reporting for the board.", 0.35, 0.0},
    {"satisfied", "The current spreadsheets work well enough for them.", 0.30, -0.6},
}};

inline constexpr std::array<std::string_view, 16> kFirstNames = {
    "Ada", "Ben",  "Cleo", "Dov",  "Eva",  "Finn", "Gia", "Hugo",
    "Ida", "Jona", "Kim",  "Luca", "Mara", "Nils", "Ola", "Pia"};
inline constexpr std::array<std::string_view, 16> kLastNames = {
    "Berg", "Costa", "Dahl", "Engel", "Falk",  "Graf",  "Holm", "Iversen",
    "Jung", "Krag",  "Lind", "Moll",  "Novak", "Orton", "Pohl", "Quist"};

}  // namespace bestfit::example
