#include "bestfit/stream/score_csv.h"

#include <algorithm>
#include <array>
#include <memory>
#include <mutex>
#include <span>
#include <utility>

#include "bestfit/base/file.h"
#include "bestfit/connect/delimited_lines.h"
#include "bestfit/connect/records.h"
#include "bestfit/stream/in_order.h"
#include "bestfit/stream/row_coder.h"
#include "bestfit/stream/row_text.h"

namespace bestfit::stream {
namespace {

constexpr std::size_t kEndingRows = 512;  // whose endings are found together
constexpr std::size_t kRowsAhead = 8;     // whose texts are on their way from memory
constexpr std::size_t kEndingBytes = std::size_t{128} << 20;  // of all slots

/// A piece of the file on its way to the output.
struct Slot {
  Slot(const score::Codebook& book, const CsvJob& job, RowText text, std::size_t ending_bytes)
      : coder(book, job.wanted),
        endings(book, job.ending, ending_bytes),
        row_text(std::move(text)) {}

  Piece piece;
  bool is_text = true;
  RowCoder coder;
  std::vector<std::uint64_t> keys;
  Endings endings;
  RowText row_text;
  Bytes out;
  std::vector<std::int64_t> tallies;
};

class CsvScorer {
 public:
  CsvScorer(const connect::DelimitedFile& file, const score::Codebook& book, const CsvJob& job,
            base::Progress& progress)
      : file_(file),
        job_(job),
        progress_(progress),
        keys_(book),
        tallies_(Tallies(book.file()).size()),
        finder_(file.columns(), columns_of(job), job.reading),
        rejections_(job.reading.rejected_path),
        refused_(rejections_),
        output_(job.out),
        from_(file.first_byte()),
        line_(file.first_line()) {
    scored_.tallies.resize(tallies_);
    const RowText text(file.columns(), job.added, file.dialect().delimiter, job.delimiter);
    const std::size_t slots = slots_of(job.threads);
    for (std::size_t i = 0; i < slots; ++i) {
      slots_.push_back(std::make_unique<Slot>(book, job, text, kEndingBytes / slots));
    }
    output_.write(text.header());
    publish(file.first_batch());
  }

  std::optional<Scored> run() {
    OrderedWork work{.pieces = file_.batches(), .prepare = {}, .commit = {}};
    work.prepare = [this](std::size_t slot, std::size_t piece) {
      const std::uint64_t from =
          piece == 0 ? file_.first_byte()
                     : line_start_before(file_, file_.first_byte(), file_.limit(piece - 1));
      prepare(*slots_[slot], piece, from);
    };
    work.commit = [this](std::size_t slot, std::size_t piece) {
      return commit(*slots_[slot], piece);
    };
    run_in_order(job_.threads, work);
    if (!is_plain_) return std::nullopt;
    refused_.end();
    rejections_.finish();
    output_.commit(base::Flush::later);
    scored_.counts.rejected = rejections_.count();
    scored_.counts.lines = scored_.counts.accepted + scored_.counts.rejected;
    scored_.rejects = rejections_.first();
    scored_.notes = finder_.notes();
    return std::move(scored_);
  }

 private:
  static std::vector<connect::WantedColumn> columns_of(const CsvJob& job) {
    std::vector<connect::WantedColumn> columns;
    columns.reserve(job.wanted.size());
    for (const Wanted& wanted : job.wanted) columns.push_back(wanted.column);
    return columns;
  }

  /// Looks at the cells of a batch before anything is made of them.
  void publish(const connect::Batch& batch) {
    const auto told = finder_.told();
    const auto& formats = finder_.look_with(batch, job_.in);
    const std::unique_lock lock(reading_mutex_);
    if (told != finder_.told() || reading_.formats.empty()) ++reading_.version;
    reading_.formats = formats;
    reading_.told = finder_.told();
  }

  void read_as_known(RowCoder& coder) {
    const std::unique_lock lock(reading_mutex_);
    if (coder.version() != reading_.version) coder.read_as(reading_, job_.reading.format);
  }

  void prepare(Slot& slot, std::size_t piece, std::uint64_t from) {
    slot.is_text = slot.piece.read(
        file_, {.from = from, .to = file_.limit(piece), .is_last = piece + 1 == file_.batches()},
        job_.reading.field_bytes_max, instructions_);
    if (slot.is_text) make_rows(slot);
  }

  void make_rows(Slot& slot) {
    read_as_known(slot.coder);
    slot.coder.code(slot.piece);
    slot.keys.resize(slot.piece.rows());
    keys_.keys(slot.coder.codes(), slot.keys);
    slot.out.clear();
    slot.tallies.assign(tallies_, 0);
    for (std::size_t from = 0; from < slot.keys.size(); from += kEndingRows) {
      write_rows(slot, from, std::min(slot.keys.size(), from + kEndingRows));
    }
  }

  void write_rows(Slot& slot, std::size_t from, std::size_t to) const {
    std::array<std::uint32_t, kEndingRows> endings;
    slot.endings.find(std::span(slot.keys).subspan(from, to - from), endings);
    const bool copies = slot.piece.is_plain() && slot.row_text.copies_lines();
    const std::vector<std::size_t>& careful = slot.piece.careful_rows();
    auto next_careful = std::lower_bound(careful.begin(), careful.end(), from);
    for (std::size_t row = from; row < to; ++row) {
      if (row + kRowsAhead < to) slot.endings.fetch(endings.at(row + kRowsAhead - from));
      const Endings::Ending& ending = slot.endings.ending(endings.at(row - from));
      while (next_careful != careful.end() && *next_careful < row) ++next_careful;
      if (copies && (next_careful == careful.end() || *next_careful != row)) {
        const std::string_view line = slot.piece.plain_line(row);
        slot.out.reserve_more(line.size() + ending.length);
        slot.out.put(line);
      } else {
        slot.row_text.add(slot.piece, row, slot.out);
        slot.out.reserve_more(ending.length);
      }
      slot.out.put(slot.endings.text(ending));
      ++slot.tallies[ending.tally];
    }
  }

  /// A piece that was prepared on wrong beliefs is prepared again.
  bool commit(Slot& slot, std::size_t piece) {
    if (slot.piece.part().from != from_) prepare(slot, piece, from_);
    const bool too_long =
        slot.piece.end() == from_ && file_.limit(piece) - from_ > 4 * connect::kRecordBytesMax;
    if (!slot.is_text || too_long) {
      is_plain_ = false;
      return false;
    }
    if (slot.coder.version() != reading_.version) make_rows(slot);
    if (slot.coder.has_news()) {
      publish(wanted_cells(slot.piece));
      if (slot.coder.version() != reading_.version) make_rows(slot);
    }
    output_.write(slot.out.view());
    count(slot);
    from_ = slot.piece.end();
    line_ += slot.piece.lines();
    progress_.report_rows("scoring", static_cast<double>(from_) / static_cast<double>(file_.size()),
                          scored_.counts.accepted);
    return true;
  }

  /// The cells of the wanted columns, for the finder.
  connect::Batch wanted_cells(const Piece& piece) const {
    connect::Batch batch;
    batch.rows = piece.rows();
    batch.columns.resize(file_.columns().size());
    for (const Wanted& wanted : job_.wanted) {
      auto& texts = batch.columns[wanted.column.column].texts;
      texts.clear();
      for (std::size_t row = 0; row < batch.rows; ++row) {
        texts.push_back(piece.cell(row, wanted.column.column));
      }
    }
    return batch;
  }

  void count(const Slot& slot) {
    scored_.counts.accepted += slot.piece.rows();
    for (std::size_t i = 0; i < tallies_; ++i) scored_.tallies[i] += slot.tallies[i];
    for (std::size_t i = 0; i < job_.wanted.size(); ++i) count(i, slot.coder.misread(i));
    for (const Refusal& refusal : slot.piece.refusals()) {
      if (refusal.after_row) refused_.row_taken();
      connect::RefusedLine line = refusal.refused;
      line.line += line_;
      refused_.add(std::move(line));
    }
    if (slot.piece.row_is_last()) refused_.row_taken();
  }

  void count(std::size_t wanted, const Misread& fresh) {
    if (fresh.cells == 0) return;
    auto& all = scored_.misread;
    auto found = std::find_if(all.begin(), all.end(),
                              [&](const MisreadColumn& column) { return column.wanted == wanted; });
    if (found == all.end()) found = all.insert(all.end(), {.wanted = wanted, .cells = {}});
    merge(fresh, found->cells);
  }

  const connect::DelimitedFile& file_;
  const CsvJob& job_;
  base::Progress& progress_;
  base::Instructions instructions_ = base::best_instructions();
  RowKeys keys_;
  std::size_t tallies_;
  connect::FormatFinder finder_;
  std::mutex reading_mutex_;
  Reading reading_;
  connect::Rejections rejections_;
  connect::RefusedLines refused_;
  base::AtomicFile output_;
  std::vector<std::unique_ptr<Slot>> slots_;
  std::uint64_t from_;  // where the next piece begins
  std::size_t line_;    // of its first record
  bool is_plain_ = true;
  Scored scored_;
};

}  // namespace

std::optional<Scored> score_csv(const connect::DelimitedFile& file, const score::Codebook& book,
                                const CsvJob& job, base::Progress& progress) {
  if (RowKeys(book).bits() > 64) return std::nullopt;
  return CsvScorer(file, book, job, progress).run();
}

}  // namespace bestfit::stream
