#include "bestfit/example/recovery.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "bestfit/base/json.h"
#include "bestfit/example/example.h"
#include "bestfit/example/read_back.h"

namespace bestfit::example {
namespace {

using Names = std::vector<std::string>;

TEST(Recovery, CountsColumnsAndTheirProxiesOnce) {
  const TemporaryFolder folder("recovery");
  base::Silent silent;
  write_example({.folder = folder.path("it"), .accounts = 60}, silent);
  const Recovery recovery = compare(folder.path("it/truth.json"),
                                    {"industry", "NAICS Code", "Annual Revenue", "Social Followers",
                                     "Contract ID", "no such column", "Social Followers"});
  EXPECT_EQ(recovery.planted,
            (Names{"industry", "employees", "country", "technologies", "sites", "hourly_staff"}));
  EXPECT_EQ(recovery.found, (Names{"industry", "employees"}));
  EXPECT_EQ(recovery.by, (Names{"", "Annual Revenue"})) << "a proxy is named";
  EXPECT_EQ(recovery.missed, (Names{"country", "technologies", "sites", "hourly_staff"}));
  EXPECT_EQ(recovery.wrong, (Names{"Social Followers", "Contract ID", "no such column"}));
}

TEST(Recovery, EveryColumnOfTheAccountsHasItsPlaceInTheTruth) {
  const TemporaryFolder folder("places");
  base::Silent silent;
  write_example({.folder = folder.path("it"), .accounts = 60}, silent);
  const base::Json truth = base::parse_json(read_file(folder.path("it/truth.json")), "truth");
  Names named;
  for (const base::Json& planted : truth["planted"].items()) {
    named.push_back(planted["column"].as_string());
    for (const base::Json& proxy : planted["proxies"].items()) named.push_back(proxy.as_string());
  }
  for (const base::Json& leak : truth["leaks"].items()) named.push_back(leak["column"].as_string());
  for (const char* list : {"noise", "not_attributes"}) {
    for (const base::Json& name : truth[list].items()) named.push_back(name.as_string());
  }
  Names columns;
  for (const auto& column : read_csv(folder.path("it/accounts.csv")).columns) {
    columns.push_back(column.first);
  }
  std::ranges::sort(named);
  EXPECT_EQ(named, columns);
}

TEST(Recovery, SaysWhatIsWrongWithTheTruth) {
  const TemporaryFolder folder("wrong");
  EXPECT_THROW(compare(folder.path("none.json"), {}), Error);
  std::ofstream(folder.path("odd.json")) << "{\"planted\": 3}";
  EXPECT_THROW(compare(folder.path("odd.json"), {}), Error);
}

}  // namespace
}  // namespace bestfit::example
