#pragma once

#include <cstdint>
#include <span>

#include "bestfit/learn/coded.h"
#include "bestfit/learn/learn.h"

namespace bestfit::learn {

/// Marks attributes that seem to know the outcome beforehand, each with a sentence that holds the
/// number that gave it away. Suspects are left out of the card unless options.keep names them.
///   rows    whose outcome is known
///   source  docs/methods/leakage.md
void mark_leaks(Coded& coded, std::span<const std::int8_t> best,
                std::span<const std::uint32_t> rows, const LearnOptions& options);

/// Does a column's name speak of what happens at or after the outcome: closed, won, invoice, stage?
bool speaks_of_outcome(std::string_view column);

}  // namespace bestfit::learn
