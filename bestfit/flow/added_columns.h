#pragma once

#include <span>
#include <string>
#include <vector>

#include "bestfit/connect/write.h"
#include "bestfit/profile/profile.h"
#include "bestfit/score/score.h"

namespace bestfit::flow {

/// The columns that `score` adds: icp_score, icp_tier, icp_status, icp_profile, icp_probability,
/// icp_reasons, icp_version.
std::vector<connect::AddedColumn> added_columns();

/// Makes their cells. Knows the words for every bin beforehand, so that a row costs little.
class AddedCellMaker {
 public:
  explicit AddedCellMaker(const profile::ProfileFile& file);

  /// One for each added column. Rows without a score have no points, tier or probability; their
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
  const Words& words_of(const score::Score& score, std::size_t criterion) const;

  profile::ProfileFile file_;
  std::vector<std::vector<std::vector<Words>>> words_;
};

}  // namespace bestfit::flow
