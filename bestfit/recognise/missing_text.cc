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

bool na_is_label(std::span<const std::string> labels) {
  const auto is_code = [](std::string_view text) {
    return text.size() == 2 && std::all_of(text.begin(), text.end(), [](char letter) {
             return letter >= 'A' && letter <= 'Z';
           });
  };
  std::size_t codes = 0;
  std::size_t others = 0;
  for (const std::string& label : labels) {
    if (base::fold(label) == "na") return true;
    if (is_missing_text(label)) continue;
    is_code(base::trim(label)) ? ++codes : ++others;
  }
  return codes > 0 && others == 0;
}

std::span<const std::string_view> missing_texts() { return kTexts; }

}  // namespace bestfit::recognise
