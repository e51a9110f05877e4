#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "bestfit/base/temporary.h"

namespace bestfit::base {

/// The bytes of a file.
///   throws  Error(missing), Error(denied), Error(bad_input: a folder), each with the path
std::string read_file(const std::string& path);

/// Looks whether a file can be opened.
///   throws  as read_file
void check_readable(const std::string& path);

/// Puts a file of these bytes at the path, whole or not at all; replaces one that is there.
///   throws  Error(missing: no such folder), Error(denied), Error(unavailable: the disk is full)
void write_file(const std::string& path, std::string_view bytes);

/// When a file's bytes are surely on the disk.
enum class Flush {
  now,    // before it has its name: it outlives a loss of power
  later,  // when the system writes them: for large files that can be made anew
};

/// A file that appears under its name when it is committed, whole; until then it lies beside it
/// under a temporary name, which is removed when it is not committed or a signal ends the program.
class AtomicFile {
 public:
  /// "-" writes straight to standard output.
  ///   throws  as write_file
  explicit AtomicFile(const std::string& path);
  AtomicFile(const AtomicFile&) = delete;
  AtomicFile& operator=(const AtomicFile&) = delete;
  ~AtomicFile();

  /// Adds bytes at the end. Throws as write_file.
  void write(std::string_view bytes);
  /// Gives the file its name. Throws as write_file.
  void commit(Flush flush = Flush::now);
  /// Where the bytes lie before the commit; empty for standard output.
  [[nodiscard]] std::string temporary_path() const;

 private:
  [[noreturn]] void fail(int error_number) const;
  void open_temporary();
  std::string path_;
  std::optional<Temporary> temporary_;  // none: standard output, written in place, or committed
  int descriptor_ = -1;
};

/// Throws the Error for a failed system call on a file.
///   doing         "read" or "write"
///   error_number  errno
[[noreturn]] void throw_file_error(const std::string& path, std::string_view doing,
                                   int error_number);

}  // namespace bestfit::base
