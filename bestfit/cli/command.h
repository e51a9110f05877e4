#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <limits>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "bestfit/base/date.h"
#include "bestfit/base/json.h"
#include "bestfit/base/progress.h"
#include "bestfit/connect/options.h"

namespace CLI {
class App;
}

namespace bestfit::cli {

/// What the process ends with (docs/cli.md).
enum class Exit {
  ok = 0,
  internal = 1,
  usage = 2,
  bad_input = 3,
  configuration = 4,
  denied = 5,
  remote = 6,
  conflict = 7,
  rejected_rows = 8,
  gate_failed = 9,
};

/// What a command leaves behind. Commands are added with add_…; parsing the command line runs one.
struct Outcome {
  Exit exit = Exit::ok;
};

void add_init(CLI::App& app, Outcome& outcome);
void add_build(CLI::App& app, Outcome& outcome);
void add_score(CLI::App& app, Outcome& outcome);
void add_explain(CLI::App& app, Outcome& outcome);
void add_evaluate(CLI::App& app, Outcome& outcome);
void add_example(CLI::App& app, Outcome& outcome);
void add_compile(CLI::App& app);

/// The parts of a workspace, each an option that takes its file, with its help.
inline constexpr std::array<std::pair<const char*, const char*>, 10> kParts = {{
    {"accounts", "accounts: one row a company (or a flat table with an outcome column)"},
    {"deals", "deals won and lost, joined to the accounts"},
    {"revenue", "invoices or subscription periods"},
    {"contacts", "people at the accounts: who buys, and who is missing"},
    {"signals", "dated events: buying triggers and timing"},
    {"notes",
     "interview, survey and call notes: what the best say, and the themes as an attribute"},
    {"partners", "partners' accounts; read and counted"},
    {"population", "accounts that the best are held against in place of the others: the market"},
    {"history", "changes of the accounts' fields: attributes as of the first meeting"},
    {"rates", "rates of currencies to the company's, each from a date on or for good"},
}};

/// The options that say how files are read: --delimiter, --encoding, --decimal-comma, ….
/// The options are filled while the command line is parsed.
///   delimiter  the name of the option for the input's delimiter
std::shared_ptr<connect::ReadOptions> add_reading(CLI::App& command,
                                                  const char* delimiter = "--delimiter");

/// A bar on standard error when that is a terminal and the step takes over a second, else nothing.
std::unique_ptr<base::Progress> make_progress();

/// The option --memory-limit, in bytes; 0 where it is not given.
std::shared_ptr<std::size_t> add_memory_limit(CLI::App& command);
/// Keeps arrays beyond so many bytes in files, for the rest of the program (base/spill.h).
///   bytes  0: three fifths of the memory that the process may use
void limit_memory(std::size_t bytes);
/// Says on standard error how much was kept in files, where anything was.
void tell_what_spilled();

/// Processors to use: what was asked for, all where 0.
int chosen_threads(int asked);

/// The day of an option; none where it was not given.
///   throws  Error(usage) naming the option
std::optional<base::Day> chosen_day(const std::string& text, const char* option);

/// Today's date, UTC.
base::Day today();

/// Says what is wrong with a text that is not a whole number of that range; nothing when it is one.
/// For CLI11's check().
std::function<std::string(const std::string&)> whole_number(
    std::int64_t low, std::int64_t high = std::numeric_limits<std::int64_t>::max());

/// Says which columns of a profile the data lack, when there are any.
void warn_missing(const std::vector<std::string>& columns);

/// Writes results to standard output.
///   throws  Error(unavailable) when it cannot be written
void print(const std::string& text);

/// Rows by what became of them, as JSON, and as people read it: "310 rows: 290 scored, 20
/// disqualified; tier A 91, D 199".
base::Json counts_json(const std::map<std::string, std::int64_t>& counts);
std::string counts_text(std::size_t rows, const std::map<std::string, std::int64_t>& by_status,
                        const std::map<std::string, std::int64_t>& by_tier);

/// Text in lines of at most 96 characters, each with two spaces before it.
std::string wrapped(const std::string& text);

/// The finding of a build as people read it.
std::string build_text(const base::Json& evidence, const std::string& folder);
/// Which events precede wins; empty where none were given.
std::string signals_text(const base::Json& signals);
/// What the best say, of `notes` of evidence.json; empty where no notes were given.
std::string notes_text(const base::Json& notes);
/// The buying group, of `personas` of evidence.json; empty where no contacts were given.
std::string personas_text(const base::Json& personas);
/// A table in a database that was learned from, of `whole_table` of evidence.json; empty where the
/// accounts came from files.
///   is_draft  the verdict is not_ready
std::string whole_table_text(const base::Json& whole, bool is_draft);
/// One account's card.
std::string explain_text(const base::Json& explained);
/// A profile held against outcomes.
std::string evaluate_text(const base::Json& evaluated);

}  // namespace bestfit::cli
