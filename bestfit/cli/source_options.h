#pragma once

#include <memory>
#include <span>
#include <string>

#include "bestfit/warehouse/address.h"

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace bestfit::cli {

/// What a command is told of a table in a database.
struct SourceOptions {
  CLI::Option* option = nullptr;  // --source, which the others need
  bool is_given = false;
  warehouse::Address address;
  std::string table;
  std::string credentials;  // path of a file
  char separator = ';';     // between the members of a set
  bool dry_run = false;
};

inline constexpr const char* kSourceGroup = "Accounts in a database";

/// The options --source, --table, --credentials, --set-separator and --dry-run, filled while the
/// command line is parsed.
///   what  "accounts are scored in it", for the help
std::shared_ptr<SourceOptions> add_source_options(CLI::App& command, const std::string& what);

/// What a user logs in with: from the file that is named, else from the environment.
///   throws  as warehouse::read_credentials
warehouse::Credentials credentials_of(const SourceOptions& asked);

/// Looks that no option was given that says something of files.
///   throws  Error(usage) naming it
void refuse_of_files(const CLI::App& command, std::span<const char* const> of_files);

}  // namespace bestfit::cli
