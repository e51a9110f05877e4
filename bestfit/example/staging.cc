#include "bestfit/example/staging.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <system_error>
#include <utility>

#include "bestfit/base/error.h"

namespace bestfit::example {
namespace {

[[noreturn]] void refuse(std::string_view what, const std::string& path, int code) {
  const bool full = code == ENOSPC || code == EDQUOT || code == EFBIG || code == EIO;
  throw Error(full ? Fault::unavailable : Fault::denied,
              fmt::format("{} '{}': {}; {}", what, path, std::generic_category().message(code),
                          full ? "make room, or ask for fewer accounts"
                               : "name a folder that you may write to"));
}

}  // namespace

OutputFile::OutputFile(const std::string& path)
    : path_(path),
      descriptor_(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644)) {
  if (descriptor_ < 0) refuse("cannot write", path_, errno);
}

OutputFile::OutputFile(OutputFile&& other) noexcept
    : path_(std::move(other.path_)), descriptor_(std::exchange(other.descriptor_, -1)) {}

OutputFile::~OutputFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

void OutputFile::write(std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(descriptor_, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) refuse("cannot write", path_, errno);
    text.remove_prefix(static_cast<std::size_t>(written));
  }
}

void OutputFile::close() {
  if (::close(std::exchange(descriptor_, -1)) != 0) refuse("cannot write", path_, errno);
}

StagedFolder::StagedFolder(const std::string& folder) : folder_(folder) {
  namespace fs = std::filesystem;
  if (folder.empty()) throw Error(Fault::usage, "no folder is named to write the example to");
  while (folder_.size() > 1 && folder_.back() == '/') folder_.pop_back();
  std::error_code failure;
  const bool there = fs::exists(folder_, failure);
  if (there && (!fs::is_directory(folder_, failure) || !fs::is_empty(folder_, failure))) {
    throw Error(
        Fault::conflict,
        fmt::format("'{}' is there already and is not an empty folder; name another", folder_));
  }
  const fs::path parent = fs::absolute(folder_).parent_path();
  fs::create_directories(parent, failure);
  if (failure) refuse("cannot make the folder", parent.string(), failure.value());
  staging_ = fmt::format("{}.partial-{}", fs::absolute(folder_).string(), ::getpid());
  marks_.emplace_back(staging_);
  if (!fs::create_directory(staging_, failure)) {
    const std::string refused = std::exchange(staging_, "");
    refuse("cannot make the folder", refused, failure ? failure.value() : EEXIST);
  }
}

StagedFolder::~StagedFolder() {
  std::error_code ignored;  // nothing more can be done about what cannot be removed
  if (!staging_.empty()) std::filesystem::remove_all(staging_, ignored);
}

std::string StagedFolder::path(std::string_view name) {
  marks_.emplace_back(fmt::format("{}/{}", staging_, name));
  return marks_.back().path();
}

void StagedFolder::commit() {
  std::error_code failure;
  std::filesystem::rename(staging_, folder_, failure);
  if (failure) refuse("cannot make the folder", folder_, failure.value());
  staging_.clear();
}

}  // namespace bestfit::example
