#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

#include "bestfit/base/text.h"
#include "bestfit/cli/command.h"

namespace bestfit::cli {
namespace {

using base::Json;

constexpr std::size_t kAccountsShown = 10;
constexpr std::size_t kReasonsShown = 3;
constexpr std::size_t kLeftOutShown = 8;
constexpr std::size_t kLineWidth = 96;

std::string count(const Json& value) {
  return base::count_text(static_cast<std::size_t>(value.as_int()));
}

std::string share_text(const Json& estimate) {
  return fmt::format("{:.0f}% ({:.0f}–{:.0f})", 100.0 * estimate["value"].as_double(),
                     100.0 * estimate["low"].as_double(), 100.0 * estimate["high"].as_double());
}

/// An end of an interval; one that is open is infinite.
double end_of(const Json& end) {
  return end.is_number() ? end.as_double() : std::numeric_limits<double>::infinity();
}

std::string estimate_text(const Json& estimate, int digits) {
  if (!estimate["value"].is_number()) return "cannot be told";
  return fmt::format("{:.{}f} ({:.{}f}–{:.{}f})", estimate["value"].as_double(), digits,
                     estimate["low"].as_double(), digits, end_of(estimate["high"]), digits);
}

/// Two decimals, three where two would say that nothing is left to miss.
std::string auc_text(const Json& auc) {
  const bool near_one = auc["high"].is_number() && auc["high"].as_double() > 0.995;
  return estimate_text(auc, near_one ? 3 : 2);
}

std::string paragraphs(const std::string& text) {
  std::string out;
  for (const std::string_view line : base::split(base::trim(text), '\n'))
    out += wrapped(std::string(line));
  return out;
}

std::string verdict_words(const std::string& verdict) {
  if (verdict == "ready") return "Ready";
  if (verdict == "ok") return "OK";
  if (verdict == "not_ready") return "Not ready";
  return "No ICP found";
}

///   with_card  false where a later profile has the same card
std::string profile_text(const Json& profile, bool with_card) {
  std::string text =
      profile["name"].as_string() + "\n" + paragraphs(profile["narrative"].as_string());
  if (!with_card) return text;
  text += "\n";
  for (const Json& criterion : profile["score"].items()) {
    std::vector<std::string> bins;
    for (const Json& bin : criterion["bins"].items()) {
      bins.push_back(fmt::format("{} {}", bin["label"].as_string(), bin["points"].as_int()));
    }
    text += fmt::format("  up to {:>3}  {}\n", criterion["points_max"].as_int(),
                        criterion["attribute"].as_string());
    text += "           " + base::join(bins, " · ") + "\n";
  }
  return text;
}

/// What a black box finds more than the card does, both on the same rows held back. Its lift is
/// named where there are enough best ones to tell it, and not nearly all of the top are.
std::string ceiling_text(const Json& ceiling, const std::string& unit) {
  constexpr double kBestLeast = 100.0;
  constexpr double kTopMost = 0.9;
  const Json& ahead = ceiling["ahead"];
  const double lift = ceiling["lift"].as_double();
  const double best = ceiling["best"].as_double();
  const double rate = best / ceiling["rows"].as_double();
  std::string text =
      fmt::format("  black box     AUC {}, {}, learned from {} {}\n", auc_text(ceiling["auc"]),
                  ceiling["name"].as_string(), count(ceiling["learned"]), unit);
  const char* verdict = ahead["low"].as_double() > 0.0    ? "ahead of this card"
                        : ahead["high"].as_double() < 0.0 ? "behind this card"
                                                          : "not told apart from this card";
  text += fmt::format("                {}: {:+.3f} ({:+.3f} to {:+.3f}) on the same {}", verdict,
                      ahead["value"].as_double(), ahead["low"].as_double(),
                      ahead["high"].as_double(), unit);
  if (ahead["low"].as_double() > 0.0 && best >= kBestLeast && lift * rate < kTopMost) {
    text += fmt::format("; this card keeps {:.0f}% of its lift",
                        100.0 * std::min(1.0, ceiling["card_lift"].as_double() / lift));
  }
  return text + "\n";
}

/// How common the outcome is, or what there is of it, as the end of a sentence.
std::string how_common(const Json& outcome) {
  if (outcome["rate"].is_object()) {
    const char* weighed = outcome["counted_by"].is_null() ? "" : " by weight";
    return fmt::format(", {}{}", share_text(outcome["rate"]), weighed);
  }
  if (outcome["worth"].is_object()) {
    return fmt::format(", {} in all; they say as much as {} that bring the same",
                       base::number_text(std::round(outcome["worth"]["sum"].as_double())),
                       base::number_text(std::round(outcome["worth"]["effective"].as_double())));
  }
  return {};
}

std::string proof_text(const Json& evidence, const std::string& unit) {
  const Json& proof = evidence["proof"];
  if (!proof["auc"].is_object()) return fmt::format("Proof: {}\n", proof["words"].as_string());
  std::string text = fmt::format("Proof\n{}", paragraphs(proof["words"].as_string()));
  text += fmt::format("  AUC           {}; chance is 0.50, seen on the learning data {:.2f}\n",
                      auc_text(proof["auc"]), proof["apparent_auc"].as_double());
  if (proof["noise"].is_object()) {
    text +=
        fmt::format("  noise reaches {:.2f} (95% quantile of {} searches on shuffled outcomes)\n",
                    proof["noise"]["high"].as_double(), proof["noise"]["runs"].as_int());
  }
  text += fmt::format("  lift, top 10% {}×\n", estimate_text(proof["lift_at_10pct"], 2));
  if (proof["ceiling"].is_object()) text += ceiling_text(proof["ceiling"], unit);
  if (proof["by_tier"].items().empty()) return text;
  const bool rates = proof["by_tier"].items().front()["rate"].is_object();
  const bool weighed = evidence["outcome"]["counted_by"].is_string();
  text += fmt::format("  tier  {:>8}   best  {}{}\n", unit, rates ? "rate" : "lift",
                      rates && weighed ? ", by weight" : "");
  for (const Json& tier : proof["by_tier"].items()) {
    const bool known = tier["total"].as_int() > 0;
    const std::string told = !known  ? "none held back"
                             : rates ? share_text(tier["rate"])
                                     : estimate_text(tier["lift"], 2);
    text += fmt::format("  {:<5} {:>8}  {:>5}  {}\n", tier["tier"].as_string(),
                        count(tier["total"]), count(tier["best"]), told);
  }
  return text;
}

/// What the first tier is worth beside the others, as far as that can be told.
std::string worth_text(const Json& business) {
  if (!business.is_object()) return {};
  std::string text = "Worth\n" + wrapped(business["headline"].as_string() + ".");
  if (business["caution"].is_string()) text += wrapped(business["caution"].as_string());
  for (const Json& line : business["compared_words"].items()) text += wrapped(line.as_string());
  return text + "\n";
}

/// A hand-written profile beside what came out.
std::string prior_text(const Json& prior) {
  if (!prior.is_object()) return {};
  std::string text =
      fmt::format("Where the data moved the hand-written profile '{}' (points before → after)\n",
                  prior["name"].as_string());
  for (const Json& one : prior["attributes"].items()) {
    const std::string& state = one["state"].as_string();
    const std::string words = state == "not_there" ? "no such column" : state;
    text += fmt::format("  {:<8} {}: {} → {} at most\n", words, one["attribute"].as_string(),
                        one["before_max"].as_int(), one["after_max"].as_int());
    if (state != "moved" && state != "kept") continue;
    std::vector<std::string> bins;
    for (const Json& bin : one["bins"].items()) {
      bins.push_back(fmt::format("{} {} → {:.0f}", bin["label"].as_string(), bin["before"].as_int(),
                                 bin["after"].as_double()));
    }
    text += "           " + base::join(bins, " · ") + "\n";
  }
  return text + "\n";
}

/// Cards without one of the attributes that are shown to do as well: a person may prefer one.
std::string alternatives_text(const Json& alternatives, const std::string& unit) {
  constexpr double kMargin = 0.03;  // AUC that nobody would miss
  constexpr std::size_t kShown = 3;
  std::string text;
  std::size_t shown = 0;
  for (const Json& other : alternatives.items()) {
    const Json& ahead = other["ahead"];
    const bool shown_as_good =
        ahead["low"].as_double() > -kMargin && ahead["high"].as_double() >= 0.0;
    if (!shown_as_good || other["attributes"].items().empty()) continue;
    if (++shown > kShown) break;
    std::vector<std::string> names;
    for (const Json& name : other["attributes"].items()) names.push_back(name.as_string());
    const double low = ahead["low"].as_double();
    const double high = ahead["high"].as_double();
    const std::string difference = high - low < 0.0005
                                       ? "no difference seen (interval within ±0.0005)"
                                       : fmt::format("AUC {:+.3f} ({:+.3f} to {:+.3f})",
                                                     ahead["value"].as_double(), low, high);
    text += paragraphs(fmt::format("Without {}: {}; {}", other["name"].as_string(),
                                   base::join(names, ", "), difference));
  }
  if (text.empty()) return text;
  const Json& first = alternatives.items().front();
  return fmt::format(
      "Cards that do as well, within {} of AUC (--exclude builds one)\n{}{}\n", kMargin, text,
      wrapped(fmt::format("Each was learned anew on {} {}, as was this card, and both were held "
                          "against the same {} held back.",
                          count(first["learned"]), unit, count(first["rows"]))));
}

std::string account_text(const Json& account) {
  std::vector<std::string> reasons;
  for (const Json& reason : account["reasons"].items()) {
    if (reasons.size() == kReasonsShown || reason["points"].as_int() == 0) break;
    reasons.push_back(fmt::format("{} {} +{}", reason["attribute"].as_string(),
                                  reason["value"].as_string(), reason["points"].as_int()));
  }
  const std::string tier = account["tier"].is_string() ? account["tier"].as_string() : "-";
  return fmt::format("  {:>4} {:>5}  {:<4}  {}: {}\n", account["rank"].as_int(),
                     account["score"].as_int(), tier, account["name"].as_string(),
                     base::join(reasons, "; "));
}

std::string accounts_text(const Json& evidence) {
  const Json::Array& items = evidence["accounts"]["items"].items();
  if (items.empty()) return {};
  const std::string total = count(evidence["accounts"]["total"]);
  const std::string& of = evidence["accounts"]["of"].as_string();
  const std::string whose = of.starts_with("all ") ? fmt::format("all {} {}", total, of.substr(4))
                                                   : fmt::format("{} {}", total, of);
  std::string text = fmt::format("Best of {}\n  rank score  tier  account: reasons\n", whose);
  for (std::size_t i = 0; i < std::min(kAccountsShown, items.size()); ++i)
    text += account_text(items[i]);
  return text + "\n";
}

/// In which currency amounts are, and as of when attributes.
std::string dates_text(const Json& evidence) {
  std::string text;
  const auto add = [&](const Json& words) {
    for (const Json& line : words.items()) text += wrapped(line.as_string() + ".");
  };
  const Json& currencies = evidence["outcome"]["currencies"];
  if (currencies.is_object()) add(currencies["words"]);
  const Json& as_of = evidence["attributes_as_of"];
  const bool today = as_of["from"].as_string() == "today";
  if (!today || !as_of["changing"].items().empty()) add(as_of["words"]);
  return text;
}

std::string files_text(const Json& evidence) {
  std::string text = "Read\n";
  for (const Json& file : evidence["files"].items()) {
    text += fmt::format("  {:<9} {} lines = {} accepted + {} rejected + {} duplicate\n",
                        file["role"].as_string(), count(file["lines"]), count(file["accepted"]),
                        count(file["rejected"]), count(file["duplicate"]));
  }
  for (const Json& file : evidence["files"].items()) {
    const std::size_t own = file["notes"].items().size() - file["warnings"].items().size();
    for (std::size_t i = 0; i < own; ++i) {
      const std::string& note = file["notes"].items()[i].as_string();
      if (note.rfind("read and counted", 0) != 0) text += wrapped(note + ".");
    }
  }
  text += dates_text(evidence);
  const Json& outcome = evidence["outcome"];
  if (outcome["against"].as_string() == "population" && !outcome["worth"].is_object()) {
    return text +
           fmt::format(
               "  best: {} {} {}, held against a population of {} that may hold some "
               "like them\n\n",
               count(outcome["best"]), outcome["unit"].as_string(), outcome["words"].as_string(),
               base::count_text(
                   static_cast<std::size_t>(outcome["rows"].as_int() - outcome["best"].as_int())));
  }
  return text + fmt::format("  best: {} of {} {} with a known outcome {}{}; {} not known yet\n\n",
                            count(outcome["best"]), count(outcome["rows"]),
                            outcome["unit"].as_string(), outcome["words"].as_string(),
                            how_common(outcome), count(outcome["unknown"]));
}

/// Columns that are left out for what is in them.
std::string others_left_out(const Json& evidence) {
  std::map<std::string, std::vector<std::string>> by_kind;
  for (const Json& item : evidence["left_out"].items()) {
    const std::string& kind = item["kind"].as_string();
    if (kind == "constant" || kind == "text") by_kind[kind].push_back(item["column"].as_string());
  }
  std::string text;
  for (auto& [kind, names] : by_kind) {
    const std::size_t all = names.size();
    if (all > kLeftOutShown) names.resize(kLeftOutShown);
    text += wrapped(
        fmt::format("Left out as {}: {}{}", kind, base::join(names, ", "),
                    all > kLeftOutShown ? fmt::format(" and {} more", all - kLeftOutShown) : ""));
  }
  return text;
}

std::string left_out_text(const Json& evidence) {
  std::string text;
  std::size_t leaks = 0;
  for (const Json& item : evidence["left_out"].items()) {
    if (item["kind"].as_string() != "leak") continue;
    if (++leaks > kLeftOutShown) continue;
    text += wrapped(item["column"].as_string() + ": " + item["why"].as_string());
  }
  const std::string others = others_left_out(evidence);
  if (leaks == 0) return others.empty() ? "" : others + "\n";
  if (leaks > kLeftOutShown) {
    text += fmt::format("  and {} more, in the report\n", leaks - kLeftOutShown);
  }
  return fmt::format(
      "Left out: {} column{} seem{} to know the outcome beforehand (use one all the same: --keep "
      "NAME)\n{}{}\n",
      leaks, leaks == 1 ? "" : "s", leaks == 1 ? "s" : "", text, others);
}

std::string recovery_text(const Json& recovery) {
  if (!recovery.is_object()) return {};
  const auto names = [&](const char* key) {
    std::vector<std::string> texts;
    for (const Json& name : recovery[key].items()) texts.push_back(name.as_string());
    return texts.empty() ? std::string("none") : base::join(texts, ", ");
  };
  std::vector<std::string> found;
  for (std::size_t i = 0; i < recovery["found"].items().size(); ++i) {
    const std::string& proxy = recovery["by"].items()[i].as_string();
    found.push_back(recovery["found"].items()[i].as_string() +
                    (proxy.empty() ? "" : " (by " + proxy + ")"));
  }
  return fmt::format(
      "The data are synthetic. Of {} planted attributes the profile has {}.\n"
      "  found:  {}\n  missed: {}\n  wrong:  {}\n\n",
      recovery["planted"].items().size(), found.size(),
      found.empty() ? "none" : base::join(found, ", "), names("missed"), names("wrong"));
}

}  // namespace

std::string wrapped(const std::string& text) {
  std::string out;
  std::string line;
  for (const std::string_view word : base::split(text, ' ')) {
    if (!line.empty() && line.size() + 1 + word.size() > kLineWidth) {
      out += "  " + line + "\n";
      line.clear();
    }
    if (!line.empty()) line += ' ';
    line += word;
  }
  return out + "  " + line + "\n";
}

std::string build_text(const Json& evidence, const std::string& folder) {
  std::string text = fmt::format("{}: {}\n{}\n", evidence["title"].as_string(),
                                 verdict_words(evidence["verdict"].as_string()),
                                 paragraphs(evidence["why"].as_string()));
  text += files_text(evidence);
  const bool draft = evidence["verdict"].as_string() == "not_ready";
  const Json::Array& profiles = evidence["profiles"].items();
  for (std::size_t i = 0; i < profiles.size(); ++i) {
    const std::string card = profiles[i]["score"].text();
    const bool again =
        std::any_of(profiles.begin() + static_cast<std::ptrdiff_t>(i) + 1, profiles.end(),
                    [&](const Json& later) { return later["score"].text() == card; });
    text += fmt::format("{} {}: {}\n", draft ? "Draft profile" : "Profile", i + 1,
                        profile_text(profiles[i], !again));
  }
  const std::string& unit = evidence["outcome"]["unit"].as_string();
  text += prior_text(evidence["prior"]) + proof_text(evidence, unit) + "\n" +
          whole_table_text(evidence["whole_table"], draft) + worth_text(evidence["business"]) +
          alternatives_text(evidence["alternatives"], unit) + notes_text(evidence["notes"]) +
          personas_text(evidence["personas"]) + accounts_text(evidence) +
          signals_text(evidence["signals"]) + left_out_text(evidence) +
          recovery_text(evidence["recovery"]);
  if (!evidence["helps"].items().empty()) {
    text += "What would help\n";
    for (const Json& help : evidence["helps"].items()) text += wrapped(help.as_string());
    text += "\n";
  }
  return text + fmt::format("Wrote {0}: report.html, evidence.json, {1}manifest.json\n", folder,
                            evidence["profiles"].items().empty() ? "" : "icp.toml, ");
}

}  // namespace bestfit::cli
