#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace bestfit::connect {

/// One member of a JSON object, as it is written.
struct JsonMember {
  std::string key;
  std::string_view value;  // the JSON text of the value
};

/// Cuts a JSON object into its members (RFC 8259, at most 64 levels deep, keys differ).
///   returns  what is wrong with the text, with its place; empty when all is well
std::string read_json_object(std::string_view text, std::vector<JsonMember>& members);

/// Bytes of the JSON value at the start of `text` by its brackets and quotes alone; 0 when it is
/// cut off.
std::size_t json_value_size(std::string_view text);

/// A JSON value as the text of a cell: strings without quotes, null as nothing, an array of plain
/// values as its members with semicolons between them, other values as they are.
std::string json_cell(std::string_view value);

}  // namespace bestfit::connect
