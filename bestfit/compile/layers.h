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

/// What a query reads, and what of it stays in the result.
struct Source {
  std::string table_sql;          // quoted
  std::vector<std::string> keep;  // columns; empty: all
  std::vector<std::string> read;  // with `keep`: the columns that the steps read
  std::string rows_sql;           // with `keep`: a condition on the rows; empty: all
  std::vector<Named> made;  // expressions over columns that stay beside them, or in their place
};

/// A SELECT of columns of the table and of `results`, which use the names of `layers`.
std::string select_sql(const Dialect& dialect, const Source& source,
                       const std::vector<Layer>& layers, const Layer& results);

/// A SELECT that counts rows: by `results` and `source.made` (not empty), whose names come first,
/// then `rows`, then the sum of each expression of `sums`, which use the names of `layers`.
std::string counts_sql(const Dialect& dialect, const Source& source,
                       const std::vector<Layer>& layers, const Layer& results,
                       const std::vector<Named>& sums);

/// A line of a comment; control characters become spaces, so that it stays one.
std::string comment_text(std::string_view text);

}  // namespace bestfit::compile
