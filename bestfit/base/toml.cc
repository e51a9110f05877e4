#include "bestfit/base/toml.h"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>
#include <set>
#include <utility>

#include "bestfit/base/error.h"
#include "bestfit/base/text.h"

namespace bestfit::base {

struct TomlFields::State {
  toml::table values;
  std::string source;
  std::set<std::string, std::less<>> asked;
};

namespace {

std::string place(const std::string& source, const toml::source_region& region) {
  return fmt::format("{}:{}:{}", source, region.begin.line, region.begin.column);
}

[[noreturn]] void wrong_type(const std::string& source, const toml::node& node,
                             std::string_view key, std::string_view wanted) {
  throw Error(Fault::configuration,
              fmt::format("{}: '{}' must be {}", place(source, node.source()), key, wanted));
}

/// The node of a key as a type, if the key is there.
template <typename Value>
std::optional<Value> value_of(const toml::table& values, const std::string& source,
                              std::string_view key, std::string_view wanted) {
  const toml::node* node = values.get(key);
  if (node == nullptr) return std::nullopt;
  auto value = node->value_exact<Value>();
  if (!value) wrong_type(source, *node, key, wanted);
  return value;
}

constexpr std::string_view kBareKeyLetters =
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-";

std::string escaped(std::string_view text, std::string_view line_break) {
  std::string out;
  for (const char letter : text) {
    switch (letter) {
      case '"': out += "\\\""; break;
      case '\\': out += "\\\\"; break;
      case '\n': out += line_break; break;
      case '\t': out += "\\t"; break;
      case '\r': out += "\\r"; break;
      default:
        if (static_cast<unsigned char>(letter) < 0x20 || letter == 0x7F) {
          out += fmt::format("\\u{:04X}", static_cast<unsigned>(letter));
        } else {
          out += letter;
        }
    }
  }
  return out;
}

}  // namespace

TomlFields::TomlFields(std::unique_ptr<State> state) : state_(std::move(state)) {}
TomlFields::TomlFields(TomlFields&&) noexcept = default;
TomlFields& TomlFields::operator=(TomlFields&&) noexcept = default;
TomlFields::~TomlFields() = default;

TomlFields TomlFields::parse(std::string_view text, std::string_view source) {
  auto state = std::make_unique<State>();
  state->source = std::string(source);
  try {
    state->values = toml::parse(text);
  } catch (const toml::parse_error& error) {
    throw Error(Fault::configuration,
                fmt::format("{}: this is not TOML: {}", place(state->source, error.source()),
                            error.description()));
  }
  return TomlFields(std::move(state));
}

std::optional<std::string> TomlFields::text(std::string_view key) {
  state_->asked.emplace(key);
  return value_of<std::string>(state_->values, state_->source, key, "a text in quotes");
}

std::optional<std::int64_t> TomlFields::whole(std::string_view key) {
  state_->asked.emplace(key);
  return value_of<std::int64_t>(state_->values, state_->source, key, "a whole number");
}

std::optional<double> TomlFields::number(std::string_view key) {
  state_->asked.emplace(key);
  const toml::node* node = state_->values.get(key);
  if (node != nullptr && node->is_integer()) return static_cast<double>(**node->as_integer());
  return value_of<double>(state_->values, state_->source, key, "a number");
}

std::optional<bool> TomlFields::flag(std::string_view key) {
  state_->asked.emplace(key);
  return value_of<bool>(state_->values, state_->source, key, "true or false");
}

std::optional<Day> TomlFields::date(std::string_view key) {
  state_->asked.emplace(key);
  const auto date =
      value_of<toml::date>(state_->values, state_->source, key, "a date, such as 2026-11-21");
  if (!date) return std::nullopt;
  return make_day(date->year, date->month, date->day);
}

std::vector<std::string> TomlFields::texts(std::string_view key) {
  state_->asked.emplace(key);
  std::vector<std::string> texts;
  const toml::node* node = state_->values.get(key);
  if (node == nullptr) return texts;
  if (!node->is_array()) wrong_type(state_->source, *node, key, "a list of texts");
  for (const toml::node& item : *node->as_array()) {
    if (!item.is_string()) wrong_type(state_->source, item, key, "a list of texts");
    texts.push_back(**item.as_string());
  }
  return texts;
}

std::vector<TomlFields> TomlFields::tables(std::string_view key) {
  state_->asked.emplace(key);
  std::vector<TomlFields> tables;
  toml::node* node = state_->values.get(key);
  if (node == nullptr) return tables;
  if (!node->is_array()) wrong_type(state_->source, *node, key, "a list of tables");
  for (toml::node& item : *node->as_array()) {
    if (!item.is_table()) wrong_type(state_->source, item, key, "a list of tables");
    auto state = std::make_unique<State>();
    state->source = state_->source;
    state->values = std::move(*item.as_table());  // a copy would lose its place
    tables.push_back(TomlFields(std::move(state)));
  }
  return tables;
}

std::optional<TomlFields> TomlFields::table(std::string_view key) {
  state_->asked.emplace(key);
  toml::node* node = state_->values.get(key);
  if (node == nullptr) return std::nullopt;
  if (!node->is_table()) wrong_type(state_->source, *node, key, "a table");
  auto state = std::make_unique<State>();
  state->source = state_->source;
  state->values = std::move(*node->as_table());
  return TomlFields(std::move(state));
}

std::vector<std::pair<std::string, std::string>> TomlFields::all_texts() {
  std::vector<std::pair<toml::source_position, std::pair<std::string, std::string>>> found;
  for (const auto& [key, node] : state_->values) {
    state_->asked.emplace(key.str());
    if (!node.is_string()) wrong_type(state_->source, node, key.str(), "a text in quotes");
    found.emplace_back(node.source().begin, std::pair{std::string(key.str()), **node.as_string()});
  }
  std::sort(found.begin(), found.end(),
            [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<std::pair<std::string, std::string>> texts;
  texts.reserve(found.size());
  for (auto& entry : found) texts.push_back(std::move(entry.second));
  return texts;
}

std::string TomlFields::needed_text(std::string_view key) {
  auto value = text(key);
  if (!value || trim(*value).empty()) fail(key, fmt::format("'{}' is needed here", key));
  return *value;
}

std::int64_t TomlFields::needed_whole(std::string_view key) {
  const auto value = whole(key);
  if (!value) fail(key, fmt::format("'{}' is needed here", key));
  return *value;
}

void TomlFields::finish() {
  for (const auto& [key, node] : state_->values) {
    if (state_->asked.count(key.str()) > 0) continue;
    const std::vector<std::string> known(state_->asked.begin(), state_->asked.end());
    const auto near = closest(key.str(), known);
    throw Error(
        Fault::configuration,
        fmt::format("{}: unknown key '{}'; {}", place(state_->source, key.source()), key.str(),
                    near ? fmt::format("did you mean '{}'?", *near)
                         : fmt::format("known here: {}", join(known, ", "))));
  }
}

void TomlFields::fail(std::string_view key, const std::string& message) const {
  const toml::node* node = state_->values.get(key);
  const toml::source_region& region = node == nullptr ? state_->values.source() : node->source();
  throw Error(Fault::configuration, fmt::format("{}: {}", place(state_->source, region), message));
}

std::string toml_string(std::string_view text) { return '"' + escaped(text, "\\n") + '"'; }

std::string toml_paragraph(std::string_view text) {
  return "\"\"\"\n" + escaped(text, "\n") + "\"\"\"";
}

std::string toml_key(std::string_view key) {
  const bool bare =
      !key.empty() && key.find_first_not_of(kBareKeyLetters) == std::string_view::npos;
  return bare ? std::string(key) : toml_string(key);
}

std::string toml_list(const std::vector<std::string>& texts) {
  std::vector<std::string> quoted;
  quoted.reserve(texts.size());
  for (const std::string& text : texts) quoted.push_back(toml_string(text));
  return "[" + join(quoted, ", ") + "]";
}

}  // namespace bestfit::base
