#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace bestfit::base {

/// A JSON value. Objects keep the order in which keys were added, so that output is stable.
class Json {
 public:
  using Array = std::vector<Json>;
  using Member = std::pair<std::string, Json>;
  using Object = std::vector<Member>;

  Json() = default;  // null
  Json(bool value) : value_(value) {}
  Json(double value);  // NaN and infinities are null
  Json(std::int64_t value) : value_(value) {}
  Json(int value) : value_(std::int64_t{value}) {}
  Json(std::size_t value) : value_(static_cast<std::int64_t>(value)) {}
  Json(std::string value) : value_(std::move(value)) {}
  Json(std::string_view value) : value_(std::string(value)) {}
  Json(const char* value) : value_(std::string(value)) {}
  Json(Array value) : value_(std::move(value)) {}
  Json(Object value) : value_(std::move(value)) {}

  static Json array() { return {Array{}}; }
  static Json object() { return {Object{}}; }

  [[nodiscard]] bool is_null() const { return std::holds_alternative<std::monostate>(value_); }
  [[nodiscard]] bool is_bool() const { return std::holds_alternative<bool>(value_); }
  [[nodiscard]] bool is_number() const;
  [[nodiscard]] bool is_string() const { return std::holds_alternative<std::string>(value_); }
  [[nodiscard]] bool is_array() const { return std::holds_alternative<Array>(value_); }
  [[nodiscard]] bool is_object() const { return std::holds_alternative<Object>(value_); }

  /// The value as a type.
  ///   throws  Error(bad_input) when it is of another type
  [[nodiscard]] bool as_bool() const;
  [[nodiscard]] double as_double() const;
  [[nodiscard]] std::int64_t as_int() const;
  [[nodiscard]] const std::string& as_string() const;
  [[nodiscard]] const Array& items() const;
  [[nodiscard]] const Object& members() const;

  /// The member of that name, or null (a Json) when there is none.
  [[nodiscard]] const Json& operator[](std::string_view key) const;

  /// Adds a member at the end, or replaces the one of that name. Returns *this, for chaining.
  Json& set(std::string key, Json value);
  /// Adds an item at the end of an array.
  Json& push(Json value);

  /// JSON text; with indent 0 on one line, else pretty. Doubles in the shortest form that reads
  /// back to the same value; the same value always gives the same bytes.
  [[nodiscard]] std::string text(int indent = 0) const;

 private:
  std::variant<std::monostate, bool, double, std::int64_t, std::string, Array, Object> value_;
};

/// Reads JSON text (RFC 8259, at most 64 levels deep).
///   source  what to call the text in a message, usually a path
///   throws  Error(bad_input) with source, line and column
Json parse_json(std::string_view text, std::string_view source);

}  // namespace bestfit::base
