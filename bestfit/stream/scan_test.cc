#include "bestfit/stream/scan.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "bestfit/base/random.h"

namespace bestfit::stream {
namespace {

std::string some_text(base::Random& random, std::string_view letters) {
  std::string text;
  for (std::uint64_t i = random.below(400); i > 0; --i) {
    text += letters[random.below(letters.size())];
  }
  return text;
}

std::vector<std::uint32_t> first_of(const std::vector<std::uint32_t>& places, std::size_t count) {
  return {places.begin(), places.begin() + static_cast<std::ptrdiff_t>(count)};
}

/// The oracle: letter by letter.
void expect_scanned(const std::string& text, char delimiter, const Scan& scanned) {
  std::vector<std::uint32_t> ends;
  std::vector<std::uint32_t> careful;
  bool lone_return = false;
  for (std::uint32_t i = 0; i < text.size(); ++i) {
    const auto is_end = [&](std::uint32_t at) { return text[at] == delimiter || text[at] == '\n'; };
    const bool starts = i == 0 || is_end(i - 1);
    const bool opens = std::string_view("=+-@\t ").find(text[i]) != std::string_view::npos;
    const bool after_space = i > 0 && text[i - 1] == ' ';
    if ((starts && opens && !is_end(i)) || (after_space && is_end(i))) careful.push_back(i);
    if (is_end(i)) ends.push_back(i);
    const bool before_line_end = i + 1 < text.size() && text[i + 1] == '\n';
    lone_return = lone_return || (text[i] == '\r' && !before_line_end);
  }
  const auto has = [&](char letter) { return text.find(letter) != std::string::npos; };
  EXPECT_EQ(first_of(scanned.ends, scanned.end_count), ends) << text;
  EXPECT_EQ(first_of(scanned.careful, scanned.careful_count), careful) << text;
  EXPECT_EQ(scanned.lines, static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n')));
  EXPECT_EQ(scanned.has_quote, has('"'));
  EXPECT_EQ(scanned.has_nul, has('\0'));
  EXPECT_EQ(scanned.has_return, has('\r'));
  EXPECT_EQ(scanned.has_lone_return, lone_return) << text;
  EXPECT_EQ(scanned.is_ascii, std::none_of(text.begin(), text.end(),
                                           [](char letter) { return (letter & 0x80) != 0; }));
}

TEST(Scan, FindsWhatStandsThereWithAllInstructions) {
  base::Random random(1);
  const std::string all("a,b;\n\r\n\" =+-@\t.\xC3\xA4\0", 18);
  for (int i = 0; i < 3000; ++i) {
    const std::string text = some_text(random, i % 3 == 0 ? "ab,\n" : i % 3 == 1 ? "a, \n\r" : all);
    for (const base::Instructions instructions : base::instructions_here()) {
      Scan scanned;
      scan("x,y\n\n\n\n\n", ',', instructions, scanned);  // what was there before is gone
      scan(text, ',', instructions, scanned);
      expect_scanned(text, ',', scanned);
    }
  }
  Scan scanned;
  scan("a\tb\t\n", '\t', base::Instructions::plain, scanned);
  EXPECT_EQ(scanned.end_count, 3U);
  EXPECT_EQ(scanned.careful_count, 0U);
}

}  // namespace
}  // namespace bestfit::stream
