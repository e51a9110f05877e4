#include "bestfit/stream/score_parquet.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <memory>
#include <set>
#include <span>
#include <utility>

#include "bestfit/base/file.h"
#include "bestfit/base/text.h"
#include "bestfit/base/version.h"
#include "bestfit/parquet/page_walk.h"
#include "bestfit/parquet/pages.h"
#include "bestfit/parquet/widened.h"
#include "bestfit/stream/added_values.h"
#include "bestfit/stream/in_order.h"
#include "bestfit/stream/row_keys.h"
#include "bestfit/stream/value_coder.h"

namespace bestfit::stream {
namespace {

using parquet::ValueKind;
using table::Kind;

constexpr std::size_t kNoPlace = SIZE_MAX;
constexpr std::uint64_t kSlotBytes = std::uint64_t{320} << 20;  // of all slots
constexpr std::uint64_t kRowBytes = 100;                        // in a slot, about
constexpr std::size_t kCopyBytes = std::size_t{1} << 20;
constexpr std::size_t kBatchCells = std::size_t{1} << 22;  // as connect's batches of Parquet
constexpr std::size_t kVectorRows = 2048;

bool reads_as(ValueKind value, Kind kind) {
  switch (kind) {
    case Kind::number: return value == ValueKind::whole || value == ValueKind::real;
    case Kind::flag: return value == ValueKind::flag || value == ValueKind::text;
    case Kind::date: return value == ValueKind::day;
    case Kind::category:
    case Kind::set: return value == ValueKind::text;
    case Kind::text: break;
  }
  return false;
}

/// Where a question's value comes from, among the wanted columns.
struct Origin {
  std::size_t column = kNoPlace;
  std::size_t until = kNoPlace;
};

std::size_t place_in(const std::vector<Wanted>& wanted, const std::string& name) {
  const auto found = std::find_if(wanted.begin(), wanted.end(),
                                  [&](const Wanted& column) { return column.name == name; });
  return found == wanted.end() ? kNoPlace : static_cast<std::size_t>(found - wanted.begin());
}

/// A row group on its way to the output.
struct Group {
  parquet::PageReader pages;
  std::vector<std::unique_ptr<ValueCoder>> coders;  // one for each question; none: an age
  DayTaker day_taker;
  std::string bytes;
  CodeColumns codes;
  std::vector<std::vector<double>> days;  // one for each wanted column; of dates
  std::vector<std::uint64_t> keys;
  std::unique_ptr<AddedValues> values;
  const std::vector<parquet::NewChunk>* chunks = nullptr;  // of `values`
  std::vector<std::int64_t> tallies;
};

class ParquetScorer {
 public:
  ParquetScorer(const connect::Source& source, const parquet::Footer& footer,
                const score::Codebook& book, const ParquetJob& job, base::Progress& progress)
      : source_(source),
        footer_(footer),
        book_(book),
        job_(job),
        progress_(progress),
        keys_(book),
        tallies_(Tallies(book.file()).size()),
        widened_(footer, new_columns(job.added), "bestfit " + base::program_version()) {
    for (const score::Question& question : book.questions()) {
      origins_.push_back({.column = place_in(job.wanted, question.column),
                          .until = question.relative_to.empty()
                                       ? kNoPlace
                                       : place_in(job.wanted, question.relative_to)});
    }
    scored_.tallies.resize(tallies_);
  }

  std::optional<Scored> run() {
    const std::uint64_t slot_bytes = bytes_of_a_slot();
    if (slot_bytes > kSlotBytes || !find_formats()) return std::nullopt;
    int threads = job_.threads;
    while (threads > 1 && slots_of(threads) > kSlotBytes / slot_bytes) --threads;
    for (std::size_t i = 0; i < slots_of(threads); ++i) groups_.push_back(new_group());
    output_.emplace(job_.out);
    write(parquet::Widened::head());
    OrderedWork work{.pieces = footer_.groups(), .prepare = {}, .commit = {}};
    work.prepare = [this](std::size_t slot, std::size_t group) { prepare(*groups_[slot], group); };
    work.commit = [this](std::size_t slot, std::size_t group) {
      return commit(*groups_[slot], group);
    };
    run_in_order(threads, work);
    if (refused_) return std::nullopt;
    write(widened_.tail());
    output_->commit(base::Flush::later);
    scored_.counts.lines = scored_.counts.accepted;
    return std::move(scored_);
  }

 private:
  const parquet::Column& column_of(const Wanted& wanted) const {
    return footer_.columns()[wanted.column.column];
  }

  /// The most that a row group takes in memory, about.
  std::uint64_t bytes_of_a_slot() const {
    std::uint64_t most = 1;
    for (std::size_t group = 0; group < footer_.groups(); ++group) {
      std::uint64_t chunk_bytes = 0;
      for (const Wanted& wanted : job_.wanted) {
        const parquet::Chunk& chunk = footer_.chunk(group, column_of(wanted).first_leaf);
        chunk_bytes = std::max(chunk_bytes, chunk.size + std::min(chunk.unpacked, kSlotBytes));
      }
      const std::uint64_t rows = std::min(footer_.rows_of(group), kSlotBytes);
      most = std::max(most, rows * kRowBytes + chunk_bytes);
    }
    return most;
  }

  /// How text columns are written, from the first rows, as connect's FormatFinder has it.
  bool find_formats() {
    std::vector<connect::InputColumn> columns;
    std::vector<connect::WantedColumn> wanted;
    connect::Batch batch;
    std::vector<std::vector<std::string>> texts;
    for (const Wanted& column : job_.wanted) {
      if (!reads_as(column_of(column).kind, column.column.kind)) return false;
      if (column_of(column).kind != ValueKind::text) continue;
      wanted.push_back({.column = columns.size(), .kind = column.column.kind});
      columns.push_back({.name = column_of(column).name});
      if (!first_texts(column, texts.emplace_back())) return false;
    }
    batch.rows = texts.empty() ? 0 : texts.front().size();
    for (const auto& column : texts) {
      batch.columns.emplace_back().texts.assign(column.begin(), column.end());
    }
    connect::FormatFinder finder(columns, wanted, job_.reading);
    std::vector<recognise::ColumnFormat> formats;
    if (!texts.empty()) formats = finder.look(batch);
    std::size_t next = 0;
    for (const Wanted& column : job_.wanted) {
      CellCoder::Task task{.format = {}, .options = job_.reading.format, .question = {}};
      task.format.kind = column.column.kind;
      if (column_of(column).kind == ValueKind::text) {
        task.format = formats[next];
        task.told = finder.told()[next++];
      }
      tasks_.push_back(std::move(task));
    }
    return true;
  }

  bool first_texts(const Wanted& wanted, std::vector<std::string>& out) {
    const parquet::Column& column = column_of(wanted);
    const std::size_t most =
        std::clamp(kBatchCells / footer_.columns().size(), kVectorRows, connect::kBatchRows);
    TextTaker taker((most + kVectorRows - 1) / kVectorRows * kVectorRows);
    parquet::PageReader pages;
    std::string bytes;
    for (std::size_t group = 0; group < footer_.groups() && taker.taken().size() < most; ++group) {
      const parquet::Chunk& chunk = footer_.chunk(group, column.first_leaf);
      read(chunk, bytes);
      if (!pages.read(std::string_view(bytes).substr(0, chunk.size), column, chunk, taker)) {
        return false;
      }
    }
    out = taker.taken();
    return true;
  }

  std::unique_ptr<Group> new_group() const {
    auto group = std::make_unique<Group>();
    for (std::size_t question = 0; question < origins_.size(); ++question) {
      auto& coder = group->coders.emplace_back();
      const bool is_age = book_.questions()[question].kind == profile::CriterionKind::date;
      if (is_age || origins_[question].column == kNoPlace) continue;
      CellCoder::Task task = tasks_[origins_[question].column];
      task.question = question;
      coder = std::make_unique<ValueCoder>(book_, std::move(task));
    }
    group->codes.resize(origins_.size());
    group->days.resize(job_.wanted.size());
    group->values = std::make_unique<AddedValues>(book_, job_.added, job_.cells);
    return group;
  }

  void read(const parquet::Chunk& chunk, std::string& bytes) const {
    if (bytes.size() < chunk.size) bytes.resize(chunk.size);
    source_.read_at(chunk.start, std::span(bytes).first(chunk.size));
  }

  /// Reads a wanted column of a row group; false when it is not read here.
  bool take(Group& out, std::size_t group, std::size_t wanted, parquet::ValueSink& sink) {
    const parquet::Column& column = column_of(job_.wanted[wanted]);
    const parquet::Chunk& chunk = footer_.chunk(group, column.first_leaf);
    if (chunk.values != footer_.rows_of(group)) return false;
    read(chunk, out.bytes);
    return out.pages.read(std::string_view(out.bytes).substr(0, chunk.size), column, chunk, sink);
  }

  bool copies_whole(std::size_t group) const {
    const std::vector<parquet::Chunk> chunks = widened_.copied(group);
    return std::all_of(chunks.begin(), chunks.end(), [this](const parquet::Chunk& chunk) {
      return parquet::pages_are_whole(
          [this](std::uint64_t offset, std::span<char> bytes) { source_.read_at(offset, bytes); },
          chunk);
    });
  }

  bool code(Group& out, std::size_t group) {
    const std::size_t rows = footer_.rows_of(group);
    for (std::size_t i = 0; i < job_.wanted.size(); ++i) {
      if (job_.wanted[i].column.kind != Kind::date) continue;
      out.days[i].clear();
      out.day_taker.start(out.days[i]);
      if (!take(out, group, i, out.day_taker)) return false;
    }
    for (std::size_t question = 0; question < origins_.size(); ++question) {
      std::vector<score::Code>& codes = out.codes[question];
      codes.clear();
      ValueCoder* coder = out.coders[question].get();
      if (coder != nullptr) {
        coder->start(codes);
        if (!take(out, group, origins_[question].column, *coder) || coder->refuses()) return false;
      } else {
        codes.assign(rows, score::kCodeNotKnown);
        if (origins_[question].column != kNoPlace) code_ages(out, question);
      }
    }
    return true;
  }

  void code_ages(Group& out, std::size_t question) const {
    const Origin& origin = origins_[question];
    const auto& as_of = book_.file().as_of;
    const double day = as_of ? static_cast<double>(*as_of) : table::kMissing;
    for (std::size_t row = 0; row < out.codes[question].size(); ++row) {
      const double own = origin.until == kNoPlace ? table::kMissing : out.days[origin.until][row];
      out.codes[question][row] =
          book_.of_number(question, (std::isnan(own) ? day : own) - out.days[origin.column][row]);
    }
  }

  void prepare(Group& out, std::size_t group) {
    if (refused_) return;
    if (!copies_whole(group) || !code(out, group)) {
      refused_ = true;
      return;
    }
    out.keys.resize(footer_.rows_of(group));
    keys_.keys(out.codes, out.keys);
    out.tallies.assign(tallies_, 0);
    out.chunks = &out.values->chunks(out.keys, out.tallies);
  }

  bool commit(Group& out, std::size_t group) {
    if (refused_) return false;
    const std::uint64_t start = written_;
    copied_.resize(kCopyBytes);
    for (const parquet::Chunk& chunk : widened_.copied(group)) {
      for (std::uint64_t at = 0; at < chunk.size; at += kCopyBytes) {
        const auto block =
            std::span(copied_).first(std::min<std::uint64_t>(kCopyBytes, chunk.size - at));
        source_.read_at(chunk.start + at, block);
        write({block.data(), block.size()});
      }
    }
    for (const parquet::NewChunk& chunk : *out.chunks) write(chunk.bytes);
    widened_.add_group(group, start, *out.chunks);
    scored_.counts.accepted += out.keys.size();
    for (std::size_t i = 0; i < tallies_; ++i) scored_.tallies[i] += out.tallies[i];
    progress_.report_rows("scoring",
                          static_cast<double>(group + 1) / static_cast<double>(footer_.groups()),
                          scored_.counts.accepted);
    return true;
  }

  void write(std::string_view bytes) {
    output_->write(bytes);
    written_ += bytes.size();
  }

  const connect::Source& source_;
  const parquet::Footer& footer_;
  const score::Codebook& book_;
  const ParquetJob& job_;
  base::Progress& progress_;
  RowKeys keys_;
  std::size_t tallies_;
  std::vector<Origin> origins_;         // one for each question
  std::vector<CellCoder::Task> tasks_;  // one for each wanted column, without its question
  parquet::Widened widened_;
  std::vector<std::unique_ptr<Group>> groups_;
  std::optional<base::AtomicFile> output_;
  std::uint64_t written_ = 0;
  std::string copied_;
  std::atomic<bool> refused_{false};
  Scored scored_;
};

}  // namespace

std::optional<std::vector<connect::InputColumn>> input_columns(const parquet::Footer& footer) {
  std::vector<connect::InputColumn> columns;
  std::set<std::string> names;
  for (const parquet::Column& column : footer.columns()) {
    const bool plain = !column.name.empty() && base::trim(column.name) == column.name &&
                       names.insert(base::fold(column.name)).second;
    if (!plain) return std::nullopt;
    columns.push_back({.name = column.name});
  }
  return columns;
}

std::optional<Scored> score_parquet(const connect::Source& source, const parquet::Footer& footer,
                                    const score::Codebook& book, const ParquetJob& job,
                                    base::Progress& progress) {
  if (RowKeys(book).bits() > 64 || footer.rows() == 0) return std::nullopt;
  return ParquetScorer(source, footer, book, job, progress).run();
}

}  // namespace bestfit::stream
