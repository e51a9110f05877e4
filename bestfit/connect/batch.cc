#include "bestfit/connect/batch.h"

#include <fmt/format.h>

#include <cmath>
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

bool is_json(Source& source) {
  if (has_json_name(source.name())) return true;
  std::string head;
  source.read(head, 4096);
  source.rewind();
  return looks_like_json(head);
}

}  // namespace

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

}  // namespace

std::vector<ColumnFormat> sniff(const Batch& batch, const std::vector<InputColumn>& columns,
                                const std::vector<WantedColumn>& wanted,
                                const ReadOptions& options) {
  std::vector<Evidence> evidence(columns.size());
  base::parallel_for(options.threads, columns.size(), [&](std::size_t i) {
    const bool native = batch.columns[i].native != table::Kind::text;
    if (!native) evidence[i] = look_at(cells_of(batch, i), options.format);
  });
  const FileHints hints = hints_of(evidence);
  std::vector<ColumnFormat> formats;
  formats.reserve(wanted.size());
  for (const WantedColumn& want : wanted) {
    Evidence& seen = evidence[want.column];
    const bool native = batch.columns[want.column].native != table::Kind::text;
    if (native) seen = look_at(cells_of(batch, want.column), options.format);
    const std::string& name = columns[want.column].name;
    formats.push_back(decide(name, seen, hints, want.kind, options.format).format);
  }
  return formats;
}

table::Column typed(const Batch& batch, std::size_t column, const std::string& name,
                    const ColumnFormat& format) {
  const RawColumn& raw = batch.columns[column];
  if (!raw.numbers.empty() && raw.native == format.kind) {
    table::Column out;
    out.name = name;
    out.kind = format.kind;
    out.numbers = raw.numbers;
    return out;
  }
  return typed_column(name, cells_of(batch, column), format).column;
}

}  // namespace bestfit::connect
