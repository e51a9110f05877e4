#include "bestfit/intake/read_file.h"

#include <fmt/format.h>
#include <unistd.h>

#include <filesystem>
#include <system_error>

#include "bestfit/base/file.h"
#include "bestfit/base/temporary.h"

namespace bestfit::intake {

ReadFile read_file(const std::string& part, const std::string& path,
                   const connect::ReadOptions& options, base::Progress& progress) {
  namespace fs = std::filesystem;
  connect::ReadOptions chosen = options;
  const base::Temporary rejected(
      fmt::format("{}/bestfit-rejected-{}-{}", base::folder_of_temporaries(), ::getpid(), part));
  chosen.rejected_path = rejected.path();
  connect::ReadResult result = connect::read(path, chosen, progress);
  ReadFile read{.table = std::move(result.table),
                .file = {.part = part, .report = std::move(result.report)},
                .money = std::move(result.money)};
  std::error_code code;
  if (fs::exists(rejected.path(), code)) {
    read.file.rejected = base::read_file(rejected.path());
  }
  return read;
}

}  // namespace bestfit::intake
