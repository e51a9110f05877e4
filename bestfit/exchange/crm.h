#pragma once

#include <string>

#include "bestfit/profile/profile.h"

namespace bestfit::exchange {

/// Text for people to paste into Salesforce: which field each column is, a formula for the score
/// (one for each attribute where one is over the limit of 3,900 characters), one for the tier, a
/// filter for a list view and a SOQL condition for accounts that have the best of each attribute.
///   source  help.salesforce.com, "Formula Field Limits and Restrictions"; SOQL and SOSL Reference
std::string salesforce(const profile::ProfileFile& file);

/// The same for HubSpot: the criteria of a score property with their points, a calculated
/// property's equation, and a filter for a list, in words and as the search API takes it.
///   source  developers.hubspot.com, "Properties" (calculation properties) and "Search the CRM"
std::string hubspot(const profile::ProfileFile& file);

}  // namespace bestfit::exchange
