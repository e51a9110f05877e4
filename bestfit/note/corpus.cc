#include "bestfit/note/corpus.h"

#include <algorithm>
#include <string_view>
#include <unordered_map>

#include "bestfit/base/error.h"
#include "bestfit/base/text.h"
#include "bestfit/note/words.h"

namespace bestfit::note {
namespace {

bool matches(std::string_view word, std::string_view pattern) {
  if (pattern.back() != '*') return word == pattern;
  pattern.remove_suffix(1);
  return word.substr(0, pattern.size()) == pattern;
}

/// A term of a theme, each of its words as the places of the vocabulary that it takes.
struct Pattern {
  Hit hit;
  std::vector<std::vector<bool>> words;
};

std::vector<Pattern> patterns_of(const Corpus& corpus, const Lexicon& lexicon) {
  std::vector<Pattern> patterns;
  for (std::size_t theme = 0; theme < lexicon.themes.size(); ++theme) {
    const std::vector<std::string>& terms = lexicon.themes[theme].terms;
    for (std::size_t term = 0; term < terms.size(); ++term) {
      Pattern& pattern = patterns.emplace_back();
      pattern.hit = {static_cast<std::uint32_t>(theme), static_cast<std::uint32_t>(term)};
      for (const std::string_view word : base::split(terms[term], ' ')) {
        std::vector<bool>& taken = pattern.words.emplace_back();
        for (const std::string& known : corpus.vocabulary) taken.push_back(matches(known, word));
      }
    }
  }
  return patterns;
}

bool stands_at(const Pattern& pattern, const std::vector<std::int32_t>& words, std::size_t at) {
  if (at + pattern.words.size() > words.size()) return false;
  for (std::size_t i = 0; i < pattern.words.size(); ++i) {
    const std::int32_t word = words[at + i];
    if (word == kBreak || !pattern.words[i][static_cast<std::size_t>(word)]) return false;
  }
  return true;
}

/// Places of patterns by the word of the vocabulary that they may begin with.
std::vector<std::vector<std::size_t>> by_first_word(const std::vector<Pattern>& patterns,
                                                    std::size_t vocabulary) {
  std::vector<std::vector<std::size_t>> out(vocabulary);
  for (std::size_t i = 0; i < patterns.size(); ++i) {
    for (std::size_t word = 0; word < vocabulary; ++word) {
      if (patterns[i].words.front()[word]) out[word].push_back(i);
    }
  }
  return out;
}

}  // namespace

std::vector<Use> uses_of(std::span<const Note> notes, std::span<const double> until) {
  std::vector<Use> uses;
  uses.reserve(notes.size());
  for (const Note& note : notes) {
    check(note.account < until.size(), "uses_of: a note's account is a row");
    if (!note.day) {
      uses.push_back(Use::undated);
    } else {
      const bool in_time = static_cast<double>(*note.day) < until[note.account];
      uses.push_back(in_time ? Use::in_time : Use::late);
    }
  }
  return uses;
}

Corpus corpus_of(std::span<const Note> notes) {
  Corpus corpus;
  std::unordered_map<std::string, std::int32_t> places;
  for (const Note& note : notes) {
    std::vector<std::int32_t>& words = corpus.words.emplace_back();
    for (std::string& word : words_of(masked(note.text))) {
      if (word.empty()) {
        words.push_back(kBreak);
        continue;
      }
      const auto next = static_cast<std::int32_t>(corpus.vocabulary.size());
      const auto place = places.try_emplace(std::move(word), next).first;
      if (place->second == next) corpus.vocabulary.push_back(place->first);
      words.push_back(place->second);
    }
  }
  return corpus;
}

std::vector<std::vector<Hit>> themes_of(const Corpus& corpus, const Lexicon& lexicon) {
  const std::vector<Pattern> patterns = patterns_of(corpus, lexicon);
  const auto starting = by_first_word(patterns, corpus.vocabulary.size());
  std::vector<std::vector<Hit>> out;
  out.reserve(corpus.words.size());
  for (const std::vector<std::int32_t>& words : corpus.words) {
    std::vector<Hit>& hits = out.emplace_back();
    for (std::size_t at = 0; at < words.size(); ++at) {
      if (words[at] == kBreak) continue;
      for (const std::size_t i : starting[static_cast<std::size_t>(words[at])]) {
        if (stands_at(patterns[i], words, at)) hits.push_back(patterns[i].hit);
      }
    }
    std::sort(hits.begin(), hits.end());
    hits.erase(std::unique(hits.begin(), hits.end()), hits.end());
  }
  return out;
}

}  // namespace bestfit::note
