#include "bestfit/note/words.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>

#include "bestfit/base/date.h"
#include "bestfit/base/text.h"

namespace bestfit::note {
namespace {

using base::is_digit;

constexpr std::size_t kPhoneDigits = 7;

bool is_space(char letter) {
  return letter == ' ' || letter == '\t' || letter == '\n' || letter == '\r';
}

bool is_ascii_letter(char letter) {
  return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z');
}

bool is_far(char letter) { return (static_cast<unsigned char>(letter) & 0x80U) != 0; }

bool is_address_letter(char letter) {
  return is_ascii_letter(letter) || is_digit(letter) || is_far(letter) ||
         std::string_view(".!#$%&'*+-/=?^_`{|}~").find(letter) != std::string_view::npos;
}

/// The end of a link that starts at `at`, or `at`.
std::size_t link_end(std::string_view text, std::size_t at) {
  if (at > 0 && (is_ascii_letter(text[at - 1]) || is_digit(text[at - 1]))) return at;
  const std::string start = base::fold(text.substr(at, 8));
  const bool link = start.rfind("http://", 0) == 0 || start.rfind("https://", 0) == 0 ||
                    start.rfind("ftp://", 0) == 0 || start.rfind("www.", 0) == 0;
  if (!link) return at;
  std::size_t end = at;
  while (end < text.size() && !is_space(text[end]) &&
         std::string_view("<>\"").find(text[end]) == std::string_view::npos) {
    ++end;
  }
  while (end > at && std::string_view(".,;:!?)]'").find(text[end - 1]) != std::string_view::npos) {
    --end;
  }
  return end;
}

/// The end of an e-mail address that starts at `at`, or `at`.
std::size_t address_end(std::string_view text, std::size_t at) {
  if (at > 0 && is_address_letter(text[at - 1])) return at;
  std::size_t end = at;
  while (end < text.size() && is_address_letter(text[end])) ++end;
  if (end == at || end >= text.size() || text[end] != '@') return at;
  const std::size_t sign = end++;
  while (end < text.size() && (is_ascii_letter(text[end]) || is_digit(text[end]) ||
                               is_far(text[end]) || text[end] == '-' || text[end] == '.')) {
    ++end;
  }
  while (end > sign + 1 && (text[end - 1] == '.' || text[end - 1] == '-')) --end;
  return end > sign + 1 ? end : at;
}

/// The end of a phone number that starts at `at`, or `at`.
std::size_t phone_end(std::string_view text, std::size_t at) {
  if (!is_digit(text[at]) && text[at] != '+' && text[at] != '(') return at;
  if (at > 0 && (is_ascii_letter(text[at - 1]) || is_digit(text[at - 1]) || text[at - 1] == ',' ||
                 text[at - 1] == '.')) {
    return at;
  }
  std::size_t digits = 0;
  std::size_t end = at;
  for (std::size_t i = at; i < text.size(); ++i) {
    if (is_digit(text[i])) {
      ++digits;
      end = i + 1;
    } else if (std::string_view(" -./()+").find(text[i]) == std::string_view::npos) {
      break;
    }
  }
  if (digits < kPhoneDigits || base::parse_iso_date(text.substr(at, end - at))) return at;
  return end;
}

struct Match {
  std::size_t end = 0;
  std::string_view mask;
};

std::optional<Match> personal_at(std::string_view text, std::size_t at) {
  if (const std::size_t end = link_end(text, at); end > at) return Match{end, "[link]"};
  if (const std::size_t end = address_end(text, at); end > at) return Match{end, "[e-mail]"};
  if (const std::size_t end = phone_end(text, at); end > at) return Match{end, "[phone]"};
  return std::nullopt;
}

/// The length of punctuation beyond ASCII at `at`: of Latin-1 (C2 80 to C2 BF) and of the block of
/// general punctuation (E2 80, E2 81); 0 where a letter is.
std::size_t far_punctuation(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) {
    return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U;
  };
  if (byte(at) == 0xC2U) return 2;
  const bool general = byte(at) == 0xE2U && (byte(at + 1) == 0x80U || byte(at + 1) == 0x81U);
  return general ? 3 : 0;
}

/// The apostrophe of "don't", straight or curly.
std::size_t apostrophe(std::string_view text, std::size_t at) {
  if (text[at] == '\'') return 1;
  return text.substr(at, 3) == "\xE2\x80\x99" ? 3 : 0;
}

class WordCutter {
 public:
  explicit WordCutter(const std::string& text) : text_(text) {}

  std::vector<std::string> cut() {
    for (std::size_t at = 0; at < text_.size();) at = step(at);
    end_word();
    return std::move(words_);
  }

 private:
  std::size_t step(std::size_t at) {
    for (const std::string_view mask : {"[e-mail]", "[phone]", "[link]"}) {
      if (text_.compare(at, mask.size(), mask) != 0) continue;
      end_clause();
      return at + mask.size();
    }
    const char letter = text_[at];
    if (const std::size_t length = apostrophe(text_, at); length > 0) {
      if (word_.empty()) end_word();
      return at + length;
    }
    if (const std::size_t length = far_punctuation(text_, at); length > 0) {
      end_word();
      return at + length;
    }
    if (is_ascii_letter(letter) || is_digit(letter) || is_far(letter)) {
      word_ += letter;
    } else if (is_space(letter) || letter == '-' || letter == '/' || letter == '_') {
      end_word();
    } else {
      end_clause();
    }
    return at + 1;
  }

  void end_word() {
    if (!word_.empty()) words_.push_back(std::move(word_));
    word_.clear();
  }

  void end_clause() {
    end_word();
    if (!words_.empty() && !words_.back().empty()) words_.emplace_back();
  }

  const std::string& text_;
  std::string word_;
  std::vector<std::string> words_;
};

constexpr auto kStopWords = std::to_array<std::string_view>(
    {"about",   "after", "again",  "all",   "also",  "and",   "any",  "are",   "asked",
     "because", "been",  "but",    "can",   "cant",  "could", "did",  "didnt", "does",
     "doesnt",  "dont",  "each",   "for",   "from",  "get",   "got",  "had",   "has",
     "have",    "her",   "here",   "him",   "his",   "how",   "into", "its",   "just",
     "like",    "may",   "more",   "most",  "much",  "must",  "not",  "now",   "off",
     "one",     "only",  "other",  "our",   "out",   "over",  "own",  "said",  "say",
     "says",    "she",   "should", "some",  "such",  "than",  "that", "the",   "their",
     "theirs",  "them",  "then",   "there", "these", "they",  "this", "those", "through",
     "too",     "told",  "under",  "very",  "want",  "wants", "was",  "well",  "were",
     "what",    "when",  "where",  "which", "while", "who",   "why",  "will",  "with",
     "would",   "you",   "your"});

}  // namespace

std::string masked(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    if (const auto match = personal_at(text, at)) {
      out += match->mask;
      at = match->end;
    } else {
      out += text[at++];
    }
  }
  return out;
}

std::vector<std::string> words_of(std::string_view text) {
  return WordCutter(base::fold(text)).cut();
}

bool is_stop_word(std::string_view word) {
  const bool digits = std::all_of(word.begin(), word.end(), is_digit);
  if (digits || (word.size() < 3 && std::none_of(word.begin(), word.end(), is_far))) return true;
  return std::find(kStopWords.begin(), kStopWords.end(), word) != kStopWords.end();
}

std::vector<std::string> sentences_of(std::string_view text) {
  std::vector<std::string> sentences;
  std::size_t start = 0;
  const auto end_at = [&](std::size_t end) {
    const std::string_view sentence = base::trim(text.substr(start, end - start));
    if (!sentence.empty()) sentences.emplace_back(sentence);
    start = end;
  };
  for (std::size_t at = 0; at < text.size(); ++at) {
    const bool stop = std::string_view(".!?").find(text[at]) != std::string_view::npos;
    const bool ends = stop && (at + 1 == text.size() || is_space(text[at + 1]));
    if (ends || text[at] == '\n') end_at(at + 1);
  }
  end_at(text.size());
  return sentences;
}

}  // namespace bestfit::note
