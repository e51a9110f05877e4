#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <tuple>
#include <vector>

#include "bestfit/base/date.h"
#include "bestfit/note/lexicon.h"

namespace bestfit::note {

/// What somebody wrote or said about an account.
struct Note {
  std::uint32_t account = 0;  // its row
  std::optional<base::Day> day;
  std::string source;  // "Interview"; may be empty
  std::string text;
};

/// What a note may be used for.
enum class Use {
  in_time,  // dated before the day from which notes may know the outcome
  undated,  // quoted, and never an attribute
  late,     // not used at all
};

/// Sorts notes by their dates.
///   until    one an account: the day from which notes may know the outcome; infinity where
///            nothing is decided yet, NaN where no note is in time
std::vector<Use> uses_of(std::span<const Note> notes, std::span<const double> until);

/// A place between words where a phrase ends.
inline constexpr std::int32_t kBreak = -1;

/// Notes as words.
struct Corpus {
  std::vector<std::string> vocabulary;           // each word once, in order of first appearance
  std::vector<std::vector<std::int32_t>> words;  // one a note: places in the vocabulary, kBreak
};

/// Personal data (`masked`) are no words.
Corpus corpus_of(std::span<const Note> notes);

/// A term of a theme that a note has.
struct Hit {
  std::uint32_t theme = 0;
  std::uint32_t term = 0;

  friend bool operator==(const Hit&, const Hit&) = default;
  friend bool operator<(const Hit& a, const Hit& b) {
    return std::tie(a.theme, a.term) < std::tie(b.theme, b.term);
  }
};

/// Terms of themes by note, increasing, each once.
std::vector<std::vector<Hit>> themes_of(const Corpus& corpus, const Lexicon& lexicon);

}  // namespace bestfit::note
