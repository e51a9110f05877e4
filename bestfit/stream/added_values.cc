#include "bestfit/stream/added_values.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "bestfit/base/error.h"
#include "bestfit/parquet/pages.h"

namespace bestfit::stream {
namespace {

using connect::AddedType;
using parquet::NewKind;

NewKind kind_of(AddedType type) {
  switch (type) {
    case AddedType::integer: return NewKind::whole;
    case AddedType::number: return NewKind::real;
    case AddedType::list: return NewKind::texts;
    case AddedType::text: break;
  }
  return NewKind::text;
}

}  // namespace

std::vector<parquet::NewColumn> new_columns(const std::vector<connect::AddedColumn>& added) {
  std::vector<parquet::NewColumn> columns;
  columns.reserve(added.size());
  for (const connect::AddedColumn& column : added) {
    columns.push_back({.name = column.name, .kind = kind_of(column.type)});
  }
  return columns;
}

AddedValues::AddedValues(const score::Codebook& book,
                         const std::vector<connect::AddedColumn>& added, AddedCellsOf cells)
    : book_(book),
      cells_(std::move(cells)),
      keys_of_(book),
      tallies_(book.file()),
      numbers_(keys_of_.bits()),
      added_(added),
      entries_(added.size()) {
  const auto lists = std::count_if(added.begin(), added.end(), [](const auto& column) {
    return column.type == AddedType::list;
  });
  check(lists <= 1, "AddedValues: one list at most");
  for (std::size_t i = 0; i < added.size(); ++i) entries_[i].kind = kind_of(added[i].type);
}

std::uint32_t AddedValues::entry(const std::string& text, Entries& entries) {
  const auto next = static_cast<std::uint32_t>(entries.written.count);
  const auto [known, fresh] = entries.texts.try_emplace(text, next);
  if (fresh) {
    parquet::add_text_entry(text, entries.written.bytes);
    ++entries.written.count;
  }
  return known->second;
}

std::uint32_t AddedValues::entry(double number, Entries& entries) {
  const auto next = static_cast<std::uint32_t>(entries.written.count);
  const auto [known, fresh] = entries.numbers.try_emplace(number, next);
  if (!fresh) return known->second;
  if (entries.kind == NewKind::whole) {
    parquet::add_whole_entry(static_cast<std::int32_t>(number), entries.written.bytes);
  } else {
    parquet::add_real_entry(number, entries.written.bytes);
  }
  ++entries.written.count;
  return known->second;
}

void AddedValues::forget() {
  numbers_.clear();
  values_.clear();
  ids_.clear();
  members_.clear();
  lists_.clear();
  for (Entries& entries : entries_) entries = {.kind = entries.kind};
}

void AddedValues::add(std::uint64_t key) {
  const score::Score score = book_.score(keys_of_.codes(key));
  const std::vector<connect::AddedCells> cells = cells_(score);
  Values values{.tally = tallies_.of(score),
                .members = static_cast<std::uint32_t>(members_.size())};
  for (std::size_t i = 0; i < added_.size(); ++i) {
    std::uint32_t id = parquet::kNoEntry;
    switch (added_[i].type) {
      case AddedType::text:
        if (!cells[i].texts[0].empty()) id = entry(cells[i].texts[0], entries_[i]);
        break;
      case AddedType::integer:
      case AddedType::number:
        if (!std::isnan(cells[i].numbers[0])) id = entry(cells[i].numbers[0], entries_[i]);
        break;
      case AddedType::list:
        for (const std::string& text : cells[i].lists[0]) {
          members_.push_back(entry(text, entries_[i]));
        }
        values.member_count = static_cast<std::uint32_t>(cells[i].lists[0].size());
        break;
    }
    ids_.push_back(id);
  }
  values_.push_back(values);
}

const std::vector<parquet::NewChunk>& AddedValues::chunks(std::span<const std::uint64_t> keys,
                                                          std::vector<std::int64_t>& tallies) {
  if (numbers_.is_full()) forget();
  rows_.resize(keys.size());
  for (std::size_t row = 0; row < keys.size(); ++row) {
    rows_[row] = numbers_.of(keys[row]);
    if (rows_[row] == values_.size()) add(keys[row]);
    ++tallies[values_[rows_[row]].tally];
  }
  chunks_.resize(added_.size());
  ids_of_rows_.resize(rows_.size());
  const std::size_t width = added_.size();
  for (std::size_t i = 0; i < width; ++i) {
    if (entries_[i].kind == NewKind::texts) {
      pack_lists(entries_[i]);
      parquet::write_lists(entries_[i].written, lists_, rows_, chunks_[i]);
      continue;
    }
    for (std::size_t row = 0; row < rows_.size(); ++row) {
      ids_of_rows_[row] = ids_[rows_[row] * width + i];
    }
    parquet::write_values(entries_[i].written, ids_of_rows_, chunks_[i]);
  }
  return chunks_;
}

void AddedValues::pack_lists(const Entries& entries) {
  if (list_bits_ != entries.written.bits()) lists_.clear();
  list_bits_ = entries.written.bits();
  for (std::size_t number = lists_.size(); number < values_.size(); ++number) {
    const Values& values = values_[number];
    check(static_cast<int>(values.member_count) * list_bits_ <= 64, "AddedValues: short lists");
    parquet::PackedList list{.count = values.member_count};
    for (std::uint32_t i = 0; i < values.member_count; ++i) {
      list.ids |= std::uint64_t{members_[values.members + i]}
                  << i * static_cast<unsigned>(list_bits_);
    }
    lists_.push_back(list);
  }
}

}  // namespace bestfit::stream
