#include "bestfit/base/json.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/src.hpp>
#include <cmath>

#include "bestfit/base/error.h"
#include "bestfit/base/text.h"

namespace bestfit::base {
namespace {

constexpr std::size_t kDepthMax = 64;

Json from_boost(const boost::json::value& value) {
  switch (value.kind()) {
    case boost::json::kind::null: return {};
    case boost::json::kind::bool_: return {value.get_bool()};
    case boost::json::kind::int64: return {static_cast<std::int64_t>(value.get_int64())};
    case boost::json::kind::uint64: return {static_cast<double>(value.get_uint64())};
    case boost::json::kind::double_: return {value.get_double()};
    case boost::json::kind::string: return {std::string(value.get_string())};
    case boost::json::kind::array: {
      Json::Array items;
      for (const auto& item : value.get_array()) items.push_back(from_boost(item));
      return {std::move(items)};
    }
    case boost::json::kind::object: {
      Json::Object members;
      for (const auto& member : value.get_object()) {
        members.emplace_back(std::string(member.key()), from_boost(member.value()));
      }
      return {std::move(members)};
    }
  }
  return {};
}

void write_string(std::string_view text, std::string& out) {
  out += '"';
  for (const char letter : text) {
    switch (letter) {
      case '"': out += "\\\""; break;
      case '\\': out += "\\\\"; break;
      case '\n': out += "\\n"; break;
      case '\r': out += "\\r"; break;
      case '\t': out += "\\t"; break;
      default:
        if (static_cast<unsigned char>(letter) < 0x20) {
          out += fmt::format("\\u{:04x}", static_cast<unsigned>(letter));
        } else {
          out += letter;
        }
    }
  }
  out += '"';
}

void write_break(int indent, int depth, std::string& out) {
  if (indent == 0) return;
  out += '\n';
  out.append(static_cast<std::size_t>(indent) * static_cast<std::size_t>(depth), ' ');
}

void write(const Json& json, int indent, int depth, std::string& out);

template <typename Items, typename WriteItem>
void write_list(const Items& items, char open, char close, int indent, int depth, std::string& out,
                WriteItem write_item) {
  out += open;
  bool first = true;
  for (const auto& item : items) {
    if (!first) out += ',';
    first = false;
    write_break(indent, depth + 1, out);
    write_item(item);
  }
  if (!first) write_break(indent, depth, out);
  out += close;
}

void write(const Json& json, int indent, int depth, std::string& out) {
  if (json.is_null()) {
    out += "null";
  } else if (json.is_bool()) {
    out += json.as_bool() ? "true" : "false";
  } else if (json.is_number()) {
    const double number = json.as_double();
    out += std::isfinite(number) ? number_text(number) : "null";
  } else if (json.is_string()) {
    write_string(json.as_string(), out);
  } else if (json.is_array()) {
    write_list(json.items(), '[', ']', indent, depth, out,
               [&](const Json& item) { write(item, indent, depth + 1, out); });
  } else {
    write_list(json.members(), '{', '}', indent, depth, out, [&](const Json::Member& member) {
      write_string(member.first, out);
      out += indent == 0 ? ":" : ": ";
      write(member.second, indent, depth + 1, out);
    });
  }
}

template <typename Wanted, typename Value>
const Wanted& expect(const Value& value, const char* what) {
  const Wanted* found = std::get_if<Wanted>(&value);
  if (found == nullptr) throw Error(Fault::bad_input, fmt::format("JSON: expected {}", what));
  return *found;
}

}  // namespace

Json::Json(double value) {
  if (std::isfinite(value)) value_ = value;
}

bool Json::is_number() const {
  return std::holds_alternative<double>(value_) || std::holds_alternative<std::int64_t>(value_);
}

bool Json::as_bool() const { return expect<bool>(value_, "true or false"); }

double Json::as_double() const {
  if (const auto* whole = std::get_if<std::int64_t>(&value_)) return static_cast<double>(*whole);
  return expect<double>(value_, "a number");
}

std::int64_t Json::as_int() const { return expect<std::int64_t>(value_, "a whole number"); }
const std::string& Json::as_string() const { return expect<std::string>(value_, "a text"); }
const Json::Array& Json::items() const { return expect<Array>(value_, "a list"); }
const Json::Object& Json::members() const { return expect<Object>(value_, "an object"); }

const Json& Json::operator[](std::string_view key) const {
  static const Json null;
  const auto* object = std::get_if<Object>(&value_);
  if (object == nullptr) return null;
  const auto found =
      std::find_if(object->begin(), object->end(), [&](const Member& m) { return m.first == key; });
  return found == object->end() ? null : found->second;
}

Json& Json::set(std::string key, Json value) {
  if (is_null()) value_ = Object{};
  auto& object = std::get<Object>(value_);
  const auto found =
      std::find_if(object.begin(), object.end(), [&](const Member& m) { return m.first == key; });
  if (found == object.end()) {
    object.emplace_back(std::move(key), std::move(value));
  } else {
    found->second = std::move(value);
  }
  return *this;
}

Json& Json::push(Json value) {
  if (is_null()) value_ = Array{};
  std::get<Array>(value_).push_back(std::move(value));
  return *this;
}

std::string Json::text(int indent) const {
  std::string out;
  write(*this, indent, 0, out);
  return out;
}

Json parse_json(std::string_view text, std::string_view source) {
  boost::json::parse_options options;
  options.max_depth = kDepthMax;
  boost::json::stream_parser parser({}, options);
  boost::json::error_code code;
  const std::size_t read = parser.write(text.data(), text.size(), code);
  if (!code) parser.finish(code);
  if (code) {
    const auto [line, column] = line_and_column(text, read);
    throw Error(Fault::bad_input, fmt::format("{}:{}:{}: this is not JSON: {}", source, line,
                                              column, code.message()));
  }
  return from_boost(parser.release());
}

}  // namespace bestfit::base
