#include <fmt/format.h>
#include <libpq-fe.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "bestfit/base/error.h"
#include "bestfit/base/text.h"
#include "bestfit/warehouse/database.h"

namespace bestfit::warehouse {
namespace {

constexpr std::size_t kNameMax = 63;          // bytes; longer names are cut off without a word
constexpr int kRangesOfPages = 140000;        // the version from which rows are found by their page
constexpr int kNoticesClient = 140000;        // …that looks whether who asked is still there
constexpr std::int64_t kPagesOfStep = 16384;  // 128 MiB: some seconds

struct Closer {
  void operator()(PGconn* connection) const { PQfinish(connection); }
  void operator()(PGresult* result) const { PQclear(result); }
};
using Connection = std::unique_ptr<PGconn, Closer>;
using Result = std::unique_ptr<PGresult, Closer>;

std::string first_line(std::string_view text) {
  return std::string(base::trim(text.substr(0, text.find('\n'))));
}

bool has(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

Fault fault_of_refusal(std::string_view message) {
  const bool denied = has(message, "authentication") || has(message, "no password supplied") ||
                      has(message, "pg_hba.conf") || has(message, "permission denied") ||
                      (has(message, "role \"") && has(message, "does not exist"));
  if (denied) return Fault::denied;
  return has(message, "does not exist") ? Fault::missing : Fault::unavailable;
}

Fault fault_of_state(std::string_view state) {
  if (state == "42501" || state.starts_with("28")) return Fault::denied;
  if (state == "42P01" || state == "3F000" || state == "3D000") return Fault::missing;
  if (state == "55P03" || state == "42P07" || state == "2BP01") return Fault::conflict;
  const bool out_of_order = state.starts_with("08") || state.starts_with("53") ||
                            state.starts_with("57") || state.starts_with("58");
  return out_of_order ? Fault::unavailable : Fault::bad_input;
}

Holds holds_of(std::string_view type, bool is_text) {
  if (is_text) return Holds::text;
  if (type.ends_with("[]")) return Holds::list;
  if (type == "boolean") return Holds::flag;
  if (type == "date" || type.starts_with("timestamp")) return Holds::date;
  if (type == "smallint" || type == "integer" || type == "bigint") return Holds::whole;
  const bool is_number =
      type == "real" || type == "double precision" || type.starts_with("numeric");
  return is_number ? Holds::number : Holds::other;
}

void hear_nothing(void* /*context*/, const PGresult* /*notice*/) {}

class Postgres final : public Database {
 public:
  Postgres(const Address& address, const Credentials& credentials, const std::string& unharmed)
      : where_(address_text(address)),
        unharmed_(unharmed),
        dialect_(compile::make_dialect(compile::SqlDialect::postgres)) {
    const std::string port = std::to_string(address.port);
    const std::string user = address.user.empty() ? credentials.user : address.user;
    std::vector<const char*> names;
    std::vector<const char*> values;
    const auto set = [&](const char* name, const std::string& value) {
      if (value.empty()) return;
      names.push_back(name);
      values.push_back(value.c_str());
    };
    const std::string program = "bestfit";
    const std::string timeout = "10";
    set("host", address.host);
    set("port", port);
    set("dbname", address.database);
    set("user", user);
    set("password", credentials.password);
    set("sslmode", address.ssl_mode);
    set("application_name", program);
    set("connect_timeout", timeout);
    names.push_back(nullptr);
    values.push_back(nullptr);
    connection_.reset(PQconnectdbParams(names.data(), values.data(), 0));
    check(connection_ != nullptr, "Postgres: memory for a connection");
    if (PQstatus(connection_.get()) != CONNECTION_OK) {
      const std::string message = first_line(PQerrorMessage(connection_.get()));
      throw Error(fault_of_refusal(message), fmt::format("{}: {}", where_, message));
    }
    PQsetNoticeReceiver(connection_.get(), hear_nothing, nullptr);
    if (PQserverVersion(connection_.get()) >= kNoticesClient) {
      ask("SET client_connection_check_interval = '10s'");
    }
    // Names as they stand, plain texts, numbers as they are, whatever the role's defaults.
    ask("SET standard_conforming_strings = on");
    ask("SET client_encoding = 'UTF8'");
    ask("SET extra_float_digits = 3");
    ask("SET datestyle = 'ISO, YMD'");
    ask("SET statement_timeout = 0");
    ask("SET lock_timeout = '60s'");
    ask("SET idle_in_transaction_session_timeout = 0");  // learning takes minutes at times
  }

  const compile::Dialect& dialect() const override { return *dialect_; }

  Rows ask(const std::string& sql) override {
    const Result result(PQexec(connection_.get(), sql.c_str()));
    const ExecStatusType status = PQresultStatus(result.get());
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) fail(result.get());
    Rows rows(static_cast<std::size_t>(PQntuples(result.get())));
    for (std::size_t row = 0; row < rows.size(); ++row) {
      for (int column = 0; column < PQnfields(result.get()); ++column) {
        rows[row].emplace_back(PQgetvalue(result.get(), static_cast<int>(row), column));
      }
    }
    return rows;
  }

  void begin() override { ask("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"); }
  void finish() override { ask("COMMIT"); }

  void copy(const std::string& select_sql,
            const std::function<void(std::string_view)>& take) override {
    const Result begun(
        PQexec(connection_.get(), fmt::format("COPY ({}) TO STDOUT", select_sql).c_str()));
    if (PQresultStatus(begun.get()) != PGRES_COPY_OUT) fail(begun.get());
    struct Free {
      void operator()(char* line) const { PQfreemem(line); }
    };
    for (;;) {
      char* line = nullptr;
      const int bytes = PQgetCopyData(connection_.get(), &line, 0);
      const std::unique_ptr<char, Free> owned(line);
      if (bytes < 0) break;
      take(std::string_view(line, static_cast<std::size_t>(bytes)));
    }
    for (;;) {
      const Result end(PQgetResult(connection_.get()));
      if (end == nullptr) return;
      if (PQresultStatus(end.get()) != PGRES_COMMAND_OK) fail(end.get());
    }
  }

  std::vector<Column> columns(const TableName& name) override {
    const Rows rows = ask(fmt::format(
        "SELECT a.attname, format_type(a.atttypid, a.atttypmod), a.atttypid IN ('text'::regtype, "
        "'varchar'::regtype, 'bpchar'::regtype), EXISTS (SELECT 1 FROM pg_index i WHERE i.indrelid "
        "= a.attrelid AND i.indisprimary AND a.attnum = ANY (i.indkey)) FROM pg_attribute a WHERE "
        "a.attrelid = to_regclass({}) AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum",
        dialect_->literal(quoted(name))));
    std::vector<Column> columns;
    columns.reserve(rows.size());
    for (const auto& row : rows) {
      columns.push_back({.name = row[0],
                         .type = row[1],
                         .is_text = row[2] == "t",
                         .is_key = row[3] == "t",
                         .holds = holds_of(row[1], row[2] == "t")});
    }
    return columns;
  }

  std::vector<std::string> tables() override {
    return first_cells(
        ask("SELECT CASE WHEN schemaname = current_schema() THEN '' ELSE schemaname || '.' END || "
            "relname FROM (SELECT schemaname, tablename AS relname FROM pg_tables UNION SELECT "
            "schemaname, viewname FROM pg_views) AS t WHERE schemaname NOT IN ('pg_catalog', "
            "'information_schema') ORDER BY 1 LIMIT 20"));
  }

  std::string fixed_because(const TableName& name) override {
    const std::string table = dialect_->literal(quoted(name));
    const Rows kind = ask(fmt::format(
        "SELECT relkind, pg_has_role(relowner, 'USAGE') FROM pg_class WHERE oid = to_regclass({})",
        table));
    if (kind.empty()) return {};
    if (kind[0][0] != "r") return "is no ordinary table";
    if (kind[0][1] != "t") return "belongs to another role, so it cannot be replaced";
    const std::vector<std::string> views = first_cells(ask(fmt::format(
        "SELECT DISTINCT v.oid::regclass::text FROM pg_depend d JOIN pg_rewrite r ON r.oid = "
        "d.objid JOIN pg_class v ON v.oid = r.ev_class WHERE d.classid = 'pg_rewrite'::regclass "
        "AND d.refobjid = to_regclass({}) ORDER BY 1",
        table)));
    if (views.empty()) return {};
    return fmt::format("is read by the view {}, which would go on to read the old table",
                       base::join(views, ", "));
  }

  void recover(const TableName& /*target*/) override {}  // a transaction leaves nothing

  std::string script(const Job& job) override {
    return fmt::format("BEGIN ISOLATION LEVEL REPEATABLE READ;\n{};\n{};\n{}COMMIT;\n",
                       create_sql(job), insert_sql(job, ""), swap_sql(job));
  }

  /// One transaction: what it sees of the source is of one moment, and the target changes at its
  /// end or not at all.
  Rows run(const Job& job, std::string_view counts_sql, base::Progress& progress) override {
    const std::string target = quoted(job.target);
    const auto pages = pages_of(job.source);
    ask("BEGIN ISOLATION LEVEL REPEATABLE READ");
    const Rows lock =
        ask(fmt::format("SELECT pg_try_advisory_xact_lock(hashtext('bestfit score'), hashtext({}))",
                        dialect_->literal(target)));
    if (lock.at(0).at(0) != "t") {
      throw Error(Fault::conflict,
                  fmt::format("{}: another run is scoring into {}; wait for it", where_, target));
    }
    ask(create_sql(job));
    const std::int64_t steps = std::max<std::int64_t>(1, pages / kPagesOfStep);
    for (std::int64_t step = 0; step < steps; ++step) {
      progress.report("scoring", static_cast<double>(step) / static_cast<double>(steps));
      ask(insert_sql(job, steps == 1 ? "" : rows_of(step, steps, pages)));
    }
    Rows counts = ask(fmt::format(fmt::runtime(counts_sql), quoted(staging(job))));
    progress.report("putting it in place", -1.0);
    if (job.target_exists) keep_grants(job);
    ask(swap_sql(job));
    committing_ = true;
    ask("COMMIT");
    committing_ = false;
    return counts;
  }

 private:
  [[noreturn]] void fail(const PGresult* result) const {
    const auto part = [&](int which) {
      const char* text = PQresultErrorField(result, which);
      return std::string(text == nullptr ? "" : text);
    };
    const std::string state = part(PG_DIAG_SQLSTATE);
    std::string message = part(PG_DIAG_MESSAGE_PRIMARY);
    if (state.empty() || PQstatus(connection_.get()) != CONNECTION_OK) {
      const std::string words = message.empty() ? PQerrorMessage(connection_.get()) : message;
      throw Error(
          Fault::unavailable,
          fmt::format(
              "{}: the connection was lost ({}). {}; run it again", where_, first_line(words),
              committing_ ? "Whether the target is new or as it was cannot be known" : unharmed_));
    }
    const std::string detail = first_line(part(PG_DIAG_MESSAGE_DETAIL));
    if (!detail.empty()) message += ": " + detail;
    throw Error(fault_of_state(state), fmt::format("{}: {}", where_, message));
  }

  static std::vector<std::string> first_cells(const Rows& rows) {
    std::vector<std::string> cells;
    cells.reserve(rows.size());
    for (const auto& row : rows) cells.push_back(row.at(0));
    return cells;
  }

  std::string quoted(const TableName& name) const {
    return (name.schema.empty() ? "" : dialect_->name(name.schema) + ".") +
           dialect_->name(name.table);
  }

  TableName staging(const Job& job) const {
    TableName name = job.target;
    name.table += "__new";
    if (name.table.size() > kNameMax) {
      throw Error(Fault::usage, fmt::format("--into '{}' is too long a name: PostgreSQL takes {} "
                                            "bytes, and 5 of them are needed",
                                            job.target.table, kNameMax));
    }
    return name;
  }

  std::int64_t pages_of(const TableName& source) {
    if (PQserverVersion(connection_.get()) < kRangesOfPages) return 0;
    const Rows rows = ask(fmt::format(
        "SELECT pg_relation_size(oid) / current_setting('block_size')::bigint FROM pg_class WHERE "
        "oid = to_regclass({}) AND relkind IN ('r', 'm')",
        dialect_->literal(quoted(source))));
    std::int64_t pages = 0;
    if (!rows.empty()) {
      const std::string& text = rows[0].at(0);
      std::from_chars(text.data(), text.data() + text.size(), pages);
    }
    return pages;
  }

  /// The rows of one part of the table's pages; what was added since goes with the last.
  static std::string rows_of(std::int64_t step, std::int64_t steps, std::int64_t pages) {
    std::string from = fmt::format("ctid >= '({},0)'::tid", step * pages / steps);
    if (step + 1 == steps) return from;
    return fmt::format("{} AND ctid < '({},0)'::tid", from, (step + 1) * pages / steps);
  }

  std::string create_sql(const Job& job) const {
    std::vector<std::string> columns;
    for (const Column& column : job.kept) {
      columns.push_back(fmt::format("  {} {}", dialect_->name(column.name), column.type));
    }
    for (const ScoreColumn& column : kScoreColumns) {
      columns.push_back(fmt::format("  {} {}", column.name, column.postgres));
    }
    return fmt::format("CREATE TABLE {} (\n{}\n)", quoted(staging(job)),
                       base::join(columns, ",\n"));
  }

  std::string insert_sql(const Job& job, const std::string& rows) const {
    return fmt::format("INSERT INTO {}\n{}", quoted(staging(job)), job.select(rows));
  }

  std::string swap_sql(const Job& job) const {
    return fmt::format("{}ALTER TABLE {} RENAME TO {};\n",
                       job.target_exists ? "DROP TABLE " + quoted(job.target) + ";\n" : "",
                       quoted(staging(job)), dialect_->name(job.target.table));
  }

  /// Who may read the target may read the new one.
  void keep_grants(const Job& job) {
    const Rows grants = ask(fmt::format(
        "SELECT format('GRANT %s ON {} TO %s%s', p.privilege_type, CASE p.grantee WHEN 0 THEN "
        "'PUBLIC' ELSE quote_ident(pg_get_userbyid(p.grantee)) END, CASE WHEN p.is_grantable THEN "
        "' WITH GRANT OPTION' ELSE '' END) FROM pg_class c, aclexplode(c.relacl) p WHERE c.oid = "
        "to_regclass({}) AND p.grantee <> c.relowner",
        percent_doubled(quoted(staging(job))), dialect_->literal(quoted(job.target))));
    for (const std::string& grant : first_cells(grants)) ask(grant);
  }

  /// For use within a text of format() in quotes.
  static std::string percent_doubled(const std::string& text) {
    std::string out;
    for (const char letter : text) {
      out += letter;
      if (letter == '%' || letter == '\'') out += letter;
    }
    return out;
  }

  std::string where_;
  std::string unharmed_;
  std::unique_ptr<compile::Dialect> dialect_;
  Connection connection_;
  bool committing_ = false;
};

}  // namespace

std::unique_ptr<Database> open_postgres(const Address& address, const Credentials& credentials,
                                        const std::string& unharmed) {
  return std::make_unique<Postgres>(address, credentials, unharmed);
}

}  // namespace bestfit::warehouse
