#include "bestfit/store/run.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <system_error>

#include "bestfit/base/error.h"
#include "bestfit/base/file.h"

namespace bestfit::store {
namespace {

namespace fs = std::filesystem;

constexpr const char* kManifest = "manifest.json";

/// A folder of its own beside the target, removed unless it was renamed.
class Scratch {
 public:
  explicit Scratch(fs::path path) : path_(std::move(path)) {
    std::error_code code;
    fs::create_directories(path_, code);
    if (code) base::throw_file_error(path_.string(), "create", code.value());
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  ~Scratch() {
    std::error_code code;
    fs::remove_all(path_, code);
  }
  [[nodiscard]] const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

void rename_path(const fs::path& from, const fs::path& to) {
  std::error_code code;
  fs::rename(from, to, code);
  if (code) base::throw_file_error(to.string(), "write", code.value());
}

/// Whether a run may be put there in place of what is there.
bool replaceable(const fs::path& folder) {
  std::error_code code;
  if (!fs::is_directory(folder, code)) return false;
  return fs::exists(folder / kManifest, code) || fs::is_empty(folder, code);
}

}  // namespace

void write_run(const std::string& folder, const RunFiles& files) {
  const fs::path target = fs::path(folder).lexically_normal();
  const fs::path trimmed = target.has_filename() ? target : target.parent_path();
  std::error_code code;
  const bool there = fs::exists(fs::symlink_status(trimmed, code));
  if (there && !replaceable(trimmed)) {
    throw Error(
        Fault::conflict,
        fmt::format("{}: there is something here that is no earlier run; name another folder "
                    "with --out, or remove it",
                    folder));
  }
  const fs::path beside = trimmed.string() + fmt::format(".writing-{}", ::getpid());
  const Scratch scratch(beside);
  for (const auto& [name, bytes] : files) {
    base::write_file((scratch.path() / name).string(), bytes);
  }
  if (!there) {
    rename_path(scratch.path(), trimmed);
    return;
  }
  const Scratch old(trimmed.string() + fmt::format(".replaced-{}", ::getpid()));
  rename_path(trimmed, old.path() / "run");
  rename_path(scratch.path(), trimmed);
}

std::string next_run_folder(const std::string& parent) {
  for (int number = 1;; ++number) {
    const fs::path folder = fs::path(parent) / fmt::format("{:04}", number);
    std::error_code code;
    if (!fs::exists(fs::symlink_status(folder, code))) return folder.string();
  }
}

}  // namespace bestfit::store
