#pragma once

#include <string>
#include <vector>

#include "bestfit/table/table.h"

namespace bestfit::outcome {

struct DealColumns;

enum class DealState { open, won, lost };

/// What became of each deal, by its stage's words and its flags; a flag is surer.
std::vector<DealState> deal_states(const table::Table& deals, const DealColumns& columns);

/// A column read as numbers (amounts, days, flags), missing where there is no such column. A view:
/// the table must outlive it.
class Numbers {
 public:
  Numbers(const table::Table& table, const std::string& name)
      : column_(name.empty() ? nullptr : table.find(name)) {
    if (column_ != nullptr && column_->numbers.size() != column_->rows()) column_ = nullptr;
  }
  [[nodiscard]] bool known() const { return column_ != nullptr; }
  double operator[](std::size_t row) const {
    return column_ == nullptr ? table::kMissing : column_->numbers[row];
  }

 private:
  const table::Column* column_;
};

}  // namespace bestfit::outcome
