#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "bestfit/base/temporary.h"

namespace bestfit::example {

/// A file being written, from nothing. Not copied, closed at the end of its life.
class OutputFile {
 public:
  /// Throws Error(denied) when it cannot be made.
  explicit OutputFile(const std::string& path);
  OutputFile(const OutputFile&) = delete;
  OutputFile& operator=(const OutputFile&) = delete;
  OutputFile(OutputFile&& other) noexcept;
  OutputFile& operator=(OutputFile&&) = delete;
  ~OutputFile();

  /// Throws Error(unavailable) when the disk is full or fails.
  void write(std::string_view text);
  void close();

 private:
  std::string path_;
  int descriptor_ = -1;
};

/// A folder that appears whole or not at all: files are written beside its place, and moved there.
/// Nothing is left when it is not committed or a signal ends the program.
class StagedFolder {
 public:
  /// Throws Error(conflict) when `folder` is there and not empty, Error(denied) when nothing can be
  /// made beside it, Error(usage) when it is the empty text.
  explicit StagedFolder(const std::string& folder);
  StagedFolder(const StagedFolder&) = delete;
  StagedFolder& operator=(const StagedFolder&) = delete;
  ~StagedFolder();

  /// Where to write the file of that name for now.
  std::string path(std::string_view name);
  /// Moves all to `folder`.
  void commit();

 private:
  std::string folder_;
  std::string staging_;
  std::vector<base::Temporary> marks_;  // of the folder and its files, for signals
};

}  // namespace bestfit::example
