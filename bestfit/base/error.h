#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

/// Two kinds of failure: the world's (Error: the user can act on it) and ours (Bug: we must).
namespace bestfit {

/// What went wrong in the world. Each fault has one exit status (docs/cli.md).
enum class Fault {
  usage,          // the command line is wrong
  bad_input,      // the data cannot be used as it is
  missing,        // a file, a column or an account that is named does not exist
  configuration,  // a workspace or profile file is wrong
  denied,         // the machine does not let us read or write
  unavailable,    // a remote service, a full disk
  conflict,       // something is there already, or somebody else holds it
};

/// The fault as one word, as printed before the message: "bad input".
std::string_view fault_name(Fault fault);

/// The world is not as it should be. The message names file, line, column or account, and what to
/// do.
class Error : public std::runtime_error {
 public:
  Error(Fault fault, const std::string& message) : std::runtime_error(message), fault_(fault) {}
  [[nodiscard]] Fault fault() const { return fault_; }

 private:
  Fault fault_;
};

/// A broken promise inside the program.
class Bug : public std::logic_error {
 public:
  using std::logic_error::logic_error;
};

/// Throws Bug with `promise` and the place when `kept` is false. Checked in every build.
void check(bool kept, const char* promise, const char* file = __builtin_FILE(),
           int line = __builtin_LINE());

}  // namespace bestfit
