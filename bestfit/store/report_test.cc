#include "bestfit/store/report.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace bestfit::store {
namespace {

std::size_t times(std::string_view text, std::string_view part) {
  std::size_t found = 0;
  for (std::size_t at = text.find(part); at != text.npos; at = text.find(part, at + part.size())) {
    ++found;
  }
  return found;
}

TEST(Report, HoldsTheEvidence) {
  const std::string page = report_html(R"({"format": 1, "title": "Quillmere"})");
  EXPECT_EQ(page.find("<!doctype html>"), 0U);
  EXPECT_EQ(times(page, R"(id="evidence">{"format": 1, "title": "Quillmere"}</script>)"), 1U);
  EXPECT_EQ(page.find("__BESTFIT_EVIDENCE__"), std::string::npos);
  EXPECT_EQ(page.substr(page.size() - 8), "</html>\n");
}

TEST(Report, NoTextEndsItsElement) {
  const std::string bare = report_html("{}");
  const std::string page = report_html(R"({"title": "</script><script>alert(1)</script><!--"})");
  EXPECT_EQ(times(page, "</script"), times(bare, "</script"));
  EXPECT_EQ(times(page, "<!--"), times(bare, "<!--"));
  EXPECT_EQ(times(page, R"(\u003c/script>\u003cscript>alert(1))"), 1U);
}

TEST(Report, AllowsOnlyItsOwnScriptAndStyle) {
  const std::string page = report_html("{}");
  const std::size_t from = page.find("default-src 'none'; script-src 'sha256-");
  ASSERT_NE(from, std::string::npos);
  const std::string policy = page.substr(from, page.find('"', from) - from);
  EXPECT_NE(policy.find("style-src 'sha256-"), std::string::npos);
  EXPECT_EQ(policy.find("unsafe"), std::string::npos);
  EXPECT_EQ(policy.find("http"), std::string::npos);
}

TEST(Report, TakesTheEvidenceAsItStands) {
  const std::string page = report_html("{\"title\": \"__BESTFIT_EVIDENCE__ $& \xC3\xA9\"}");
  EXPECT_EQ(times(page, "\"__BESTFIT_EVIDENCE__ $& \xC3\xA9\""), 1U);
}

TEST(Report, IsSmall) { EXPECT_LT(report_html("{}").size(), 500'000U); }

}  // namespace
}  // namespace bestfit::store
