#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "bestfit/base/date.h"
#include "bestfit/table/table.h"

/// A file of dated events.
namespace bestfit::signal {

/// Events as they were read, and which columns play which part; an empty name: none does.
struct EventRows {
  table::Table table;
  std::string account;
  std::string date;
  std::string type;
};

/// The types of the events, in order of first appearance; all events are one type where no column
/// says it.
struct EventTypes {
  std::vector<std::string> names;
  std::vector<std::uint32_t> of;  // one a row
};

EventTypes event_types(const EventRows& rows);

/// The day of each event; none where it is not known.
std::vector<std::optional<base::Day>> event_days(const EventRows& rows);

}  // namespace bestfit::signal
