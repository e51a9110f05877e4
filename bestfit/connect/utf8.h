#pragma once

#include <cstddef>
#include <string_view>

namespace bestfit::connect {

/// What bytes look like as UTF-8.
struct Utf8Count {
  std::size_t sequences = 0;  // well-formed characters of two bytes and more
  std::size_t broken = 0;     // bytes that belong to no character
};

/// Counts characters and broken bytes. A character cut off at the end of `bytes` is not counted.
///   returns  bytes looked at: all but a character cut off at the end
///   source   RFC 3629, section 4
std::size_t count_utf8(std::string_view bytes, Utf8Count& count);

/// All of the text is UTF-8.
bool is_utf8(std::string_view text);

}  // namespace bestfit::connect
