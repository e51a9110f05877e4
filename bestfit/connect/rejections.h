#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "bestfit/base/file.h"
#include "bestfit/connect/options.h"

namespace bestfit::connect {

/// Keeps the lines of a file that are not in its table: all of them counted, the first in memory,
/// and each in a CSV file of line, reason and text when one is wanted.
class Rejections {
 public:
  static constexpr std::size_t kKept = 1000;

  /// No file is made before the first rejected line.
  explicit Rejections(std::string path) : path_(std::move(path)) {}

  void add(std::size_t line, std::string reason, std::string_view text);
  /// Gives the file its name.
  void finish();

  [[nodiscard]] std::size_t count() const { return count_; }
  [[nodiscard]] const std::vector<RejectedLine>& first() const { return first_; }

 private:
  std::string path_;
  std::unique_ptr<base::AtomicFile> file_;
  std::size_t count_ = 0;
  std::vector<RejectedLine> first_;
};

}  // namespace bestfit::connect
