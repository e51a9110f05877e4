#include <fmt/format.h>

#include "bestfit/base/text.h"
#include "bestfit/cli/command.h"

namespace bestfit::cli {
namespace {

using base::Json;

std::string counted_text(const Json& value) {
  return base::count_text(static_cast<std::size_t>(value.as_int()));
}

std::string interval_text(const Json& estimate, int digits) {
  if (!estimate.is_object()) return "cannot be told";
  return fmt::format("{:.{}f} ({:.{}f}–{:.{}f})", estimate["value"].as_double(), digits,
                     estimate["low"].as_double(), digits, estimate["high"].as_double(), digits);
}

std::string percent_text(const Json& share) {
  if (!share.is_object()) return "none";
  return fmt::format("{:.1f}% ({:.1f}–{:.1f})", 100.0 * share["value"].as_double(),
                     100.0 * share["low"].as_double(), 100.0 * share["high"].as_double());
}

std::string held_text(const Json& held) {
  std::string text = wrapped(fmt::format(
      "Held against {} rows of known outcome, chosen by nothing but the key, that were not read, "
      "{} with the outcome:",
      counted_text(held["rows"]), counted_text(held["best"])));
  text += fmt::format("  AUC           {}; chance is 0.5\n", interval_text(held["auc"], 3));
  text += fmt::format("  lift, top 10% {}×\n", interval_text(held["lift_at_10pct"], 2));
  if (!held["by_tier"].items().empty()) text += "  tier      rows      best  rate\n";
  for (const Json& tier : held["by_tier"].items()) {
    text += fmt::format("  {:<4} {:>9} {:>9}  {}\n", tier["tier"].as_string(),
                        counted_text(tier["total"]), counted_text(tier["best"]),
                        percent_text(tier["rate"]));
  }
  if (!held["calibration"].items().empty()) text += "  promised  came true\n";
  for (const Json& promise : held["calibration"].items()) {
    if (promise["total"].as_int() == 0) continue;
    text += fmt::format("  {:>7.1f}%  {}\n", 100.0 * promise["predicted"].as_double(),
                        percent_text(promise["observed"]));
  }
  if (held["left_out"].as_int() > 0) {
    text += wrapped(
        fmt::format("{} more were not read and are left out: by their keys more of one side than "
                    "of the other were, and the rest would have another share of best.",
                    counted_text(held["left_out"])));
  }
  if (held["caution"].is_string()) text += wrapped(held["caution"].as_string());
  return text;
}

}  // namespace

std::string whole_table_text(const Json& whole, bool is_draft) {
  if (!whole.is_object()) return {};
  std::string text = fmt::format("The whole table, in {}\n{}", whole["source"].as_string(),
                                 wrapped(whole["words"].as_string()));
  if (whole["held"].is_object()) text += held_text(whole["held"]);
  const Json& sample = whole["sample"];
  if (whole["why_none"].is_string() && sample.is_object()) {
    text += wrapped(fmt::format("Not held against the rest: {}.", whole["why_none"].as_string()));
  }
  if (is_draft && sample.is_object()) {
    text += wrapped(fmt::format(
        "Not ready on a sample: a greater --sample than {} gives more rows{} to prove it on.",
        counted_text(sample["most"]),
        sample["by"].is_string() ? ", and more of " + sample["by"].as_string() + "," : ""));
  }
  const bool otherwise = sample.is_object() && sample["scored_otherwise"].is_number() &&
                         sample["scored_otherwise"].as_int() > 0;
  if (otherwise) {
    text += wrapped(fmt::format(
        "{} rows that were read are scored otherwise by the database than here: a column of texts "
        "is read in another way there (docs/formats/compiled.md says how).",
        counted_text(sample["scored_otherwise"])));
  }
  return text + "\n";
}

}  // namespace bestfit::cli
