#pragma once
#include <string>
#include <string_view>

namespace bestfit::store {

/// The report's one self-contained page, with a run's evidence in it.
///   evidence_json  the text of evidence.json (docs/formats/evidence.md), UTF-8
///   returns        an HTML document that needs no other file and no network; the same bytes for
///   the
///                  same evidence
/// Every `<` of the evidence is written \u003c, so that no text in it can end its element.
std::string report_html(std::string_view evidence_json);

}  // namespace bestfit::store
