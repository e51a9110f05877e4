#include "bestfit/flow/added_columns.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "bestfit/base/error.h"
#include "bestfit/base/text.h"
#include "bestfit/recognise/roles.h"
#include "bestfit/score/match.h"

namespace bestfit::flow {
namespace {

using connect::AddedCells;
using connect::AddedType;
using score::Score;
using score::Status;

/// Where each column stands among all.
namespace place {
enum : std::size_t { score, tier, status, profile, probability, reasons, version };
}

const std::vector<connect::AddedColumn>& all_columns() {
  static const std::vector<connect::AddedColumn> all = {
      {"icp_score", AddedType::integer},      {"icp_tier", AddedType::text},
      {"icp_status", AddedType::text},        {"icp_profile", AddedType::text},
      {"icp_probability", AddedType::number}, {"icp_reasons", AddedType::list},
      {"icp_version", AddedType::text}};
  return all;
}

/// Its place among all.
std::size_t place_of(const std::string& name) {
  const std::vector<connect::AddedColumn>& all = all_columns();
  const auto found = std::find_if(all.begin(), all.end(), [&](const connect::AddedColumn& column) {
    return column.name == name || column.name == "icp_" + name;
  });
  if (found == all.end()) {
    throw Error(Fault::usage,
                fmt::format("--add: no column '{}' is added; there are score, tier, status, "
                            "profile, probability, reasons, version",
                            name));
  }
  return static_cast<std::size_t>(found - all.begin());
}

}  // namespace

std::vector<connect::AddedColumn> added_columns(const std::vector<std::string>& chosen) {
  if (chosen.empty()) return all_columns();
  std::vector<bool> is_chosen(all_columns().size(), false);
  for (const std::string& name : chosen) is_chosen[place_of(name)] = true;
  std::vector<connect::AddedColumn> columns;
  for (std::size_t place = 0; place < is_chosen.size(); ++place) {
    if (is_chosen[place]) columns.push_back(all_columns()[place]);
  }
  return columns;
}

AddedCellMaker::AddedCellMaker(const profile::ProfileFile& file,
                               const std::vector<connect::AddedColumn>& columns)
    : file_(file) {
  for (const connect::AddedColumn& column : columns) places_.push_back(place_of(column.name));
  for (const profile::Profile& profile : file.profiles) {
    auto& criteria = words_.emplace_back();
    for (const profile::Criterion& criterion : profile.score) {
      auto& bins = criteria.emplace_back();
      const auto add = [&](const std::string& label, int points) {
        bins.push_back({fmt::format("{} {} +{}", criterion.attribute, label, points), points});
      };
      for (const profile::Bin& bin : criterion.bins) add(bin.label, bin.points);
      add("any other", 0);
      add(criterion.missing.label, criterion.missing.points);
    }
  }
}

const AddedCellMaker::Words& AddedCellMaker::words_of(const Score& score,
                                                      std::size_t criterion) const {
  const auto& bins = words_[static_cast<std::size_t>(score.profile)][criterion];
  const std::int16_t bin = score.bins.at(criterion);
  if (bin == score::kNotKnown) return bins[bins.size() - 1];
  if (bin == score::kNoBin) return bins[bins.size() - 2];
  return bins[static_cast<std::size_t>(bin)];
}

std::vector<std::string> AddedCellMaker::reason_texts(const Score& score) const {
  if (score.status != Status::scored) return {score::status_reason(file_, score)};
  std::array<const Words*, score::kCriteriaMax> lines{};
  std::size_t count = 0;
  const std::size_t criteria = words_[static_cast<std::size_t>(score.profile)].size();
  for (std::size_t i = 0; i < criteria; ++i) {
    const Words& words = words_of(score, i);
    if (words.points > 0) lines.at(count++) = &words;
  }
  std::stable_sort(lines.begin(), lines.begin() + static_cast<std::ptrdiff_t>(count),
                   [](const Words* a, const Words* b) { return a->points > b->points; });
  std::vector<std::string> texts;
  texts.reserve(count);
  for (std::size_t i = 0; i < count; ++i) texts.push_back(lines.at(i)->text);
  return texts;
}

void AddedCellMaker::add_cell(std::size_t place, const Score& score, AddedCells& cells) const {
  const profile::Profile& profile = file_.profiles[static_cast<std::size_t>(score.profile)];
  const bool scored = score.status == Status::scored;
  switch (place) {
    case place::score: cells.numbers.push_back(scored ? score.points : table::kMissing); break;
    case place::tier:
      cells.texts.push_back(
          score.tier < 0 ? "" : profile.tiers[static_cast<std::size_t>(score.tier)].name);
      break;
    case place::status: cells.texts.emplace_back(score::status_name(score.status)); break;
    case place::profile: cells.texts.push_back(scored ? profile.name : ""); break;
    case place::probability: cells.numbers.push_back(score.probability); break;
    case place::reasons: cells.lists.push_back(reason_texts(score)); break;
    case place::version: cells.texts.push_back(file_.version); break;
    default: check(false, "AddedCellMaker: a place of a column");
  }
}

std::vector<AddedCells> AddedCellMaker::cells(std::span<const Score> scores) const {
  std::vector<AddedCells> cells(places_.size());
  for (std::size_t i = 0; i < places_.size(); ++i) {
    for (const Score& score : scores) add_cell(places_[i], score, cells[i]);
  }
  return cells;
}

std::vector<connect::AddedColumn> timing_columns() {
  return {{"icp_timing", AddedType::integer}, {"icp_timing_reasons", AddedType::list}};
}

TimingCellMaker::TimingCellMaker(related::TimingLookup lookup, const connect::BatchReader& reader,
                                 std::string id_column)
    : lookup_(std::move(lookup)), file_(reader.name()) {
  for (const connect::InputColumn& column : reader.columns()) names_.push_back(column.name);
  if (id_column.empty()) return;
  const std::string folded = base::fold(id_column);
  const auto found = std::find_if(names_.begin(), names_.end(), [&](const std::string& name) {
    return base::fold(name) == folded;
  });
  if (found == names_.end()) {
    throw Error(Fault::missing, fmt::format("{}: --id-column '{}' is not there; the file has {}",
                                            file_, id_column, base::join(names_, ", ")));
  }
  columns_.push_back(static_cast<std::size_t>(found - names_.begin()));
}

void TimingCellMaker::look(const connect::Batch& first) {
  if (!columns_.empty()) return;
  constexpr std::size_t kRows = 1000;
  std::vector<table::Column> columns;
  std::string scratch;
  for (std::size_t column = 0; column < names_.size(); ++column) {
    std::vector<std::string> cells;
    for (std::size_t row = 0; row < std::min(kRows, first.rows); ++row) {
      cells.emplace_back(first.text(column, row, scratch));
    }
    columns.push_back(table::text_column(names_[column], cells));
  }
  const recognise::Mapping mapping =
      recognise::map_columns(recognise::FileKind::accounts, table::Table(std::move(columns)));
  for (const char* part : {"id", "name", "domain"}) {
    const auto found = std::find(names_.begin(), names_.end(), mapping.column(part));
    if (found != names_.end()) columns_.push_back(static_cast<std::size_t>(found - names_.begin()));
  }
  if (columns_.empty()) {
    throw Error(Fault::missing,
                fmt::format("{}: no column looks like the id, name or domain of an account, which "
                            "--signals needs; name it with --id-column; the file has {}",
                            file_, base::join(names_, ", ")));
  }
}

TimingCellMaker::Timed TimingCellMaker::timed(const connect::Batch& batch) const {
  Timed out;
  out.cells.resize(2);
  out.levels.reserve(batch.rows);
  std::string scratch;
  for (std::size_t row = 0; row < batch.rows; ++row) {
    std::optional<related::TimingLookup::Place> account;
    for (std::size_t i = 0; i < columns_.size() && !account; ++i) {
      const std::string name(batch.text(columns_[i], row, scratch));
      if (!name.empty()) account = lookup_.find(name);
    }
    if (account) out.found.push_back(*account);
    const signal::Timing timing = lookup_.of(account);
    out.levels.push_back(timing.level);
    out.cells[0].numbers.push_back(timing.level);
    out.cells[1].lists.push_back(lookup_.reasons(timing));
  }
  return out;
}

}  // namespace bestfit::flow
