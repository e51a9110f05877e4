#include "bestfit/note/terms.h"

#include <algorithm>
#include <map>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "bestfit/note/words.h"

namespace bestfit::note {
namespace {

constexpr std::size_t kSingularLeast = 4;

using Key = std::pair<std::int32_t, std::int32_t>;  // two words; the second kBreak for one

/// Terms as accounts have them, collected note by note.
class TermCollector {
 public:
  explicit TermCollector(const Corpus& corpus)
      : corpus_(corpus), counts_as_(without_plurals(corpus.vocabulary)) {
    for (const std::string& word : corpus.vocabulary) stop_.push_back(is_stop_word(word));
  }

  void add(std::uint32_t account, const std::vector<std::int32_t>& words) {
    for (std::size_t at = 0; at < words.size(); ++at) {
      if (!speaks(words[at])) continue;
      const std::int32_t word = counts_as_[static_cast<std::size_t>(words[at])];
      accounts_[{word, kBreak}].push_back(account);
      if (at + 1 == words.size() || !speaks(words[at + 1])) continue;
      const std::int32_t next = counts_as_[static_cast<std::size_t>(words[at + 1])];
      accounts_[{word, next}].push_back(account);
    }
  }

  std::vector<Term> terms() {
    std::vector<Term> out;
    for (auto& [key, accounts] : accounts_) {
      std::sort(accounts.begin(), accounts.end());
      accounts.erase(std::unique(accounts.begin(), accounts.end()), accounts.end());
      Term& term = out.emplace_back();
      term.name = corpus_.vocabulary[static_cast<std::size_t>(key.first)];
      term.words = {key.first};
      if (key.second != kBreak) {
        term.name += " " + corpus_.vocabulary[static_cast<std::size_t>(key.second)];
        term.words.push_back(key.second);
      }
      term.accounts = std::move(accounts);
    }
    return out;
  }

 private:
  [[nodiscard]] bool speaks(std::int32_t word) const {
    return word != kBreak && !stop_[static_cast<std::size_t>(word)];
  }

  const Corpus& corpus_;
  std::vector<std::int32_t> counts_as_;
  std::vector<bool> stop_;
  std::map<Key, std::vector<std::uint32_t>> accounts_;
};

/// Phrases before words, longer ones first, then by the alphabet: which of equals gives the name.
bool names_better(const Term& a, const Term& b) {
  if (a.words.size() != b.words.size()) return a.words.size() > b.words.size();
  if (a.name.size() != b.name.size()) return a.name.size() > b.name.size();
  return a.name < b.name;
}

bool is_commoner(const Term& a, const Term& b) {
  if (a.accounts.size() != b.accounts.size()) return a.accounts.size() > b.accounts.size();
  return a.name < b.name;
}

std::vector<Term> merged(std::vector<Term> terms) {
  std::sort(terms.begin(), terms.end(), names_better);
  std::map<std::vector<std::uint32_t>, std::size_t> known;
  std::vector<Term> out;
  for (Term& term : terms) {
    const auto [place, is_new] = known.try_emplace(term.accounts, out.size());
    if (is_new) {
      out.push_back(std::move(term));
    } else {
      out[place->second].also.push_back(std::move(term.name));
    }
  }
  return out;
}

/// Terms that are a theme's, star and all.
void remove_themes(const Lexicon& lexicon, std::vector<Term>& terms) {
  Corpus names;  // each term a note of its own, so that themes find their terms as in notes
  for (const Term& term : terms) {
    std::vector<std::int32_t>& words = names.words.emplace_back();
    const std::size_t space = term.name.find(' ');
    std::vector<std::string> parts = {term.name.substr(0, space)};
    if (space != std::string::npos) parts.push_back(term.name.substr(space + 1));
    for (const std::string& part : parts) {
      words.push_back(static_cast<std::int32_t>(names.vocabulary.size()));
      names.vocabulary.push_back(part);
    }
  }
  const auto hits = themes_of(names, lexicon);
  std::vector<Term> kept;
  for (std::size_t i = 0; i < terms.size(); ++i) {
    const bool whole = std::any_of(hits[i].begin(), hits[i].end(), [&](const Hit& hit) {
      const std::string& term = lexicon.themes[hit.theme].terms[hit.term];
      const auto spaces = std::count(term.begin(), term.end(), ' ');
      return static_cast<std::size_t>(spaces) + 1 == terms[i].words.size();
    });
    if (!whole) kept.push_back(std::move(terms[i]));
  }
  terms = std::move(kept);
}

}  // namespace

std::vector<std::int32_t> without_plurals(const std::vector<std::string>& vocabulary) {
  std::unordered_map<std::string_view, std::int32_t> places;
  for (std::size_t i = 0; i < vocabulary.size(); ++i) {
    places.emplace(vocabulary[i], static_cast<std::int32_t>(i));
  }
  std::vector<std::int32_t> out;
  for (std::size_t i = 0; i < vocabulary.size(); ++i) {
    out.push_back(static_cast<std::int32_t>(i));
    std::string_view word = vocabulary[i];
    if (word.size() <= kSingularLeast || word.back() != 's') continue;
    word.remove_suffix(1);
    if (std::string_view("sui").find(word.back()) != std::string_view::npos) continue;
    const auto singular = places.find(word);
    if (singular != places.end()) out.back() = singular->second;
  }
  return out;
}

std::vector<Term> terms_of(std::span<const Note> notes, std::span<const std::uint8_t> taken,
                           const Corpus& corpus, const Lexicon& lexicon, const Support& support) {
  TermCollector collector(corpus);
  for (std::size_t i = 0; i < notes.size(); ++i) {
    if (taken[i] != 0) collector.add(notes[i].account, corpus.words[i]);
  }
  std::vector<Term> terms = collector.terms();
  std::erase_if(terms, [&](const Term& term) {
    return term.accounts.size() < support.least || term.accounts.size() > support.most;
  });
  remove_themes(lexicon, terms);
  terms = merged(std::move(terms));
  std::sort(terms.begin(), terms.end(), is_commoner);
  if (terms.size() > support.terms_max) terms.resize(support.terms_max);
  return terms;
}

}  // namespace bestfit::note
