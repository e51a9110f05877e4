#include "bestfit/base/text.h"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <set>
#include <system_error>

namespace bestfit::base {
namespace {

constexpr std::string_view kSpaces = " \t\r\n";
constexpr std::string_view kNoBreakSpace = "\xC2\xA0";

void append_utf8(UChar32 character, std::string& out) {
  std::uint8_t bytes[4];
  std::int32_t length = 0;
  UBool failed = 0;
  U8_APPEND(bytes, length, 4, character, failed);
  if (failed == 0)
    out.append(reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(length));
}

std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t change = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({change, row[j] + 1, row[j - 1] + 1});
    }
  }
  return row[b.size()];
}

/// The character at `at` of UTF-8 bytes, below 0 when they are none; `at` is moved behind it.
UChar32 next_character(std::string_view text, std::size_t& at) {
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
  auto place = static_cast<std::int32_t>(at);
  UChar32 character = 0;
  U8_NEXT(bytes, place, static_cast<std::int32_t>(text.size()), character);
  at = static_cast<std::size_t>(place);
  return character;
}

char ascii_lower(char letter) {
  return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
}

}  // namespace

std::string_view trim(std::string_view text) {
  for (;;) {
    const std::size_t before = text.size();
    while (!text.empty() && kSpaces.find(text.front()) != std::string_view::npos) {
      text.remove_prefix(1);
    }
    while (!text.empty() && kSpaces.find(text.back()) != std::string_view::npos) {
      text.remove_suffix(1);
    }
    if (text.substr(0, 2) == kNoBreakSpace) text.remove_prefix(2);
    if (text.size() >= 2 && text.substr(text.size() - 2) == kNoBreakSpace) text.remove_suffix(2);
    if (text.size() == before) return text;
  }
}

std::string fold(std::string_view text) {
  const std::string_view core = trim(text);
  std::string out;
  out.reserve(core.size());
  std::size_t at = 0;
  while (at < core.size()) {
    if (static_cast<unsigned char>(core[at]) < 0x80) {
      out += ascii_lower(core[at++]);
      continue;
    }
    const std::size_t start = at;
    const UChar32 character = next_character(core, at);
    if (character < 0) {  // not UTF-8: kept as it is
      out.append(core, start, at - start);
    } else {
      append_utf8(u_tolower(character), out);
    }
  }
  return out;
}

std::vector<std::pair<std::string, std::string>> capitals_of(std::string_view folded) {
  std::set<UChar32> letters;
  for (std::size_t at = 0; at < folded.size();) letters.insert(next_character(folded, at));
  std::vector<std::pair<std::string, std::string>> capitals;
  constexpr UChar32 kCasedEnd = 0x20000;  // planes 2 and up hold ideographs, which have no case
  for (UChar32 character = 0; character < kCasedEnd; ++character) {
    const UChar32 lower = u_tolower(character);
    if (lower == character || letters.count(lower) == 0) continue;
    auto& pair = capitals.emplace_back();
    append_utf8(character, pair.first);
    append_utf8(lower, pair.second);
  }
  return capitals;
}

std::string number_text(double value) {
  char buffer[64];
  const bool whole = std::abs(value) < 1e15 && value == std::trunc(value);
  const auto end =
      whole ? std::to_chars(buffer, buffer + sizeof buffer, static_cast<std::int64_t>(value))
            : std::to_chars(buffer, buffer + sizeof buffer, value);
  return {buffer, end.ptr};
}

std::optional<double> parse_number(std::string_view text) {
  if (!text.empty() && text.front() == '+') text.remove_prefix(1);
  if (text.empty() || text.find_first_of("nNfF") != std::string_view::npos) return std::nullopt;
  double value = 0.0;
  const char* end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, value);
  if (read.ec != std::errc() || read.ptr != end) return std::nullopt;
  return value;
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  for (;;) {
    const std::size_t cut = text.find(separator);
    parts.push_back(text.substr(0, cut));
    if (cut == std::string_view::npos) return parts;
    text.remove_prefix(cut + 1);
  }
}

std::string join(const std::vector<std::string>& parts, std::string_view separator) {
  std::string out;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i > 0) out += separator;
    out += parts[i];
  }
  return out;
}

std::pair<std::size_t, std::size_t> line_and_column(std::string_view text, std::size_t offset) {
  const std::string_view before = text.substr(0, std::min(offset, text.size()));
  const auto line = static_cast<std::size_t>(std::count(before.begin(), before.end(), '\n')) + 1;
  const std::size_t last = before.rfind('\n');
  return {line, last == std::string_view::npos ? before.size() + 1 : before.size() - last};
}

std::string count_text(std::size_t count) {
  std::string digits = std::to_string(count);
  for (std::size_t at = digits.size(); at > 3; at -= 3) digits.insert(at - 3, 1, ',');
  return digits;
}

std::optional<std::string> closest(std::string_view word,
                                   const std::vector<std::string>& candidates) {
  const std::string wanted = fold(word);
  std::optional<std::string> best;
  std::size_t best_distance = std::max<std::size_t>(2, wanted.size() / 3) + 1;
  for (const std::string& candidate : candidates) {
    const std::size_t distance = edit_distance(wanted, fold(candidate));
    if (distance < best_distance) {
      best_distance = distance;
      best = candidate;
    }
  }
  return best;
}

}  // namespace bestfit::base
