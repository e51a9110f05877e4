#include <duckdb.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <condition_variable>
#include <cstdlib>
#include <deque>
#include <fstream>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

#include "bestfit/base/error.h"
#include "bestfit/base/file.h"
#include "bestfit/base/text.h"
#include "bestfit/connect/row_sink.h"
#include "bestfit/connect/session.h"

namespace bestfit::connect {
namespace {

using table::Kind;

constexpr std::size_t kPieceRows = 2048;  // DuckDB's vector size
constexpr std::size_t kPiecesWaiting = 64;
constexpr char kListMark = '\x1f';
constexpr std::string_view kFunction = "bestfit_rows";

/// Cells of one column for some rows.
struct PieceColumn {
  std::vector<double> numbers;     // number, flag, date
  std::string bytes;               // text
  std::vector<std::int64_t> ends;  // text; -1: not known
};

struct Piece {
  std::size_t rows = 0;
  std::vector<PieceColumn> columns;
};

/// Hands rows from the thread that writes to the thread in which DuckDB makes the file.
class Queue {
 public:
  /// False when the reader has gone.
  bool push(Piece piece) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return pieces_.size() < kPiecesWaiting || reader_gone_; });
    if (reader_gone_) return false;
    pieces_.push_back(std::move(piece));
    changed_.notify_all();
    return true;
  }
  /// No value: the end, or `aborted`.
  std::optional<Piece> pop() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return !pieces_.empty() || ended_ || aborted_; });
    if (aborted_ || pieces_.empty()) return std::nullopt;
    std::optional<Piece> piece = std::move(pieces_.front());
    pieces_.pop_front();
    changed_.notify_all();
    return piece;
  }
  void end() { set(ended_); }
  void abort() { set(aborted_); }
  void reader_gone() { set(reader_gone_); }
  bool aborted() {
    const std::unique_lock lock(mutex_);
    return aborted_;
  }

 private:
  void set(bool& state) {
    const std::unique_lock lock(mutex_);
    state = true;
    changed_.notify_all();
  }
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Piece> pieces_;
  bool ended_ = false;
  bool aborted_ = false;
  bool reader_gone_ = false;
};

/// A column as DuckDB takes it in and as the file has it.
struct SinkColumn {
  std::string name;
  Kind native = Kind::text;
  std::string type;  // in the file
};

/// What DuckDB's callbacks work on.
struct Feed {
  std::vector<SinkColumn> columns;
  Queue queue;
};

duckdb_type duckdb_type_of(Kind native) {
  switch (native) {
    case Kind::number: return DUCKDB_TYPE_DOUBLE;
    case Kind::flag: return DUCKDB_TYPE_BOOLEAN;
    case Kind::date: return DUCKDB_TYPE_DATE;
    default: return DUCKDB_TYPE_VARCHAR;
  }
}

void bind_feed(duckdb_bind_info info) {
  const auto* feed = static_cast<const Feed*>(duckdb_bind_get_extra_info(info));
  for (std::size_t i = 0; i < feed->columns.size(); ++i) {
    duckdb_logical_type type = duckdb_create_logical_type(duckdb_type_of(feed->columns[i].native));
    duckdb_bind_add_result_column(info, fmt::format("c{}", i).c_str(), type);
    duckdb_destroy_logical_type(&type);
  }
}

void init_feed(duckdb_init_info info) { duckdb_init_set_max_threads(info, 1); }  // keeps the order

template <typename Value>
void put_numbers(const std::vector<double>& numbers, duckdb_vector vector) {
  auto* values = static_cast<Value*>(duckdb_vector_get_data(vector));
  duckdb_vector_ensure_validity_writable(vector);
  uint64_t* validity = duckdb_vector_get_validity(vector);
  for (std::size_t row = 0; row < numbers.size(); ++row) {
    const bool known = !std::isnan(numbers[row]);
    duckdb_validity_set_row_validity(validity, row, known);
    values[row] = known ? static_cast<Value>(numbers[row]) : Value{};
  }
}

void put_texts(const PieceColumn& column, duckdb_vector vector) {
  duckdb_vector_ensure_validity_writable(vector);
  uint64_t* validity = duckdb_vector_get_validity(vector);
  std::size_t start = 0;
  for (std::size_t row = 0; row < column.ends.size(); ++row) {
    if (column.ends[row] < 0) {
      duckdb_validity_set_row_invalid(validity, row);
      continue;
    }
    const auto end = static_cast<std::size_t>(column.ends[row]);
    duckdb_vector_assign_string_element_len(vector, row, column.bytes.data() + start, end - start);
    start = end;
  }
}

void fill_chunk(duckdb_function_info info, duckdb_data_chunk chunk) {
  auto* feed = static_cast<Feed*>(duckdb_function_get_extra_info(info));
  const std::optional<Piece> piece = feed->queue.pop();
  if (!piece) {
    if (feed->queue.aborted()) duckdb_function_set_error(info, "stopped");
    duckdb_data_chunk_set_size(chunk, 0);
    return;
  }
  for (std::size_t i = 0; i < feed->columns.size(); ++i) {
    duckdb_vector vector = duckdb_data_chunk_get_vector(chunk, i);
    switch (feed->columns[i].native) {
      case Kind::number: put_numbers<double>(piece->columns[i].numbers, vector); break;
      case Kind::flag: put_numbers<bool>(piece->columns[i].numbers, vector); break;
      case Kind::date: put_numbers<std::int32_t>(piece->columns[i].numbers, vector); break;
      default: put_texts(piece->columns[i], vector); break;
    }
  }
  duckdb_data_chunk_set_size(chunk, piece->rows);
}

void register_feed(const Session& session, Feed& feed) {
  duckdb_table_function function = duckdb_create_table_function();
  duckdb_table_function_set_name(function, std::string(kFunction).c_str());
  duckdb_table_function_set_extra_info(function, &feed, nullptr);
  duckdb_table_function_set_bind(function, bind_feed);
  duckdb_table_function_set_init(function, init_feed);
  duckdb_table_function_set_function(function, fill_chunk);
  const bool made = duckdb_register_table_function(session.connection(), function) == DuckDBSuccess;
  duckdb_destroy_table_function(&function);
  check(made, "parquet_sink: DuckDB takes the table function");
}

std::string copy_sql(const std::vector<SinkColumn>& columns, const std::string& path) {
  std::string sql = "COPY (SELECT ";
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const std::string& type = columns[i].type;
    std::string cell = fmt::format("CAST(c{} AS {})", i, type);
    if (type == "VARCHAR[]") cell = fmt::format("string_split(c{}, ';')", i);
    if (type == "LIST") {
      cell = fmt::format(
          "CASE WHEN c{0} = '' THEN []::VARCHAR[] ELSE string_split(c{0}, chr(31)) END", i);
    }
    sql += fmt::format("{}{} AS {}", i == 0 ? "" : ", ", cell, sql_name(columns[i].name));
  }
  return fmt::format("{} FROM {}()) TO {} (FORMAT parquet, COMPRESSION zstd, USE_TMP_FILE false)",
                     sql, kFunction, sql_text(path));
}

std::string temporary_folder_file() {
  const char* folder = std::getenv("TMPDIR");
  return fmt::format("{}/bestfit.{}.parquet", folder != nullptr ? folder : "/tmp", ::getpid());
}

class ParquetSink final : public RowSink {
 public:
  ParquetSink(const std::string& path, Layout layout, int threads)
      : path_(path),
        layout_(std::move(layout)),
        file_(path == "-" ? temporary_folder_file() : path),
        session_(threads) {
    for (const std::size_t place : layout_.kept) {
      const InputColumn& column = layout_.input[place];
      feed_.columns.push_back({.name = column.name, .native = column.native, .type = column.type});
    }
    for (const AddedColumn& column : layout_.added) feed_.columns.push_back(sink_column(column));
    register_feed(session_, feed_);
    worker_ = std::jthread([this] {
      failed_ = session_.run(copy_sql(feed_.columns, file_.temporary_path()));
      feed_.queue.reader_gone();
    });
  }

  ~ParquetSink() override { feed_.queue.abort(); }

  void write(const Batch& batch, const std::vector<AddedCells>& cells) override {
    for (std::size_t from = 0; from < batch.rows; from += kPieceRows) {
      const std::size_t to = std::min(batch.rows, from + kPieceRows);
      if (!feed_.queue.push(piece_of(batch, cells, from, to))) fail();
    }
  }

  void finish() override {
    feed_.queue.end();
    worker_.join();
    if (!failed_.empty()) fail();
    if (path_ != "-") return file_.commit(base::Flush::later);
    base::AtomicFile output("-");
    std::ifstream input(file_.temporary_path(), std::ios::binary);
    std::string block(std::size_t{1} << 20, '\0');
    while (input.read(block.data(), static_cast<std::streamsize>(block.size())) ||
           input.gcount() > 0) {
      output.write(std::string_view(block).substr(0, static_cast<std::size_t>(input.gcount())));
    }
    output.commit(base::Flush::later);
  }

 private:
  static SinkColumn sink_column(const AddedColumn& column) {
    switch (column.type) {
      case AddedType::integer:
        return {.name = column.name, .native = Kind::number, .type = "INTEGER"};
      case AddedType::number:
        return {.name = column.name, .native = Kind::number, .type = "DOUBLE"};
      case AddedType::list: return {.name = column.name, .native = Kind::text, .type = "LIST"};
      case AddedType::text: break;
    }
    return {.name = column.name, .native = Kind::text, .type = "VARCHAR"};
  }

  [[noreturn]] void fail() {
    if (worker_.joinable()) worker_.join();
    const bool full = failed_.find("No space left") != std::string::npos;
    throw Error(
        full ? Fault::unavailable : Fault::bad_input,
        full ? fmt::format("cannot write '{}': the disk is full; make room, or choose "
                           "another folder",
                           path_)
             : fmt::format("cannot write '{}': {}", path_, failed_.substr(0, failed_.find('\n'))));
  }

  Piece piece_of(const Batch& batch, const std::vector<AddedCells>& cells, std::size_t from,
                 std::size_t to) const {
    Piece piece;
    piece.rows = to - from;
    std::string scratch;
    for (const std::size_t place : layout_.kept) {
      PieceColumn& column = piece.columns.emplace_back();
      const RawColumn& raw = batch.columns[place];
      if (layout_.input[place].native != Kind::text) {
        column.numbers.assign(raw.numbers.begin() + static_cast<std::ptrdiff_t>(from),
                              raw.numbers.begin() + static_cast<std::ptrdiff_t>(to));
        continue;
      }
      for (std::size_t row = from; row < to; ++row) add(batch.text(place, row, scratch), column);
    }
    for (std::size_t i = 0; i < layout_.added.size(); ++i) {
      PieceColumn& column = piece.columns.emplace_back();
      for (std::size_t row = from; row < to; ++row) {
        add_cell(layout_.added[i].type, cells[i], row, column);
      }
    }
    return piece;
  }

  static void add(std::string_view text, PieceColumn& column) {
    column.bytes += text;
    const bool known = text.data() != nullptr;
    column.ends.push_back(known ? static_cast<std::int64_t>(column.bytes.size()) : -1);
  }

  static void add_cell(AddedType type, const AddedCells& cells, std::size_t row,
                       PieceColumn& column) {
    switch (type) {
      case AddedType::text:
        return add(cells.texts[row].empty() ? std::string_view() : cells.texts[row], column);
      case AddedType::list:
        return add(base::join(cells.lists[row], std::string(1, kListMark)), column);
      case AddedType::integer:
      case AddedType::number: column.numbers.push_back(cells.numbers[row]);
    }
  }

  std::string path_;
  Layout layout_;
  base::AtomicFile file_;
  Session session_;
  Feed feed_;
  std::string failed_;
  std::jthread worker_;  // the last member: it ends before the others go
};

}  // namespace

std::unique_ptr<RowSink> parquet_sink(const std::string& path, Layout layout, int threads) {
  return std::make_unique<ParquetSink>(path, std::move(layout), threads);
}

}  // namespace bestfit::connect
