#pragma once

#include <span>
#include <string>
#include <string_view>

#include "bestfit/recognise/roles.h"

namespace bestfit::recognise {

/// What the cells of a part must be like.
enum class Suits {
  anything,
  unique,  // nearly every row has its own
  number,
  date,
  flag,    // flag, or two labels
  labels,  // category or text
};

/// A part and the headers it is known by, the surest first, with a space between.
/// They are written without spaces, underscores and capitals.
struct PartNames {
  std::string_view part;
  Suits suits = Suits::anything;
  std::string_view headers;
};

/// Parts of a file in the order in which they choose their columns.
std::span<const PartNames> part_names(FileKind kind);

/// A header as the tables above have it: "Company Domain Name" is companydomainname, "IsWon__c" is
/// iswon.
std::string header_key(std::string_view header);

/// Who writes headers like that: "HubSpot", "Salesforce", "HubSpot and Salesforce", or nothing.
std::string_view system_of(std::string_view header);

}  // namespace bestfit::recognise
