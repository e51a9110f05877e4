#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "bestfit/base/progress.h"
#include "bestfit/profile/profile.h"
#include "bestfit/recognise/format_options.h"
#include "bestfit/table/column.h"
#include "bestfit/warehouse/address.h"
#include "bestfit/warehouse/table_counts.h"
#include "bestfit/warehouse/whole_table.h"

namespace bestfit::warehouse {

struct LearnTableRequest {
  Address address;
  Credentials credentials;
  std::string table;    // "accounts", "crm.accounts"
  std::string outcome;  // 'column=value', …, as outcome::outcome_of takes it
  std::string id;       // columns; empty: the primary key, or what is named like an id
  std::string group;    // empty: none
  std::string time;
  std::vector<std::string> exclude;  // columns that are not asked for, but for those above
  std::int64_t sample = 200'000;     // rows of known outcome that are read, at most
  std::uint64_t seed = 1;
  recognise::FormatOptions format;  // how columns of text are written
  char separator = ';';             // between the members of a set
};

/// Columns that stand beside those of the table in the file of a sample.
inline constexpr const char* kOutcomeColumn = "bestfit_outcome";  // 1, 0 or nothing
inline constexpr const char* kWeightColumn = "bestfit_weight";    // rows that a row stands for

/// The rows that are read where these are not all.
struct TableSample {
  std::string key;  // column whose equal values stay together; empty: rows that are alike do
  Cuts cuts;
  Sides rows;
  bool is_weighted = false;  // not all rows of known outcome are in it
};

/// What is known of a table before a row of it is read.
struct TablePlan {
  std::string where;  // the database, without password
  std::string table;
  std::int64_t rows = 0;
  std::optional<Sides> sides;  // none where so many texts tell the outcome that every row
                               // is read without asking
  std::vector<ColumnCounts> columns;
  std::optional<TableSample> sample;  // none: every row is read
  double bytes = 0.0;                 // that the rows have, about
  std::string script;                 // SQL that reads them
};

/// The file that the rows were written to.
struct PulledRows {
  Sides rows;  // in a sample; of a whole table they are not told apart
  std::int64_t all = 0;
  std::int64_t bytes = 0;
};

/// A table of accounts in a database that is learned from. The database counts; what is read is
/// bounded: every row of a table that has at most `sample` of known and `sample` of unknown
/// outcome, else at most `sample` + `sample` / 10, no text of more than kLettersMost characters.
class LearnTable {
 public:
  /// Connects, counts, and chooses the rows that are read.
  ///   throws  Error(missing) for a table or column that is not there; Error(bad_input) where no
  ///           row, or every row, has the outcome; Error(usage); Error(denied); Error(unavailable)
  ///           when the database cannot be reached or dies
  LearnTable(const LearnTableRequest& request, base::Progress& progress);
  LearnTable(LearnTable&&) noexcept;
  LearnTable& operator=(LearnTable&&) noexcept;
  ~LearnTable();

  [[nodiscard]] const TablePlan& plan() const;
  /// Whether a column is asked for, in any capitals.
  [[nodiscard]] bool reads(const std::string& column) const;
  /// The kinds that the database declares, where its text alone would not tell.
  [[nodiscard]] std::vector<std::pair<std::string, table::Kind>> kinds() const;

  /// Writes the rows as CSV with a header, in one order whatever the threads and shards.
  PulledRows pull(const std::string& path, base::Progress& progress);

  /// Counts all rows of the table by a profile, inside the database. Where it has such a thing, all
  /// that was asked since the beginning is of one moment; the connection is kept until here.
  ///   file  at least one profile
  WholeTable count(const profile::ProfileFile& file, base::Progress& progress);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

inline constexpr int kLettersMost = 1000;  // of a cell of a sample

}  // namespace bestfit::warehouse
