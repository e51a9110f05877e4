#include "bestfit/validate/verdict.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "bestfit/base/error.h"
#include "bestfit/base/text.h"

namespace bestfit::validate {
namespace {

/// From here an AUC asks for a second look at what the card uses.
constexpr double kTooGood = 0.95;

constexpr std::int64_t kFewest = 30;     // rows of the rarer outcome below which nothing is claimed
constexpr std::int64_t kHeldReady = 50;  // held-out rows of each outcome for `ready`
constexpr std::int64_t kPlenty = 100;    // rows of the rarer outcome that settle a null finding
constexpr double kStillPossible = 0.65;  // an AUC worth having

std::string count(std::int64_t number) {
  return base::count_text(static_cast<std::size_t>(std::max<std::int64_t>(0, number)));
}

/// Two decimals, three where two would say that nothing is left to miss.
std::string measured(const stats::Estimate& auc) {
  const int decimals = auc.high > 0.995 ? 3 : 2;
  return fmt::format("AUC {:.{}f}, 95% interval {:.{}f} to {:.{}f}", auc.value, decimals, auc.low,
                     decimals, auc.high, decimals);
}

/// The rarer outcome of what is known.
struct Rarer {
  std::int64_t rows = 0;
  bool is_best = true;
  std::string row;
  [[nodiscard]] std::string words(std::int64_t number) const {
    const char* plural = number == 1 ? "" : "s";
    return is_best ? fmt::format("best {}{}", row, plural)
                   : fmt::format("{}{} without the outcome", row, plural);
  }
};

Rarer rarer_of(const Findings& findings) {
  const Tally& known = findings.known;
  return {.rows = known.rarer(), .is_best = known.best <= known.other, .row = findings.row};
}

/// Up to two figures: 1,052 is 1,100. An estimate that rests on an interval is no nearer.
std::int64_t rounded(std::int64_t number) {
  std::int64_t unit = 1;
  while (number >= 100 * unit) unit *= 10;
  return (number + unit - 1) / unit * unit;
}

/// How many more rows of the rarer outcome would bring the interval above `floor`, when the AUC is
/// as found: its width goes with one over the root of rows.
std::int64_t more_needed(const Findings& findings, double floor) {
  const stats::Estimate& auc = *findings.auc;
  const double rows = static_cast<double>(findings.known.rarer());
  const double gap = auc.value - floor;
  if (gap <= 0.01) return 0;
  const double factor = std::pow((auc.value - auc.low) / gap, 2);
  return static_cast<std::int64_t>(std::ceil(rows * (1.1 * factor - 1.0)));
}

void help_with_time(const Findings& findings, std::vector<std::string>& helps) {
  if (findings.has_time || findings.knows_time) return;
  helps.push_back(fmt::format(
      "What was held back was drawn at random: how the profile does on later {0}s is not known. "
      "Name the column that says when each {0} was first met (--time), and later ones are held "
      "back.",
      findings.row));
}

/// Said where rows are many, but of few groups that stay together.
std::string of_few_groups(const Findings& findings, const Tally& rows, const Tally& clusters) {
  if (clusters.best == rows.best && clusters.other == rows.other) return {};
  if (findings.is_weighted) {
    return fmt::format(
        "The {0}s do not count alike: the best say as much as {1} that would, those they are held "
        "against as much as {2}.",
        findings.row, count(clusters.best), count(clusters.other));
  }
  return fmt::format(
      "Rows of one group count once: {} {}s with the outcome are of {} groups, {} without it of "
      "{}.",
      count(rows.best), findings.row, count(clusters.best), count(rows.other),
      count(clusters.other));
}

Judgement too_few(const Findings& findings) {
  const Rarer rarer = rarer_of(findings);
  Judgement judgement;
  judgement.verdict = Verdict::not_ready;
  judgement.why = fmt::format(
      "There {} {} {}, and fewer than {} cannot tell a profile from chance.",
      rarer.rows == 1 ? "is" : "are", count(rarer.rows), rarer.words(rarer.rows), kFewest);
  if (rarer.rows < kFewest) {
    judgement.helps.push_back(fmt::format(
        "Add at least {} more {}: an earlier year, or a {} outcome.", count(kFewest - rarer.rows),
        rarer.words(kFewest - rarer.rows), rarer.is_best ? "wider" : "narrower"));
    return judgement;
  }
  const std::int64_t groups = findings.known_alone.rarer();
  if (findings.is_weighted) {
    judgement.why = fmt::format(
        "The {} {}s do not count alike: they say as much as {} that would, and fewer than {} "
        "cannot "
        "tell a profile from chance.",
        count(findings.known.all()), findings.row, count(groups), kFewest);
    judgement.helps.push_back(
        fmt::format("Add more {}s, or let them count more alike: an amount may be cut at a number, "
                    "as in 'column>=number'.",
                    findings.row));
    return judgement;
  }
  judgement.why = fmt::format(
      "The {} {} hang together in {} group{}, and fewer than {} cannot tell a profile from chance.",
      count(rarer.rows), rarer.words(rarer.rows), count(groups), groups == 1 ? "" : "s", kFewest);
  judgement.helps.push_back(fmt::format("Add at least {} more groups with such {}s.",
                                        count(kFewest - groups), rarer.row));
  return judgement;
}

Judgement not_held(const Findings& findings) {
  return {.verdict = Verdict::not_ready,
          .why = fmt::format(
              "Nothing could be held back: {0}s with the outcome and {0}s without it are "
              "not found in different groups.",
              findings.row),
          .helps = {"Check the group or id column: rows that share a value stay together."}};
}

Judgement beats_noise(const Findings& findings) {
  const stats::Estimate& auc = *findings.auc;
  const double floor = std::max(0.5, findings.noise.high);
  const Tally& held_apart = findings.held_alone;
  const bool enough = held_apart.best >= kHeldReady && held_apart.other >= kHeldReady;
  Judgement judgement;
  judgement.verdict = auc.low > floor && enough ? Verdict::ready : Verdict::ok;
  judgement.why = fmt::format(
      "On {} {}s {}, {} of them {}, the profile does better than chance and than shuffled "
      "outcomes, which reach {:.2f} ({}).",
      count(findings.held.all()), findings.row,
      findings.has_time ? "held back" : "that a card had not seen when it scored them",
      count(findings.held.best), findings.best_words, findings.noise.high, measured(auc));
  if (auc.value > kTooGood) {
    judgement.helps.emplace_back(
        "This is rarely so clear: look whether an attribute of the card is filled in after the "
        "outcome, and --exclude it if so.");
  }
  help_with_time(findings, judgement.helps);
  if (judgement.verdict == Verdict::ready) return judgement;

  const std::string groups = of_few_groups(findings, findings.held, held_apart);
  if (!enough && !groups.empty()) judgement.helps.push_back(groups);
  const Rarer rarer = rarer_of(findings);
  const std::int64_t held = held_apart.rarer();
  const double part = static_cast<double>(std::max<std::int64_t>(1, held)) /
                      static_cast<double>(std::max<std::int64_t>(1, rarer.rows));
  const auto for_count =
      static_cast<std::int64_t>(std::ceil(static_cast<double>(kHeldReady - held) / part));
  const std::int64_t more = std::max(for_count, more_needed(findings, floor));
  if (more > 0) {
    judgement.helps.push_back(
        fmt::format("About {} more {} would make this ready, if the profile stays as good.",
                    count(rounded(more)), rarer.words(more)));
  }
  return judgement;
}

Judgement nothing_found(const Findings& findings) {
  Judgement judgement;
  judgement.verdict = Verdict::no_icp_found;
  judgement.why = fmt::format(
      "In {} {}s, {} of them {}, no attribute sets the best apart from the others.",
      count(findings.known.all()), findings.row, count(findings.known.best), findings.best_words);
  if (findings.found && findings.auc) {
    judgement.why = fmt::format(
        "On {} held-out {}s, {} of them {}, the profile does no better than chance or than "
        "shuffled outcomes, which reach {:.2f} ({}).",
        count(findings.held.all()), findings.row, count(findings.held.best), findings.best_words,
        findings.noise.high, measured(*findings.auc));
  }
  judgement.helps.emplace_back(
      "Add attributes that could matter: technologies in use, hiring, funding, how the account was "
      "met.");
  judgement.helps.emplace_back(
      "Try an outcome that is closer to value: retained, expanded, revenue.");
  return judgement;
}

Judgement cannot_tell(const Findings& findings) {
  const Rarer rarer = rarer_of(findings);
  Judgement judgement;
  judgement.verdict = Verdict::not_ready;
  judgement.why = fmt::format(
      "With {} {} the held-out result does not tell a profile from chance ({}; shuffled outcomes "
      "reach {:.2f}).",
      count(rarer.rows), rarer.words(rarer.rows), measured(*findings.auc), findings.noise.high);
  const std::int64_t needed = more_needed(findings, std::max(0.5, findings.noise.median));
  const std::int64_t more = rounded(std::max(needed, kPlenty - rarer.rows));
  judgement.helps.push_back(
      fmt::format("Add about {} more {}: with {} in all it can be told either way.", count(more),
                  rarer.words(more), count(rarer.rows + more)));
  judgement.helps.emplace_back(
      "Add attributes that could matter: technologies in use, hiring, funding, how the account was "
      "met.");
  help_with_time(findings, judgement.helps);
  return judgement;
}

}  // namespace

std::string_view verdict_name(Verdict verdict) {
  switch (verdict) {
    case Verdict::ready: return "ready";
    case Verdict::ok: return "ok";
    case Verdict::not_ready: return "not_ready";
    case Verdict::no_icp_found: return "no_icp_found";
  }
  throw Bug("verdict_name: an unknown verdict");
}

Judgement judge(const Findings& findings) {
  const std::int64_t rarer = std::min(findings.known.rarer(), findings.known_alone.rarer());
  if (rarer < kFewest) return too_few(findings);
  if (!findings.auc) return not_held(findings);
  if (!findings.found) return nothing_found(findings);
  const bool beats = findings.auc->low > 0.5 && findings.auc->value > findings.noise.high;
  if (beats) return beats_noise(findings);
  const bool possible = findings.auc->high >= kStillPossible && rarer < kPlenty;
  return possible ? cannot_tell(findings) : nothing_found(findings);
}

Judgement judge_unproved() {
  return {.verdict = Verdict::not_ready,
          .why = "Nothing was proved: the proof was left out on request.",
          .helps = {"Build again with --proof full."}};
}

}  // namespace bestfit::validate
