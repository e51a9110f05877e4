#include "bestfit/recognise/missing_text.h"

#include <algorithm>
#include <array>

#include "bestfit/base/text.h"

namespace bestfit::recognise {
namespace {

constexpr std::size_t kPlaceholderLongest = 24;
constexpr std::array<std::string_view, 46> kTexts = {"null",
                                                     "(null)",
                                                     "[null]",
                                                     "<null>",
                                                     "n/a",
                                                     "na",
                                                     "n.a.",
                                                     "#n/a",
                                                     "#n/a n/a",
                                                     "#na",
                                                     "#null!",
                                                     "#value!",
                                                     "#ref!",
                                                     "#div/0!",
                                                     "#name?",
                                                     "none",
                                                     "(none)",
                                                     "--none--",
                                                     "- none -",
                                                     "nil",
                                                     "nan",
                                                     "\\n",
                                                     "-",
                                                     "--",
                                                     "---",
                                                     "\xE2\x80\x93",
                                                     "\xE2\x80\x94",
                                                     "?",
                                                     "??",
                                                     ".",
                                                     "(blank)",
                                                     "(empty)",
                                                     "[unknown]",
                                                     "(unknown)",
                                                     "<unknown>",
                                                     "select",
                                                     "please select",
                                                     "- select -",
                                                     "-- select --",
                                                     "select...",
                                                     "not available",
                                                     "not specified",
                                                     "not provided",
                                                     "(not set)",
                                                     "undefined",
                                                     "no value"};

}  // namespace

bool is_missing_text(std::string_view text) {
  text = base::trim(text);
  if (text.empty()) return true;
  if (text.size() > kPlaceholderLongest) return false;
  const char first = text.front();
  const char second = text.size() > 1 ? text[1] : '\0';
  const bool digit_first = first >= '0' && first <= '9';
  if (digit_first || (first == '-' && second >= '0' && second <= '9')) return false;
  const std::string folded = base::fold(text);
  return std::find(kTexts.begin(), kTexts.end(), folded) != kTexts.end();
}

std::span<const std::string_view> missing_texts() { return kTexts; }

}  // namespace bestfit::recognise
