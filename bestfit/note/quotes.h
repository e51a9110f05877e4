#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "bestfit/base/date.h"
#include "bestfit/note/corpus.h"
#include "bestfit/note/distinguish.h"

namespace bestfit::note {

/// A sentence as it was written, personal data masked.
struct Quote {
  std::string text;
  std::string source;  // may be empty
  std::uint32_t account = 0;
  std::optional<base::Day> day;  // none: undated
};

/// Up to three sentences that say it, each of another account and in other words: of best accounts
/// where these say it more often, of others where those do, of any else; the latest notes in time
/// first, then undated ones. Late notes are not quoted. Long sentences are cut at a word, with an
/// ellipsis.
std::vector<Quote> quotes_of(const Said& said, std::span<const Note> notes,
                             std::span<const Use> uses, const Corpus& corpus,
                             const std::vector<std::vector<Hit>>& hits, const Lexicon& lexicon,
                             std::span<const std::int8_t> best);

}  // namespace bestfit::note
