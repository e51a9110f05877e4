#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bestfit::base {

/// Text without white space (space, tab, CR, LF, no-break space U+00A0) at both ends.
std::string_view trim(std::string_view text);

/// Text as it is compared: trimmed, each character in lower case (Unicode simple lower case).
std::string fold(std::string_view text);

/// The characters that `fold` makes into another one that stands in `folded`, each with that one:
/// "é" gives ("É", "é"), "k" gives ("K", "k") and the Kelvin sign. In order of code points.
std::vector<std::pair<std::string, std::string>> capitals_of(std::string_view folded);

/// A finite double in the shortest decimal form that reads back to the same value; whole numbers
/// below 1e15 without exponent or point: 250, -0.5, 1e+300.
std::string number_text(double value);

/// The number that is the whole of `text` (decimal point, no thousands marks), if it is one.
/// "nan" and "inf" are not numbers here.
std::optional<double> parse_number(std::string_view text);

/// One of 0 to 9.
constexpr bool is_digit(char letter) { return letter >= '0' && letter <= '9'; }

/// Text cut at each `separator`; always one part more than there are separators.
std::vector<std::string_view> split(std::string_view text, char separator);

/// Parts with `separator` between them.
std::string join(const std::vector<std::string>& parts, std::string_view separator);

/// Line and column, from 1, of the byte at `offset`.
std::pair<std::size_t, std::size_t> line_and_column(std::string_view text, std::size_t offset);

/// Whole number with thousands marks, as people read it: 12,345.
std::string count_text(std::size_t count);

/// The candidate closest to `word` by edit distance, when it is near enough to be a slip.
std::optional<std::string> closest(std::string_view word,
                                   const std::vector<std::string>& candidates);

}  // namespace bestfit::base
