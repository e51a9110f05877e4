#include "bestfit/warehouse/score_table.h"

#include <fmt/format.h>

#include <algorithm>

#include "bestfit/base/error.h"
#include "bestfit/base/text.h"
#include "bestfit/compile/sql.h"
#include "bestfit/recognise/roles.h"
#include "bestfit/warehouse/database.h"
#include "bestfit/warehouse/named_table.h"

namespace bestfit::warehouse {
namespace {

using profile::ProfileFile;

constexpr std::string_view kCounts =
    "SELECT icp_status, icp_tier, count(*) FROM {} GROUP BY icp_status, icp_tier ORDER BY 1, 2";

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
        database_(open_database(request.address, request.credentials, "The target is as it was")) {
    job_.target = table_name(request.into, "--into");
    source_ = find_table(*database_, request.address, request.table, "--table");
    job_.source = source_.name;
    file_ = with_names_of(source_, file);
    choose_ids();
    job_.select = [this](const std::string& rows_sql) { return select_sql(rows_sql); };
    database_->ask(fmt::format("SELECT * FROM (\n{}) AS scored LIMIT 0", select_sql("")));
  }

  ScoreTablePlan plan() {
    look_at_target();
    refuse_empty();
    ScoreTablePlan plan{.rows = count(job_.source),
                        .rows_before = job_.target_exists ? count(job_.target) : -1,
                        .ids = names_of(job_.kept),
                        .script = database_->script(job_)};
    return plan;
  }

  ScoreTableResult run(base::Progress& progress) {
    database_->recover(job_.target);
    look_at_target();
    refuse_empty();
    ScoreTableResult result{.rows = 0, .ids = names_of(job_.kept), .by_status = {}, .by_tier = {}};
    for (const auto& row : database_->run(job_, kCounts, progress)) {
      const std::int64_t rows = whole_number(row.at(2));
      result.rows += rows;
      result.by_status[row.at(0)] += rows;
      if (!row.at(1).empty()) result.by_tier[row.at(1)] += rows;
    }
    return result;
  }

 private:
  std::string where() const { return address_text(request_.address); }

  /// Those that are named, else the primary key, else the column that is named like an id.
  void choose_ids() {
    for (const std::string& name : request_.ids) {
      job_.kept.push_back(column_in(source_, name, "--id"));
    }
    if (job_.kept.empty()) {
      std::copy_if(source_.columns.begin(), source_.columns.end(), std::back_inserter(job_.kept),
                   [](const Column& column) { return column.is_key; });
    }
    if (job_.kept.empty()) {
      const std::optional<std::size_t> id = recognise::id_header(names_of(source_.columns));
      if (id) job_.kept.push_back(source_.columns[*id]);
    }
    if (job_.kept.empty()) {
      throw Error(
          Fault::usage,
          fmt::format("{}: which column of '{}' names an account? Say so with --id; it "
                      "has {}",
                      where(), request_.table, base::join(names_of(source_.columns), ", ")));
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
    compile::SqlOptions options = sql_options(source_, request_.address.kind);
    options.keep = names_of(job_.kept);
    options.rows_sql = rows_sql;
    options.format = request_.format;
    options.separator = request_.separator;
    return compile::sql(file_, options);
  }

  /// As a file without rows: no scores take the place of those that are there.
  void refuse_empty() {
    const std::string table = table_sql(source_, database_->dialect());
    if (!database_->ask("SELECT 1 FROM " + table + " LIMIT 1").empty()) return;
    throw Error(Fault::bad_input,
                fmt::format("{}: '{}' has no rows; nothing was scored, and the target is as it was",
                            where(), request_.table));
  }

  std::int64_t count(const TableName& name) {
    const compile::Dialect& dialect = database_->dialect();
    const std::string schema = name.schema.empty() ? "" : dialect.name(name.schema) + ".";
    return whole_number(
        database_->ask("SELECT count(*) FROM " + schema + dialect.name(name.table)).at(0).at(0));
  }

  const ScoreTableRequest& request_;
  ProfileFile file_;
  std::unique_ptr<Database> database_;
  NamedTable source_;
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
