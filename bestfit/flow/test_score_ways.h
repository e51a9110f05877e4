#pragma once

#include <unistd.h>

#include <filesystem>
#include <string>
#include <vector>

#include "bestfit/base/file.h"
#include "bestfit/base/random.h"
#include "bestfit/base/text.h"
#include "bestfit/flow/score_accounts.h"

/// A card and accounts that both ways through `score` are tried on: cells that are common, and now
/// and then hostile.
namespace bestfit::flow::test {

inline const std::string kWaysCard = R"(
version = "w"
as_of = 2026-01-01
[[profile]]
name = "First, with a comma"
known_min = 10
[[profile.disqualify]]
column = "industry"
kind = "category"
values = ["Public Sector", "ÄRZTE"]
[[profile.score]]
column = "employees"
kind = "number"
bins = [{ label = "a", below = 10, points = 30 }, { label = "b", from = 10, points = 5 }, ]
missing = { points = 0 }
[[profile.score]]
column = "growth"
kind = "number"
bins = [
  { label = "down", below = 0, points = 0 },
  { label = "1.5 and more", from = 1.5, points = 20 },
]
missing = { points = 3 }
[[profile.score]]
column = "industry"
kind = "category"
bins = [
  { label = "=Software", values = ["Software"], points = 20 },
  { label = "none", values = ["NA"], points = 3 },
]
[[profile.score]]
column = "tools"
kind = "set"
bins = [
  { label = "both", values = ["SAP", "Excel"], points = 15 },
  { label = "SAP", values = ["sap"], points = 7 },
]
[[profile.score]]
column = "public"
kind = "flag"
bins = [{ label = "yes", values = ["yes"], points = 5 }]
[[profile.score]]
column = "founded"
kind = "date"
relative_to = "met"
bins = [{ label = "young", below = 1000, points = 10 }]
[[profile]]
name = "Second"
[[profile.require]]
column = "public"
kind = "flag"
values = ["no"]
[[profile.score]]
column = "employees"
kind = "number"
bins = [{ label = "exactly 7", from = 7, below = 7.0000001, points = 100 }]
[[profile.tier]]
name = "A"
from = 40
[[profile.tier]]
name = "B"
from = 0
)";

inline const std::string kHead = "id,name,industry,employees,growth,tools,public,founded,met\n";

/// A folder of this process alone, which ends with it.
inline const std::string& ways_folder() {
  struct Folder {
    std::string path = std::filesystem::temp_directory_path().string() + "/bestfit_score_ways_" +
                       std::to_string(::getpid()) + "/";
    ~Folder() { std::filesystem::remove_all(path); }
  };
  static const Folder folder;
  std::filesystem::create_directories(folder.path);
  return folder.path;
}

inline ScoreRequest request_for(const std::string& text) {
  const std::string folder = ways_folder();
  base::write_file(folder + "in.csv", text);
  base::write_file(folder + "icp.toml", kWaysCard);
  ScoreRequest request;
  request.icp = folder + "icp.toml";
  request.in = folder + "in.csv";
  return request;
}

inline std::string pick(base::Random& random, const std::vector<std::string>& cells) {
  return cells[random.below(cells.size())];
}

/// A row whose cells are common, and now and then hostile.
inline std::string row_of(base::Random& random, std::size_t i) {
  const std::string name = pick(random, {"Acme", "Müller GmbH", "x", "-12.5", "- and so on", "=1+1",
                                         "+49 89 123", "@home", "a'b", "0x", "--", "-1,5"});
  const std::string growth =
      random.below(3) > 0
          ? std::to_string(30.0 * random.normal()).substr(0, 1 + random.below(8))
          : pick(random, {"", "1.5", "-0", "1.49999999999999999999", "12 %", "n/a", "1e3", "0.1",
                          "123456789012345678901234567890", "00012", "-", "(5)", "7."});
  const std::string employees =
      random.below(4) > 0
          ? std::to_string(random.below(20))
          : pick(random, {"", "9", "10", "7", "1200000000000", "many", "k", "2.5k"});
  const std::vector<std::string> cells = {
      std::to_string(i),
      name.find(',') == std::string::npos ? name : "y",
      pick(random, {"Software", "SOFTWARE", "Bank", "", "NA", "Ärzte", "Public Sector"}),
      employees,
      growth,
      pick(random, {"SAP", "Excel; sap", "", "SAP;Excel", "none", ";", "Word;x"}),
      pick(random, {"yes", "no", "TRUE", "", "0", "maybe"}),
      pick(random, {"2020-01-31", "", "2025-12-31", "soon", "1999-02-29"}),
      pick(random, {"2020-06-01", "", "2026-01-01"})};
  return base::join(cells, ",") + "\n";
}

inline std::string rows_of(base::Random& random, std::size_t rows) {
  std::string text;
  for (std::size_t i = 0; i < rows; ++i) text += row_of(random, i);
  return text;
}

}  // namespace bestfit::flow::test
