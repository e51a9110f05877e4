#pragma once

#include <cstddef>
#include <string_view>

namespace bestfit::base {

/// Hears how far a task is. Given down as an argument; the default hears nothing.
class Progress {
 public:
  Progress() = default;
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;
  virtual ~Progress() = default;

  /// `share` of `step` is done, in [0, 1]; below 0 when it cannot be known. Never called by two
  /// threads at once.
  virtual void report(std::string_view step, double share) = 0;
  /// Likewise; so many rows are done.
  virtual void report_rows(std::string_view step, double share, std::size_t) {
    report(step, share);
  }
};

/// Hears nothing.
class Silent final : public Progress {
 public:
  void report(std::string_view, double) override {}
};

}  // namespace bestfit::base
