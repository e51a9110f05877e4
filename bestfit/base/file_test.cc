#include "bestfit/base/file.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <string>

#include "bestfit/base/error.h"

namespace bestfit::base {
namespace {

TEST(File, WritesWholeAndReadsBack) {
  const std::string path = testing::TempDir() + "base_file";
  const std::string bytes("a\0b\n", 4);
  write_file(path, bytes);
  EXPECT_EQ(read_file(path), bytes);
  write_file(path, "");
  EXPECT_EQ(read_file(path), "");
}

TEST(File, LeavesTheOldFileWhenNotCommitted) {
  const std::string path = testing::TempDir() + "base_file_kept";
  write_file(path, "old");
  std::string temporary;
  {
    AtomicFile file(path);
    file.write("new");
    temporary = file.temporary_path();
    EXPECT_EQ(read_file(temporary), "new");
  }
  EXPECT_EQ(read_file(path), "old");
  struct stat found = {};
  EXPECT_NE(::stat(temporary.c_str(), &found), 0);
}

Fault fault_of_writing(const std::string& path) {
  try {
    write_file(path, std::string(100000, 'x'));
  } catch (const Error& error) {
    EXPECT_NE(std::string(error.what()).find(path), std::string::npos);
    return error.fault();
  }
  return Fault::usage;
}

TEST(File, SaysWhatIsWrong) {
  EXPECT_EQ(fault_of_writing("/no/such/folder/x"), Fault::missing);
  EXPECT_EQ(fault_of_writing("/dev/full"), Fault::unavailable);
  EXPECT_EQ(fault_of_writing("/tmp"), Fault::bad_input);
  EXPECT_THROW(read_file("/no/such/file"), Error);
  EXPECT_THROW(read_file("/tmp"), Error);
}

}  // namespace
}  // namespace bestfit::base
