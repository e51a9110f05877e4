#pragma once

#include <cstddef>
#include <new>
#include <string>

#include "bestfit/base/error.h"

/// Arrays beyond a limit of memory lie in files. A program that links this has an `operator new`
/// that counts arrays of 1 MiB and more: while these take less than the limit they lie in memory,
/// as ever; a further one lies in a file without a name, mapped into the program, that ends with
/// it. The system writes such pages to the disk when it needs their memory. What the program
/// computes does not change. Without a limit, and in builds with sanitizers, nothing is kept in
/// files.
namespace bestfit::base {

/// Sets the limit; arrays that are there stay where they are.
///   bytes   of all arrays of 1 MiB and more together
///   folder  on a disk, not in memory
void spill_beyond(std::size_t bytes, const std::string& folder);

/// What is kept in files: at this moment, and at most so far.
struct Spilled {
  std::size_t bytes = 0;
  std::size_t bytes_most = 0;
};
Spilled spilled();

/// The disk has no room for an array, or files cannot be made there.
class NoRoomToSpill : public std::bad_alloc {
 public:
  explicit NoRoomToSpill(int error_number) : error_number_(error_number) {}
  [[nodiscard]] const char* what() const noexcept override;
  /// With the folder's name, for people.
  [[nodiscard]] Error told() const;

 private:
  int error_number_;  // errno
};

/// Bytes of memory that this process may use: the machine's, or what its control group leaves it.
std::size_t memory_of_process();

/// The folder for files that may be large: TMPDIR, else /var/tmp.
std::string folder_for_large_files();

}  // namespace bestfit::base
