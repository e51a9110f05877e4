#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bestfit/base/date.h"

namespace bestfit::base {

/// A TOML table that is read key by key: each key is asked for once, and `finish` refuses what
/// nobody asked for. Every message names file, line and column.
class TomlFields {
 public:
  /// Reads TOML 1.0 text.
  ///   throws  Error(configuration) where it is not TOML
  static TomlFields parse(std::string_view text, std::string_view source);

  TomlFields(TomlFields&&) noexcept;
  TomlFields& operator=(TomlFields&&) noexcept;
  ~TomlFields();

  // The value of a key, if it is there. Each throws Error(configuration) on another type.
  std::optional<std::string> text(std::string_view key);
  std::optional<std::int64_t> whole(std::string_view key);
  std::optional<double> number(std::string_view key);  // whole numbers too
  std::optional<bool> flag(std::string_view key);
  std::optional<Day> date(std::string_view key);
  std::vector<std::string> texts(std::string_view key);
  std::vector<TomlFields> tables(std::string_view key);  // [[key]], or a list of inline tables
  std::optional<TomlFields> table(std::string_view key);
  /// All members as key and text, in the order of the file, for tables whose keys are free.
  std::vector<std::pair<std::string, std::string>> all_texts();

  /// The value of a key that must be there.
  std::string needed_text(std::string_view key);
  std::int64_t needed_whole(std::string_view key);

  /// Refuses keys that were not asked for, with the nearest one that was.
  void finish();
  /// Throws Error(configuration) with the place of `key` (of the table when it is not there).
  [[noreturn]] void fail(std::string_view key, const std::string& message) const;

 private:
  struct State;
  explicit TomlFields(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

/// Text as a TOML basic string on one line, with quotes.
std::string toml_string(std::string_view text);
/// Text as a multi-line TOML basic string, for people to read and edit.
std::string toml_paragraph(std::string_view text);
/// A key, bare where TOML allows it.
std::string toml_key(std::string_view key);
/// ["a", "b"].
std::string toml_list(const std::vector<std::string>& texts);

}  // namespace bestfit::base
