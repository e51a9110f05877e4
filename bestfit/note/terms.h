#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "bestfit/note/corpus.h"
#include "bestfit/note/lexicon.h"

namespace bestfit::note {

/// A word or a two-word phrase, and which accounts have it.
struct Term {
  std::string name;
  std::vector<std::int32_t> words;      // one or two places in the vocabulary
  std::vector<std::string> also;        // other terms that the very same accounts have
  std::vector<std::uint32_t> accounts;  // increasing
};

/// Which terms are worth a try; chosen without the outcome.
struct Support {
  std::size_t least = 5;
  std::size_t most = 0;  // accounts; more have what nearly all say
  std::size_t terms_max = 500;
};

/// Terms that stand in no theme, of the notes that are taken, the commonest first; those that the
/// very same accounts have are one, named by its longest phrase.
///   taken  one a note: 0 is passed over
std::vector<Term> terms_of(std::span<const Note> notes, std::span<const std::uint8_t> taken,
                           const Corpus& corpus, const Lexicon& lexicon, const Support& support);

/// For each word of a vocabulary the word that it counts as: a plural in -s as its word where both
/// occur and that word has four letters or more and does not end in s, u or i.
std::vector<std::int32_t> without_plurals(const std::vector<std::string>& vocabulary);

}  // namespace bestfit::note
