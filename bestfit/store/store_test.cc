#include <gtest/gtest.h>

#include <filesystem>
#include <string>

#include "bestfit/base/error.h"
#include "bestfit/base/file.h"
#include "bestfit/store/run.h"
#include "bestfit/store/workspace.h"

namespace bestfit::store {
namespace {

namespace fs = std::filesystem;

class Runs : public ::testing::Test {
 protected:
  void SetUp() override { fs::remove_all(folder_), fs::create_directories(folder_); }
  void TearDown() override { fs::remove_all(folder_); }
  std::string at(const char* name) const { return (folder_ / name).string(); }
  fs::path folder_ = fs::path(::testing::TempDir()) / "bestfit_runs";
};

TEST_F(Runs, AreWrittenWholeAndReplaceOnlyRuns) {
  write_run(at("r"), {{"manifest.json", "{}"}, {"icp.toml", "old"}});
  write_run(at("r/"), {{"manifest.json", "{}"}, {"report.html", "new"}});
  EXPECT_FALSE(fs::exists(folder_ / "r" / "icp.toml"));
  EXPECT_EQ(base::read_file(at("r/report.html")), "new");
  fs::create_directories(folder_ / "mine");
  base::write_file(at("mine/notes.txt"), "keep");
  EXPECT_THROW(write_run(at("mine"), {{"manifest.json", "{}"}}), Error);
  EXPECT_EQ(base::read_file(at("mine/notes.txt")), "keep");
  EXPECT_EQ(std::distance(fs::directory_iterator(folder_), fs::directory_iterator{}), 2);
}

TEST_F(Runs, LeaveNothingBehindWhenTheyFail) {
  EXPECT_THROW(write_run(at("r"), {{"manifest.json", "{}"}, {"no/such/folder.txt", "x"}}), Error);
  EXPECT_TRUE(fs::is_empty(folder_));
}

TEST_F(Runs, AreNumbered) {
  EXPECT_EQ(next_run_folder(at("runs")), at("runs/0001"));
  write_run(at("runs/0001"), {{"manifest.json", "{}"}});
  EXPECT_EQ(next_run_folder(at("runs")), at("runs/0002"));
}

TEST(Workspace, WritesWhatItReads) {
  Workspace workspace{
      .name = "Acme \"Co\"", .outcome = "won", .exclude = {"a", "b,c"}, .keep = {"d"}};
  workspace.files.push_back(
      {"accounts", "data/accounts.csv", {{"id", "Record ID"}, {"name", "Company name"}}});
  workspace.files.push_back({"deals", "deals.csv", {{"account", "Associated Company"}}});
  const std::string text = workspace_text(workspace, {.head = {"by hand", ""}});
  const Workspace again = parse_workspace(text, "bestfit.toml");
  EXPECT_EQ(workspace_text(again, {.head = {"by hand", ""}}), text);
  EXPECT_EQ(again.find("accounts")->columns[0].second, "Record ID");
  EXPECT_EQ(again.exclude[1], "b,c");
}

TEST(Workspace, WithoutAnOutcomeHasCandidatesForAPersonToChoose) {
  Workspace workspace;
  workspace.files.push_back({"accounts", "a.csv", {}});
  const std::string text = workspace_text(workspace, {.outcome = {"outcome = \"y=1\""}});
  EXPECT_NE(text.find("\n# outcome = \"y=1\"\n"), std::string::npos);
  EXPECT_EQ(parse_workspace(text, "bestfit.toml").outcome, "");
  const std::string chosen = text.substr(0, text.find("# outcome =")) + "outcome = \"y=1\"\n" +
                             text.substr(text.find("# Columns"));
  EXPECT_EQ(parse_workspace(chosen, "bestfit.toml").outcome, "y=1");
}

TEST(Workspace, SaysWhereItIsWrong) {
  try {
    parse_workspace("name = 'x'\noutcom = 'won'\n[accounts]\npath = 'a.csv'\n", "bestfit.toml");
    FAIL();
  } catch (const Error& error) {
    EXPECT_STREQ(error.what(), "bestfit.toml:2:1: unknown key 'outcom'; did you mean 'outcome'?");
  }
  EXPECT_THROW(parse_workspace("name = 'x'", "bestfit.toml"), Error);
}

}  // namespace
}  // namespace bestfit::store
