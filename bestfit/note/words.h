#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace bestfit::note {

/// The text with e-mail addresses, phone numbers and links replaced by [e-mail], [phone] and
/// [link]; the rest stays byte for byte. Numbers of seven digits and more are taken for phone
/// numbers unless they are dates (2026-11-21) or have thousands marks. Names of persons cannot be
/// told from other words and stay.
std::string masked(std::string_view text);

/// Words of a text, folded (base::fold), in their order; an empty word stands where a sentence or a
/// clause ends, or something was masked. Hyphens and slashes part words; numbers alone are words.
///   text  as `masked` gives it
std::vector<std::string> words_of(std::string_view text);

/// Whether a word says nothing alone: articles, pronouns, prepositions, auxiliaries of English, one
/// letter or two, or only digits.
bool is_stop_word(std::string_view word);

/// Sentences of a text, trimmed, none empty: cut behind . ! ? and at line ends.
std::vector<std::string> sentences_of(std::string_view text);

}  // namespace bestfit::note
