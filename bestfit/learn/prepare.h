#pragma once

#include <cstdint>
#include <vector>

#include "bestfit/learn/coded.h"
#include "bestfit/learn/learn.h"

namespace bestfit::learn {

/// A table ready to be learned from, again and again: its codes, with suspected leaks left out
/// (unless kept), and the rows whose outcome is known.
struct Prepared {
  Coded coded;
  std::vector<std::uint32_t> rows;
};

/// Codes the table and looks for leaks. The codes do not depend on the outcome; which attributes
/// are left out as leaks does, so that a proof that uses them is on the safe side.
Prepared prepare(const table::Table& table, const table::Schema& schema, const Outcome& outcome,
                 const LearnOptions& options);

}  // namespace bestfit::learn
