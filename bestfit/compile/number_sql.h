#pragma once

#include <string>
#include <string_view>

#include "bestfit/compile/dialect.h"
#include "bestfit/recognise/format_options.h"

namespace bestfit::compile {

/// SQL for the number that a trimmed text stands for, as recognise::read_number reads it: thousands
/// marks, money signs, percent, k, M, bn, parentheses. NULL when it is none.
std::string number_of_text(const Dialect& dialect, const std::string& text_sql,
                           const recognise::FormatOptions& format);

/// A pattern that matches the text as it stands.
std::string pattern_of(std::string_view text);

}  // namespace bestfit::compile
