#include "bestfit/cli/source_options.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdlib>

#include "bestfit/base/error.h"

namespace bestfit::cli {

std::shared_ptr<SourceOptions> add_source_options(CLI::App& command, const std::string& what) {
  auto asked = std::make_shared<SourceOptions>();
  asked->option =
      command
          .add_option_function<std::string>(
              "--source",
              [asked](const std::string& text) {
                asked->address = warehouse::parse_address(text);
                asked->is_given = true;
              },
              "postgresql://user@host/database or clickhouse://user@host/database: " + what)
          ->group(kSourceGroup);
  CLI::Option* source = asked->option;
  command.add_option("--table", asked->table, "the table of accounts")
      ->group(kSourceGroup)
      ->needs(source);
  command
      .add_option("--credentials", asked->credentials,
                  "file with user and password; else PGPASSFILE, PGPASSWORD, "
                  "BESTFIT_SOURCE_PASSWORD")
      ->group(kSourceGroup)
      ->needs(source);
  command
      .add_option_function<std::string>(
          "--set-separator", [asked](const std::string& text) { asked->separator = text[0]; },
          "between the members of a set: ; or | (;)")
      ->check([](const std::string& text) {
        return text == ";" || text == "|" ? std::string() : std::string("; or |");
      })
      ->group(kSourceGroup)
      ->needs(source);
  command.add_flag("--dry-run", asked->dry_run, "says what would be done, with the SQL")
      ->group(kSourceGroup)
      ->needs(source);
  return asked;
}

warehouse::Credentials credentials_of(const SourceOptions& asked) {
  if (!asked.credentials.empty()) return warehouse::read_credentials(asked.credentials);
  const char* password = std::getenv("BESTFIT_SOURCE_PASSWORD");
  return {.user = "", .password = password == nullptr ? "" : password};
}

void refuse_of_files(const CLI::App& command, std::span<const char* const> of_files) {
  for (const char* name : of_files) {
    if (command.count(name) == 0) continue;
    const bool is_option = std::string_view(name).starts_with("-");
    throw Error(Fault::usage, fmt::format("{} says something of files, not of --source",
                                          is_option ? name : "a file to read"));
  }
}

}  // namespace bestfit::cli
