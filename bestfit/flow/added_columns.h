#pragma once

#include <span>
#include <string>
#include <vector>

#include "bestfit/connect/batch.h"
#include "bestfit/connect/write.h"
#include "bestfit/profile/profile.h"
#include "bestfit/related/timing_lookup.h"
#include "bestfit/score/score.h"

namespace bestfit::flow {

/// The columns that `score` adds, in this order: icp_score, icp_tier, icp_status, icp_profile,
/// icp_probability, icp_reasons, icp_version.
///   chosen  names of those that are wanted, with icp_ or without; empty: all
///   throws  Error(usage) for another name
std::vector<connect::AddedColumn> added_columns(const std::vector<std::string>& chosen);

/// Makes their cells. Knows the words for every bin beforehand, so that a row costs little.
class AddedCellMaker {
 public:
  ///   columns  of added_columns
  AddedCellMaker(const profile::ProfileFile& file,
                 const std::vector<connect::AddedColumn>& columns);

  /// One for each column. Rows without a score have no points, tier or probability; their
  /// reason is why they have none.
  [[nodiscard]] std::vector<connect::AddedCells> cells(std::span<const score::Score> scores) const;

 private:
  /// "employees 51–200 +18", by profile, criterion and bin; the last two are "any other" and not
  /// known.
  struct Words {
    std::string text;
    int points = 0;
  };
  [[nodiscard]] std::vector<std::string> reason_texts(const score::Score& score) const;
  void add_cell(std::size_t place, const score::Score& score, connect::AddedCells& cells) const;
  const Words& words_of(const score::Score& score, std::size_t criterion) const;

  profile::ProfileFile file_;
  std::vector<std::size_t> places_;  // of the columns, among all that there are
  std::vector<std::vector<std::vector<Words>>> words_;
};

/// The columns that `score --signals` adds: icp_timing, icp_timing_reasons.
std::vector<connect::AddedColumn> timing_columns();

/// Makes their cells: looks each row's account up by its id, else its name, else its domain.
class TimingCellMaker {
 public:
  ///   id_column  the only column to look in; empty: those of an account's id, name and domain
  ///   throws     Error(missing) naming the file when there is no such column
  TimingCellMaker(related::TimingLookup lookup, const connect::BatchReader& reader,
                  std::string id_column);

  /// Finds the columns by the cells of the first batch.
  ///   throws  Error(missing) when none looks like an account's id, name or domain
  void look(const connect::Batch& first);

  struct Timed {
    std::vector<connect::AddedCells> cells;  // one for each timing column
    std::vector<int> levels;                 // one a row: 1 to 4
    std::vector<related::TimingLookup::Place> found;
  };
  [[nodiscard]] Timed timed(const connect::Batch& batch) const;
  [[nodiscard]] const related::TimingLookup& lookup() const { return lookup_; }

 private:
  related::TimingLookup lookup_;
  std::vector<std::string> names_;  // of the input's columns
  std::string file_;
  std::vector<std::size_t> columns_;  // to look in, in order
};

}  // namespace bestfit::flow
