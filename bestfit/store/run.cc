#include "bestfit/store/run.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <functional>
#include <memory>
#include <system_error>
#include <vector>

#include "bestfit/base/error.h"
#include "bestfit/base/file.h"
#include "bestfit/base/temporary.h"

namespace bestfit::store {
namespace {

namespace fs = std::filesystem;

constexpr const char* kManifest = "manifest.json";

/// A folder of its own beside the target, removed unless it was renamed, also by a signal.
class Scratch {
 public:
  explicit Scratch(const fs::path& path) : folder_(path.string()) {
    std::error_code code;
    fs::create_directories(path, code);
    if (code) base::throw_file_error(path.string(), "create", code.value());
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  ~Scratch() {
    mark_content();
    std::error_code code;
    fs::remove_all(folder_.path(), code);
  }

  [[nodiscard]] const std::string& folder() const { return folder_.path(); }
  /// Where the file or folder of that name is to be made.
  const std::string& place(const std::string& name) {
    marks_.push_back(std::make_unique<base::Temporary>((fs::path(folder()) / name).string()));
    return marks_.back()->path();
  }

 private:
  void mark_content() {
    std::error_code code;
    for (auto entry = fs::recursive_directory_iterator(folder(), code);
         !code && entry != fs::recursive_directory_iterator(); entry.increment(code)) {
      marks_.push_back(std::make_unique<base::Temporary>(entry->path().string()));
    }
  }

  base::Temporary folder_;
  std::vector<std::unique_ptr<base::Temporary>> marks_;
};

void rename_path(const fs::path& from, const fs::path& to) {
  std::error_code code;
  fs::rename(from, to, code);
  if (code == std::errc::directory_not_empty || code == std::errc::file_exists) {
    throw Error(
        Fault::conflict,
        fmt::format("'{}' was made by another program meanwhile; run it again", to.string()));
  }
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
  Scratch scratch(beside);
  for (const auto& [name, bytes] : files) base::write_file(scratch.place(name), bytes);
  if (!there) {
    rename_path(scratch.folder(), trimmed);
    return;
  }
  const Scratch old(trimmed.string() + fmt::format(".replaced-{}", ::getpid()));
  rename_path(trimmed, fs::path(old.folder()) / "run");
  rename_path(scratch.folder(), trimmed);
}

std::string next_run_folder(const std::string& parent) {
  for (int number = 1;; ++number) {
    const fs::path folder = fs::path(parent) / fmt::format("{:04}", number);
    std::error_code code;
    if (!fs::exists(fs::symlink_status(folder, code))) return folder.string();
  }
}

std::vector<std::string> run_folders(const std::string& parent) {
  std::vector<std::string> folders;
  std::error_code code;
  for (const auto& entry : fs::directory_iterator(parent, code)) {
    if (fs::exists(entry.path() / kManifest, code)) folders.push_back(entry.path().string());
  }
  std::sort(folders.begin(), folders.end(), std::greater<>());
  return folders;
}

}  // namespace bestfit::store
