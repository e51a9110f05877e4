#include "bestfit/note/quotes.h"

#include <algorithm>
#include <cstddef>
#include <limits>
#include <set>

#include "bestfit/base/text.h"
#include "bestfit/note/terms.h"
#include "bestfit/note/words.h"

namespace bestfit::note {
namespace {

constexpr std::size_t kQuotes = 3;
constexpr std::size_t kQuoteBytes = 200;
constexpr std::size_t kLookedAt = 300;  // notes that say it, the latest: many repeat each other

bool has_theme(const std::vector<Hit>& hits, const Lexicon& lexicon, const Theme& theme) {
  return std::any_of(hits.begin(), hits.end(),
                     [&](const Hit& hit) { return &lexicon.themes[hit.theme] == &theme; });
}

/// Whether the words of a term stand next to each other, plurals as their words.
bool has_words(const std::vector<std::int32_t>& words, const std::vector<std::int32_t>& wanted,
               const std::vector<std::int32_t>& counts_as) {
  const auto same = [&](std::int32_t a, std::int32_t b) {
    return a != kBreak && counts_as[static_cast<std::size_t>(a)] == b;
  };
  return std::search(words.begin(), words.end(), wanted.begin(), wanted.end(), same) != words.end();
}

/// At most kQuoteBytes, cut between words.
std::string shortened(const std::string& sentence) {
  if (sentence.size() <= kQuoteBytes) return sentence;
  std::size_t cut = sentence.rfind(' ', kQuoteBytes);
  if (cut == std::string::npos || cut == 0) {  // one long word: between characters
    cut = kQuoteBytes;
    while ((static_cast<unsigned char>(sentence[cut]) & 0xC0U) == 0x80U) --cut;
  }
  return sentence.substr(0, cut) + "…";
}

class Quoter {
 public:
  Quoter(const Said& said, const Lexicon& lexicon, const Corpus& corpus)
      : said_(said), lexicon_(lexicon), corpus_(corpus) {
    if (said.theme == nullptr) counts_as_ = without_plurals(corpus.vocabulary);
  }

  [[nodiscard]] bool says(std::size_t note, const std::vector<std::vector<Hit>>& hits) const {
    if (said_.theme != nullptr) return has_theme(hits[note], lexicon_, *said_.theme);
    return has_words(corpus_.words[note], said_.words, counts_as_);
  }

  /// The first sentence of the note that says it; the whole note where none does alone.
  [[nodiscard]] std::string sentence(const Note& note) const {
    const std::string text = masked(note.text);
    for (const std::string& sentence : sentences_of(text)) {
      const std::vector<Note> one = {{.text = sentence}};
      const Corpus corpus = corpus_of(one);
      const bool found = said_.theme != nullptr ? has_theme(themes_of(corpus, lexicon_).front(),
                                                            lexicon_, *said_.theme)
                                                : has_term(corpus);
      if (found) return shortened(sentence);
    }
    return shortened(std::string(base::trim(text)));
  }

 private:
  /// The same by the words themselves: a sentence has a vocabulary of its own.
  [[nodiscard]] bool has_term(const Corpus& sentence) const {
    const auto same = [&](std::int32_t a, std::int32_t b) {
      if (a == kBreak) return false;
      const std::string& word = sentence.vocabulary[static_cast<std::size_t>(a)];
      const std::string& wanted = corpus_.vocabulary[static_cast<std::size_t>(b)];
      return word == wanted || word == wanted + "s";
    };
    const std::vector<std::int32_t>& words = sentence.words.front();
    return std::search(words.begin(), words.end(), said_.words.begin(), said_.words.end(), same) !=
           words.end();
  }

  const Said& said_;
  const Lexicon& lexicon_;
  const Corpus& corpus_;
  std::vector<std::int32_t> counts_as_;
};

bool is_of(Side side, std::int8_t best) {
  if (side == Side::best) return best == 1;
  return side == Side::others ? best == 0 : true;
}

}  // namespace

std::vector<Quote> quotes_of(const Said& said, std::span<const Note> notes,
                             std::span<const Use> uses, const Corpus& corpus,
                             const std::vector<std::vector<Hit>>& hits, const Lexicon& lexicon,
                             std::span<const std::int8_t> best) {
  const Quoter quoter(said, lexicon, corpus);
  std::vector<std::size_t> saying;
  for (std::size_t i = 0; i < notes.size(); ++i) {
    if (uses[i] == Use::late || !is_of(said.stands_out, best[notes[i].account])) continue;
    if (quoter.says(i, hits)) saying.push_back(i);
  }
  const auto moment = [&](std::size_t i) {
    return notes[i].day.value_or(std::numeric_limits<base::Day>::min());
  };
  std::stable_sort(saying.begin(), saying.end(),
                   [&](std::size_t a, std::size_t b) { return moment(a) > moment(b); });
  if (saying.size() > kLookedAt) saying.resize(kLookedAt);
  std::vector<Quote> quotes;
  std::set<std::string> texts;
  std::set<std::uint32_t> accounts;
  for (const std::size_t i : saying) {
    if (quotes.size() == kQuotes) break;
    if (accounts.count(notes[i].account) > 0) continue;
    std::string text = quoter.sentence(notes[i]);
    if (!texts.insert(base::fold(text)).second) continue;
    accounts.insert(notes[i].account);
    quotes.push_back({.text = std::move(text),
                      .source = masked(notes[i].source),
                      .account = notes[i].account,
                      .day = notes[i].day});
  }
  return quotes;
}

}  // namespace bestfit::note
