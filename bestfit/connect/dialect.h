#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace bestfit::connect {

/// How delimited text is written.
struct Dialect {
  char delimiter = ',';
  char quote = '"';
  char newline = '\n';    // '\r' for files with no line feed at all
  bool sep_line = false;  // the first line is "sep=;", a hint for Excel, no header
};

/// Finds the dialect from the first part of a text: the delimiter that cuts the header into cells
/// and most records into as many.
///   head       the text from its first byte; may end in the middle of a record
///   delimiter  when it is known already
Dialect sniff_dialect(std::string_view head, std::optional<char> delimiter);

/// The delimiter as a word: "comma", "semicolon", "tab", "pipe", or the character.
std::string delimiter_words(char delimiter);

}  // namespace bestfit::connect
