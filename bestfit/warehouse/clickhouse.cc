#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>

#include "bestfit/base/error.h"
#include "bestfit/base/text.h"
#include "bestfit/warehouse/database.h"
#include "bestfit/warehouse/http.h"
#include "bestfit/warehouse/tab_lines.h"

namespace bestfit::warehouse {
namespace {

constexpr std::size_t kWordsMax = 400;  // of the server's message
constexpr int kReadOnly = 164;          // the exception that refuses to change a setting
constexpr int kFirstToExchange = 2010;  // 20.10: EXCHANGE TABLES

/// What the server calls a fault, by its number.
Fault fault_of(int code) {
  switch (code) {
    case 60:                              // unknown table
    case 81: return Fault::missing;       // unknown database
    case 57:                              // a table of that name is there
    case 216: return Fault::conflict;     // a query of that name runs already
    case 164:                             // read only
    case 192:                             // unknown user
    case 193:                             // wrong password
    case 194:                             // a password is needed
    case 195:                             // not from this address
    case 291:                             // no access to the database
    case 497:                             // no access
    case 516: return Fault::denied;       // no authentication
    case 159:                             // over time
    case 209:                             // a shard does not answer
    case 210:                             // network
    case 241:                             // memory
    case 243:                             // disk
    case 279:                             // no replica answers
    case 32:                              // a shard went away
    case 394: return Fault::unavailable;  // ended by KILL QUERY
    default: return Fault::bad_input;
  }
}

/// The number and words of "Code: 60, e.displayText() = DB::Exception: Table … doesn't exist., …".
std::pair<int, std::string> exception_of(std::string_view body) {
  constexpr std::string_view kCode = "Code: ";
  constexpr std::string_view kWords = "Exception: ";
  int code = 0;
  const std::size_t at = body.find(kCode);
  if (at != std::string_view::npos) {
    const char* digits = body.data() + at + kCode.size();
    std::from_chars(digits, body.data() + body.size(), code);
  }
  std::string_view words = body;
  const std::size_t begin = body.find(kWords);
  if (begin != std::string_view::npos) words.remove_prefix(begin + kWords.size());
  for (const std::string_view end : {", e.what() =", " (version "}) {
    words = words.substr(0, words.find(end));
  }
  words = base::trim(words.substr(0, words.find('\n')));
  return {code, std::string(words.substr(0, kWordsMax))};
}

/// "String" of "LowCardinality(Nullable(String))".
std::string_view bare_type(std::string_view type) {
  for (const std::string_view wrapper : {"LowCardinality(", "Nullable("}) {
    if (type.starts_with(wrapper))
      type = type.substr(wrapper.size(), type.size() - wrapper.size() - 1);
  }
  return type;
}

Holds holds_of(std::string_view declared) {
  const std::string_view type = bare_type(declared);
  if (type == "String" || type.starts_with("FixedString")) return Holds::text;
  if (type == "Bool") return Holds::flag;
  if (type.starts_with("Date")) return Holds::date;
  if (type.starts_with("Int") || type.starts_with("UInt")) return Holds::whole;
  if (type.starts_with("Float") || type.starts_with("Decimal")) return Holds::number;
  const bool texts = type.starts_with("Array(") &&
                     bare_type(type.substr(6, type.size() - 7)).find('(') == std::string_view::npos;
  return texts ? Holds::list : Holds::other;
}

Server server_of(const Address& address, const Credentials& credentials,
                 const std::string& unharmed) {
  const bool is_v6 = address.host.find(':') != std::string::npos;
  const std::string& user = address.user.empty() ? credentials.user : address.user;
  Server server{.where = address_text(address),
                .base = fmt::format("{}://{}{}{}:{}/", address.secure ? "https" : "http",
                                    is_v6 ? "[" : "", address.host, is_v6 ? "]" : "", address.port),
                .headers = {},
                .direct = address.host == "localhost" || address.host == "::1" ||
                          address.host.starts_with("127."),
                .unharmed = unharmed};
  if (!user.empty()) server.headers.push_back("X-ClickHouse-User: " + user);
  if (!credentials.password.empty()) {
    server.headers.push_back("X-ClickHouse-Key: " + credentials.password);
  }
  return server;
}

class ClickHouse final : public Database {
 public:
  ClickHouse(const Address& address, const Credentials& credentials, const std::string& unharmed)
      : where_(address_text(address)),
        unharmed_(unharmed),
        database_(address.database),
        dialect_(compile::make_dialect(compile::SqlDialect::clickhouse)),
        http_(server_of(address, credentials, unharmed)),
        watch_(server_of(address, credentials, unharmed)) {
    look_at_rights();
    const std::string version = ask("SELECT version()").at(0).at(0);
    int year = 0;
    int month = 0;
    const char* end = version.data() + version.size();
    const auto read = std::from_chars(version.data(), end, year);
    if (read.ptr != end) std::from_chars(read.ptr + 1, end, month);
    version_ = year * 100 + month;
  }

  const compile::Dialect& dialect() const override { return *dialect_; }

  Rows ask(const std::string& sql) override { return rows_of(post(http_, sql, {}, {})); }

  void begin() override {}  // there is no such thing
  void finish() override {}

  /// The server keeps the answer back until it is whole, so that a failure has a status of its own.
  void copy(const std::string& select_sql,
            const std::function<void(std::string_view)>& take) override {
    Settings settings = usual_settings();
    settings.emplace_back("wait_end_of_query", "1");
    const Answer answer = http_.stream(settings, select_sql + "\nFORMAT TabSeparated", take);
    if (answer.status != 200) fail(answer);
  }

  std::vector<Column> columns(const TableName& name) override {
    const Rows rows =
        ask(fmt::format("SELECT name, type FROM system.columns WHERE database = {} AND table = {}",
                        dialect_->literal(database_of(name)), dialect_->literal(name.table)));
    std::vector<Column> columns;
    columns.reserve(rows.size());
    for (const auto& row : rows) {
      const std::string& type = row.at(1);
      const Holds holds = holds_of(type);
      const bool is_text = holds == Holds::text || type.find("Enum") != std::string::npos;
      columns.push_back(
          {.name = row.at(0), .type = type, .is_text = is_text, .is_key = false, .holds = holds});
    }
    return columns;
  }

  std::vector<std::string> tables() override {
    std::vector<std::string> names;
    for (auto& row : ask(fmt::format("SELECT name FROM system.tables WHERE database = {} ORDER BY "
                                     "name LIMIT 20",
                                     dialect_->literal(database_)))) {
      names.push_back(std::move(row.at(0)));
    }
    return names;
  }

  std::string fixed_because(const TableName& name) override {
    const std::string engine = engine_of(name);
    if (engine.empty() || engine == "MergeTree") return {};
    return fmt::format("has the engine {}; scores are written to a MergeTree table", engine);
  }

  /// Between the two renames of an old server's swap the target has no table: the old one is put
  /// back.
  void recover(const TableName& target) override {
    if (engine_of(beside(target, kOld)).empty()) return;
    if (engine_of(target).empty()) {
      ask(fmt::format("RENAME TABLE {} TO {}", quoted(beside(target, kOld)), quoted(target)));
    } else {
      ask("DROP TABLE " + quoted(beside(target, kOld)));
    }
  }

  std::string script(const Job& job) override {
    std::string out = create_sql(job) + ";\n" + insert_sql(job) + ";\n";
    for (const std::string& step : swap_sql(job)) out += step + ";\n";
    return out;
  }

  /// No transaction here: a table beside the target is filled, and takes its name when it is whole.
  /// What a run that died left of it is dropped first.
  Rows run(const Job& job, std::string_view counts_sql, base::Progress& progress) override {
    const std::string query = query_of(job);
    refuse_twice(query, job);
    const std::string staging = quoted(beside(job.target, kNew));
    ask("DROP TABLE IF EXISTS " + staging);
    ask(create_sql(job));
    post(http_, insert_sql(job), {{"query_id", query}, {"max_execution_time", "0"}},
         [&] { progress.report("scoring", share_of(query)); });
    Rows counts = ask(fmt::format(fmt::runtime(counts_sql), staging));
    progress.report("putting it in place", -1.0);
    for (const std::string& step : swap_sql(job)) ask(step);
    return counts;
  }

 private:
  static constexpr std::string_view kNew = "__new";
  static constexpr std::string_view kOld = "__old";

  using Settings = std::vector<std::pair<std::string, std::string>>;

  /// A user who may change nothing (readonly = 1) may not change a setting either.
  void look_at_rights() {
    const Answer answer = http_.post(usual_settings(), "SELECT 1", {});
    if (answer.status == 200) return;
    if (exception_of(answer.body).first != kReadOnly) fail(answer);
    may_set_ = false;
    const Rows rows = ask(
        "SELECT name FROM system.settings WHERE (name LIKE '%_overflow_mode' AND value = 'break') "
        "OR (name = 'skip_unavailable_shards' AND value <> '0') LIMIT 1");
    if (rows.empty()) return;
    throw Error(Fault::configuration,
                fmt::format("{}: by this user's setting {} rows would be missing without a word, "
                            "and it may not change that; ask by another user",
                            where_, rows[0].at(0)));
  }

  /// A compiled query is longer than what is usual, and names stand for what they name. An answer
  /// is whole or an error.
  Settings usual_settings() const {
    if (!may_set_) return {{"database", database_}};
    return {{"database", database_},
            {"max_query_size", "16777216"},
            {"max_ast_elements", "1000000"},
            {"max_expanded_ast_elements", "10000000"},
            {"skip_unavailable_shards", "0"},
            {"timeout_overflow_mode", "throw"},
            {"read_overflow_mode", "throw"},
            {"result_overflow_mode", "throw"},
            {"group_by_overflow_mode", "throw"},
            {"sort_overflow_mode", "throw"},
            {"distinct_overflow_mode", "throw"}};
  }

  std::string post(Http& http, const std::string& sql, const Settings& more,
                   const std::function<void()>& meanwhile) {
    Settings settings = usual_settings();
    settings.insert(settings.end(), more.begin(), more.end());
    Answer answer = http.post(settings, sql, meanwhile);
    if (answer.status != 200) fail(answer);
    return std::move(answer.body);
  }

  [[noreturn]] void fail(const Answer& answer) const {
    const auto [code, words] = exception_of(answer.body);
    if (code == 0) {
      throw Error(Fault::unavailable,
                  fmt::format("{}: answers with HTTP status {}: {}", where_, answer.status, words));
    }
    const Fault fault = fault_of(code);
    if (fault != Fault::unavailable) throw Error(fault, fmt::format("{}: {}", where_, words));
    const bool is_shards = code == 32 || code == 209 || code == 210 || code == 279;
    throw Error(fault, fmt::format("{}: {}{}{}. {}; run it again", where_,
                                   is_shards ? "a shard went away or does not answer (" : "", words,
                                   is_shards ? ")" : "", unharmed_));
  }

  static Rows rows_of(std::string_view body) {
    Rows rows;
    while (!body.empty()) {
      const std::size_t end = body.find('\n');
      std::vector<std::string>& row = rows.emplace_back();
      for (const std::string_view cell : base::split(body.substr(0, end), '\t')) {
        row.push_back(tab_cell(cell));
      }
      body = end == std::string_view::npos ? std::string_view() : body.substr(end + 1);
    }
    return rows;
  }

  std::string quoted(const TableName& name) const {
    return (name.schema.empty() ? "" : dialect_->name(name.schema) + ".") +
           dialect_->name(name.table);
  }

  std::string database_of(const TableName& name) const {
    return name.schema.empty() ? database_ : name.schema;
  }

  static TableName beside(const TableName& target, std::string_view ending) {
    return {.schema = target.schema, .table = target.table + std::string(ending)};
  }

  /// Empty: there is no such table.
  std::string engine_of(const TableName& name) {
    const Rows rows =
        ask(fmt::format("SELECT engine FROM system.tables WHERE database = {} AND name = {}",
                        dialect_->literal(database_of(name)), dialect_->literal(name.table)));
    return rows.empty() ? "" : rows[0].at(0);
  }

  /// The name that the filling of a target goes by: the server runs no two of one name.
  std::string query_of(const Job& job) const {
    return fmt::format("bestfit-score-{}.{}", database_of(job.target), job.target.table);
  }

  void refuse_twice(const std::string& query, const Job& job) {
    const std::string same = "query_id = " + dialect_->literal(query);
    const Rows running = ask("SELECT toString(round(elapsed)) FROM system.processes WHERE " + same);
    if (running.empty()) return;
    throw Error(Fault::conflict,
                fmt::format("{}: another run has been scoring into {} for {} s; wait for it, or "
                            "end it: KILL QUERY WHERE {}",
                            where_, job.target.table, running[0].at(0), same));
  }

  double share_of(const std::string& query) {
    const Rows rows = rows_of(post(
        watch_,
        fmt::format("SELECT read_rows / total_rows_approx FROM system.processes WHERE query_id = "
                    "{} AND total_rows_approx > 0",
                    dialect_->literal(query)),
        {}, {}));
    const std::optional<double> share =
        rows.empty() ? std::nullopt : base::parse_number(rows[0].at(0));
    return share ? std::min(1.0, *share) : -1.0;
  }

  std::string create_sql(const Job& job) const {
    std::vector<std::string> columns;
    std::vector<std::string> order;
    for (const Column& column : job.kept) {
      columns.push_back(fmt::format("  {} {}", dialect_->name(column.name), column.type));
      // What may be NULL, or is no value of one order, cannot be sorted by.
      if (column.type.find('(') == std::string::npos) order.push_back(dialect_->name(column.name));
    }
    for (const ScoreColumn& column : kScoreColumns) {
      columns.push_back(fmt::format("  {} {}", column.name, column.clickhouse));
    }
    return fmt::format("CREATE TABLE {} (\n{}\n) ENGINE = MergeTree ORDER BY {}",
                       quoted(beside(job.target, kNew)), base::join(columns, ",\n"),
                       order.empty() ? "tuple()" : "(" + base::join(order, ", ") + ")");
  }

  std::string insert_sql(const Job& job) const {
    return fmt::format("INSERT INTO {} SELECT * FROM (\n{})", quoted(beside(job.target, kNew)),
                       job.select(""));
  }

  /// EXCHANGE is one step. Without it the target has no table for a moment between two renames.
  std::vector<std::string> swap_sql(const Job& job) {
    const std::string target = quoted(job.target);
    const std::string fresh = quoted(beside(job.target, kNew));
    const std::string old = quoted(beside(job.target, kOld));
    if (!job.target_exists) return {fmt::format("RENAME TABLE {} TO {}", fresh, target)};
    if (can_exchange(job.target)) {
      return {fmt::format("EXCHANGE TABLES {} AND {}", fresh, target), "DROP TABLE " + fresh};
    }
    return {fmt::format("RENAME TABLE {0} TO {1}, {2} TO {0}", target, old, fresh),
            "DROP TABLE " + old};
  }

  bool can_exchange(const TableName& target) {
    if (version_ < kFirstToExchange) return false;
    const Rows rows = ask("SELECT engine FROM system.databases WHERE name = " +
                          dialect_->literal(database_of(target)));
    return !rows.empty() && rows[0].at(0) == "Atomic";
  }

  std::string where_;
  std::string unharmed_;
  std::string database_;
  std::unique_ptr<compile::Dialect> dialect_;
  Http http_;
  Http watch_;  // looks how far the other is
  bool may_set_ = true;
  int version_ = 0;  // 1816 is 18.16
};

}  // namespace

std::unique_ptr<Database> open_clickhouse(const Address& address, const Credentials& credentials,
                                          const std::string& unharmed) {
  return std::make_unique<ClickHouse>(address, credentials, unharmed);
}

}  // namespace bestfit::warehouse
