#include "bestfit/flow/score_accounts.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>

#include "bestfit/base/error.h"
#include "bestfit/base/parallel.h"
#include "bestfit/base/text.h"
#include "bestfit/connect/batch.h"
#include "bestfit/flow/added_columns.h"

namespace bestfit::flow {
namespace {

/// The columns of the input that the profile reads, under the profile's names.
struct Wanted {
  std::vector<connect::WantedColumn> columns;
  std::vector<std::string> names;
};

Wanted wanted_columns(const connect::BatchReader& reader, const profile::ProfileFile& file,
                      ScoreResult& result) {
  Wanted wanted;
  for (const auto& [name, kind] : wanted_kinds(file)) {
    const auto& columns = reader.columns();
    const std::string folded = base::fold(name);
    const auto exact =
        std::find_if(columns.begin(), columns.end(),
                     [&name = name](const auto& column) { return column.name == name; });
    const auto found = exact != columns.end()
                           ? exact
                           : std::find_if(columns.begin(), columns.end(), [&](const auto& column) {
                               return base::fold(column.name) == folded;
                             });
    if (found == columns.end()) {
      result.missing_columns.push_back(name);
    } else {
      wanted.columns.push_back(
          {.column = static_cast<std::size_t>(found - columns.begin()), .kind = kind});
      wanted.names.push_back(name);
    }
  }
  if (wanted.names.empty()) {
    std::vector<std::string> names;
    for (const auto& column : reader.columns()) names.push_back(column.name);
    throw Error(Fault::missing,
                fmt::format("{}: none of the profile's columns is here; the profile reads {}; the "
                            "file has {}",
                            reader.name(), base::join(result.missing_columns, ", "),
                            base::join(names, ", ")));
  }
  return wanted;
}

/// Reads some batches, scores them on all threads, writes them in order.
class Scorer {
 public:
  Scorer(const ScoreRequest& request, base::Progress& progress)
      : request_(request),
        progress_(progress),
        file_(load_profile(request.icp)),
        options_(with_kinds(request.reading, file_)),
        reader_(request.in, options_),
        wanted_(wanted_columns(reader_, file_, result_)),
        finder_(reader_.columns(), wanted_.columns, options_),
        maker_(file_),
        timing_(timing_of(request, file_, reader_, progress)),
        added_(all_added(timing_.has_value())),
        writer_(request.out, reader_.columns(), added_,
                {.delimiter = request.delimiter, .threads = request.threads}) {
    if (timing_) start_timing();
    for (const connect::AddedColumn& added : added_) {
      const bool there = std::any_of(
          reader_.columns().begin(), reader_.columns().end(),
          [&](const auto& column) { return base::fold(column.name) == base::fold(added.name); });
      if (there) result_.replaced.push_back(added.name);
    }
  }

  ScoreResult run() {
    std::vector<connect::Batch> batches(static_cast<std::size_t>(request_.threads));
    for (bool more = true; more;) {
      std::size_t filled = 0;
      while (filled < batches.size() && more) {
        more = reader_.next(batches[filled]);
        if (more) ++filled;
      }
      if (filled == 0) break;
      score(std::span(batches).first(filled));
      progress_.report("scoring", reader_.share_read());
    }
    writer_.finish();
    result_.notes = finder_.notes();
    return counted();
  }

 private:
  static std::optional<TimingCellMaker> timing_of(const ScoreRequest& request,
                                                  const profile::ProfileFile& file,
                                                  const connect::BatchReader& reader,
                                                  base::Progress& progress) {
    if (request.signals.empty()) return std::nullopt;
    const related::TimingDay day{.as_of = request.as_of, .today = request.today};
    return TimingCellMaker(load_timing(request.signals, file, request.icp, day, progress), reader,
                           request.id_column);
  }

  static std::vector<connect::AddedColumn> all_added(bool with_timing) {
    std::vector<connect::AddedColumn> added = added_columns();
    if (!with_timing) return added;
    for (connect::AddedColumn& column : timing_columns()) added.push_back(std::move(column));
    return added;
  }

  void start_timing() {
    const related::TimingLookup& lookup = timing_->lookup();
    found_.assign(lookup.accounts(), false);
    result_.timing = TimingResult{.as_of = lookup.as_of(),
                                  .by_level = {},
                                  .by_tier = {},
                                  .use = lookup.use(),
                                  .accounts = lookup.accounts(),
                                  .accounts_found = 0,
                                  .lacking = lookup.lacking()};
  }

  static connect::ReadOptions with_kinds(connect::ReadOptions options,
                                         const profile::ProfileFile& file) {
    options.kinds = wanted_kinds(file);
    options.duplicates = connect::Duplicates::keep;
    return options;
  }

  /// How the cells of a batch are written. Where that is open, the rest of the file is asked once,
  /// if it can be read twice.
  std::vector<recognise::ColumnFormat> formats_of(const connect::Batch& batch) {
    std::vector<recognise::ColumnFormat> formats = finder_.look(batch);
    if (!finder_.is_open() || looked_ahead_) return formats;
    looked_ahead_ = true;
    std::error_code code;
    if (!std::filesystem::is_regular_file(request_.in, code)) return formats;
    return finder_.look_ahead(connect::BatchReader(request_.in, options_));
  }

  void score(std::span<const connect::Batch> batches) {
    std::vector<std::vector<recognise::ColumnFormat>> formats;
    for (const connect::Batch& batch : batches) formats.push_back(formats_of(batch));
    std::vector<std::vector<NotRead>> not_read(batches.size());
    std::vector<std::vector<score::Score>> scores(batches.size());
    std::vector<std::vector<connect::AddedCells>> cells(batches.size());
    std::vector<TimingCellMaker::Timed> timed(batches.size());
    if (timing_) timing_->look(batches.front());
    base::parallel_for(request_.threads, batches.size(), [&](std::size_t i) {
      std::vector<table::Column> columns;
      for (std::size_t w = 0; w < wanted_.names.size(); ++w) {
        recognise::TypedColumn typed =
            connect::typed(batches[i], wanted_.columns[w].column, wanted_.names[w], formats[i][w]);
        not_read[i].push_back({.column = wanted_.names[w],
                               .kind = typed.column.kind,
                               .cells = typed.not_understood,
                               .examples = std::move(typed.examples)});
        columns.push_back(std::move(typed.column));
      }
      scores[i] = score::score(table::Table(std::move(columns)), file_);
      cells[i] = maker_.cells(scores[i]);
      if (!timing_) return;
      timed[i] = timing_->timed(batches[i]);
      for (connect::AddedCells& column : timed[i].cells) cells[i].push_back(std::move(column));
    });
    for (std::size_t i = 0; i < batches.size(); ++i) {
      count(scores[i]);
      count(not_read[i]);
      if (timing_) count(timed[i], scores[i]);
      writer_.write(batches[i], cells[i]);
    }
  }

  void count(const std::vector<score::Score>& scores) {
    for (const score::Score& score : scores) {
      ++by_status_.at(static_cast<std::size_t>(score.status));
      if (score.tier < 0) continue;
      const auto& tiers = file_.profiles[static_cast<std::size_t>(score.profile)].tiers;
      ++result_.by_tier[tiers[static_cast<std::size_t>(score.tier)].name];
    }
  }

  void count(const TimingCellMaker::Timed& timed, const std::vector<score::Score>& scores) {
    for (const auto place : timed.found) found_[place] = true;
    for (std::size_t row = 0; row < scores.size(); ++row) {
      const auto level = static_cast<std::size_t>(timed.levels[row] - 1);
      ++result_.timing->by_level.at(level);
      const score::Score& score = scores[row];
      if (score.tier < 0) continue;
      const auto& tiers = file_.profiles[static_cast<std::size_t>(score.profile)].tiers;
      ++result_.timing->by_tier[tiers[static_cast<std::size_t>(score.tier)].name].at(level);
    }
  }

  void count(const std::vector<NotRead>& columns) {
    constexpr std::size_t kExamples = 3;
    for (const NotRead& fresh : columns) {
      if (fresh.cells == 0) continue;
      const auto known =
          std::find_if(result_.not_read.begin(), result_.not_read.end(),
                       [&](const NotRead& entry) { return entry.column == fresh.column; });
      if (known == result_.not_read.end()) {
        result_.not_read.push_back(fresh);
        continue;
      }
      known->cells += fresh.cells;
      for (const std::string& example : fresh.examples) {
        const auto& seen = known->examples;
        const bool is_new = std::find(seen.begin(), seen.end(), example) == seen.end();
        if (is_new && seen.size() < kExamples) known->examples.push_back(example);
      }
    }
  }

  ScoreResult counted() {
    const connect::LineCounts& counts = reader_.counts();
    result_.lines = counts.lines;
    result_.accepted = counts.accepted;
    result_.rejected = counts.rejected;
    result_.rejects = reader_.rejects();
    for (std::size_t i = 0; i < by_status_.size(); ++i) {
      const auto status = static_cast<score::Status>(i);
      if (by_status_.at(i) > 0)
        result_.by_status[std::string(score::status_name(status))] = by_status_.at(i);
    }
    if (result_.timing) {
      result_.timing->accounts_found =
          static_cast<std::size_t>(std::count(found_.begin(), found_.end(), true));
    }
    return std::move(result_);
  }

  const ScoreRequest& request_;
  base::Progress& progress_;
  ScoreResult result_;
  profile::ProfileFile file_;
  connect::ReadOptions options_;
  connect::BatchReader reader_;
  Wanted wanted_;
  connect::FormatFinder finder_;
  bool looked_ahead_ = false;
  AddedCellMaker maker_;
  std::optional<TimingCellMaker> timing_;
  std::vector<bool> found_;  // accounts with events that are among the rows
  std::vector<connect::AddedColumn> added_;
  connect::RowWriter writer_;
  std::array<std::int64_t, 4> by_status_{};
};

}  // namespace

ScoreResult score_accounts(const ScoreRequest& request, base::Progress& progress) {
  return Scorer(request, progress).run();
}

}  // namespace bestfit::flow
