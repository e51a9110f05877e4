#include "bestfit/example/example.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>

#include "bestfit/base/text.h"
#include "bestfit/cli/command.h"

namespace bestfit::cli {
namespace {

std::string count(std::int64_t value) { return base::count_text(static_cast<std::size_t>(value)); }

void run_example(const example::ExampleOptions& options) {
  const std::unique_ptr<base::Progress> progress = make_progress();
  const example::ExampleSummary summary = example::write_example(options, *progress);
  std::string text = fmt::format(
      "Wrote a synthetic company to {}: {} accounts ({} of them twice), {} deals, {} revenue "
      "lines.\n"
      "{} accounts were worked: {} won, {} lost, {} open. The planted truth is in truth.json.\n",
      options.folder, count(summary.account_lines), count(summary.duplicate_lines + summary.copies),
      count(summary.deals), count(summary.revenue_lines), count(summary.worked), count(summary.won),
      count(summary.lost), count(summary.open));
  print(text +
        fmt::format("Next: bestfit init {0} && bestfit build --workspace {0}\n", options.folder));
}

}  // namespace

void add_example(CLI::App& app, Outcome&) {
  CLI::App* command =
      app.add_subcommand("example", "Write a synthetic company with a planted truth");
  auto options = std::make_shared<example::ExampleOptions>();
  auto threads = std::make_shared<int>(0);
  command->add_option("folder", options->folder, "a new or empty folder")->required();
  command->add_option("--accounts", options->accounts, "companies, 60 to 10,000,000")
      ->capture_default_str()
      ->check(whole_number(60, 10'000'000));
  command->add_option("--seed", options->seed, "of everything random")
      ->capture_default_str()
      ->check(whole_number(0));
  command->add_flag("--history", options->history,
                    "plant a column that changes after the sale, with its history");
  command->add_flag("--currencies", options->currencies,
                    "deals and revenue in the customers' currencies, with their rates");
  command->add_option("--threads", *threads, "0 uses every processor; the result is the same")
      ->check(whole_number(0, 1024));
  command->callback([=] {
    options->threads = chosen_threads(*threads);
    run_example(*options);
  });
}

}  // namespace bestfit::cli
