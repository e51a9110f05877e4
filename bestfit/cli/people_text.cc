#include <fmt/format.h>

#include "bestfit/base/text.h"
#include "bestfit/cli/command.h"

namespace bestfit::cli {
namespace {

using base::Json;

std::string share_words(const Json& estimate) {
  return fmt::format("{:.0f}%", 100.0 * estimate["value"].as_double());
}

/// "pain point  overtime cost  62% of the best, 31% of the others; odds 2.9 (1.6-5.2)".
std::string said_line(const Json& said) {
  const bool of_best = said["stands_out"].as_string() == "best";
  const Json& odds = said["odds_ratio"];
  std::string line = fmt::format(
      "  {:<6}  {} ({}): {} of the best, {} of the others; odds ratio {:.1f} ({:.1f}–{:.1f}), q "
      "{:.3f}\n",
      of_best ? "best" : "others", said["name"].as_string(),
      said["kind"].is_string() ? said["kind"].as_string() : "term", share_words(said["best_share"]),
      share_words(said["others_share"]), odds["value"].as_double(), odds["low"].as_double(),
      odds["high"].as_double(), said["q"].as_double());
  if (said["quotes"].items().empty()) return line;
  const Json& quote = said["quotes"].items().front();  // the report has the others
  line += fmt::format("          “{}” ({}{}, {})\n", quote["text"].as_string(),
                      quote["source"].is_string() ? quote["source"].as_string() + ", " : "",
                      quote["account"].as_string(),
                      quote["date"].is_string() ? quote["date"].as_string() : "undated");
  return line;
}

std::string names_text(const Json& labels) {
  std::vector<std::string> names;
  for (const Json& label : labels.items()) names.push_back(label["name"].as_string());
  return base::join(names, ", ");
}

/// "1.40 times the rate, 1.10–1.80, "; nothing is known above where no account without it is best.
std::string ratio_words(const Json& ratio) {
  if (!ratio["low"].is_number()) return {};
  const double low = ratio["low"].as_double();
  if (!ratio["value"].is_number() || !ratio["high"].is_number()) {
    return fmt::format("at least {:.2f} times the rate, ", low);
  }
  return fmt::format("{:.2f} times the rate, {:.2f}–{:.2f}, ", ratio["value"].as_double(), low,
                     ratio["high"].as_double());
}

/// "40% of the others", "there are no others".
std::string side_words(const Json& share, const std::string& side) {
  return share["value"].is_number() ? fmt::format("{} of the {}", share_words(share), side)
                                    : fmt::format("there are no {}", side);
}

/// "Director, Operations: 61% of the best, 40% of the others; titles … ; Decision Maker".
std::string persona_line(const Json& persona) {
  std::string line = fmt::format("  {}: {} of the best have one, {}", persona["name"].as_string(),
                                 share_words(persona["best_share"]),
                                 persona["won_share"].is_object()
                                     ? side_words(persona["won_share"], "won") + ", " +
                                           side_words(persona["lost_share"], "lost")
                                     : side_words(persona["others_share"], "others"));
  if (persona["stands_out"].is_string()) {
    const std::string times = ratio_words(persona["ratio"]);
    const bool winning = persona["stands_out"].as_string() == "won";
    line += fmt::format("; {} ({}q {:.3f})", winning ? "goes with winning" : "commoner at the best",
                        times, persona["q"].as_double());
  }
  const std::string titles = names_text(persona["titles"]);
  const std::string roles = names_text(persona["buying_roles"]);
  if (!titles.empty()) line += "\n          titles: " + titles;
  if (!roles.empty())
    line += (titles.empty() ? "\n          in the deal: " : "; in the deal: ") + roles;
  return line + "\n";
}

/// Who is compared, among accounts with contacts.
std::string compared_words(const Json& personas) {
  const Json& compared = personas["compared"];
  const auto count = [](const Json& value) {
    return base::count_text(static_cast<std::size_t>(value.as_int()));
  };
  return fmt::format(
      "of the {} best with contacts; compared are {} {} and {} {}",
      count(personas["best"].is_number() ? personas["best"] : personas["accounts"]["best"]),
      count(compared["first_accounts"]), compared["first"].as_string(),
      count(compared["other_accounts"]), compared["other"].as_string());
}

/// Roles that are rarer where accounts were won.
std::string rarer_text(const Json& personas, const std::string& margin) {
  std::string text;
  for (const Json& role : personas["rarer"].items()) {
    const bool won = personas["compared"]["first"].as_string() == "won";
    text += fmt::format("{}Rarer where accounts {}: {} ({:.2f} times the rate, q {:.3f})\n", margin,
                        won ? "were won" : "are best", role["name"].as_string(),
                        role["ratio"]["value"].as_double(), role["q"].as_double());
  }
  return text;
}

}  // namespace

std::string notes_text(const Json& notes) {
  if (!notes.is_object()) return {};
  std::string text = "What the best say\n";
  std::size_t called = 0;
  for (const char* list : {"themes", "terms"}) {
    for (const Json& said : notes[list].items()) {
      if (!said["stands_out"].is_string()) continue;
      text += said_line(said);
      ++called;
    }
  }
  if (!notes["can_tell"].as_bool()) {
    text += fmt::format("  No evidence yet: {}.\n", notes["why"].as_string());
  } else if (called == 0) {
    text += fmt::format(
        "  No evidence yet: of {} themes and terms none sets the best apart (q of 0.1).\n",
        notes["tried"].as_int());
  }
  if (called == 0) text += fmt::format("  To ask: {}\n", notes["question"].as_string());
  for (const Json& line : notes["not_used"].items()) {
    text += fmt::format("  Not used: {}\n", line.as_string());
  }
  return text + "\n";
}

std::string personas_text(const Json& personas) {
  if (!personas.is_object()) return {};
  std::string text = fmt::format("Who buys ({})\n", compared_words(personas));
  for (const Json& persona : personas["personas"].items()) text += persona_line(persona);
  text += rarer_text(personas, "  ");
  for (const Json& profile : personas["by_profile"].items()) {
    if (profile["personas"].items().empty()) continue;
    text += fmt::format("  Of the profile {} ({})\n", profile["profile"].as_string(),
                        compared_words(profile));
    for (const Json& persona : profile["personas"].items()) text += "  " + persona_line(persona);
    text += rarer_text(profile, "    ");
  }
  std::vector<std::string> roles;
  for (const Json& role : personas["roles"].items()) {
    const bool first = role["stands_out"].text() == personas["compared"]["first"].text();
    if (role["kind"].as_string() == "buying role" && first) {
      roles.push_back(role["name"].as_string());
    }
  }
  if (!roles.empty()) {
    const bool won = personas["compared"]["first"].as_string() == "won";
    text +=
        fmt::format("  Roles that {}: {}\n", won ? "go with winning" : "are commoner at the best",
                    base::join(roles, ", "));
  }
  if (!personas["can_tell"].as_bool()) {
    text += fmt::format("  No evidence yet: {}.\n  To ask: {}\n", personas["why"].as_string(),
                        personas["question"].as_string());
  }
  for (const Json& line : personas["not_used"].items()) {
    text += fmt::format("  Not used: {}\n", line.as_string());
  }
  return text + "\n";
}

}  // namespace bestfit::cli
