#include "bestfit/warehouse/learn_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "bestfit/base/error.h"
#include "bestfit/base/file.h"
#include "bestfit/base/text.h"
#include "bestfit/recognise/evidence.h"
#include "bestfit/recognise/roles.h"
#include "bestfit/warehouse/database.h"
#include "bestfit/warehouse/outcome_sql.h"
#include "bestfit/warehouse/tab_lines.h"

namespace bestfit::warehouse {
namespace {

constexpr int kTriesMost = 8;  // to find a sample of whole keys that is small enough
constexpr std::size_t kPieceBytes = std::size_t{1} << 20U;
constexpr const char* kUnharmed = "Nothing was written";

double share_of(std::int64_t part, std::int64_t all) {
  return static_cast<double>(part) / static_cast<double>(std::max<std::int64_t>(1, all));
}

/// Rows on their way into a file of CSV.
class RowFile {
 public:
  ///   names    columns of the table
  ///   weights  by side: what a row stands for
  ///   sample   none: the rows have no side beside them
  RowFile(const std::string& path, std::vector<std::string> names,
          std::array<std::string, 3> weights, const std::optional<TableSample>& sample)
      : file_(path),
        weights_(std::move(weights)),
        is_sample_(sample.has_value()),
        is_weighted_(is_sample_ && sample->is_weighted) {
    if (is_sample_) names.emplace_back(kOutcomeColumn);
    cells_ = names.size();
    if (is_weighted_) names.emplace_back(kWeightColumn);
    piece_ = csv_line(names);
  }

  ///   row  cells, and in a sample the side
  void add(const std::vector<std::string>& row) {
    check(row.size() == cells_, "RowFile: as many cells as columns were asked for");
    if (is_sample_) {
      piece_ += csv_line(with_side(row));
    } else {
      piece_ += csv_line(row);
    }
    ++pulled_.all;
    if (piece_.size() >= kPieceBytes) write();
  }

  std::int64_t rows() const { return pulled_.all; }

  PulledRows finish() {
    write();
    file_.commit();
    return pulled_;
  }

 private:
  std::vector<std::string> with_side(std::vector<std::string> row) {
    constexpr std::array<const char*, 3> kTold = {"0", "1", ""};
    const auto side = static_cast<std::size_t>(whole_number(row.back()));
    row.back() = kTold.at(side);
    if (is_weighted_) row.push_back(weights_.at(side));
    (side == kBest    ? pulled_.rows.best
     : side == kOther ? pulled_.rows.other
                      : pulled_.rows.unknown) += 1;
    return row;
  }

  void write() {
    pulled_.bytes += static_cast<std::int64_t>(piece_.size());
    file_.write(piece_);
    piece_.clear();
  }

  base::AtomicFile file_;
  std::array<std::string, 3> weights_;
  bool is_sample_;
  bool is_weighted_;
  std::size_t cells_ = 0;
  std::string piece_;
  PulledRows pulled_;
};

}  // namespace

struct LearnTable::State {
  explicit State(const LearnTableRequest& asked)
      : request(asked),
        database(open_database(asked.address, asked.credentials, kUnharmed)),
        dialect(compile::make_dialect(asked.address.kind == Kind::postgres
                                          ? compile::SqlDialect::postgres
                                          : compile::SqlDialect::clickhouse)),
        cells(asked.address.kind, *dialect, asked.separator) {}

  void look(base::Progress& progress) {
    table = find_table(*database, request.address, request.table, "--table");
    plan.where = table.where;
    plan.table = table.text;
    check_names();
    leave_out();
    database->begin();
    progress.report("counting " + table.text, -1.0);
    plan.rows = count_rows(*database, table);
    if (plan.rows == 0) {
      throw Error(Fault::bad_input, fmt::format("{}: '{}' has no rows", table.where, table.text));
    }
    plan.columns = count_columns(*database, table, request.address.kind, cells);
    find_key();
    tell_outcome();
    choose_rows();
    plan.script = select_sql();
    plan.bytes = bytes_of_rows();
  }

  void check_names() const {
    if (!request.id.empty()) static_cast<void>(column_in(table, request.id, "--id"));
    if (!request.group.empty()) static_cast<void>(column_in(table, request.group, "--group"));
    if (!request.time.empty()) static_cast<void>(column_in(table, request.time, "--time"));
    for (const char* own : {kOutcomeColumn, kWeightColumn}) {
      if (find_column(table.columns, own) == nullptr) continue;
      throw Error(Fault::conflict,
                  fmt::format("{}: '{}' has a column '{}', a name that the build gives itself; "
                              "make a view without it",
                              table.where, table.text, own));
    }
  }

  void leave_out() {
    std::vector<std::string> needed = {outcome_column(table, request.outcome)};
    for (const std::string* name : {&request.id, &request.group, &request.time}) {
      if (!name->empty()) needed.push_back(find_column(table.columns, *name)->name);
    }
    std::vector<std::string> left;
    for (const std::string& name : request.exclude) {
      const std::string& column = column_in(table, name, "--exclude").name;
      if (std::find(needed.begin(), needed.end(), column) == needed.end()) left.push_back(column);
    }
    std::erase_if(table.columns, [&](const Column& column) {
      return std::find(left.begin(), left.end(), column.name) != left.end();
    });
  }

  void find_key() {
    id = request.id.empty() ? nullptr : find_column(table.columns, request.id);
    const auto is_key = [](const Column& column) { return column.is_key; };
    if (id == nullptr && std::count_if(table.columns.begin(), table.columns.end(), is_key) == 1) {
      id = &*std::find_if(table.columns.begin(), table.columns.end(), is_key);
    }
    if (id == nullptr) {
      const auto named = recognise::id_header(names_of(table.columns));
      if (named) id = &table.columns[*named];
    }
    key = request.group.empty() ? id : find_column(table.columns, request.group);
    std::string text = cells.row(table.columns);
    if (key != nullptr) {
      const auto place = static_cast<std::size_t>(key - table.columns.data());
      const std::string cell = cells.text(*key, 0);
      const bool always = plan.columns[place].known == plan.rows;
      text = always ? cell : fmt::format("CASE WHEN {0} <> '' THEN {0} ELSE {1} END", cell, text);
    }
    digits = cells.digits(text, request.seed);
  }

  void tell_outcome() {
    const auto told = outcome_sql(*database, table, cells, request.outcome, request.format);
    const bool all_read = plan.rows <= request.sample;
    if (told && !(told->is_amount && all_read)) {
      if (told->is_amount) {
        throw Error(Fault::usage,
                    fmt::format("'{0}' is a column of amounts, and '{1}' has {2} rows: accounts "
                                "count by what they bring in tables of at most {3} rows; ask for "
                                "'{0}>=NUMBER', or give a greater --sample",
                                told->column, table.text, count_text(plan.rows),
                                count_text(request.sample)));
      }
      side = told->side_sql;
      plan.sides = count_sides(*database, table, side, "");
      return;
    }
    if (all_read) return;
    throw Error(Fault::bad_input,
                fmt::format("{}: the outcome '{}' is told by more than {} different texts; make a "
                            "view whose column is a number or a flag",
                            table.where, request.outcome, kTextsMost));
  }

  void choose_rows() {
    if (plan.rows <= request.sample || !plan.sides) return;
    const Sides& there = *plan.sides;
    if (there.best == 0 || there.other == 0) {
      throw Error(
          Fault::bad_input,
          fmt::format("{}: {} row of '{}' with a known outcome has the outcome '{}' ({} of "
                      "known outcome, {} not known)",
                      table.where, there.best == 0 ? "no" : "every", table.text, request.outcome,
                      count_text(there.known()), count_text(there.unknown)));
    }
    const std::optional<Sides> wanted = wanted_rows(there, request.sample);
    if (!wanted) return;
    const bool few_groups = !request.group.empty() && wanted->known() < there.known() &&
                            has_few_groups(*database, table, *key);
    Cuts cuts = few_groups ? one_cut_of(there, *wanted) : cuts_of(there, *wanted);
    for (int tries = 0; tries < kTriesMost; ++tries) {
      const Sides given =
          count_sides(*database, table, side, sampled_sql(cells, cuts, side, digits));
      const std::optional<Cuts> lower = lowered(cuts, given, *wanted);
      if (!lower) {
        if (given.best == 0 || given.other == 0) break;
        plan.sample = TableSample{.key = key == nullptr ? "" : key->name,
                                  .cuts = cuts,
                                  .rows = given,
                                  .is_weighted = given.known() < there.known()};
        return;
      }
      cuts = *lower;
    }
    throw Error(
        Fault::bad_input,
        fmt::format("{}: rows of one {} are so many that no sample of {} rows holds both "
                    "outcomes; give a greater --sample, or another --group",
                    table.where, key == nullptr ? "kind" : key->name, count_text(request.sample)));
  }

  static std::string count_text(std::int64_t count) {
    return base::count_text(static_cast<std::size_t>(count));
  }

  /// One order, whatever the threads and shards.
  std::string order_sql() const {
    if (id == nullptr) return ordered_row();
    if (id->is_key) return cells.order(*id);
    return cells.order(*id) + ", " + ordered_row();
  }

  std::string ordered_row() const {
    return cells.row(table.columns) +
           (request.address.kind == Kind::postgres ? " COLLATE \"C\"" : "");
  }

  std::string select_sql() const {
    std::vector<std::string> columns;
    for (const Column& column : table.columns) {
      columns.push_back(cells.text(column, plan.sample ? kLettersMost : 0));
    }
    std::string where;
    if (plan.sample) {
      columns.push_back(side);
      where = "\nWHERE " + sampled_sql(cells, plan.sample->cuts, side, digits);
    }
    return fmt::format("SELECT\n  {}\nFROM {}{}\nORDER BY {}", base::join(columns, ",\n  "),
                       table_sql(table, *dialect), where, order_sql());
  }

  double bytes_of_rows() const {
    double bytes = 0.0;
    for (const ColumnCounts& column : plan.columns) {
      bytes += 1.0 + (plan.sample ? std::min<double>(column.bytes, kLettersMost) : column.bytes);
    }
    const std::int64_t rows = plan.sample ? plan.sample->rows.all() : plan.rows;
    return bytes * static_cast<double>(rows);
  }

  /// What a row of each side stands for, as its cell.
  std::array<std::string, 3> weights() const {
    std::array<std::string, 3> texts;
    if (!plan.sample) return texts;
    const auto weight = [](std::int64_t there, std::int64_t read) {
      return base::number_text(static_cast<double>(there) / static_cast<double>(read));
    };
    const Sides& there = *plan.sides;
    const Sides& read = plan.sample->rows;
    const bool is_one = plan.sample->cuts.best == plan.sample->cuts.other;
    texts.at(kBest) = is_one ? weight(there.known(), read.known()) : weight(there.best, read.best);
    texts.at(kOther) = is_one ? texts.at(kBest) : weight(there.other, read.other);
    return texts;
  }

  /// Which part of the table a row is of, as TablePart has it.
  std::string part_sql() const {
    if (!plan.sample) return std::to_string(static_cast<int>(TablePart::sampled));
    const Cuts& cuts = plan.sample->cuts;
    const std::string held = cuts.held_from() >= kEveryRow
                                 ? "1 = 0"
                                 : fmt::format("({}) <> {} AND NOT ({})", side, kNotKnown,
                                               cells.is_below(digits, cuts.held_from()));
    return fmt::format("CASE WHEN {} THEN {} WHEN {} THEN {} ELSE {} END",
                       sampled_sql(cells, cuts, side, digits), static_cast<int>(TablePart::sampled),
                       held, static_cast<int>(TablePart::held),
                       static_cast<int>(TablePart::between));
  }

  LearnTableRequest request;
  std::unique_ptr<Database> database;
  std::unique_ptr<compile::Dialect> dialect;
  CellsSql cells;
  NamedTable table;
  TablePlan plan;
  const Column* id = nullptr;   // orders the rows
  const Column* key = nullptr;  // its equal values stay together
  std::string digits;           // SQL, of a row
  std::string side;             // SQL, of a row; empty where the sides were not asked for
};

LearnTable::LearnTable(const LearnTableRequest& request, base::Progress& progress)
    : state_(std::make_unique<State>(request)) {
  state_->look(progress);
}

LearnTable::LearnTable(LearnTable&&) noexcept = default;
LearnTable& LearnTable::operator=(LearnTable&&) noexcept = default;
LearnTable::~LearnTable() = default;

const TablePlan& LearnTable::plan() const { return state_->plan; }

bool LearnTable::reads(const std::string& column) const {
  return find_column(state_->table.columns, column) != nullptr;
}

std::vector<std::pair<std::string, table::Kind>> LearnTable::kinds() const {
  std::vector<std::pair<std::string, table::Kind>> kinds;
  for (std::size_t i = 0; i < state_->table.columns.size(); ++i) {
    const Column& column = state_->table.columns[i];
    const std::string& high = state_->plan.columns[i].high;
    const bool is_byte = column.type.find("UInt8") != std::string::npos;
    switch (column.holds) {
      case Holds::number:
        if (!recognise::header_may_hide_kind(column.name)) {
          kinds.emplace_back(column.name, table::Kind::number);
        }
        break;
      case Holds::date: kinds.emplace_back(column.name, table::Kind::date); break;
      case Holds::flag: kinds.emplace_back(column.name, table::Kind::flag); break;
      case Holds::list: kinds.emplace_back(column.name, table::Kind::set); break;
      case Holds::whole:
        // ClickHouse had no type of flags for long. Else codes, years and ids may be whole numbers:
        // found out as in a file.
        if (is_byte && (high == "0" || high == "1")) {
          kinds.emplace_back(column.name, table::Kind::flag);
        }
        break;
      case Holds::text:
      case Holds::other: break;
    }
  }
  if (!state_->plan.sample) return kinds;
  kinds.emplace_back(kOutcomeColumn, table::Kind::number);
  if (state_->plan.sample->is_weighted) kinds.emplace_back(kWeightColumn, table::Kind::number);
  return kinds;
}

PulledRows LearnTable::pull(const std::string& path, base::Progress& progress) {
  State& state = *state_;
  const std::int64_t expected = state.plan.sample ? state.plan.sample->rows.all() : state.plan.rows;
  const std::string step = "reading " + state.table.text;
  RowFile file(path, names_of(state.table.columns), state.weights(), state.plan.sample);
  TabLines lines;
  state.database->copy(state.plan.script, [&](std::string_view bytes) {
    lines.add(bytes, [&](const std::vector<std::string>& row) { file.add(row); });
    const std::int64_t rows = file.rows();
    progress.report_rows(step, std::min(1.0, share_of(rows, expected)),
                         static_cast<std::size_t>(rows));
  });
  if (!lines.is_whole()) {
    throw Error(Fault::unavailable,
                fmt::format("{}: the answer ended in the middle of a row. {}; run it again",
                            state.table.where, kUnharmed));
  }
  return file.finish();
}

WholeTable LearnTable::count(const profile::ProfileFile& file, base::Progress& progress) {
  State& state = *state_;
  if (state.request.address.kind == Kind::clickhouse) {  // HTTP: what was quiet may be gone
    state.database = open_database(state.request.address, state.request.credentials, kUnharmed);
  }
  progress.report("counting " + state.table.text + " by the profile", -1.0);
  compile::SqlOptions options = sql_options(state.table, state.request.address.kind);
  options.format = state.request.format;
  options.separator = state.request.separator;
  const profile::ProfileFile named = with_names_of(state.table, file);
  const std::string side = state.side.empty() ? std::to_string(kNotKnown) : state.side;
  const compile::CountsSql sql = compile::counts_sql(
      named, options, {{"bestfit_side", side}, {"bestfit_part", state.part_sql()}});
  const Rows rows = state.database->ask(sql.sql);
  state.database->finish();
  return whole_table(named, rows, sql.bins, state.request.seed);
}

}  // namespace bestfit::warehouse
