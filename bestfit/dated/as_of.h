#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "bestfit/base/date.h"
#include "bestfit/base/json.h"
#include "bestfit/table/schema.h"
#include "bestfit/table/table.h"

namespace bestfit::dated {

/// An attribute that was taken as of the first meeting.
struct ColumnChange {
  std::string column;
  std::int64_t changed = 0;  // rows whose value then was another than today's
  std::int64_t unknown = 0;  // of these not known then
};

/// What became of the rows of a field history.
struct HistoryRows {
  std::int64_t read = 0;  // the sum of the next six
  std::int64_t used = 0;
  std::int64_t unknown_account = 0;
  std::int64_t unknown_field = 0;  // no column of the accounts has that name
  std::int64_t no_attribute = 0;   // a column that is none
  std::int64_t undated = 0;
  std::int64_t empty = 0;  // neither an old nor a new value
  // Of those used:
  std::int64_t disagree = 0;        // the old value is not what the change before it left
  std::int64_t newest_differs = 0;  // the newest change of an account's field left not what it is
  std::int64_t unreadable = 0;      // values that do not read as their column's kind
};

/// As of when the attributes of a data set were taken.
struct AsOf {
  enum class From { today, history, snapshots };
  From from = From::today;
  std::int64_t met = 0;             // rows as of their first meeting
  std::int64_t now = 0;             // as of today: never worked
  std::int64_t undated = 0;         // as of today: the day of their first meeting is not known
  std::int64_t late = 0;            // of `met`: met before the history begins, as of its beginning
  std::int64_t changed = 0;         // rows with any value other than today's
  std::optional<base::Day> begins;  // of the history
  std::vector<ColumnChange> columns;  // those with a history, most changed first
  std::optional<HistoryRows> rows;    // of a field history
  std::vector<std::pair<std::string, std::int64_t>> unknown_fields;  // the commonest first
  std::vector<std::pair<std::string, std::string>>
      changing;  // attributes that change with time and
                 // are as of today: column, what it is
};

/// Names the attributes that change with time, by what recognise knows of headers, and have no
/// history.
void name_changing(const table::Table& table, const table::Schema& schema, AsOf& as_of);

/// Sentences for people, the first of what was done.
///   unit  "accounts": what rows are
std::vector<std::string> as_of_words(const AsOf& as_of, const std::string& unit);

/// `attributes_as_of` of evidence.json (docs/formats/evidence.md).
base::Json as_of_json(const AsOf& as_of, const std::string& unit);

}  // namespace bestfit::dated
