#include "bestfit/intake/place_files.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "bestfit/base/error.h"
#include "bestfit/base/file.h"

namespace bestfit::intake {
namespace {

namespace fs = std::filesystem;

constexpr const char* kCompanies = "account,sector\nAcme,retail\nBeta,banking\nCore,retail\n";
constexpr const char* kOtherCompanies = "account,sector\nDelta,retail\nEcho,banking\nFox,retail\n";
constexpr const char* kDeals =
    "deal,account,stage,close_date,amount\n1,Acme,Won,2024-01-02,5\n2,Beta,Lost,2024-01-03,6\n";
constexpr const char* kProducts = "product,series,price\nGTX,G,550\nMG,M,55\n";

class Placing : public ::testing::Test {
 protected:
  void SetUp() override { fs::remove_all(folder_), fs::create_directories(folder_); }
  void TearDown() override { fs::remove_all(folder_); }

  std::pair<std::string, std::string> file(const char* name, const char* text,
                                           const char* part = "") {
    const std::string path = (folder_ / name).string();
    base::write_file(path, text);
    return {part, path};
  }

  static std::string words(const Placement& placement) {
    std::string words;
    for (const PlacedFile& placed : placement.files) {
      words += placed.part + "=" + fs::path(placed.path).filename().string() + " ";
    }
    return words;
  }

  static Placement place(const NamedFiles& files, Unreadable unreadable = Unreadable::refuse) {
    base::Silent progress;
    return place_files(files, {}, unreadable, progress);
  }

  fs::path folder_ = fs::path(::testing::TempDir()) / "bestfit_placing";
};

TEST_F(Placing, TheNameWinsAndWhatCannotBePlacedIsLeftOut) {
  const Placement placement =
      place({file("accounts.csv", kCompanies), file("products.csv", kProducts),
             file("prospects.csv", kOtherCompanies), file("sales_pipeline.csv", kDeals)});
  EXPECT_EQ(words(placement), "accounts=accounts.csv deals=sales_pipeline.csv ");
  ASSERT_EQ(placement.left_out.size(), 2U);
  EXPECT_NE(placement.left_out[0].find("products.csv is left out: neither its name nor its columns "
                                       "(product, series, price) say what its rows are"),
            std::string::npos);
  EXPECT_NE(placement.left_out[1].find("prospects.csv is left out: the accounts are "),
            std::string::npos);
  EXPECT_EQ(placement.files[0].why, "by its name");
  EXPECT_EQ(placement.files[0].read.table.rows(), 3U);
  EXPECT_EQ(placement.files[0].read.file.part, "accounts");
}

TEST_F(Placing, DealsTellWhichOfTwoFilesHasTheAccounts) {
  const Placement placement = place({file("a.csv", kOtherCompanies), file("b.csv", kCompanies),
                                     file("c.csv", kDeals), file("products.csv", kProducts)});
  EXPECT_EQ(words(placement), "accounts=b.csv deals=c.csv ");
}

TEST_F(Placing, ATieIsAConflict) {
  try {
    place({file("a.csv", kCompanies), file("b.csv", kOtherCompanies)});
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.fault(), Fault::conflict);
    const std::string words = error.what();
    EXPECT_NE(words.find("a.csv and "), std::string::npos) << words;
    EXPECT_NE(words.find("name the one with --accounts FILE"), std::string::npos) << words;
  }
}

TEST_F(Placing, AGivenPartStands) {
  const Placement placement =
      place({file("accounts.csv", kOtherCompanies), file("x.csv", kCompanies, "accounts")});
  EXPECT_EQ(words(placement), "accounts=x.csv ");
  EXPECT_NE(placement.left_out.at(0).find("as you said"), std::string::npos);
}

TEST_F(Placing, ALoneFileIsTheAccounts) {
  EXPECT_EQ(words(place({file("products.csv", kProducts)})), "accounts=products.csv ");
  EXPECT_EQ(words(place({file("deals.csv", kDeals)})), "accounts=deals.csv ");
}

TEST_F(Placing, DealsOfOtherAccountsAreLeftOut) {
  const Placement placement =
      place({file("accounts.csv", kOtherCompanies), file("export.csv", kDeals)});
  EXPECT_EQ(words(placement), "accounts=accounts.csv ");
  EXPECT_NE(placement.left_out.at(0).find("none of its 'account' is an id, name or domain in "),
            std::string::npos);
}

TEST_F(Placing, DealsWithoutAStageAreLeftOut) {
  const Placement placement =
      place({file("accounts.csv", kCompanies), file("deals.csv", "account,size\nAcme,1\n")});
  EXPECT_EQ(words(placement), "accounts=accounts.csv ");
  EXPECT_NE(placement.left_out.at(0).find(
                "its name says deals, but none of its columns (account, size) was recognised as "
                "stage or won"),
            std::string::npos);
}

TEST_F(Placing, PipelineAndProductsAreNoAccounts) {
  EXPECT_THROW(place({file("sales_pipeline.csv", kDeals), file("products.csv", kProducts)}), Error);
}

TEST_F(Placing, AnUnreadableFileIsRefusedOrLeftOut) {
  const NamedFiles files = {file("accounts.csv", kCompanies), file("empty.csv", "")};
  EXPECT_THROW(place(files), Error);
  const Placement placement = place(files, Unreadable::leave_out);
  EXPECT_EQ(words(placement), "accounts=accounts.csv ");
  EXPECT_NE(placement.left_out.at(0).find("is empty"), std::string::npos);
}

}  // namespace
}  // namespace bestfit::intake
