#include "bestfit/recognise/spelling.h"

#include <unicode/locid.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <array>
#include <unordered_map>

#include "bestfit/base/text.h"
#include "bestfit/recognise/evidence.h"

namespace bestfit::recognise {
namespace {

bool is_digit(UChar32 character) { return u_isdigit(character) != 0; }

/// A mark that people set or leave out. Not the ends of "A+" and "AA-", nor what parts "11-50".
bool is_loose(const icu::UnicodeString& text, std::int32_t at) {
  const UChar32 character = text.char32At(at);
  if (u_isalnum(character) != 0 || u_charType(character) == U_MATH_SYMBOL) return false;
  const bool first = at == 0;
  const bool last = text.moveIndex32(at, 1) >= text.length();
  if (last && character != '.') return false;
  if (first || last) return true;
  const bool between_digits = is_digit(text.char32At(text.moveIndex32(at, -1))) &&
                              is_digit(text.char32At(text.moveIndex32(at, 1)));
  return !between_digits &&
         (u_isUWhiteSpace(character) != 0 || icu::UnicodeString("-_/.,'&").indexOf(character) >= 0);
}

/// Without loose marks, in lower case. Spaces first, so that "11 - 50" keeps what "11-50" keeps.
std::string bare(std::string_view label) {
  auto text = icu::UnicodeString::fromUTF8(
      icu::StringPiece(label.data(), static_cast<std::int32_t>(label.size())));
  for (const bool spaces : {true, false}) {
    icu::UnicodeString kept;
    for (std::int32_t at = 0; at < text.length(); at = text.moveIndex32(at, 1)) {
      const UChar32 character = text.char32At(at);
      const bool looked_at = !spaces || u_isUWhiteSpace(character) != 0;
      if (!looked_at || !is_loose(text, at)) kept.append(character);
    }
    text = kept;
  }
  std::string out;
  text.foldCase().toUTF8String(out);
  return out;
}

/// Names that people write and ICU does not list.
struct Alias {
  std::string_view name;
  std::string_view code;
};
constexpr std::array<Alias, 8> kAliases = {{{"uk", "GB"},
                                            {"greatbritain", "GB"},
                                            {"unitedstatesofamerica", "US"},
                                            {"holland", "NL"},
                                            {"czechrepublic", "CZ"},
                                            {"korea", "KR"},
                                            {"turkey", "TR"},
                                            {"russianfederation", "RU"}}};

using Countries = std::unordered_map<std::string, std::string>;  // bare name or code -> ISO code

Countries make_countries() {
  constexpr std::array<const char*, 8> kLanguages = {"en", "de", "fr", "es",
                                                     "it", "nl", "pt", "sv"};
  Countries countries;
  for (const char* const* code = icu::Locale::getISOCountries(); *code != nullptr; ++code) {
    const icu::Locale country("", *code);
    countries.emplace(bare(*code), *code);
    countries.emplace(bare(country.getISO3Country()), *code);
    for (const char* language : kLanguages) {
      icu::UnicodeString name;
      country.getDisplayCountry(icu::Locale(language), name);
      std::string text;
      name.toUTF8String(text);
      countries.emplace(bare(text), *code);
    }
  }
  for (const Alias& alias : kAliases) {
    countries[std::string(alias.name)] = std::string(alias.code);
  }
  return countries;
}

bool holds_countries(std::string_view column) {
  const std::vector<std::string> words = header_words(column);
  return std::any_of(words.begin(), words.end(), [](const std::string& word) {
    return word == "country" || word == "countries" || word == "nation" || word == "land" ||
           word == "pays" || word == "pais";
  });
}

}  // namespace

std::vector<std::size_t> same_spelling(std::string_view column,
                                       const std::vector<std::string>& labels) {
  const Countries countries = holds_countries(column) ? make_countries() : Countries();
  std::unordered_map<std::string, std::size_t> first;
  std::vector<std::size_t> same;
  same.reserve(labels.size());
  for (const std::string& label : labels) {
    std::string key = bare(label);
    if (key.empty()) key = label;  // marks alone
    const auto country = countries.find(key);
    if (country != countries.end()) key = "country " + country->second;
    same.push_back(first.try_emplace(std::move(key), same.size()).first->second);
  }
  return same;
}

}  // namespace bestfit::recognise
