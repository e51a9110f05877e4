#include "bestfit/connect/batch.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <utility>

#include "bestfit/base/date.h"
#include "bestfit/base/parallel.h"
#include "bestfit/base/text.h"
#include "bestfit/connect/batch_source.h"
#include "bestfit/recognise/cells.h"
#include "bestfit/recognise/evidence.h"
#include "bestfit/recognise/typed_column.h"

namespace bestfit::connect {
namespace {

using recognise::Cells;
using recognise::ColumnFormat;
using recognise::decide;
using recognise::Evidence;
using recognise::FileHints;
using recognise::hints_of;
using recognise::look_at;
using recognise::Told;
using recognise::typed_column;

/// The first character that is no white space is an opening brace, or a bracket before one.
bool looks_like_json(std::string_view head) {
  std::size_t at = head.find_first_not_of(" \t\r\n");
  if (at == std::string_view::npos) return false;
  if (head[at] == '[') at = head.find_first_not_of(" \t\r\n", at + 1);
  return at != std::string_view::npos && head[at] == '{';
}

bool has_json_name(std::string_view path) {
  for (const std::string_view ending : {".json", ".jsonl", ".ndjson"}) {
    if (path.size() > ending.size() &&
        base::fold(path.substr(path.size() - ending.size())) == ending) {
      return true;
    }
  }
  return false;
}

}  // namespace

bool is_json(Source& source) {
  if (has_json_name(source.name())) return true;
  std::string head;
  source.read(head, 4096);
  source.rewind();
  return looks_like_json(head);
}

struct BatchReader::State {
  Intake intake;
  std::unique_ptr<BatchSource> source;
  std::string dialect;
  LineCounts counts;
};

std::string_view Batch::text(std::size_t column, std::size_t row, std::string& scratch) const {
  const RawColumn& raw = columns[column];
  if (raw.numbers.empty()) return raw.texts[row];
  const double value = raw.numbers[row];
  if (std::isnan(value)) return {};
  switch (raw.native) {
    case table::Kind::flag: scratch = value != 0.0 ? "true" : "false"; break;
    case table::Kind::date: scratch = base::iso_date(static_cast<base::Day>(value)); break;
    default: scratch = base::number_text(value); break;
  }
  return scratch;
}

BatchReader::BatchReader(const std::string& path, const ReadOptions& options, Digest digest)
    : state_(
          std::make_unique<State>(State{.intake = {.source = Source(path, options.encoding, digest),
                                                   .options = options,
                                                   .rejections = Rejections(options.rejected_path),
                                                   .notes = {}},
                                        .source = nullptr,
                                        .dialect = {},
                                        .counts = {}})) {
  Intake& intake = state_->intake;
  if (intake.source.is_parquet()) {
    state_->source = parquet_source(intake);
    state_->dialect = state_->source->words();
    return;
  }
  state_->source = is_json(intake.source) ? json_source(intake) : delimited_source(intake);
  state_->dialect = fmt::format("{}, {}", state_->source->words(), intake.source.encoding());
  if (const std::size_t foreign = intake.source.foreign_letters(); foreign > 0) {
    intake.notes.push_back(fmt::format(
        "the text mixes encodings: it was read as Windows-1252, but {} letter{} look{} like UTF-8 "
        "and came out as two or three others (Ã© for é); save it in one encoding",
        base::count_text(foreign), foreign == 1 ? "" : "s", foreign == 1 ? "s" : ""));
  }
}

BatchReader::~BatchReader() = default;
BatchReader::BatchReader(BatchReader&&) noexcept = default;
BatchReader& BatchReader::operator=(BatchReader&&) noexcept = default;

const std::vector<InputColumn>& BatchReader::columns() const { return state_->source->columns(); }
const std::string& BatchReader::dialect() const { return state_->dialect; }
char BatchReader::delimiter() const { return state_->source->delimiter(); }
const std::string& BatchReader::name() const { return state_->intake.source.name(); }
std::string BatchReader::sha256() { return state_->intake.source.sha256(); }
const std::vector<std::string>& BatchReader::notes() const { return state_->intake.notes; }
const LineCounts& BatchReader::counts() const { return state_->counts; }
double BatchReader::share_read() const { return state_->source->share_read(); }

const std::vector<RejectedLine>& BatchReader::rejects() const {
  return state_->intake.rejections.first();
}

bool BatchReader::next(Batch& batch) {
  for (RawColumn& column : batch.columns) {
    column.texts.clear();
    column.json.clear();
    column.numbers.clear();
  }
  batch.lines.clear();
  batch.unescaped.clear();
  batch.rows = 0;
  const bool more = state_->source->next(batch);
  LineCounts& counts = state_->counts;
  counts.accepted += batch.rows;
  counts.rejected = state_->intake.rejections.count();
  counts.lines = counts.accepted + counts.rejected;
  if (!more) state_->intake.rejections.finish();
  return more;
}

namespace {

Cells cells_of(const Batch& batch, std::size_t column) {
  Cells cells;
  std::string scratch;
  for (std::size_t row = 0; row < batch.rows; ++row) cells.add(batch.text(column, row, scratch));
  return cells;
}

/// The cell may say something of the format that plain cells do not say.
bool is_news(std::string_view cell, table::Kind kind) {
  const auto has = [&](char one, char other) {
    return std::any_of(cell.begin(), cell.end(),
                       [&](char letter) { return letter == one || letter == other; });
  };
  switch (kind) {
    case table::Kind::number: return has('.', ',');
    case table::Kind::date: return !cell.empty() && !(cell.size() >= 10 && cell[4] == '-');
    case table::Kind::set: return has(';', '|');
    default: return !cell.empty();
  }
}

bool has_news(const Batch& batch, const WantedColumn& wanted) {
  std::string scratch;
  for (std::size_t row = 0; row < batch.rows; ++row) {
    if (is_news(batch.text(wanted.column, row, scratch), wanted.kind)) return true;
  }
  return false;
}

}  // namespace

bool may_tell_more(std::string_view cell, table::Kind kind, Told told,
                   const recognise::FormatOptions& options) {
  if (told == Told::surely || !is_news(cell, kind)) return false;
  const bool additive =
      kind == table::Kind::number || (kind == table::Kind::date && !options.date_order);
  if (!additive) return true;  // what a cell tells hangs on the others
  Cells one;
  one.add(cell);
  return told_by(look_at(one, options), kind, options) > told;
}

FormatFinder::FormatFinder(std::vector<InputColumn> columns, std::vector<WantedColumn> wanted,
                           ReadOptions options)
    : columns_(std::move(columns)),
      wanted_(std::move(wanted)),
      options_(std::move(options)),
      told_(wanted_.size(), Told::nothing),
      notes_(wanted_.size()) {}

const std::vector<ColumnFormat>& FormatFinder::look(const Batch& batch) {
  if (formats_.empty()) {
    look_first(batch);
    return formats_;
  }
  std::vector<Evidence> evidence(wanted_.size());
  base::parallel_for(options_.threads, wanted_.size(), [&](std::size_t i) {
    if (told_[i] == Told::surely || !has_news(batch, wanted_[i])) return;
    evidence[i] = look_at(cells_of(batch, wanted_[i].column), options_.format);
  });
  for (std::size_t i = 0; i < wanted_.size(); ++i) learn(i, evidence[i]);
  return formats_;
}

/// All columns are looked at: what they say together helps where one says nothing.
void FormatFinder::look_first(const Batch& batch) {
  std::vector<Evidence> evidence(columns_.size());
  base::parallel_for(options_.threads, columns_.size(), [&](std::size_t i) {
    const bool native = batch.columns[i].native != table::Kind::text;
    if (!native) evidence[i] = look_at(cells_of(batch, i), options_.format);
  });
  hints_ = hints_of(evidence);
  formats_.resize(wanted_.size());
  for (std::size_t i = 0; i < wanted_.size(); ++i) {
    const WantedColumn& want = wanted_[i];
    const table::Kind native = batch.columns[want.column].native;
    Evidence& seen = evidence[want.column];
    if (native != table::Kind::text) seen = look_at(cells_of(batch, want.column), options_.format);
    learn(i, seen);
    if (native == want.kind) told_[i] = Told::surely;  // its cells are read already
  }
}

/// Takes the format that new cells ask for, when they tell more than those before.
void FormatFinder::learn(std::size_t wanted, const Evidence& seen) {
  const WantedColumn& want = wanted_[wanted];
  const Told told = told_by(seen, want.kind, options_.format);
  const bool is_first = formats_[wanted].words.empty();
  if (!is_first && told <= told_[wanted]) return;
  recognise::Decision decision =
      decide(columns_[want.column].name, seen, hints_, want.kind, options_.format);
  const ColumnFormat& before = formats_[wanted];
  const bool otherwise = before.decimal_comma != decision.format.decimal_comma ||
                         before.date_order != decision.format.date_order;
  if (told_[wanted] == Told::maybe && otherwise) {
    too_late_.push_back(
        fmt::format("'{}': the first cells were read as {}, before later ones told that it is {}; "
                    "say so beforehand (--decimal-comma, --date-order)",
                    columns_[want.column].name, before.words, decision.format.words));
  }
  formats_[wanted] = std::move(decision.format);
  told_[wanted] = told;
  notes_[wanted].clear();
  if (told == Told::maybe) notes_[wanted] = std::move(decision.notes);
}

bool FormatFinder::is_open() const {
  return std::find(told_.begin(), told_.end(), Told::maybe) != told_.end();
}

const std::vector<ColumnFormat>& FormatFinder::look_ahead(BatchReader ahead) {
  const std::vector<std::string> before = too_late_;
  Batch batch;
  while (is_open() && ahead.next(batch)) look(batch);
  too_late_ = before;
  return formats_;
}

const std::vector<ColumnFormat>& FormatFinder::look_with(const Batch& batch,
                                                         const std::string& path) {
  look(batch);
  if (!is_open() || std::exchange(looked_ahead_, true)) return formats_;
  std::error_code code;
  if (!std::filesystem::is_regular_file(path, code)) return formats_;
  ReadOptions options = options_;
  options.rejected_path.clear();
  return look_ahead(BatchReader(path, options));
}

std::vector<std::string> FormatFinder::notes() const {
  std::vector<std::string> all = too_late_;
  for (const auto& notes : notes_) all.insert(all.end(), notes.begin(), notes.end());
  return all;
}

recognise::TypedColumn typed(const Batch& batch, std::size_t column, const std::string& name,
                             const ColumnFormat& format) {
  const RawColumn& raw = batch.columns[column];
  if (raw.numbers.empty() || raw.native != format.kind) {
    return typed_column(name, cells_of(batch, column), format);
  }
  recognise::TypedColumn out;
  out.column.name = name;
  out.column.kind = format.kind;
  out.column.numbers = raw.numbers;
  return out;
}

}  // namespace bestfit::connect
