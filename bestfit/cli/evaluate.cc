#include "bestfit/flow/evaluate.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>

#include "bestfit/base/text.h"
#include "bestfit/cli/command.h"

namespace bestfit::cli {
namespace {

std::string estimate_text(const base::Json& estimate) {
  if (!estimate["value"].is_number()) return "cannot be told";
  return fmt::format("{:.3f} ({:.3f} to {:.3f})", estimate["value"].as_double(),
                     estimate["low"].as_double(), estimate["high"].as_double());
}

std::string number_or(const base::Json& value) {
  return value.is_number() ? fmt::format("{:.4f}", value.as_double()) : "cannot be told";
}

/// What was promised beside what came.
std::string calibration_text(const base::Json& bands, const std::string& unit) {
  if (bands.items().empty()) return {};
  std::string text = fmt::format("\n  score   {:>8}  promised  came true (95% interval)\n", unit);
  for (const base::Json& band : bands.items()) {
    const std::string range = fmt::format("{}-{}", band["from"].as_int(), band["to"].as_int());
    const base::Json& promised = band["predicted"];
    text += fmt::format("  {:<7} {:>8}  {:>8}  {}\n", range, band["total"].as_int(),
                        promised.is_number() ? fmt::format("{:.3f}", promised.as_double()) : "-",
                        estimate_text(band["observed"]));
  }
  return text;
}

/// Figures on the rows that chose the profile prove nothing.
std::string warning(const base::Json& evaluated) {
  const base::Json& learned_from = evaluated["learned_from_these_rows"];
  if (!learned_from.is_bool() || !learned_from.as_bool()) return {};
  std::string text =
      "\nWARNING: these are the rows the profile was learned from: the figures flatter it.\n";
  if (evaluated["proved_auc"].is_object()) {
    text +=
        fmt::format("On rows held back its AUC was {}.\n", estimate_text(evaluated["proved_auc"]));
  }
  return text;
}

}  // namespace

std::string evaluate_text(const base::Json& evaluated) {
  std::string text =
      fmt::format("Profile version {} against {}\n{}\n", evaluated["version"].as_string(),
                  evaluated["outcome"].as_string(), warning(evaluated));
  const std::string& unit = evaluated["unit"].as_string();
  if (!evaluated["definition"].as_string().empty()) {
    text += fmt::format("  best          {}\n", evaluated["definition"].as_string());
  }
  if (const auto left_out = static_cast<std::size_t>(evaluated["unconverted"].as_int())) {
    text += fmt::format(
        "  left out      {} {} with amounts in other currencies: name a file of rates\n",
        base::count_text(left_out), unit);
  }
  text += fmt::format("  {:<13} {} scored, {} of them best\n", unit,
                      base::count_text(static_cast<std::size_t>(evaluated["rows"].as_int())),
                      base::count_text(static_cast<std::size_t>(evaluated["best"].as_int())));
  text += fmt::format("  AUC           {}; chance is 0.5\n", estimate_text(evaluated["auc"]));
  text += fmt::format("  lift, top 10% {}\n", estimate_text(evaluated["lift_at_10pct"]));
  if (evaluated["together"].is_string()) {
    text +=
        fmt::format("  intervals     {}: variance × {:.2f}\n", evaluated["together"].as_string(),
                    evaluated["variance_factor"].as_double());
  }
  text += fmt::format("  log loss      {}\n  Brier         {}\n", number_or(evaluated["log_loss"]),
                      number_or(evaluated["brier"]));
  text += fmt::format("\n  tier  from  {:>8}  best  rate (95% interval)\n", unit);
  for (const base::Json& tier : evaluated["by_tier"].items()) {
    text += fmt::format("  {:<5} {:>4}  {:>8}  {:>4}  {}\n", tier["tier"].as_string(),
                        tier["from"].as_int(), tier["total"].as_int(), tier["best"].as_int(),
                        estimate_text(tier["rate"]));
  }
  text += calibration_text(evaluated["calibration"], unit);
  for (const auto& [status, count] : evaluated["by_status"].members()) {
    if (status != "scored")
      text +=
          fmt::format("\n  {} {} are {} and not in these figures", count.as_int(), unit, status);
  }
  return text + "\n";
}

void add_evaluate(CLI::App& app, Outcome&) {
  CLI::App* command =
      app.add_subcommand("evaluate", "Hold a profile against rows whose outcome is known");
  auto request = std::make_shared<flow::EvaluateRequest>();
  auto json = std::make_shared<bool>(false);
  command->add_option("--icp", request->icp, "profile file, icp.toml")->required();
  command
      ->add_option(
          "in", request->in,
          "accounts with their outcome: CSV, TSV, Parquet, JSON lines, or '-'; or accounts, "
          "deals and revenue, from which it is derived as in build")
      ->required();
  command
      ->add_option(
          "--outcome", request->outcome,
          "'column=value', 'column>=number', a column of amounts; best, won or retained of "
          "several files")
      ->required();
  command->add_option("--group", request->group,
                      "column whose equal values are not independent of each other");
  command->add_option("--weight", request->weight,
                      "column with the number of accounts that a row stands for");
  command->add_option("--seed", request->seed, "of the intervals that are simulated")
      ->check(whole_number(0));
  command->add_flag("--json", *json, "print as JSON");
  const auto memory_limit = add_memory_limit(*command);
  const auto reading = add_reading(*command);
  command->callback([=] {
    limit_memory(*memory_limit);
    request->reading = *reading;
    const std::unique_ptr<base::Progress> progress = make_progress();
    const base::Json evaluated = flow::evaluate_profile(*request, *progress);
    std::vector<std::string> lacking;
    for (const base::Json& name : evaluated["missing_columns"].items()) {
      lacking.push_back(name.as_string());
    }
    warn_missing(lacking);
    print(*json ? evaluated.text(1) + "\n" : evaluate_text(evaluated));
    tell_what_spilled();
  });
}

}  // namespace bestfit::cli
