#include "bestfit/warehouse/score_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "bestfit/base/error.h"
#include "bestfit/base/text.h"
#include "bestfit/compile/sql.h"
#include "bestfit/recognise/roles.h"
#include "bestfit/warehouse/database.h"

namespace bestfit::warehouse {
namespace {

using profile::ProfileFile;

constexpr std::string_view kCounts =
    "SELECT icp_status, icp_tier, count(*) FROM {} GROUP BY icp_status, icp_tier ORDER BY 1, 2";

std::int64_t whole(const std::string& text) {
  std::int64_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

TableName table_name(const std::string& text, const char* option) {
  std::vector<std::string> parts = compile::name_parts(text, option);
  if (parts.size() > 2) {
    throw Error(Fault::usage,
                fmt::format("{} '{}': write accounts or crm.accounts; the database is named in "
                            "--source",
                            option, text));
  }
  if (parts.size() == 1) return {.schema = "", .table = parts[0]};
  return {.schema = parts[0], .table = parts[1]};
}

std::vector<std::string> names_of(const std::vector<Column>& columns) {
  std::vector<std::string> names;
  names.reserve(columns.size());
  for (const Column& column : columns) names.push_back(column.name);
  return names;
}

/// The column of that name, else the one that has it in other capitals.
const Column* find_column(const std::vector<Column>& columns, const std::string& name) {
  const Column* near = nullptr;
  for (const Column& column : columns) {
    if (column.name == name) return &column;
    if (near == nullptr && base::fold(column.name) == base::fold(name)) near = &column;
  }
  return near;
}

bool has_scores(const std::vector<Column>& columns) {
  return std::all_of(kScoreColumns.begin(), kScoreColumns.end(), [&](const ScoreColumn& score) {
    return std::any_of(columns.begin(), columns.end(),
                       [&](const Column& column) { return column.name == score.name; });
  });
}

/// What is asked for, held against what is there.
class Task {
 public:
  Task(const ProfileFile& file, const ScoreTableRequest& request)
      : request_(request),
        file_(file),
        database_(open_database(request.address, request.credentials)) {
    job_.source = table_name(request.table, "--table");
    job_.target = table_name(request.into, "--into");
    columns_ = database_->columns(job_.source);
    if (columns_.empty()) fail_without_table();
    name_columns_as_there();
    choose_ids();
    job_.select = [this](const std::string& rows_sql) { return select_sql(rows_sql); };
    database_->ask(fmt::format("SELECT * FROM (\n{}) AS scored LIMIT 0", select_sql("")));
  }

  ScoreTablePlan plan() {
    look_at_target();
    ScoreTablePlan plan{.rows = count(job_.source),
                        .rows_before = job_.target_exists ? count(job_.target) : -1,
                        .ids = names_of(job_.kept),
                        .script = database_->script(job_)};
    return plan;
  }

  ScoreTableResult run(base::Progress& progress) {
    database_->recover(job_.target);
    look_at_target();
    ScoreTableResult result{.rows = 0, .ids = names_of(job_.kept), .by_status = {}, .by_tier = {}};
    for (const auto& row : database_->run(job_, kCounts, progress)) {
      const std::int64_t rows = whole(row.at(2));
      result.rows += rows;
      result.by_status[row.at(0)] += rows;
      if (!row.at(1).empty()) result.by_tier[row.at(1)] += rows;
    }
    return result;
  }

 private:
  std::string where() const { return address_text(request_.address); }

  [[noreturn]] void fail_without_table() {
    const std::vector<std::string> tables = database_->tables();
    throw Error(
        Fault::missing,
        fmt::format("{}: no table '{}' that this user sees; there {}", where(), request_.table,
                    tables.empty() ? "is none" : "are " + base::join(tables, ", ")));
  }

  /// The profile with the columns' names as the table has them.
  void name_columns_as_there() {
    std::vector<std::string> lacking;
    for (const std::string& name : profile::columns_in(file_)) {
      if (find_column(columns_, name) == nullptr) lacking.push_back(name);
    }
    if (!lacking.empty()) {
      throw Error(Fault::missing,
                  fmt::format("{}: '{}' has no column {}, which the profile reads; it has {}",
                              where(), request_.table, base::join(lacking, ", "),
                              base::join(names_of(columns_), ", ")));
    }
    const auto rename = [&](auto& part) {
      part.column = find_column(columns_, part.column)->name;
      if (!part.relative_to.empty()) {
        part.relative_to = find_column(columns_, part.relative_to)->name;
      }
    };
    for (profile::Profile& profile : file_.profiles) {
      for (auto* conditions : {&profile.require, &profile.disqualify}) {
        std::for_each(conditions->begin(), conditions->end(), rename);
      }
      std::for_each(profile.score.begin(), profile.score.end(), rename);
    }
  }

  /// Those that are named, else the primary key, else the column that is named like an id.
  void choose_ids() {
    for (const std::string& name : request_.ids) {
      const Column* column = find_column(columns_, name);
      if (column == nullptr) {
        throw Error(Fault::missing,
                    fmt::format("{}: '{}' has no column '{}' (--id); it has {}", where(),
                                request_.table, name, base::join(names_of(columns_), ", ")));
      }
      job_.kept.push_back(*column);
    }
    if (job_.kept.empty()) {
      std::copy_if(columns_.begin(), columns_.end(), std::back_inserter(job_.kept),
                   [](const Column& column) { return column.is_key; });
    }
    if (job_.kept.empty()) {
      const std::optional<std::size_t> id = recognise::id_header(names_of(columns_));
      if (id) job_.kept.push_back(columns_[*id]);
    }
    if (job_.kept.empty()) {
      throw Error(Fault::usage,
                  fmt::format("{}: which column of '{}' names an account? Say so with --id; it "
                              "has {}",
                              where(), request_.table, base::join(names_of(columns_), ", ")));
    }
    for (const ScoreColumn& score : kScoreColumns) {
      const bool twice = std::any_of(job_.kept.begin(), job_.kept.end(), [&](const Column& column) {
        return column.name == score.name;
      });
      if (twice) {
        throw Error(Fault::usage,
                    fmt::format("--id '{}' is a column that scores are written to", score.name));
      }
    }
  }

  void look_at_target() {
    const std::vector<Column> there = database_->columns(job_.target);
    job_.target_exists = !there.empty();
    if (!job_.target_exists) return;
    const auto refuse = [&](const std::string& why) {
      throw Error(Fault::conflict, fmt::format("{}: '{}' {}; name another table with --into",
                                               where(), request_.into, why));
    };
    if (!has_scores(there)) refuse("is there already and is no table of scores");
    if (job_.source.table == job_.target.table && job_.source.schema == job_.target.schema) {
      refuse("is the table of the accounts");
    }
    const std::string why = database_->fixed_because(job_.target);
    if (!why.empty()) refuse(why);
  }

  std::string select_sql(const std::string& rows_sql) const {
    compile::SqlOptions options{.dialect = request_.address.kind == Kind::postgres
                                               ? compile::SqlDialect::postgres
                                               : compile::SqlDialect::clickhouse,
                                .table = request_.table,
                                .keep = names_of(job_.kept),
                                .rows_sql = rows_sql,
                                .format = request_.format,
                                .separator = request_.separator};
    for (const Column& column : columns_) {
      if (column.is_text) options.text_columns.push_back(column.name);
    }
    return compile::sql(file_, options);
  }

  std::int64_t count(const TableName& name) {
    const compile::Dialect& dialect = database_->dialect();
    const std::string schema = name.schema.empty() ? "" : dialect.name(name.schema) + ".";
    return whole(
        database_->ask("SELECT count(*) FROM " + schema + dialect.name(name.table)).at(0).at(0));
  }

  const ScoreTableRequest& request_;
  ProfileFile file_;
  std::unique_ptr<Database> database_;
  std::vector<Column> columns_;
  Job job_;
};

}  // namespace

ScoreTablePlan plan_score_table(const ProfileFile& file, const ScoreTableRequest& request) {
  return Task(file, request).plan();
}

ScoreTableResult score_table(const ProfileFile& file, const ScoreTableRequest& request,
                             base::Progress& progress) {
  return Task(file, request).run(progress);
}

}  // namespace bestfit::warehouse
