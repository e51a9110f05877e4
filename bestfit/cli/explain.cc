#include "bestfit/flow/explain.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>

#include "bestfit/cli/command.h"

namespace bestfit::cli {
namespace {

std::string points_text(std::int64_t points) {
  return fmt::format("{} point{}", points, points == 1 ? "" : "s");
}

std::string change_text(const base::Json& change) {
  if (change.is_null()) return {};
  std::string text;
  if (change["next_tier"].is_string()) {
    text +=
        fmt::format("\n{} more would make it tier {}.",
                    points_text(change["points_needed"].as_int()), change["next_tier"].as_string());
    for (const base::Json& way : change["by_one_attribute"].items()) {
      text += fmt::format("\n  {}: {} instead of {} (+{})", way["attribute"].as_string(),
                          way["to"].as_string(), way["from"].as_string(), way["points"].as_int());
    }
    if (change["by_one_attribute"].items().empty())
      text += "\n  No single attribute gives that many.";
  }
  if (change["points_to_lose"].is_number()) {
    text += fmt::format("\n{} fewer would cost it its tier.",
                        points_text(change["points_to_lose"].as_int()));
  }
  return text + "\n";
}

std::string timing_text(const base::Json& timing) {
  if (timing.is_null()) return {};
  std::string text = fmt::format("\nTiming on {}: {} of 4, apart from fit.\n",
                                 timing["as_of"].as_string(), timing["level"].as_int());
  for (const base::Json& event : timing["events"].items()) {
    text += fmt::format("  {} on {}, {} days before (+{:.2f})\n", event["type"].as_string(),
                        event["day"].as_string(), event["age_days"].as_int(),
                        event["adds"].as_double());
  }
  if (timing["events"].items().empty()) text += "  No event of a trigger.\n";
  return text;
}

void run_explain(const flow::ExplainRequest& request, bool json, Outcome& outcome) {
  const std::unique_ptr<base::Progress> progress = make_progress();
  const base::Json explained = flow::explain_account(request, *progress);
  std::vector<std::string> lacking;
  for (const base::Json& name : explained["missing_columns"].items()) {
    lacking.push_back(name.as_string());
  }
  warn_missing(lacking);
  if (explained["rows_found"].as_int() > 1) {
    fmt::print(stderr, "bestfit: {} rows are '{}'; this is the first\n",
               explained["rows_found"].as_int(), request.id);
  }
  print(json ? explained.text(1) + "\n" : explain_text(explained));
  if (explained["status"].as_string() == "not_found") outcome.exit = Exit::bad_input;
}

}  // namespace

std::string explain_text(const base::Json& explained) {
  const std::string& status = explained["status"].as_string();
  std::string text = fmt::format("{}: {}", explained["id"].as_string(), status);
  if (status == "not_found") return text + "\n" + explained["why"].as_string() + "\n";
  if (explained["score"].is_number())
    text = fmt::format("{}: {} of 100", explained["id"].as_string(), explained["score"].as_int());
  if (explained["tier"].is_string()) {
    text += fmt::format(", tier {} ({})", explained["tier"].as_string(),
                        explained["action"].as_string());
  }
  if (explained["probability"].is_number()) {
    text += fmt::format(", probability {:.0f}%", 100.0 * explained["probability"].as_double());
  }
  text += fmt::format("\nProfile: {}, version {}\n", explained["profile"].as_string(),
                      explained["version"].as_string());
  if (explained["score"].is_number() && !explained["probability"].is_number()) {
    text += "No probability: the profile has no table from score to probability (calibration).\n";
  }
  if (!explained["why"].as_string().empty()) text += explained["why"].as_string() + "\n";
  text += "\n";
  for (const base::Json& reason : explained["reasons"].items()) {
    text += fmt::format(
        "  {:>+4} of {:<3} {}: {}{}\n", reason["points"].as_int(), reason["points_max"].as_int(),
        reason["attribute"].as_string(), reason["value"].as_string(),
        reason["known"].as_bool() || reason["value"].as_string() == "not known" ? ""
                                                                                : "  (not known)");
  }
  return text + change_text(explained["change"]) + timing_text(explained["timing"]);
}

void add_explain(CLI::App& app, Outcome& outcome) {
  CLI::App* command = app.add_subcommand("explain", "Every line of the card for one account");
  auto request = std::make_shared<flow::ExplainRequest>();
  auto json = std::make_shared<bool>(false);
  command->add_option("--icp", request->icp, "profile file, icp.toml")->required();
  command->add_option("--id", request->id, "the account: its id, name or domain")->required();
  command->add_option("--id-column", request->id_column,
                      "column to look in; else id, name and domain");
  command->add_option("in", request->in, "accounts: CSV, TSV, Parquet, JSON lines, or '-'")
      ->required();
  auto as_of = std::make_shared<std::string>();
  CLI::Option* signals = command->add_option("--signals", request->signals,
                                             "dated events: tells the account's timing as well");
  command
      ->add_option("--as-of", *as_of,
                   "day that their age is counted to; else the newest of them, not after today")
      ->needs(signals);
  command->add_flag("--json", *json, "print as JSON");
  const auto reading = add_reading(*command);
  command->callback([=, &outcome] {
    request->reading = *reading;
    request->as_of = chosen_day(*as_of, "--as-of");
    request->today = today();
    run_explain(*request, *json, outcome);
  });
}

}  // namespace bestfit::cli
