#include "bestfit/flow/score_accounts.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <optional>

#include "bestfit/base/parallel.h"
#include "bestfit/connect/batch.h"
#include "bestfit/flow/added_columns.h"
#include "bestfit/stream/score_csv.h"
#include "bestfit/stream/score_parquet.h"
#include "bestfit/stream/wanted_columns.h"

namespace bestfit::flow {
namespace {

connect::ReadOptions with_kinds(connect::ReadOptions options, const profile::ProfileFile& file) {
  options.kinds = wanted_kinds(file);
  options.duplicates = connect::Duplicates::keep;
  return options;
}

/// Reads some batches, scores them on all threads, writes them in order.
class Scorer {
 public:
  Scorer(const ScoreRequest& request, const profile::ProfileFile& file, base::Progress& progress)
      : request_(request),
        progress_(progress),
        file_(file),
        options_(with_kinds(request.reading, file_)),
        reader_(request.in, options_),
        wanted_(stream::wanted_columns(reader_.columns(), options_.kinds, reader_.name())),
        finder_(reader_.columns(), places(wanted_), options_),
        maker_(file_, added_columns(request.add)),
        timing_(timing_of(request, file_, reader_, progress)),
        added_(all_added(request, timing_.has_value())),
        writer_(request.out, reader_.columns(), added_,
                {.delimiter = request.delimiter, .threads = request.threads}) {
    if (timing_) start_timing();
    result_.missing_columns = wanted_.missing;
    result_.replaced = stream::replaced_columns(reader_.columns(), added_);
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
      progress_.report_rows("scoring", reader_.share_read(), reader_.counts().accepted);
    }
    writer_.finish();
    result_.notes = finder_.notes();
    return counted();
  }

 private:
  static std::vector<connect::WantedColumn> places(const stream::WantedColumns& wanted) {
    std::vector<connect::WantedColumn> places;
    places.reserve(wanted.found.size());
    for (const stream::Wanted& column : wanted.found) places.push_back(column.column);
    return places;
  }

  static std::optional<TimingCellMaker> timing_of(const ScoreRequest& request,
                                                  const profile::ProfileFile& file,
                                                  const connect::BatchReader& reader,
                                                  base::Progress& progress) {
    if (request.signals.empty()) return std::nullopt;
    const related::TimingDay day{.as_of = request.as_of, .today = request.today};
    return TimingCellMaker(load_timing(request.signals, file, request.icp, day, progress), reader,
                           request.id_column);
  }

  static std::vector<connect::AddedColumn> all_added(const ScoreRequest& request,
                                                     bool with_timing) {
    std::vector<connect::AddedColumn> added = added_columns(request.add);
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

  void score(std::span<const connect::Batch> batches) {
    std::vector<std::vector<recognise::ColumnFormat>> formats;
    for (const connect::Batch& batch : batches) {
      formats.push_back(finder_.look_with(batch, request_.in));
    }
    std::vector<std::vector<NotRead>> not_read(batches.size());
    std::vector<std::vector<score::Score>> scores(batches.size());
    std::vector<std::vector<connect::AddedCells>> cells(batches.size());
    std::vector<TimingCellMaker::Timed> timed(batches.size());
    if (timing_) timing_->look(batches.front());
    base::parallel_for(request_.threads, batches.size(), [&](std::size_t i) {
      std::vector<table::Column> columns;
      for (std::size_t w = 0; w < wanted_.found.size(); ++w) {
        const stream::Wanted& wanted = wanted_.found[w];
        recognise::TypedColumn typed =
            connect::typed(batches[i], wanted.column.column, wanted.name, formats[i][w]);
        not_read[i].push_back({.column = wanted.name,
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
  const profile::ProfileFile& file_;
  connect::ReadOptions options_;
  connect::BatchReader reader_;
  stream::WantedColumns wanted_;
  connect::FormatFinder finder_;
  AddedCellMaker maker_;
  std::optional<TimingCellMaker> timing_;
  std::vector<bool> found_;  // accounts with events that are among the rows
  std::vector<connect::AddedColumn> added_;
  connect::RowWriter writer_;
  std::array<std::int64_t, 4> by_status_{};
};

/// Nothing of the output shows before it is whole, so that another way can begin anew.
bool can_begin_anew(const std::string& out) {
  std::error_code code;
  return out != "-" &&
         (!std::filesystem::exists(out, code) || std::filesystem::is_regular_file(out, code));
}

/// Some criterion of a profile reads one of the columns.
bool has_criterion(const profile::ProfileFile& file, const std::vector<stream::Wanted>& columns) {
  const auto is_read = [&](const profile::Criterion& criterion) {
    return std::any_of(columns.begin(), columns.end(), [&](const stream::Wanted& column) {
      return column.name == criterion.column;
    });
  };
  return std::any_of(file.profiles.begin(), file.profiles.end(), [&](const auto& profile) {
    return std::any_of(profile.score.begin(), profile.score.end(), is_read);
  });
}

stream::EndingText ending_text(const AddedCellMaker& maker,
                               const std::vector<connect::AddedColumn>& added, char delimiter) {
  return [&maker, &added, delimiter](const score::Score& score) {
    const std::vector<connect::AddedCells> cells = maker.cells(std::span(&score, 1));
    std::string text;
    for (std::size_t i = 0; i < added.size(); ++i) {
      text += delimiter;
      connect::append_added_cell(added[i].type, cells[i], 0, delimiter, text);
    }
    return text + '\n';
  };
}

ScoreResult result_of(stream::Scored scored, const std::vector<stream::Wanted>& wanted,
                      const profile::ProfileFile& file, ScoreResult result) {
  result.way = ScoreWay::fastest;
  result.lines = scored.counts.lines;
  result.accepted = scored.counts.accepted;
  result.rejected = scored.counts.rejected;
  result.rejects = std::move(scored.rejects);
  result.notes = std::move(scored.notes);
  const stream::Tallies tallies(file);
  for (std::size_t i = 0; i < scored.tallies.size(); ++i) {
    if (scored.tallies[i] == 0) continue;
    result.by_status[std::string(score::status_name(tallies.status(i)))] += scored.tallies[i];
    const std::string tier = tallies.tier(i);
    if (!tier.empty()) result.by_tier[tier] += scored.tallies[i];
  }
  for (stream::MisreadColumn& misread : scored.misread) {
    const stream::Wanted& column = wanted[misread.wanted];
    result.not_read.push_back({.column = column.name,
                               .kind = column.column.kind,
                               .cells = misread.cells.cells,
                               .examples = std::move(misread.cells.examples)});
  }
  return result;
}

/// The wanted columns as the fast ways take them; none when no criterion reads one of them.
std::vector<stream::Wanted> stream_columns(const std::vector<connect::InputColumn>& columns,
                                           const std::string& path,
                                           const profile::ProfileFile& file,
                                           const std::vector<connect::AddedColumn>& added,
                                           ScoreResult& result) {
  stream::WantedColumns wanted = stream::wanted_columns(columns, wanted_kinds(file), path);
  if (!has_criterion(file, wanted.found)) return {};
  result.missing_columns = std::move(wanted.missing);
  result.replaced = stream::replaced_columns(columns, added);
  return std::move(wanted.found);
}

/// CSV into CSV at the speed of the machine; no value where the file is not made for that.
std::optional<ScoreResult> score_delimited(const ScoreRequest& request, const score::Codebook& book,
                                           base::Progress& progress) {
  const profile::ProfileFile& file = book.file();
  stream::CsvJob job{.in = request.in,
                     .out = request.out,
                     .reading = with_kinds(request.reading, file),
                     .wanted = {},
                     .added = added_columns(request.add),
                     .ending = {},
                     .delimiter = request.delimiter,
                     .threads = request.threads};
  const auto look = can_begin_anew(request.out) ? connect::Look::beginning : connect::Look::whole;
  const auto input = connect::DelimitedFile::open(request.in, job.reading, look);
  if (!input) return std::nullopt;
  ScoreResult result;
  job.wanted = stream_columns(input->columns(), input->name(), file, job.added, result);
  if (job.wanted.empty()) return std::nullopt;
  const AddedCellMaker maker(file, job.added);
  job.ending = ending_text(maker, job.added, request.delimiter);
  std::optional<stream::Scored> scored = stream::score_csv(*input, book, job, progress);
  if (!scored) return std::nullopt;
  return result_of(std::move(*scored), job.wanted, file, std::move(result));
}

/// Parquet into Parquet, likewise.
std::optional<ScoreResult> score_row_groups(const ScoreRequest& request,
                                            const score::Codebook& book, base::Progress& progress) {
  std::error_code code;
  if (!std::filesystem::is_regular_file(request.in, code)) return std::nullopt;
  const connect::Source source(request.in, {}, connect::Digest::none, connect::Look::beginning);
  if (!source.is_parquet()) return std::nullopt;
  const auto footer = parquet::Footer::read(
      [&source](std::uint64_t offset, std::span<char> bytes) { source.read_at(offset, bytes); },
      source.size());
  const auto columns = footer ? stream::input_columns(*footer) : std::nullopt;
  if (!columns) return std::nullopt;
  const profile::ProfileFile& file = book.file();
  ScoreResult result;
  const std::vector<connect::AddedColumn> added = added_columns(request.add);
  const AddedCellMaker maker(file, added);
  stream::ParquetJob job{.out = request.out,
                         .reading = with_kinds(request.reading, file),
                         .wanted = stream_columns(*columns, source.name(), file, added, result),
                         .added = added,
                         .cells = {},
                         .threads = request.threads};
  if (job.wanted.empty()) return std::nullopt;
  job.cells = [&maker](const score::Score& score) { return maker.cells(std::span(&score, 1)); };
  std::optional<stream::Scored> scored =
      stream::score_parquet(source, *footer, book, job, progress);
  if (!scored) return std::nullopt;
  return result_of(std::move(*scored), job.wanted, file, std::move(result));
}

/// As codes, where the files are made for that; the signals of an account are no code.
std::optional<ScoreResult> score_fast(const ScoreRequest& request, const profile::ProfileFile& file,
                                      base::Progress& progress) {
  if (request.way == ScoreWay::by_batches || !request.signals.empty()) return std::nullopt;
  const auto book = score::Codebook::of(file);
  if (!book) return std::nullopt;
  const connect::FileFormat format =
      request.out == "-" ? connect::FileFormat::csv : connect::format_of(request.out);
  if (format == connect::FileFormat::csv) return score_delimited(request, *book, progress);
  const bool to_parquet = format == connect::FileFormat::parquet && can_begin_anew(request.out);
  return to_parquet ? score_row_groups(request, *book, progress) : std::nullopt;
}

}  // namespace

ScoreResult score_accounts(const ScoreRequest& request, base::Progress& progress) {
  const profile::ProfileFile file = load_profile(request.icp);
  std::optional<ScoreResult> result = score_fast(request, file, progress);
  return result ? std::move(*result) : Scorer(request, file, progress).run();
}

}  // namespace bestfit::flow
