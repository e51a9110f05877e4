#pragma once

#include <cstdint>
#include <optional>

#include "bestfit/base/date.h"

namespace bestfit::signal {

/// Something that happened at an account on a day.
struct Event {
  std::uint32_t account = 0;  // an index into the accounts
  std::uint32_t type = 0;     // an index into the names of types
  base::Day day = 0;
};

/// What became of an account.
enum class Standing {
  won,
  lost,
  open,       // worked, not decided: not in the test
  untouched,  // never worked
};

/// An account as triggers see it.
struct Account {
  Standing standing = Standing::open;
  std::optional<base::Day>
      day;       // of the first meeting; of an untouched one, since when it is known
  int band = 0;  // accounts of one band fit alike; events are compared within bands
};

}  // namespace bestfit::signal
