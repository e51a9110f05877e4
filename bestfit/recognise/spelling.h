#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace bestfit::recognise {

/// Which labels of a column are spellings of one another: the same but for case, spaces and
/// loose punctuation ("Health care", "Healthcare", "HEALTH-CARE"; not "AA" and "AA+"); in a column
/// of countries also the names and codes of one country ("UK", "GBR", "United Kingdom",
/// "Vereinigtes Königreich").
///   column   its header, which tells whether it holds countries
///   returns  for each label the index of the first label that is spelled like it (or its own)
///   source   names and codes of countries: Unicode CLDR and ISO 3166, as ICU has them
std::vector<std::size_t> same_spelling(std::string_view column,
                                       const std::vector<std::string>& labels);

}  // namespace bestfit::recognise
