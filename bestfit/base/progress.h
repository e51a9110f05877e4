#pragma once

#include <string_view>

namespace bestfit::base {

/// Hears how far a task is. Given down as an argument; the default hears nothing.
class Progress {
 public:
  Progress() = default;
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;
  virtual ~Progress() = default;

  /// `share` of `step` is done, in [0, 1]; below 0 when it cannot be known. Called from one thread.
  virtual void report(std::string_view step, double share) = 0;
};

/// Hears nothing.
class Silent final : public Progress {
 public:
  void report(std::string_view, double) override {}
};

}  // namespace bestfit::base
