#pragma once

#include <string>
#include <vector>

#include "bestfit/compile/dialect.h"
#include "bestfit/compile/sql.h"
#include "bestfit/profile/profile.h"

namespace bestfit::compile {

/// An expression and the name under which later ones use it.
struct Named {
  std::string expression;
  std::string name;     // plain, not quoted
  std::string comment;  // may be empty
};

/// A column as the profiles read it. Its value is NULL where it is not known.
struct Reading {
  std::string column;
  profile::CriterionKind kind = profile::CriterionKind::number;
  std::string relative_to;
  std::string value_sql;               // the name of its value, quoted
  std::vector<std::string> not_known;  // category, set: folded texts that stand for that
};

/// The columns that the profiles read, each once, and the expressions that read them: first their
/// cells as text, then their values.
class Readings {
 public:
  Readings(const profile::ProfileFile& file, const SqlOptions& options, const Dialect& dialect);

  [[nodiscard]] const std::vector<Named>& cells() const { return cells_; }
  [[nodiscard]] const std::vector<Named>& values() const { return values_; }
  [[nodiscard]] const Reading& of(const std::string& column, profile::CriterionKind kind,
                                  const std::string& relative_to) const;

  /// SQL that is true where a bin matches; "1 = 0" where it never does.
  [[nodiscard]] std::string matches(const Reading& reading, const profile::Bin& bin) const;

 private:
  void add(const std::string& column, profile::CriterionKind kind, const std::string& relative_to,
           const profile::ProfileFile& file);
  Capitals capitals_in(const std::vector<std::string>& labels,
                       const std::vector<std::string>& not_known) const;
  std::string add_cell(const std::string& column, const std::string& prefix,
                       const std::string& expression);
  std::string text_of(const std::string& cell_sql, const Capitals* capitals) const;
  std::string number_of(const std::string& column, const std::string& cell_sql) const;
  std::string date_of(const std::string& column);
  std::string members_of(const std::string& column, const Capitals& capitals) const;
  std::string literals_of(const std::vector<std::string>& texts) const;
  std::string labels_of(const Reading& reading, const std::vector<std::string>& labels) const;
  std::string set_pattern(const Reading& reading) const;

  const SqlOptions& options_;
  const Dialect& dialect_;
  Capitals capitals_;  // of all letters that are compared
  std::vector<Reading> readings_;
  std::vector<Named> cells_;
  std::vector<Named> values_;
};

/// Letters, digits and underscores of a name, for helper columns; at most 24.
std::string slug(std::string_view name);

}  // namespace bestfit::compile
