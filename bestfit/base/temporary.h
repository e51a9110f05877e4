#pragma once

#include <string>

namespace bestfit::base {

/// A file, or a folder that will be empty, which must not outlive its use: it is removed at the end
/// of this object's life, and by a signal that ends the program. Make the object before the file.
/// What is not there (any more) is not missed, so a file that was renamed stays.
class Temporary {
 public:
  explicit Temporary(std::string path);
  Temporary(const Temporary&) = delete;
  Temporary& operator=(const Temporary&) = delete;
  Temporary(Temporary&& other) noexcept;
  Temporary& operator=(Temporary&& other) noexcept;
  ~Temporary();

  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  std::string path_;  // empty: moved from
  int slot_;          // below 0: there are too many; a signal leaves this one behind
};

/// The folder for files that end with the program: TMPDIR, else /tmp. Nobody looked whether it is
/// there: who makes a file in it says so.
std::string folder_of_temporaries();

/// From now on SIGINT, SIGTERM, SIGHUP and SIGPIPE remove all temporaries before they end the
/// program as they always do; one that the program was started to ignore is left alone.
void remove_temporaries_on_signals();

}  // namespace bestfit::base
