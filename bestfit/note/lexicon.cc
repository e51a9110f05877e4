#include "bestfit/note/lexicon.h"

#include <algorithm>
#include <array>

#include "bestfit/base/text.h"
#include "bestfit/base/toml.h"
#include "bestfit/note/words.h"

namespace bestfit::note {
namespace {

constexpr std::array<std::string_view, 4> kKinds = {"pain point", "objective", "objection",
                                                    "other"};
constexpr int kFormat = 1;

ThemeKind parse_kind(base::TomlFields& fields) {
  const std::string name = fields.needed_text("kind");
  const auto* const found = std::find(kKinds.begin(), kKinds.end(), name);
  if (found == kKinds.end()) {
    fields.fail("kind", "'kind' must be pain point, objective, objection or other");
  }
  return static_cast<ThemeKind>(found - kKinds.begin());
}

/// The term as it is matched: words with one space between, each perhaps with a star at its end.
std::string parse_term(std::string_view written) {
  std::vector<std::string> parts;
  const std::string folded = base::fold(written);
  for (const std::string_view part : base::split(folded, ' ')) {
    const bool starred = !part.empty() && part.back() == '*';
    std::vector<std::string> words = words_of(part);
    std::erase(words, std::string());
    if (words.empty()) continue;
    if (starred) words.back() += '*';
    parts.insert(parts.end(), words.begin(), words.end());
  }
  return base::join(parts, " ");
}

Theme parse_theme(base::TomlFields fields) {
  Theme theme;
  theme.name = std::string(base::trim(fields.needed_text("name")));
  if (theme.name.empty()) fields.fail("name", "a theme needs a name");
  if (theme.name.find(';') != std::string::npos) fields.fail("name", "a name has no semicolon");
  theme.kind = parse_kind(fields);
  for (const std::string& written : fields.texts("terms")) {
    std::string term = parse_term(written);
    if (term.empty()) fields.fail("terms", "'" + written + "' has no word in it");
    theme.terms.push_back(std::move(term));
  }
  if (theme.terms.empty()) fields.fail("terms", "a theme needs terms: terms = [\"by hand\"]");
  fields.finish();
  return theme;
}

}  // namespace

std::string_view kind_name(ThemeKind kind) { return kKinds.at(static_cast<std::size_t>(kind)); }

Lexicon parse_lexicon(std::string_view text, std::string_view source) {
  base::TomlFields fields = base::TomlFields::parse(text, source);
  const auto format = fields.whole("format");
  if (format && *format != kFormat) {
    fields.fail("format", "this program reads format 1 of a lexicon");
  }
  Lexicon lexicon;
  for (base::TomlFields& theme : fields.tables("theme")) {
    lexicon.themes.push_back(parse_theme(std::move(theme)));
    const std::string name = base::fold(lexicon.themes.back().name);
    const auto same = std::count_if(lexicon.themes.begin(), lexicon.themes.end(),
                                    [&](const Theme& t) { return base::fold(t.name) == name; });
    if (same > 1) fields.fail("theme", "two themes are called '" + name + "'");
  }
  fields.finish();
  return lexicon;
}

Lexicon built_in_lexicon() { return parse_lexicon(built_in_lexicon_text(), "built-in lexicon"); }

}  // namespace bestfit::note
