#pragma once

#include <string>
#include <utility>
#include <vector>

#include "bestfit/profile/profile.h"

namespace bestfit::exchange {

enum class Crm { salesforce, hubspot };

/// A field of a CRM for a column of an export.
struct CrmField {
  std::string name;         // NumberOfEmployees, numberofemployees
  bool is_standard = true;  // else its name is a guess
  bool is_picklist = false;
};

/// The CRM's own field where the column's name is one of its labels or names; else one made of the
/// column's name as the CRM would make it.
CrmField crm_field(Crm crm, const std::string& column);

/// Columns that a profile reads, each once, with the fields they are.
std::vector<std::pair<std::string, CrmField>> fields_of(Crm crm, const profile::Profile& profile);

/// The bins of a criterion that give its most points, but none where those go to "not known" alone.
std::vector<profile::Bin> best_bins(const profile::Criterion& criterion);

/// A range or labels in words: "at least 50 and below 200", "any of bank, insurer", "all of SAP".
std::string bin_words(profile::CriterionKind kind, const profile::Bin& bin);

}  // namespace bestfit::exchange
