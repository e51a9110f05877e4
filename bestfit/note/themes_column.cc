#include "bestfit/note/themes_column.h"

#include <set>
#include <string>
#include <vector>

#include "bestfit/base/text.h"

namespace bestfit::note {

table::Column themes_column(std::span<const Note> notes, std::span<const Use> uses,
                            const std::vector<std::vector<Hit>>& hits, const Lexicon& lexicon,
                            std::size_t accounts) {
  std::vector<bool> noted(accounts, false);
  std::vector<std::set<std::uint32_t>> themes(accounts);
  for (std::size_t i = 0; i < notes.size(); ++i) {
    if (uses[i] != Use::in_time) continue;
    noted[notes[i].account] = true;
    for (const Hit& hit : hits[i]) themes[notes[i].account].insert(hit.theme);
  }
  std::vector<std::string> cells(accounts);
  for (std::size_t account = 0; account < accounts; ++account) {
    std::vector<std::string> names;
    for (const std::uint32_t theme : themes[account]) names.push_back(lexicon.themes[theme].name);
    if (names.empty() && noted[account]) names.emplace_back(kNoTheme);
    cells[account] = base::join(names, ";");
  }
  return table::set_column(kThemesColumn, cells);
}

}  // namespace bestfit::note
