#include "bestfit/connect/json_record.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>

#include "bestfit/base/text.h"

namespace bestfit::connect {
namespace {

constexpr int kDepthMax = 64;

bool is_space(char letter) {
  return letter == ' ' || letter == '\t' || letter == '\n' || letter == '\r';
}
int hex_value(char letter) {
  if (base::is_digit(letter)) return letter - '0';
  if (letter >= 'a' && letter <= 'f') return letter - 'a' + 10;
  if (letter >= 'A' && letter <= 'F') return letter - 'A' + 10;
  return -1;
}

void append_utf8(std::uint32_t code, std::string& out) {
  if (code < 0x80) {
    out += static_cast<char>(code);
  } else if (code < 0x800) {
    out += static_cast<char>(0xC0 | code >> 6);
    out += static_cast<char>(0x80 | (code & 0x3F));
  } else if (code < 0x10000) {
    out += static_cast<char>(0xE0 | code >> 12);
    out += static_cast<char>(0x80 | (code >> 6 & 0x3F));
    out += static_cast<char>(0x80 | (code & 0x3F));
  } else {
    out += static_cast<char>(0xF0 | code >> 18);
    out += static_cast<char>(0x80 | (code >> 12 & 0x3F));
    out += static_cast<char>(0x80 | (code >> 6 & 0x3F));
    out += static_cast<char>(0x80 | (code & 0x3F));
  }
}

/// Checks JSON text from its start; `fault` is set at the first thing that is wrong.
class Checker {
 public:
  explicit Checker(std::string_view text) : text_(text) {}

  [[nodiscard]] const std::string& fault() const { return fault_; }
  [[nodiscard]] std::size_t at() const { return at_; }
  [[nodiscard]] bool done() const { return at_ == text_.size(); }

  bool fail(std::string_view what) {
    if (fault_.empty()) fault_ = fmt::format("no JSON: {} at byte {}", what, at_ + 1);
    return false;
  }
  void spaces() {
    while (at_ < text_.size() && is_space(text_[at_])) ++at_;
  }
  bool take(char letter) {
    if (at_ >= text_.size() || text_[at_] != letter) return false;
    ++at_;
    return true;
  }

  bool string() {
    if (!take('"')) return fail("'\"' expected");
    while (at_ < text_.size()) {
      const char letter = text_[at_];
      if (letter == '"') {
        ++at_;
        return true;
      }
      if (static_cast<unsigned char>(letter) < 32) return fail("a control character in a string");
      if (letter != '\\') {
        ++at_;
      } else if (!escape()) {
        return false;
      }
    }
    return fail("a string that does not end");
  }

  bool value(int depth) {
    if (depth > kDepthMax) return fail("nested too deep");
    const char first = at_ < text_.size() ? text_[at_] : '\0';
    if (first == '"') return string();
    if (first == '{' || first == '[') return nested(depth, first == '{');
    if (first == '-' || base::is_digit(first)) return number();
    for (const std::string_view word : {"true", "false", "null"}) {
      if (text_.substr(at_, word.size()) != word) continue;
      at_ += word.size();
      return true;
    }
    return fail("a value expected");
  }

 private:
  bool escape() {
    ++at_;
    const char kind = at_ < text_.size() ? text_[at_] : '\0';
    if (kind != 'u') {
      if (std::string_view("\"\\/bfnrt").find(kind) == std::string_view::npos || kind == '\0') {
        return fail("a wrong escape");
      }
      ++at_;
      return true;
    }
    ++at_;
    for (int i = 0; i < 4; ++i, ++at_) {
      if (at_ >= text_.size() || hex_value(text_[at_]) < 0) return fail("a wrong \\u escape");
    }
    return true;
  }

  bool digits() {
    const std::size_t start = at_;
    while (at_ < text_.size() && base::is_digit(text_[at_])) ++at_;
    return at_ > start || fail("a digit expected");
  }

  bool number() {
    take('-');
    if (take('0')) {
      if (at_ < text_.size() && base::is_digit(text_[at_]))
        return fail("a number with leading zeros");
    } else if (!digits()) {
      return false;
    }
    if (take('.') && !digits()) return false;
    if (take('e') || take('E')) {
      if (!take('+')) take('-');
      return digits();
    }
    return true;
  }

  bool nested(int depth, bool object) {
    const char close = object ? '}' : ']';
    ++at_;
    spaces();
    if (take(close)) return true;
    for (;;) {
      spaces();
      if (object) {
        if (!string()) return false;
        spaces();
        if (!take(':')) return fail("':' expected");
        spaces();
      }
      if (!value(depth + 1)) return false;
      spaces();
      if (take(close)) return true;
      if (!take(',')) return fail(object ? "',' or '}' expected" : "',' or ']' expected");
    }
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::string fault_;
};

std::uint32_t hex4(std::string_view text) {
  std::uint32_t code = 0;
  for (const char letter : text.substr(0, 4)) {
    code = code * 16 + static_cast<std::uint32_t>(hex_value(letter));
  }
  return code;
}

/// A checked string without its quotes and escapes.
std::string unquoted(std::string_view quoted) {
  const std::string_view text = quoted.substr(1, quoted.size() - 2);
  if (text.find('\\') == std::string_view::npos) return std::string(text);
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\\') {
      out += text[i];
      continue;
    }
    const char kind = text[++i];
    constexpr std::string_view kFrom = "bfnrt";
    constexpr std::string_view kTo = "\b\f\n\r\t";
    const std::size_t known = kFrom.find(kind);
    if (kind != 'u') {
      out += known == std::string_view::npos ? kind : kTo[known];
      continue;
    }
    std::uint32_t code = hex4(text.substr(i + 1));
    i += 4;
    const bool high = code >= 0xD800 && code < 0xDC00;
    const bool low = code >= 0xDC00 && code < 0xE000;
    if (high && text.substr(i + 1, 2) == "\\u" && hex4(text.substr(i + 3)) >= 0xDC00 &&
        hex4(text.substr(i + 3)) < 0xE000) {
      code = 0x10000 + ((code - 0xD800) << 10) + (hex4(text.substr(i + 3)) - 0xDC00);
      i += 6;
    } else if (high || low) {
      code = 0xFFFD;  // half a character
    }
    append_utf8(code, out);
  }
  return out;
}

/// The plain values of an array with semicolons between them; empty when one is not plain.
std::string joined_array(std::string_view value) {
  Checker checker(value);
  std::string out;
  checker.take('[');
  for (bool first = true;; first = false) {
    checker.spaces();
    const std::size_t start = checker.at();
    if (!checker.value(1)) return {};
    const std::string_view item = value.substr(start, checker.at() - start);
    if (item.front() == '{' || item.front() == '[') return {};
    const std::string cell = json_cell(item);
    if (cell.find(';') != std::string::npos) return {};
    if (!first) out += ';';
    out += cell;
    checker.spaces();
    if (!checker.take(',')) return out;
  }
}

}  // namespace

std::string read_json_object(std::string_view text, std::vector<JsonMember>& members) {
  members.clear();
  Checker checker(text);
  checker.spaces();
  if (!checker.take('{')) return "no JSON object";
  checker.spaces();
  bool more = !checker.take('}');
  while (more) {
    checker.spaces();
    const std::size_t key_start = checker.at();
    if (!checker.string()) return checker.fault();
    std::string key = unquoted(text.substr(key_start, checker.at() - key_start));
    checker.spaces();
    if (!checker.take(':')) checker.fail("':' expected");
    checker.spaces();
    const std::size_t start = checker.at();
    if (!checker.fault().empty() || !checker.value(1)) return checker.fault();
    members.push_back({.key = std::move(key), .value = text.substr(start, checker.at() - start)});
    checker.spaces();
    more = checker.take(',');
    if (!more && !checker.take('}')) checker.fail("',' or '}' expected");
    if (!checker.fault().empty()) return checker.fault();
  }
  checker.spaces();
  if (!checker.done()) checker.fail("more text after the object");
  return checker.fault();
}

std::size_t json_value_size(std::string_view text) {
  std::size_t depth = 0;
  bool in_string = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char letter = text[i];
    if (in_string) {
      if (letter == '\\') ++i;
      if (letter == '"') in_string = false;
    } else if (letter == '"') {
      in_string = true;
    } else if (letter == '{' || letter == '[') {
      ++depth;
    } else if (letter == '}' || letter == ']') {
      if (depth <= 1) return i + 1;
      --depth;
    } else if (depth == 0 && (letter == ',' || is_space(letter))) {
      return i;
    }
  }
  return 0;
}

std::string json_cell(std::string_view value) {
  if (value == "null") return {};
  if (value.front() == '"') return unquoted(value);
  if (value.front() != '[') return std::string(value);
  if (value.find_first_not_of(" \t\r\n[]") == std::string_view::npos) return {};
  std::string joined = joined_array(value);
  return joined.empty() ? std::string(value) : joined;
}

}  // namespace bestfit::connect
