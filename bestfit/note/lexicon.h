#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace bestfit::note {

enum class ThemeKind { pain_point, objective, objection, other };

/// "pain point", "objective", "objection", "other".
std::string_view kind_name(ThemeKind kind);

/// Terms that mean one thing.
struct Theme {
  std::string name;
  ThemeKind kind = ThemeKind::other;
  std::vector<std::string>
      terms;  // words or phrases, folded; "integrat*" is any word that begins so
};

/// Themes that notes are looked through for, fixed before any outcome is looked at.
struct Lexicon {
  std::vector<Theme> themes;
};

/// The text of the lexicon that is taken where a workspace names none, as a person may edit it:
/// themes that B2B buyers talk of.
std::string_view built_in_lexicon_text();
Lexicon built_in_lexicon();

/// Reads lexicon.toml (docs/formats/workspace.md).
///   source  what to call the text in a message, usually a path
///   throws  Error(configuration) with source, line and column
Lexicon parse_lexicon(std::string_view text, std::string_view source);

}  // namespace bestfit::note
