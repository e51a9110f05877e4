#include "bestfit/base/temporary.h"

#include <gtest/gtest.h>

#include <csignal>
#include <filesystem>
#include <optional>
#include <vector>

#include "bestfit/base/file.h"

namespace bestfit::base {
namespace {

namespace fs = std::filesystem;

class Temporaries : public ::testing::Test {
 protected:
  void SetUp() override { fs::remove_all(folder_), fs::create_directories(folder_); }
  void TearDown() override { fs::remove_all(folder_); }
  std::string at(const char* name) const { return (folder_ / name).string(); }
  fs::path folder_ = fs::path(::testing::TempDir()) / "bestfit_temporaries";
};

TEST_F(Temporaries, AreRemovedAtTheEndOfTheirLife) {
  {
    const Temporary file(at("file"));
    const Temporary folder(at("folder"));
    const Temporary absent(at("absent"));
    write_file(file.path(), "x");
    fs::create_directory(folder.path());
  }
  EXPECT_TRUE(fs::is_empty(folder_));
}

TEST_F(Temporaries, StayWhenTheyWereRenamedOrMoved) {
  std::optional<Temporary> kept;
  {
    Temporary file(at("file"));
    write_file(file.path(), "x");
    fs::rename(file.path(), at("renamed"));
    Temporary other(at("other"));
    write_file(other.path(), "x");
    kept.emplace(std::move(other));
  }
  EXPECT_TRUE(fs::exists(at("renamed")));
  EXPECT_TRUE(fs::exists(at("other")));
  kept.reset();
  EXPECT_FALSE(fs::exists(at("other")));
}

TEST_F(Temporaries, MoreThanASignalCanKnowAreRemovedAllTheSame) {
  {
    std::vector<Temporary> many;
    for (int i = 0; i < 140; ++i) {
      many.emplace_back(at(std::to_string(i).c_str()));
      write_file(many.back().path(), "x");
    }
  }
  EXPECT_TRUE(fs::is_empty(folder_));
}

using TemporariesDeathTest = Temporaries;

TEST_F(TemporariesDeathTest, ASignalRemovesThemAndEndsTheProgramAsItDoes) {
  const auto ended_by = [&](int signal_number) {
    remove_temporaries_on_signals();
    const Temporary outer(at("outer"));
    const Temporary inner(at("outer/inner"));
    fs::create_directories(inner.path());
    const Temporary whole(at("outer/inner/whole"));
    write_file(whole.path(), "whole");
    AtomicFile half(at("half"));
    half.write("half");
    ::raise(signal_number);
  };
  for (const int signal_number : {SIGINT, SIGTERM, SIGHUP, SIGPIPE}) {
    EXPECT_EXIT(ended_by(signal_number), ::testing::KilledBySignal(signal_number), "");
    EXPECT_TRUE(fs::is_empty(folder_)) << signal_number;
  }
}

TEST_F(TemporariesDeathTest, ASignalThatIsIgnoredStaysIgnored) {
  const auto lives_on = [&] {
    std::signal(SIGHUP, SIG_IGN);
    remove_temporaries_on_signals();
    const Temporary file(at("file"));
    write_file(file.path(), "x");
    ::raise(SIGHUP);
    std::exit(fs::exists(file.path()) ? 0 : 1);
  };
  EXPECT_EXIT(lives_on(), ::testing::ExitedWithCode(0), "");
}

}  // namespace
}  // namespace bestfit::base
