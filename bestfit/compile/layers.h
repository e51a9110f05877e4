#pragma once

#include <string>
#include <vector>

#include "bestfit/compile/dialect.h"
#include "bestfit/compile/reading.h"

namespace bestfit::compile {

/// One step of a query: expressions over the table's columns and the steps before.
struct Layer {
  std::string name;
  std::string comment;
  std::vector<Named> columns;
  bool used_often = false;  // by later steps: worth computing once where names are only aliases
};

/// A SELECT of all columns of the table and of `results`, which use the names of `layers`.
///   table_sql  quoted
std::string select_sql(const Dialect& dialect, const std::string& table_sql,
                       const std::vector<Layer>& layers, const Layer& results);

/// A line of a comment; control characters become spaces, so that it stays one.
std::string comment_text(std::string_view text);

}  // namespace bestfit::compile
