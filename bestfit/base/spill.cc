#include "bestfit/base/spill.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <malloc.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <limits>
#include <mutex>
#include <vector>

#include "bestfit/base/error.h"

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define BESTFIT_OWN_NEW 0
#else
#define BESTFIT_OWN_NEW 1
#endif

namespace bestfit::base {
namespace {

constexpr std::size_t kBig = std::size_t{1} << 20;
constexpr std::size_t kPage = 4096;
constexpr std::size_t kCounted = kBig + kPage;  // room of an array that surely was a big one
constexpr std::size_t kFolderBytes = 4096;
constexpr std::size_t kMappedMost = 8192;

struct Mapped {
  void* at = nullptr;
  std::size_t bytes = 0;
};

/// What `operator new` knows: it is given nothing but a size, and may run before and after
/// everything else. No member allocates.
struct BigArrays {
  std::atomic<std::size_t> limit = std::numeric_limits<std::size_t>::max();
  std::atomic<std::size_t> in_memory = 0;
  std::mutex mutex;  // of what follows
  std::array<char, kFolderBytes> folder = {};
  std::array<Mapped, kMappedMost> mapped = {};
  std::atomic<std::size_t> mapped_count = 0;
  Spilled spilled;
};
constinit BigArrays big_arrays;

/// A file that no folder lists.
int nameless_file(const char* folder) {
  const int file = open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
  if (file >= 0) return file;
  std::string path = folder;  // on file systems without O_TMPFILE
  path += "/bestfit-XXXXXX";
  const int named = mkostemp(path.data(), O_CLOEXEC);
  if (named >= 0) unlink(path.c_str());
  return named;
}

/// Throws NoRoomToSpill.
[[maybe_unused]] void* map_file(std::size_t bytes) {
  const std::lock_guard lock(big_arrays.mutex);
  const int file = nameless_file(big_arrays.folder.data());
  if (file < 0) throw NoRoomToSpill(errno);
  // Room is taken now: a full disk would otherwise end the program at a later write.
  int error_number = posix_fallocate(file, 0, static_cast<off_t>(bytes));
  void* at = MAP_FAILED;
  if (error_number == 0) {
    at = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    if (at == MAP_FAILED) error_number = errno;
  }
  close(file);
  if (at == MAP_FAILED) throw NoRoomToSpill(error_number);
  big_arrays.mapped[big_arrays.mapped_count++] = {.at = at, .bytes = bytes};
  big_arrays.spilled.bytes += bytes;
  big_arrays.spilled.bytes_most = std::max(big_arrays.spilled.bytes_most, big_arrays.spilled.bytes);
  return at;
}

/// Where the system may say how much memory this process has: of both versions of control groups,
/// for its own group and for all that it sees (a container sees its own alone).
///   source  proc_pid_cgroup(5), lines "4:memory:/group" and "0::/group"
std::vector<std::string> files_of_limits() {
  std::vector<std::string> files = {"/sys/fs/cgroup/memory.max",
                                    "/sys/fs/cgroup/memory/memory.limit_in_bytes"};
  std::ifstream groups("/proc/self/cgroup");
  for (std::string line; std::getline(groups, line);) {
    const std::string group = line.substr(line.rfind(':') + 1);
    if (line.find(":memory:") != std::string::npos) {
      files.push_back(fmt::format("/sys/fs/cgroup/memory{}/memory.limit_in_bytes", group));
    } else if (line.starts_with("0::")) {
      files.push_back(fmt::format("/sys/fs/cgroup{}/memory.max", group));
    }
  }
  return files;
}

[[maybe_unused]] bool unmap(void* at) {
  if (big_arrays.mapped_count.load(std::memory_order_relaxed) == 0) return false;
  const std::lock_guard lock(big_arrays.mutex);
  for (std::size_t i = 0; i < big_arrays.mapped_count; ++i) {
    if (big_arrays.mapped[i].at != at) continue;
    munmap(at, big_arrays.mapped[i].bytes);
    big_arrays.spilled.bytes -= big_arrays.mapped[i].bytes;
    big_arrays.mapped[i] = big_arrays.mapped[--big_arrays.mapped_count];
    return true;
  }
  return false;
}

}  // namespace

void spill_beyond(std::size_t bytes, const std::string& folder) {
  check(folder.size() < kFolderBytes, "spill_beyond: a path of less than 4096 bytes");
  const std::lock_guard lock(big_arrays.mutex);
  std::memcpy(big_arrays.folder.data(), folder.c_str(), folder.size() + 1);
  big_arrays.limit = bytes;
}

Spilled spilled() {
  const std::lock_guard lock(big_arrays.mutex);
  return big_arrays.spilled;
}

const char* NoRoomToSpill::what() const noexcept {
  return "arrays beyond the limit of memory found no room on the disk";
}

Error NoRoomToSpill::told() const {
  const bool denied = error_number_ == EACCES || error_number_ == EPERM || error_number_ == EROFS;
  const Fault fault = denied                    ? Fault::denied
                      : error_number_ == ENOENT ? Fault::missing
                                                : Fault::unavailable;
  return {fault, fmt::format("arrays beyond the limit of memory cannot be kept in '{}': {}; set "
                             "TMPDIR to a folder on a disk with room, or raise --memory-limit",
                             big_arrays.folder.data(), std::strerror(error_number_))};
}

std::size_t memory_of_process() {
  auto bytes = static_cast<std::size_t>(sysconf(_SC_PHYS_PAGES)) *
               static_cast<std::size_t>(sysconf(_SC_PAGE_SIZE));
  for (const std::string& file : files_of_limits()) {
    std::size_t limit = 0;  // "max" and files that are not there leave it
    if (std::ifstream(file) >> limit && limit > 0) bytes = std::min(bytes, limit);
  }
  return bytes;
}

std::string folder_for_large_files() {
  const char* chosen = std::getenv("TMPDIR");
  return chosen != nullptr && *chosen != '\0' ? chosen : "/var/tmp";
}

}  // namespace bestfit::base

#if BESTFIT_OWN_NEW

// NOLINTBEGIN(*-no-malloc, *-owning-memory): this is where memory comes from.

void* operator new(std::size_t bytes) {
  using namespace bestfit::base;
  const bool is_big = bytes >= kBig;
  if (is_big && big_arrays.in_memory + bytes > big_arrays.limit &&
      big_arrays.mapped_count < kMappedMost) {
    return map_file(bytes);
  }
  void* at = std::malloc(bytes == 0 ? 1 : bytes);
  if (at == nullptr) throw std::bad_alloc();
  const std::size_t room = is_big ? malloc_usable_size(at) : 0;
  if (room >= kCounted) big_arrays.in_memory += room;
  return at;
}

void operator delete(void* at) noexcept {
  using namespace bestfit::base;
  // Mapped arrays begin with a page; what malloc gives hardly ever does.
  if (reinterpret_cast<std::uintptr_t>(at) % kPage == 0 && at != nullptr && unmap(at)) return;
  const std::size_t room = at == nullptr ? 0 : malloc_usable_size(at);
  if (room >= kCounted) big_arrays.in_memory -= room;
  std::free(at);
}

void operator delete(void* at, std::size_t) noexcept { operator delete(at); }

// NOLINTEND(*-no-malloc, *-owning-memory)

#endif
