#include "bestfit/outcome/account_index.h"

#include <algorithm>
#include <string_view>

#include "bestfit/base/text.h"

namespace bestfit::outcome {
namespace {

constexpr std::size_t kShortSalesforceId = 15;
constexpr std::size_t kLongSalesforceId = 18;

/// An id of 15 characters, or the same with a checksum of their case, 18 characters.
bool is_salesforce_id(std::string_view id) {
  return (id.size() == kShortSalesforceId || id.size() == kLongSalesforceId) &&
         id.rfind("00", 0) == 0 && std::all_of(id.begin(), id.end(), [](char letter) {
           return (letter >= '0' && letter <= '9') || (letter >= 'a' && letter <= 'z') ||
                  (letter >= 'A' && letter <= 'Z');
         });
}

std::string id_key(const std::string& cell) {
  const std::string_view id = base::trim(cell);
  return std::string(is_salesforce_id(id) ? id.substr(0, kShortSalesforceId) : id);
}

using Key = std::string (*)(const std::string&);

std::string folded_key(const std::string& cell) { return base::fold(cell); }

std::vector<std::int64_t> find_by(const table::Column& key_column, const table::Column& cells,
                                  Key key) {
  std::unordered_map<std::string, std::int64_t> rows;
  for (std::size_t row = 0; row < key_column.rows(); ++row) {
    if (!key_column.missing(row)) {
      rows.try_emplace(key(key_column.cell_text(row)), static_cast<std::int64_t>(row));
    }
  }
  std::vector<std::int64_t> found(cells.rows(), kNoAccount);
  for (std::size_t row = 0; row < cells.rows(); ++row) {
    if (cells.missing(row)) continue;
    const auto account = rows.find(key(cells.cell_text(row)));
    if (account != rows.end()) found[row] = account->second;
  }
  return found;
}

}  // namespace

std::string account_key(const std::string& cell) {
  return is_salesforce_id(base::trim(cell)) ? id_key(cell) : folded_key(cell);
}

std::vector<std::int64_t> find_accounts(const table::Table& accounts,
                                        const std::vector<std::string>& keys,
                                        const table::Column& cells) {
  std::vector<std::int64_t> best(cells.rows(), kNoAccount);
  std::ptrdiff_t best_found = 0;
  for (const std::string& name : keys) {
    const table::Column* column = name.empty() ? nullptr : accounts.find(name);
    if (column == nullptr) continue;
    for (const Key key : {&id_key, &folded_key}) {
      std::vector<std::int64_t> found = find_by(*column, cells, key);
      const auto missed = std::count(found.begin(), found.end(), kNoAccount);
      const std::ptrdiff_t count = static_cast<std::ptrdiff_t>(found.size()) - missed;
      if (count > best_found) {
        best_found = count;
        best = std::move(found);
      }
    }
  }
  return best;
}

}  // namespace bestfit::outcome
