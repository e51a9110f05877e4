#include "bestfit/base/file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <utility>

#include "bestfit/base/error.h"

namespace bestfit::base {
namespace {

std::string folder_of(const std::string& path) {
  const std::size_t cut = path.rfind('/');
  if (cut == std::string::npos) return ".";
  return cut == 0 ? "/" : path.substr(0, cut);
}

Fault fault_of(int error_number) {
  switch (error_number) {
    case ENOENT:
    case ENOTDIR: return Fault::missing;
    case EACCES:
    case EPERM:
    case EROFS: return Fault::denied;
    case EISDIR:
    case ENAMETOOLONG: return Fault::bad_input;
    default: return Fault::unavailable;
  }
}

std::string words_of(const std::string& path, std::string_view doing, int error_number) {
  switch (error_number) {
    case ENOENT:
      return doing == "read"
                 ? fmt::format("no file '{}'", path)
                 : fmt::format("no folder '{}' to write '{}' in", folder_of(path), path);
    case EISDIR: return fmt::format("'{}' is a folder, not a file", path);
    case EACCES:
    case EPERM: return fmt::format("not allowed to {} '{}'", doing, path);
    case EROFS: return fmt::format("cannot {} '{}': the file system is read-only", doing, path);
    case ENOSPC:
    case EDQUOT:
      return fmt::format("cannot {} '{}': the disk is full; make room, or choose another folder",
                         doing, path);
    default: return fmt::format("cannot {} '{}': {}", doing, path, std::strerror(error_number));
  }
}

bool is_folder(const std::string& path) {
  struct stat found = {};
  return ::stat(path.c_str(), &found) == 0 && S_ISDIR(found.st_mode);
}

/// Files that exist and are no regular files, such as /dev/null and pipes, are written in place.
bool written_in_place(const std::string& path) {
  struct stat found = {};
  return ::stat(path.c_str(), &found) == 0 && !S_ISREG(found.st_mode);
}

}  // namespace

void throw_file_error(const std::string& path, std::string_view doing, int error_number) {
  throw Error(fault_of(error_number), words_of(path, doing, error_number));
}

std::string read_file(const std::string& path) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) throw_file_error(path, "read", errno);
  std::string bytes;
  std::array<char, 65536> block = {};
  for (;;) {
    const ssize_t got = ::read(descriptor, block.data(), block.size());
    if (got > 0) {
      bytes.append(block.data(), static_cast<std::size_t>(got));
      continue;
    }
    const int error_number = errno;
    if (got < 0 && error_number == EINTR) continue;
    ::close(descriptor);
    if (got < 0) throw_file_error(path, "read", error_number);
    return bytes;
  }
}

void check_readable(const std::string& path) {
  if (::access(path.c_str(), R_OK) != 0) throw_file_error(path, "read", errno);
  struct stat status = {};
  if (::stat(path.c_str(), &status) == 0 && S_ISDIR(status.st_mode)) {
    throw_file_error(path, "read", EISDIR);
  }
}

void write_file(const std::string& path, std::string_view bytes) {
  AtomicFile file(path);
  file.write(bytes);
  file.commit();
}

AtomicFile::AtomicFile(const std::string& path) : path_(path) {
  if (path == "-") {
    descriptor_ = STDOUT_FILENO;
    return;
  }
  if (is_folder(path)) throw_file_error(path, "write", EISDIR);
  if (written_in_place(path)) {
    descriptor_ = ::open(path.c_str(), O_WRONLY | O_CLOEXEC);
    if (descriptor_ < 0) fail(errno);
    return;
  }
  // Of a symbolic link the file that it points to is written anew, not the link.
  std::error_code code;
  if (std::filesystem::is_symlink(path, code)) {
    const std::filesystem::path target = std::filesystem::weakly_canonical(path, code);
    if (!code) path_ = target.string();
  }
  open_temporary();
}

/// The name is known, and kept for signals, before the file is there.
void AtomicFile::open_temporary() {
  constexpr int kNamesTried = 1000;
  int error_number = EEXIST;
  for (int number = 0; number < kNamesTried && error_number == EEXIST; ++number) {
    std::string name = fmt::format("{}.{}-{}", path_, ::getpid(), number);
    struct stat found = {};
    if (::lstat(name.c_str(), &found) == 0) continue;  // somebody else's
    temporary_.emplace(std::move(name));
    descriptor_ = ::open(temporary_->path().c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
    if (descriptor_ >= 0) return;
    error_number = errno;
    temporary_.reset();
  }
  fail(error_number);
}

AtomicFile::~AtomicFile() {
  if (descriptor_ >= 0 && descriptor_ != STDOUT_FILENO) ::close(descriptor_);
}

std::string AtomicFile::temporary_path() const { return temporary_ ? temporary_->path() : ""; }

void AtomicFile::fail(int error_number) const { throw_file_error(path_, "write", error_number); }

void AtomicFile::write(std::string_view bytes) {
  check(descriptor_ >= 0, "AtomicFile: not written after commit");
  while (!bytes.empty()) {
    const ssize_t put = ::write(descriptor_, bytes.data(), bytes.size());
    if (put < 0 && errno == EINTR) continue;
    if (put < 0) fail(errno);
    bytes.remove_prefix(static_cast<std::size_t>(put));
  }
}

void AtomicFile::commit(Flush flush) {
  check(descriptor_ >= 0, "AtomicFile: committed once");
  if (descriptor_ == STDOUT_FILENO) {
    descriptor_ = -1;
    return;
  }
  if (!temporary_) {
    const int closing = descriptor_;
    descriptor_ = -1;
    if (::close(closing) != 0) fail(errno);
    return;
  }
  if (flush == Flush::now && ::fsync(descriptor_) != 0) fail(errno);
  const int closing = descriptor_;
  descriptor_ = -1;
  if (::close(closing) != 0) fail(errno);
  if (::rename(temporary_->path().c_str(), path_.c_str()) != 0) fail(errno);
  temporary_.reset();
}

}  // namespace bestfit::base
