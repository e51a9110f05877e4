#pragma once

#include <span>

#include "bestfit/note/corpus.h"
#include "bestfit/note/lexicon.h"
#include "bestfit/table/column.h"

namespace bestfit::note {

inline constexpr const char* kThemesColumn = "Themes in notes";
/// The member of accounts whose notes have no theme: they were asked, and said nothing of these.
inline constexpr const char* kNoTheme = "none of the themes";

/// The attribute: for each account the themes in its notes in time, or kNoTheme; not known where
/// no note is in time. Themes are those of the lexicon, so that no outcome chose them.
table::Column themes_column(std::span<const Note> notes, std::span<const Use> uses,
                            const std::vector<std::vector<Hit>>& hits, const Lexicon& lexicon,
                            std::size_t accounts);

}  // namespace bestfit::note
