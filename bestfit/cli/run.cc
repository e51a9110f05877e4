#include "bestfit/cli/run.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <csignal>
#include <new>
#include <string>
#include <vector>

#include "bestfit/base/error.h"
#include "bestfit/base/spill.h"
#include "bestfit/base/temporary.h"
#include "bestfit/base/text.h"
#include "bestfit/base/version.h"
#include "bestfit/cli/command.h"

namespace bestfit::cli {
namespace {

Exit exit_of(Fault fault) {
  switch (fault) {
    case Fault::usage: return Exit::usage;
    case Fault::bad_input:
    case Fault::missing: return Exit::bad_input;
    case Fault::configuration: return Exit::configuration;
    case Fault::denied: return Exit::denied;
    case Fault::unavailable: return Exit::remote;
    case Fault::conflict: return Exit::conflict;
  }
  return Exit::internal;
}

/// Messages may quote the data: what would steer a terminal is written out.
std::string without_controls(std::string_view message) {
  std::string text;
  for (const char letter : message) {
    const auto byte = static_cast<unsigned char>(letter);
    if ((byte < 0x20 && letter != '\n') || byte == 0x7F) {
      text += fmt::format("\\x{:02x}", byte);
    } else {
      text += letter;
    }
  }
  return text;
}

int failed(Exit exit, std::string_view kind, std::string_view message) {
  fmt::print(stderr, "bestfit: {}: {}\n", kind, without_controls(message));
  return static_cast<int>(exit);
}

std::vector<std::string> command_names(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::App* command : app.get_subcommands({})) names.push_back(command->get_name());
  return names;
}

/// A wrong command line: what is wrong, and the nearest command when it is the command.
int usage_failed(const CLI::App& app, const CLI::ParseError& error, int argc, char** argv) {
  if (error.get_exit_code() == 0) return app.exit(error);  // --help, --version
  std::string message = error.what();
  if (argc > 1 && argv[1][0] != '-') {
    const std::vector<std::string> names = command_names(app);
    const bool known = std::find(names.begin(), names.end(), argv[1]) != names.end();
    const auto near = known ? std::nullopt : base::closest(argv[1], names);
    if (!known) message = fmt::format("there is no command '{}'", argv[1]);
    if (near) message += fmt::format("; did you mean '{}'?", *near);
    if (known) message += fmt::format("; see bestfit {} --help", argv[1]);
  }
  return failed(Exit::usage, "usage", message);
}

}  // namespace

int run(int argc, char** argv) {
  std::signal(SIGPIPE, SIG_DFL);
  base::remove_temporaries_on_signals();
  CLI::App app{
      "Bestfit finds a B2B company's Ideal Customer Profile in its own data, proves it on data "
      "held back,\n"
      "and ranks accounts by it, with reasons.\n\n"
      "  bestfit example demo --accounts 1000        a synthetic company to try it on\n"
      "  bestfit init demo                           map its files, write demo/bestfit.toml\n"
      "  bestfit build --workspace demo              learn, prove, rank; writes demo/runs/0001\n"
      "  bestfit score --icp demo/runs/0001/icp.toml prospects.csv --out scored.csv\n",
      "bestfit"};
  app.set_version_flag("--version", "bestfit " + base::program_version());
  app.require_subcommand(1);
  Outcome outcome;
  add_init(app, outcome);
  add_build(app, outcome);
  add_score(app, outcome);
  add_explain(app, outcome);
  add_evaluate(app, outcome);
  add_compile(app);
  add_example(app, outcome);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return usage_failed(app, error, argc, argv);
  } catch (const Error& error) {
    return failed(exit_of(error.fault()), fault_name(error.fault()), error.what());
  } catch (const base::NoRoomToSpill& error) {
    const Error told = error.told();
    return failed(exit_of(told.fault()), fault_name(told.fault()), told.what());
  } catch (const std::bad_alloc&) {
    return failed(Exit::internal, "internal", "out of memory; try fewer rows or columns");
  } catch (const std::exception& error) {
    return failed(Exit::internal, "internal", error.what());
  }
  return static_cast<int>(outcome.exit);
}

}  // namespace bestfit::cli
