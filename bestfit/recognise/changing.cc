#include "bestfit/recognise/changing.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "bestfit/base/text.h"
#include "bestfit/recognise/evidence.h"

namespace bestfit::recognise {
namespace {

struct Changing {
  std::string_view what;
  std::string_view words;  // one of them in the header, with a space between
};

// Which fields CRMs track and enrichment refreshes: HubSpot's company properties, Salesforce's
// Account fields, and the drift that Clearbit and ZoomInfo name (reference/market.md).
constexpr std::array<Changing, 7> kChanging = {{
    {"head count",
     "employee employees headcount staff fte workforce vacancies openings hiring hires jobs"},
    {"money", "revenue turnover sales arr mrr spend budget income profit ebitda valuation assets"},
    {"technologies", "technologies technology technographics tech stack tools integrations"},
    {"funding", "funding funded investors raised round series"},
    {"activity",
     "visits visit opens open clicks click logins login sessions session pageviews views activity "
     "activities engagement engaged contacted touch touches meetings calls emails mails downloads "
     "followers usage active last latest recent days"},
    {"rating", "score rating rank credit grade nps health satisfaction growth"},
    {"stage", "lifecycle stage status phase"},
}};

/// Words of a header that fix what it tells: the year of foundation does not change.
constexpr std::string_view kFixed = "founded foundation year id code first original country region";

bool holds(std::string_view list, const std::string& word) {
  const std::vector<std::string_view> words = base::split(list, ' ');
  return std::find(words.begin(), words.end(), word) != words.end();
}

bool holds_any(std::string_view list, const std::vector<std::string>& words) {
  return std::any_of(words.begin(), words.end(),
                     [&](const std::string& word) { return holds(list, word); });
}

}  // namespace

std::string_view what_changes(const table::Column& column) {
  const std::vector<std::string> words = header_words(column.name);
  for (const Changing& changing : kChanging) {
    if (!holds_any(changing.words, words)) continue;
    if (!holds_any(kFixed, words)) return changing.what;
  }
  return {};
}

}  // namespace bestfit::recognise
