#pragma once

#include <string>
#include <string_view>

namespace bestfit::connect {

/// Adds a cell of delimited text, in quotes where RFC 4180 wants them.
void append_cell(std::string_view cell, char delimiter, std::string& out);

/// Adds a cell of text as above, with an apostrophe before what a spreadsheet would run.
void append_safe_cell(std::string_view cell, char delimiter, std::string& out);

/// The cell would be run as a formula by a spreadsheet: it begins with = + - @ tab or CR and has
/// something to run, which numbers, phone numbers and lone dashes do not have.
///   source  OWASP, CSV Injection
bool is_formula(std::string_view cell);

}  // namespace bestfit::connect
