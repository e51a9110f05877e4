#include "bestfit/flow/init.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <array>

#include "bestfit/cli/command.h"

namespace bestfit::cli {
namespace {

struct InitArguments {
  std::string folder = ".";
  std::array<std::string, kParts.size()> paths;
  std::string outcome;
};

void run_init(const InitArguments& arguments, const connect::ReadOptions& reading) {
  flow::InitRequest request{
      .folder = arguments.folder, .outcome = arguments.outcome, .reading = reading};
  for (std::size_t i = 0; i < kParts.size(); ++i) {
    if (!arguments.paths.at(i).empty())
      request.files.emplace_back(kParts.at(i).first, arguments.paths.at(i));
  }
  const std::unique_ptr<base::Progress> progress = make_progress();
  const flow::InitResult result = flow::init_workspace(request, *progress);
  std::string text;
  for (const std::string& line : result.lines) text += line + "\n";
  print(fmt::format(
      "{}\nWrote {}. Correct it where it is wrong, then: bestfit build --workspace {}\n", text,
      result.path, arguments.folder));
}

}  // namespace

void add_init(CLI::App& app, Outcome&) {
  CLI::App* command = app.add_subcommand("init", "Map the files of a folder, write bestfit.toml");
  auto arguments = std::make_shared<InitArguments>();
  command->add_option("folder", arguments->folder,
                      "where bestfit.toml will be; its data files are looked at");
  for (std::size_t i = 0; i < kParts.size(); ++i) {
    command->add_option(std::string("--") + kParts.at(i).first, arguments->paths.at(i),
                        kParts.at(i).second);
  }
  command->add_option("--outcome", arguments->outcome, "what the best accounts are");
  const auto reading = add_reading(*command);
  command->callback([arguments, reading] { run_init(*arguments, *reading); });
}

}  // namespace bestfit::cli
