#pragma once

#include <array>
#include <string_view>

/// Words of the example that carry no effect of their own.
namespace bestfit::example {

struct IndustryWords {
  std::array<std::string_view, 3> trades;     // part of a company's name
  std::array<std::string_view, 3> spellings;  // as people also type the industry
  std::string_view naics;
  int hourly_percent;  // typical
};
inline constexpr std::array<IndustryWords, 10> kIndustryWords = {{
    {{"Care", "Clinics", "Health"}, {"Health care", "healthcare", "HEALTHCARE"}, "621610", 56},
    {{"Logistics", "Freight", "Warehousing"}, {"logistics", "Logistic", "LOGISTICS"}, "493110", 56},
    {{"Stores", "Markets", "Retail"}, {"retail", "Retial", "RETAIL"}, "445110", 54},
    {{"Hotels", "Catering", "Resorts"}, {"hospitality", "Hospitalty", "HoReCa"}, "721110", 56},
    {{"Works", "Tools", "Components"}, {"manufacturing", "Manufactoring", "Mfg"}, "332710", 46},
    {{"Building", "Civil", "Interiors"},
     {"construction", "Constuction", "CONSTRUCTION"},
     "236220",
     44},
    {{"Academy", "Schools", "Learning"}, {"education", "Eduction", "EDUCATION"}, "611110", 34},
    {{"Finance", "Capital", "Insurance"},
     {"financial services", "Finacial Services", "Finance"},
     "524126",
     26},
    {{"Software", "Systems", "Cloud"}, {"SaaS", "Saas", "software"}, "541511", 22},
    {{"Consulting", "Partners", "Advisory"},
     {"professional services", "Profesional Services", "Consulting"},
     "541611",
     26},
}};

struct CountryWords {
  std::string_view spelling;  // as people also type it
  std::string_view legal_form;
  std::string_view currency;
  std::string_view time_zone;
  std::array<std::string_view, 3> regions;
  std::array<std::string_view, 3> cities;
};
inline constexpr std::array<CountryWords, 12> kCountryWords = {{
    {"Deutschland",
     "GmbH",
     "EUR",
     "Europe/Berlin",
     {"Bavaria", "Hesse", "Hamburg"},
     {"Munich", "Kassel", "Hamburg"}},
    {"AUSTRIA",
     "GmbH",
     "EUR",
     "Europe/Vienna",
     {"Vienna", "Styria", "Tyrol"},
     {"Vienna", "Graz", "Innsbruck"}},
    {"switzerland",
     "AG",
     "CHF",
     "Europe/Zurich",
     {"Zurich", "Bern", "Vaud"},
     {"Winterthur", "Bern", "Lausanne"}},
    {"Sverige",
     "AB",
     "SEK",
     "Europe/Stockholm",
     {"Stockholm", "Skane", "Halland"},
     {"Solna", "Lund", "Halmstad"}},
    {"norway",
     "AS",
     "NOK",
     "Europe/Oslo",
     {"Oslo", "Vestland", "Rogaland"},
     {"Oslo", "Bergen", "Stavanger"}},
    {"Danmark",
     "A/S",
     "DKK",
     "Europe/Copenhagen",
     {"Hovedstaden", "Fyn", "Jylland"},
     {"Valby", "Odense", "Aarhus"}},
    {"The Netherlands",
     "BV",
     "EUR",
     "Europe/Amsterdam",
     {"Utrecht", "Zeeland", "Drenthe"},
     {"Utrecht", "Goes", "Assen"}},
    {"UK",
     "Ltd",
     "GBP",
     "Europe/London",
     {"England", "Scotland", "Wales"},
     {"Leeds", "Dundee", "Swansea"}},
    {"france",
     "SAS",
     "EUR",
     "Europe/Paris",
     {"Bretagne", "Occitanie", "Normandie"},
     {"Rennes", "Toulouse", "Rouen"}},
    {"ES",
     "SL",
     "EUR",
     "Europe/Madrid",
     {"Aragon", "Galicia", "Murcia"},
     {"Zaragoza", "Vigo", "Cartagena"}},
    {"USA",
     "Inc.",
     "USD",
     "America/New_York",
     {"Ohio", "Georgia", "Maine"},
     {"Dayton", "Macon", "Bangor"}},
    {"CA",
     "Ltd",
     "CAD",
     "America/Toronto",
     {"Ontario", "Quebec", "Alberta"},
     {"Guelph", "Laval", "Red Deer"}},
}};

inline constexpr std::array<std::string_view, 64> kSyllables = {
    "ba", "ko", "ri", "ve", "lu", "ta", "no", "mi", "se", "du", "fa", "go", "ne", "pi", "ra", "so",
    "tu", "va", "le", "mo", "ka", "be", "di", "fo", "ga", "li", "na", "po", "re", "su", "te", "vo",
    "bo", "ca", "de", "fi", "ku", "la", "me", "nu", "pa", "ro", "si", "to", "ul", "an", "el", "or",
    "ar", "en", "il", "os", "ma", "ni", "pe", "ru", "sa", "ti", "vi", "da", "ke", "lo", "mu", "fe"};

inline constexpr std::array<std::string_view, 4> kShiftPatterns = {
    "Days only", "Two shifts", "Three shifts", "Round the clock"};
inline constexpr std::array<std::string_view, 5> kFunding = {"Bootstrapped", "Seed", "Series A",
                                                             "Series B+", "Listed"};
inline constexpr std::array<std::string_view, 5> kCompanyTypes = {
    "Private", "Family-owned", "Public", "Non-profit", "Public sector"};
inline constexpr std::array<std::string_view, 6> kLeadSources = {
    "Organic Search", "Referral", "Trade Show", "Cold Outreach", "Paid Social", "Webinar"};
inline constexpr std::array<std::string_view, 8> kOwners = {
    "Owner 01", "Owner 02", "Owner 03", "Owner 04", "Owner 05", "Owner 06", "Owner 07", "Owner 08"};
inline constexpr std::array<std::string_view, 4> kCredit = {"A", "B", "C", "D"};
inline constexpr std::array<std::string_view, 12> kMonths = {
    "January", "February", "March",     "April",   "May",      "June",
    "July",    "August",   "September", "October", "November", "December"};
inline constexpr std::array<std::string_view, 5> kOpenStages = {
    "Appointment Scheduled", "Qualified To Buy", "Presentation Scheduled",
    "Decision Maker Bought-In", "Contract Sent"};
inline constexpr std::array<std::string_view, 6> kLostReasons = {
    "Price", "No budget", "Chose a competitor", "No decision", "Missing feature", "Bad timing"};
inline constexpr int kPartnerCount = 24;

}  // namespace bestfit::example
