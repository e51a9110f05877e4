#pragma once

#include <gtest/gtest.h>

#include <cstdio>
#include <filesystem>
#include <string>
#include <vector>

#include "bestfit/base/file.h"
#include "bestfit/flow/build.h"

/// Data sets that the project does not hold; tests of them skip, aloud, where they are absent.
namespace bestfit::flow::test {

namespace fs = std::filesystem;

inline const fs::path kShared = BESTFIT_SHARED_DATA;

class RealData : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!fs::exists(kShared)) GTEST_SKIP() << "no data in " << kShared << ": nothing was tested";
    folder_ = fs::path(::testing::TempDir()) /
              ::testing::UnitTest::GetInstance()->current_test_info()->name();
    fs::remove_all(folder_);
    fs::create_directories(folder_);
  }
  void TearDown() override { fs::remove_all(folder_); }

  [[nodiscard]] BuildRequest request(const fs::path& accounts, const std::string& outcome) const {
    BuildRequest request;
    request.workspace.name = "real data";
    request.workspace.outcome = outcome;
    request.workspace.files.push_back({.part = "accounts", .path = accounts.string()});
    request.threads = 2;
    request.out = (folder_ / "run").string();
    return request;
  }

  fs::path folder_;
};

inline base::Json build_quietly(const BuildRequest& request) {
  base::Silent progress;
  return build(request, progress).summary;
}

inline const base::Json& attribute(const base::Json& summary, const std::string& column) {
  for (const base::Json& item : summary["attributes"].items()) {
    if (item["column"].as_string() == column) return item;
  }
  return summary["no such attribute"];
}

inline bool suspected(const base::Json& summary, const std::string& column) {
  return attribute(summary, column)["leakage"]["suspected"].as_bool();
}

/// The held-out AUC, printed beside the reference, which must not lie above its interval.
inline void expect_auc_reaches(const base::Json& summary, double reference) {
  const base::Json& auc = summary["validation"]["auc"];
  ASSERT_TRUE(auc.is_object()) << summary["why"].text();
  std::printf("    AUC %.3f (%.3f to %.3f), reference %.3f; %s; %s\n", auc["value"].as_double(),
              auc["low"].as_double(), auc["high"].as_double(), reference,
              summary["verdict"].as_string().c_str(),
              summary["validation"]["method"].as_string().c_str());
  EXPECT_GE(auc["high"].as_double(), reference);
}

inline std::string read_shared(const char* path) {
  return base::read_file((kShared / path).string());
}

/// A small CSV without broken lines or quotes in cells, as rows of cells.
inline std::vector<std::vector<std::string>> cells_of(const std::string& text) {
  std::vector<std::vector<std::string>> rows;
  std::vector<std::string> row(1);
  bool quoted = false;
  for (const char letter : text) {
    if (letter == '"') {
      quoted = !quoted;
    } else if (letter == '\n') {
      rows.push_back(row);
      row.assign(1, "");
    } else if (letter == ',' && !quoted) {
      row.emplace_back();
    } else if (letter != '\r') {
      row.back() += letter;
    }
  }
  return rows;
}

inline std::string line_of(const std::vector<std::string>& cells) {
  std::string line;
  for (const std::string& cell : cells) {
    const bool quoted = cell.find(',') != std::string::npos;
    line += (line.empty() ? "" : ",") + (quoted ? '"' + cell + '"' : cell);
  }
  return line + "\n";
}

}  // namespace bestfit::flow::test
