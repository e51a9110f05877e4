#include "bestfit/store/report.h"

#include <cstddef>

#include "bestfit/base/error.h"

// web/dist/report.html as it was when this binary was built: bestfit/store/report_template.S.
extern "C" {
extern const char bestfit_report_template[];
extern const char bestfit_report_template_end[];
}

namespace bestfit::store {
namespace {

constexpr std::string_view kPlaceholder = "__BESTFIT_EVIDENCE__";

std::string_view report_template() {
  const auto size = static_cast<std::size_t>(bestfit_report_template_end - bestfit_report_template);
  return {bestfit_report_template, size};
}

/// JSON has `<` in strings only, and there its escape says the same.
void append_escaped(std::string& page, std::string_view json) {
  for (const char c : json) {
    if (c == '<') {
      page += "\\u003c";
    } else {
      page += c;
    }
  }
}

}  // namespace

std::string report_html(std::string_view evidence_json) {
  const std::string_view page_template = report_template();
  const std::size_t place = page_template.find(kPlaceholder);
  check(place != std::string_view::npos, "report_html: the template has a place for evidence");

  std::string page;
  page.reserve(page_template.size() + evidence_json.size() + evidence_json.size() / 16);
  page += page_template.substr(0, place);
  append_escaped(page, evidence_json);
  page += page_template.substr(place + kPlaceholder.size());
  return page;
}

}  // namespace bestfit::store
