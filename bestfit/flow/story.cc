#include "bestfit/flow/story.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <vector>

#include "bestfit/base/text.h"
#include "bestfit/outcome/best.h"

namespace bestfit::flow {
namespace {

using base::Json;

constexpr std::size_t kLinesMost = 4;

/// A part without evidence, and what to ask for it.
struct PartQuestion {
  const char* part;
  const char* question;
};

constexpr std::array<PartQuestion, 11> kParts = {{
    {"firmographics", "How large are you, in which industry, and at how many sites?"},
    {"technographics", "Which systems would this have to work with?"},
    {"geography", "Where do you work, and where would you use this?"},
    {"behaviour", "How did you find us, and what did you look at before you called?"},
    {"challenges", "What went wrong often enough that you looked for something?"},
    {"objectives", "What should be different a year from now?"},
    {"buying triggers", "What happened in the months before you started looking?"},
    {"success potential", "What did you pay, for how long, and why did you stay or leave?"},
    {"fit with the solution", "Which part do you use every week, and which not at all?"},
    {"what disqualifies", "When did you sell to somebody you should not have, and why?"},
    {"whom to talk to", "Who took part in the decision, and who could have stopped it?"},
}};

bool has_any(const std::string& name, std::initializer_list<std::string_view> words) {
  const std::string folded = base::fold(name);
  return std::any_of(words.begin(), words.end(),
                     [&](std::string_view word) { return folded.find(word) != std::string::npos; });
}

/// The part that an attribute belongs to, by its name and kind.
std::string part_of(const Json& attribute) {
  const std::string& name = attribute["name"].as_string();
  if (has_any(name, {"themes in notes"})) return "challenges";
  if (has_any(name, {"country", "region", "state", "city", "postal", "postcode", "zip", "time zone",
                     "timezone", "territory", "continent", "latitude", "longitude"})) {
    return "geography";
  }
  if (has_any(name,
              {"technolog", "software", "stack", "platform", "tools", "crm", "erp", "uses"})) {
    return "technographics";
  }
  if (has_any(name, {"visit", "opens", "click", "download", "demo", "trial", "login", "webinar",
                     "session", "page view", "pageview", "engagement", "e-mail", "email"})) {
    return "behaviour";
  }
  return "firmographics";
}

std::string percent(double share) { return fmt::format("{:.0f}%", 100.0 * share); }

std::string times(const Json& estimate) {
  const int digits = estimate["value"].as_double() < 0.2 ? 2 : 1;
  return fmt::format("{:.{}f} times ({:.{}f} to {:.{}f})", estimate["value"].as_double(), digits,
                     estimate["low"].as_double(), digits, estimate["high"].as_double(), digits);
}

std::string count(const Json& value) {
  return base::count_text(static_cast<std::size_t>(value.as_int()));
}

std::string amount(double value) {
  return fmt::format("{}{}", value < 0.0 ? "-" : "",
                     base::count_text(static_cast<std::size_t>(std::llround(std::abs(value)))));
}

std::string interval(const Json& estimate) {
  return fmt::format("{} ({}–{})", amount(estimate["value"].as_double()),
                     amount(estimate["low"].as_double()), amount(estimate["high"].as_double()));
}

std::string share(const Json& estimate) {
  return fmt::format("{} ({:.0f}–{:.0f})", percent(estimate["value"].as_double()),
                     100.0 * estimate["low"].as_double(), 100.0 * estimate["high"].as_double());
}

bool is_told(const Json& estimate) {
  return estimate.is_object() && estimate["value"].is_number() && estimate["low"].is_number() &&
         estimate["high"].is_number();
}

std::string bounds_words(const Json& estimate) {
  return fmt::format("95% interval {} to {}", amount(estimate["low"].as_double()),
                     amount(estimate["high"].as_double()));
}

/// "18,712 more in 24 months than one of the others (95% interval 10,463 to 26,961)".
std::string difference_words(const Json& rest) {
  const Json& value = rest["value"];
  return fmt::format(
      "{} {} in {} than one of the others ({})", amount(std::abs(value["value"].as_double())),
      value["value"].as_double() < 0.0 ? "less" : "more",
      outcome::months_words(rest["value_until_days"].as_double()), bounds_words(value));
}

bool is_above(const Json& estimate, double none) {
  return estimate.is_object() && estimate["low"].is_number() && estimate["low"].as_double() > none;
}

/// The first tier beside the rest: no more than its interval says.
std::string headline_words(const std::string& tier, const Json& rest, const Json& win_rate) {
  const Json& value = rest["value"];
  if (value.is_object()) {
    const bool told = value["low"].as_double() > 0.0 || value["high"].as_double() < 0.0;
    return told ? fmt::format("A customer of tier {} is worth {}", tier, difference_words(rest))
                : fmt::format(
                      "What a customer of tier {} is worth is not told apart from the rest "
                      "yet: {}",
                      tier, difference_words(rest));
  }
  const Json& ratio = rest["win_rate"];
  if (!ratio.is_object() || !ratio["value"].is_number() || !ratio["high"].is_number()) {
    return win_rate.is_object() && win_rate["value"].is_number()
               ? fmt::format("Tier {} is won {:.0f}% of the time (95% interval {:.0f} to {:.0f}%)",
                             tier, 100.0 * win_rate["value"].as_double(),
                             100.0 * win_rate["low"].as_double(),
                             100.0 * win_rate["high"].as_double())
               : std::string("How often, how fast and for how long");
  }
  const bool told = ratio["low"].as_double() > 1.0 || ratio["high"].as_double() < 1.0;
  return fmt::format(
      "{} {:.1f} times as often as the rest (95% interval {:.1f} to {:.1f})",
      told ? fmt::format("Tier {} is won", tier)
           : fmt::format("How often tier {} is won is not told apart from the rest yet:", tier),
      ratio["value"].as_double(), ratio["low"].as_double(), ratio["high"].as_double());
}

/// What the profile does not do although best is by value; empty where the first tier is worth
/// more.
std::string caution_words(const std::string& tier, const Json& rest) {
  const Json& value = rest["value"];
  if (is_above(value, 0.0)) return {};
  const bool signs = is_above(rest["win_rate"], 1.0);
  const std::string finds = signs ? "The profile finds who signs" : "";
  if (!value.is_object()) {
    return fmt::format(
        "{} whether customers of tier {} are worth more than others cannot be told "
        "yet.",
        signs ? finds + ";" : "Best is by value, but", tier);
  }
  if (value["value"].as_double() <= 0.0) {
    return fmt::format("{}, not who is worth more: a customer of tier {} is worth {}.",
                       signs ? finds : "The profile does not find who signs more often", tier,
                       difference_words(rest));
  }
  return fmt::format("{}; that customers of tier {} are worth more than others is not shown: {}.",
                     signs ? finds : "That tier " + tier + " signs more often is not shown", tier,
                     difference_words(rest));
}

/// Lines by part, in the order of kParts.
class Story {
 public:
  void add(const std::string& part, std::string text, std::string source) {
    Json& lines = lines_.at(place_of(part));
    if (lines.items().size() < kLinesMost) {
      lines.push(Json::object().set("text", std::move(text)).set("source", std::move(source)));
    }
  }

  [[nodiscard]] Json json() && {
    Json out = Json::array();
    for (std::size_t i = 0; i < kParts.size(); ++i) {
      Json part = Json::object();
      part.set("part", kParts.at(i).part);
      const bool empty = lines_.at(i).items().empty();
      part.set("lines", std::move(lines_.at(i)));
      if (empty) part.set("question", kParts.at(i).question);
      out.push(std::move(part));
    }
    return out;
  }

 private:
  static std::size_t place_of(const std::string& part) {
    std::size_t place = 0;
    while (kParts.at(place).part != part) ++place;
    return place;
  }

  std::array<Json, kParts.size()> lines_ = [] {
    std::array<Json, kParts.size()> lines;
    lines.fill(Json::array());
    return lines;
  }();
};

/// What fits best on each attribute of the card, and the values that go least with it.
void tell_attributes(const Json& evidence, const Json& profile, Story& story) {
  const Json::Array& required = profile["require"].items();
  for (const Json& criterion : profile["score"].items()) {
    const Json& fit = criterion["fit"];
    const bool said = std::any_of(required.begin(), required.end(), [&](const Json& condition) {
      return condition["attribute"].as_string() == criterion["attribute"].as_string();
    });
    if (said) continue;
    for (const Json& attribute : evidence["attributes"].items()) {
      if (attribute["column"].as_string() != criterion["column"].as_string()) continue;
      const std::string source = fmt::format("attributes, {}", attribute["column"].as_string());
      if (fit.is_object() && is_told(fit["lift"])) {
        story.add(part_of(attribute),
                  fmt::format("{}: {}; {} of the best have it, {} as often best as others",
                              attribute["name"].as_string(), fit["label"].as_string(),
                              percent(fit["of_best"].as_double()), times(fit["lift"])),
                  source);
      }
    }
  }
}

/// The value of each attribute of the card that is surest to be worse, the worst first.
void tell_worst(const Json& evidence, Story& story) {
  struct Worst {
    double lift = 0.0;
    std::string text;
    std::string source;
  };
  std::vector<Worst> worst;
  for (const Json& attribute : evidence["attributes"].items()) {
    if (!attribute["selected"].as_bool()) continue;
    for (const Json& value : attribute["values"].items()) {
      const Json& lift = value["lift"];
      if (value["is_missing"].as_bool() || !is_told(lift) || lift["high"].as_double() >= 0.75)
        continue;
      worst.push_back(
          {.lift = lift["value"].as_double(),
           .text = fmt::format("{}: {}; {} as often best as others", attribute["name"].as_string(),
                               value["label"].as_string(), times(lift)),
           .source = fmt::format("attributes, {}", attribute["column"].as_string())});
    }
  }
  std::stable_sort(worst.begin(), worst.end(),
                   [](const Worst& a, const Worst& b) { return a.lift < b.lift; });
  for (Worst& one : worst) {
    story.add("what disqualifies", std::move(one.text), std::move(one.source));
  }
}

/// How often they buy, how fast, how long they stay and what they are worth.
void tell_business(const Json& group, const std::string& who, const std::string& source,
                   Story& story) {
  if (!group.is_object()) return;
  if (is_told(group["win_rate"])) {
    story.add("success potential", fmt::format("{} of {} are won", share(group["win_rate"]), who),
              source);
  }
  if (is_told(group["cycle_days"])) {
    story.add("success potential",
              fmt::format("half of the deals close within {} days", interval(group["cycle_days"])),
              source);
  }
  if (is_told(group["value"])) {
    const Json& costs = group["value_costs"];
    story.add("success potential",
              fmt::format("worth {} in {}{}", interval(group["value"]),
                          outcome::months_words(group["value_until_days"].as_double()),
                          costs.is_string() ? ", " + costs.as_string() : std::string()),
              source);
  }
  if (is_told(group["kept_1_year"])) {
    story.add("fit with the solution", fmt::format("{} stay a year", share(group["kept_1_year"])),
              source);
  }
  if (is_told(group["kept_2_years"])) {
    story.add("fit with the solution",
              fmt::format("{} stay two years", share(group["kept_2_years"])), source);
  }
}

void tell_notes(const Json& notes, Story& story) {
  if (!notes.is_object()) return;
  for (const Json& theme : notes["themes"].items()) {
    if (!theme["stands_out"].is_string() || theme["stands_out"].as_string() != "best") continue;
    const bool objective = theme["kind"].as_string() == "objective";
    std::string text =
        fmt::format("{}: said of {} of the {} best with a note", theme["name"].as_string(),
                    share(theme["best_share"]), count(notes["accounts"]["best"]));
    const Json::Array& quotes = theme["quotes"].items();
    if (!quotes.empty()) {
      text += fmt::format("; “{}” ({})", quotes.front()["text"].as_string(),
                          quotes.front()["source"].as_string());
    }
    story.add(objective ? "objectives" : "challenges", std::move(text), "notes");
  }
}

void tell_triggers(const Json& signals, Story& story) {
  if (!signals.is_object()) return;
  for (const Json& trigger : signals["triggers"].items()) {
    std::string text = trigger["type"].as_string();
    if (is_told(trigger["lift"])) {
      text += fmt::format(": {} as often before a win as before a loss", times(trigger["lift"]));
    }
    if (trigger["lag"].is_object()) {
      text += fmt::format(", {} days before the first meeting",  // halves upwards, as in the table
                          std::llround(trigger["lag"]["median"].as_double()));
    }
    story.add("buying triggers", std::move(text), "signals");
  }
}

/// The profile's own personas where it has some, else those of all best accounts.
void tell_personas(const Json& personas, std::size_t place, Story& story) {
  if (!personas.is_object()) return;
  const auto& profiles = personas["by_profile"].items();
  const bool has_own = place < profiles.size() && !profiles[place]["personas"].items().empty();
  const Json& told = has_own ? profiles[place] : personas;
  for (const Json& persona : told["personas"].items()) {
    std::string text = persona["name"].as_string();
    if (is_told(persona["best_share"])) {
      text += fmt::format(": at {} of the {} best{} with contacts", share(persona["best_share"]),
                          count(has_own ? told["best"] : told["accounts"]["best"]),
                          has_own ? " of this profile" : "");
    }
    if (persona["stands_out"].is_string()) {
      text += persona["stands_out"].as_string() == "won" ? ", goes with winning"
                                                         : ", commoner at the best";
    }
    story.add("whom to talk to", std::move(text),
              has_own ? fmt::format("personas, by_profile, {}", place + 1) : "personas");
  }
}

Json story_of(const Json& evidence, std::size_t place) {
  const Json& profile = evidence["profiles"].items()[place];
  Story story;
  for (const Json& condition : profile["require"].items()) {
    story.add(part_of(Json::object().set("name", condition["attribute"].as_string())),
              fmt::format("{}: {}; without it an account is not of this kind",
                          condition["attribute"].as_string(), condition["label"].as_string()),
              fmt::format("profiles, {}, require", place + 1));
  }
  const Json& kinds = evidence["kinds"];
  const bool is_kind = kinds.is_object() && place < kinds["items"].items().size();
  tell_attributes(evidence, profile, story);
  tell_worst(evidence, story);
  if (is_kind) {
    tell_business(kinds["items"].items()[place]["business"], "those of this kind", "kinds", story);
  } else if (evidence["business"].is_object() && !evidence["business"]["by_tier"].items().empty()) {
    const Json& tier = evidence["business"]["by_tier"].items().front();
    tell_business(tier, fmt::format("those in tier {}", tier["tier"].as_string()), "business",
                  story);
  }
  tell_notes(evidence["notes"], story);
  tell_triggers(evidence["signals"], story);
  tell_personas(evidence["personas"], place, story);
  return std::move(story).json();
}

}  // namespace

void put_words(bool by_value, Json& business) {
  const Json& first = business["by_tier"].items().front();
  const std::string tier = first["tier"].as_string();
  std::string headline = headline_words(tier, first["against_rest"], first["win_rate"]);
  const std::string caution = by_value ? caution_words(tier, first["against_rest"]) : "";
  business.set("headline", std::move(headline));
  business.set("caution", caution.empty() ? Json() : Json(caution));
}

Json story_json(const Json& evidence) {
  Json out = Json::array();
  for (std::size_t place = 0; place < evidence["profiles"].items().size(); ++place) {
    out.push(story_of(evidence, place));
  }
  return out;
}

}  // namespace bestfit::flow
