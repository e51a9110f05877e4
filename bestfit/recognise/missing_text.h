#pragma once

#include <span>
#include <string>
#include <string_view>

namespace bestfit::recognise {

/// A text that usually stands for "not known": NULL, N/A, #N/A, None, nil, -, ?, (blank), Select,
/// not available, [unknown], …; compared without case. An empty text is one. A bare "unknown" is
/// not: it can be a label that says something.
bool is_missing_text(std::string_view text);

/// "NA" is a label in a column that has these: one of them is it, or they are codes of two capital
/// letters (texts that stand for "not known" aside), as Namibia's is among countries.
bool na_is_label(std::span<const std::string> labels);

/// All of them but the empty text, folded.
std::span<const std::string_view> missing_texts();

}  // namespace bestfit::recognise
