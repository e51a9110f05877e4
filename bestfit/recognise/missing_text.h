#pragma once

#include <span>
#include <string_view>

namespace bestfit::recognise {

/// A text that usually stands for "not known": NULL, N/A, #N/A, None, nil, -, ?, (blank), Select,
/// not available, [unknown], …; compared without case. An empty text is one. A bare "unknown" is
/// not: it can be a label that says something.
bool is_missing_text(std::string_view text);

/// All of them but the empty text, folded.
std::span<const std::string_view> missing_texts();

}  // namespace bestfit::recognise
