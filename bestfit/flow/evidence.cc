#include "bestfit/flow/evidence.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "bestfit/base/text.h"
#include "bestfit/base/version.h"
#include "bestfit/flow/business.h"
#include "bestfit/flow/evidence_parts.h"
#include "bestfit/outcome/target.h"
#include "bestfit/stats/frame.h"

namespace bestfit::flow {
namespace {

using base::Json;

/// How common the outcome is; null where that cannot be told.
Json rate_json(const outcome::Counted& counted) {
  const stats::Frame frame{.best = counted.best_each, .other = counted.other_each};
  if (!frame.has_rates()) return {};
  const outcome::Target target(counted.outcome);
  outcome::Mass mass;
  for (std::size_t row = 0; row < target.size(); ++row) {
    mass.best += target.best_mass(row);
    mass.other += target.other_mass(row);
  }
  return estimate_json(stats::population_rate_estimate(mass.best, mass.other, frame));
}

/// The column that rows count by; null where each counts once.
Json counted_by(const Dataset& dataset) {
  if (!dataset.outcome.worth.empty()) return dataset.outcome.column;
  const std::string weight = dataset.schema.column(table::Role::weight);
  return weight.empty() ? Json() : Json(weight);
}

/// What all rows bring together and how many rows that are worth alike would say as much; null
/// where rows do not count by what they bring.
Json worth_json(const outcome::Outcome& outcome) {
  if (outcome.worth.empty()) return {};
  double sum = 0.0;
  double squares = 0.0;
  for (const float worth : outcome.worth) {
    sum += static_cast<double>(worth);
    squares += static_cast<double>(worth) * static_cast<double>(worth);
  }
  return Json::object().set("sum", sum).set("effective", squares > 0.0 ? sum * sum / squares : 0.0);
}

/// What the best accounts are by value, and how many each part of that moves; null where best is
/// something else.
Json definition_json(const Dataset& dataset) {
  const bool by_value = dataset.best.by == outcome::BestDefinition::By::value && dataset.by_value;
  if (dataset.outcome.name != "best" || !by_value) return {};
  const outcome::BestByValue& found = *dataset.by_value;
  const std::string costs = outcome::costs_words(dataset.best);
  return Json::object()
      .set("words", outcome::definition_words(dataset.best))
      .set("horizon_days", outcome::days_of_months(dataset.best.months))
      .set("until_days", found.until)
      .set("cut", found.cut)
      .set("costs", costs.empty() ? Json() : Json(costs))
      .set("persistence", found.persistence)
      .set("worked", found.worked)
      .set("won", found.won)
      .set("paying", found.paying)
      .set("by_share", dataset.best.value_from ? Json() : Json(found.by_share))
      .set("by_share_of_won", dataset.best.value_from ? Json() : Json(found.by_share_of_won))
      .set("below", found.below)
      .set("left", found.left)
      .set("by_expected", found.by_expected)
      .set("by_costs", found.by_costs)
      .set("unknown", found.unknown)
      .set("currency", dataset.currencies ? Json(dataset.currencies->company) : Json())
      .set("unjudged", dataset.currencies ? dataset.currencies->unjudged : 0);
}

/// What rows are: "accounts".
std::string units(const Dataset& dataset) {
  return std::string(outcome::unit_name(dataset.unit)) + "s";
}

Json outcome_json(const Dataset& dataset) {
  const auto& best = dataset.outcome.best;
  const auto count = [&](int wanted) {
    return static_cast<std::int64_t>(std::count(best.begin(), best.end(), wanted));
  };
  const std::int64_t rows = count(0) + count(1);
  const outcome::Counted counted = outcome::counted(dataset.outcome);
  const bool is_population = dataset.outcome.against == outcome::Against::population;
  return Json::object()
      .set("name", dataset.outcome.name)
      .set("words", outcome_words(dataset))
      .set("unit", units(dataset))
      .set("rows", rows)
      .set("best", count(1))
      .set("rate", rate_json(counted))
      .set("against", is_population ? "population" : "others")
      .set("counted_by", counted_by(dataset))
      .set("worth", worth_json(dataset.outcome))
      .set("definition", definition_json(dataset))
      .set("currencies", currencies_json(dataset.currencies))
      .set("unknown", count(-1));
}

/// Counts by value are of the accounts that chose the bins: they describe, and promise nothing.
Json learned_from_json(const Dataset& dataset) {
  const auto& best = dataset.outcome.best;
  const auto rows = std::count_if(best.begin(), best.end(), [](auto known) { return known >= 0; });
  const std::string unit = units(dataset);
  const std::string words = fmt::format(
      "{} and lifts of values and bins are among the {} {} learned from, which chose the bins: "
      "they describe these {}. What holds for others is in the proof.",
      dataset.outcome.against == outcome::Against::population ? "Shares" : "Rates",
      base::count_text(static_cast<std::size_t>(rows)), unit, unit);
  return Json::object()
      .set("rows", static_cast<std::int64_t>(rows))
      .set("best", static_cast<std::int64_t>(std::count(best.begin(), best.end(), 1)))
      .set("words", words);
}

Json files_json(const Dataset& dataset) {
  Json files = Json::array();
  for (const intake::LoadedFile& file : dataset.files) {
    const connect::ReadReport& report = file.report;
    Json notes = Json::array();
    for (const std::string& note : file.notes) notes.push(note);
    Json warnings = Json::array();
    for (const std::string& note : report.notes) {
      notes.push(note);
      warnings.push(note);
    }
    files.push(
        Json::object()
            .set("role", file.part)
            .set("path", report.path)
            .set("lines", report.lines)
            .set("accepted", report.accepted)
            .set("rejected", report.rejected)
            .set("duplicate", report.duplicate)
            .set("dialect", report.dialect)
            .set("rejected_file", file.rejected.empty() ? Json() : Json(rejected_name(file.part)))
            .set("notes", std::move(notes))
            .set("warnings", std::move(warnings)));
  }
  return files;
}

Json period_json(const Dataset& dataset) {
  const std::string name = dataset.schema.column(table::Role::time);
  const table::Column* column = name.empty() ? nullptr : dataset.table.find(name);
  if (column == nullptr || column->kind != table::Kind::date) return {};
  double low = std::numeric_limits<double>::infinity();
  double high = -low;
  for (std::size_t row = 0; row < column->rows(); ++row) {
    if (dataset.outcome.best[row] < 0 || column->missing(row)) continue;
    low = std::min(low, column->numbers[row]);
    high = std::max(high, column->numbers[row]);
  }
  if (low > high) return {};
  return Json::object()
      .set("from", base::iso_date(static_cast<base::Day>(low)))
      .set("to", base::iso_date(static_cast<base::Day>(high)));
}

Json histogram_json(const Ranked& ranked) {
  std::array<std::int64_t, 20> totals{};
  for (const score::Placed& score : ranked.scores) {
    if (score.status != score::Status::scored) continue;
    ++totals.at(static_cast<std::size_t>(std::min(score.points / 5, 19)));
  }
  Json bins = Json::array();
  for (std::size_t i = 0; i < totals.size(); ++i) {
    const auto from = static_cast<std::int64_t>(5 * i);
    bins.push(Json::object()
                  .set("from", from)
                  .set("to", i == 19 ? std::int64_t{100} : from + 4)
                  .set("total", totals.at(i)));
  }
  return bins;
}

Json scores_json(const Findings& findings) {
  const Ranked& ranked = findings.ranked;
  Json by_status = Json::object();
  for (const auto status : {score::Status::scored, score::Status::disqualified,
                            score::Status::insufficient_data, score::Status::not_found}) {
    by_status.set(std::string(score::status_name(status)),
                  static_cast<std::int64_t>(std::count_if(
                      ranked.scores.begin(), ranked.scores.end(),
                      [&](const score::Placed& score) { return score.status == status; })));
  }
  Json by_tier = Json::array();
  if (!findings.file.profiles.empty()) {
    const auto& tiers = findings.file.profiles.front().tiers;
    for (std::size_t i = 0; i < tiers.size(); ++i) {
      by_tier.push(Json::object()
                       .set("tier", tiers[i].name)
                       .set("total", static_cast<std::int64_t>(std::count_if(
                                         ranked.scores.begin(), ranked.scores.end(),
                                         [&](const score::Placed& score) {
                                           return score.status == score::Status::scored &&
                                                  score.tier == static_cast<int>(i);
                                         }))));
    }
  }
  return Json::object()
      .set("of", ranked.of)
      .set("histogram", histogram_json(ranked))
      .set("by_status", std::move(by_status))
      .set("by_tier", std::move(by_tier));
}

std::string cell(const table::Table& table, const std::string& column, std::size_t row) {
  const table::Column* found = column.empty() ? nullptr : table.find(column);
  return found == nullptr ? std::string() : found->cell_text(row);
}

///   place  among the ranked, from 0
Json account_json(const Findings& findings, std::size_t place) {
  const Ranked& ranked = findings.ranked;
  const score::Score& score = ranked.of_first[place];
  const std::uint32_t row = ranked.rows[ranked.order[place]];
  const table::Schema& schema = findings.dataset.schema;
  const auto& profile = findings.file.profiles.at(static_cast<std::size_t>(score.profile));
  std::string id = cell(ranked.first, schema.column(table::Role::id), place);
  if (id.empty()) id = fmt::format("row {}", row + 1);
  const std::string name = cell(ranked.first, schema.column(table::Role::name), place);
  Json lines = Json::array();
  for (const score::Reason& reason : score::reasons(findings.file, score)) {
    lines.push(Json::object()
                   .set("attribute", reason.attribute)
                   .set("value", reason.value)
                   .set("points", reason.points)
                   .set("points_max", reason.points_max)
                   .set("known", reason.known));
  }
  return Json::object()
      .set("rank", place + 1)
      .set("id", id)
      .set("name", name.empty() ? id : name)
      .set("score", score.points)
      .set("tier", score.tier < 0
                       ? Json()
                       : Json(profile.tiers.at(static_cast<std::size_t>(score.tier)).name))
      .set("profile", profile.name)
      .set("probability", score.probability)
      .set("status", score::status_name(score.status))
      .set("reasons", std::move(lines))
      .set("timing", timing_json(findings.signals, row));
}

Json accounts_json(const Findings& findings) {
  const Ranked& ranked = findings.ranked;
  Json items = Json::array();
  for (std::size_t i = 0; i < ranked.of_first.size(); ++i) items.push(account_json(findings, i));
  return Json::object()
      .set("of", ranked.of)
      .set("total", ranked.scores.size())
      .set("items", std::move(items));
}

Json recovery_json(const std::optional<example::Recovery>& recovery) {
  if (!recovery) return {};
  const auto list = [](const std::vector<std::string>& names) {
    Json json = Json::array();
    for (const std::string& name : names) json.push(name);
    return json;
  };
  return Json::object()
      .set("planted", list(recovery->planted))
      .set("found", list(recovery->found))
      .set("by", list(recovery->by))
      .set("missed", list(recovery->missed))
      .set("wrong", list(recovery->wrong));
}

}  // namespace

Json estimate_json(const stats::Estimate& estimate) {
  return Json::object()
      .set("value", estimate.value)
      .set("low", estimate.low)
      .set("high", estimate.high);
}

Json evidence_json(const Findings& findings) {
  const Dataset& dataset = findings.dataset;
  return Json::object()
      .set("format", 1)
      .set("bestfit", base::program_version())
      .set("title", dataset.title)
      .set("synthetic", dataset.synthetic)
      .set("version", findings.file.version)
      .set("as_of", findings.file.as_of ? Json(base::iso_date(*findings.file.as_of)) : Json())
      .set("outcome", outcome_json(dataset))
      .set("verdict", validate::verdict_name(findings.proof.verdict))
      .set("draft", findings.proof.verdict == validate::Verdict::not_ready)
      .set("why", findings.proof.why)
      .set("helps", texts_json(findings.proof.helps))
      .set("files", files_json(dataset))
      .set("period", period_json(dataset))
      .set("attributes_as_of", dated::as_of_json(dataset.as_of, units(dataset)))
      .set("learned_from", learned_from_json(dataset))
      .set("correction", correction_json(findings.learned.correction))
      .set("attributes", attributes_json(findings.learned))
      .set("profiles", profiles_json(findings.file, findings.learned))
      .set("words", findings.words)
      .set("contrasts", findings.contrasts)
      .set("kinds", findings.kinds)
      .set("prior", findings.prior)
      .set("alternatives", findings.alternatives)
      .set("proof", proof_json(findings.proof))
      .set("business", business_json(dataset, findings.proof, findings.file))
      .set("scores", scores_json(findings))
      .set("accounts", accounts_json(findings))
      .set("signals", signals_json(findings))
      .set("notes", findings.notes)
      .set("personas", findings.personas)
      .set("left_out", left_out_json(dataset, findings.learned))
      .set("recovery", recovery_json(findings.recovery));
}

Json build_json(const Findings& findings, const Json& evidence, const std::string& folder) {
  Json validation = evidence["proof"];
  return Json::object()
      .set("format", 1)
      .set("verdict", evidence["verdict"])
      .set("draft", evidence["draft"])
      .set("why", evidence["why"])
      .set("helps", evidence["helps"])
      .set("rows", findings.dataset.table.rows())
      .set("outcome", evidence["outcome"])
      .set("outcome_rate",
           evidence["outcome"]["rate"].is_null() ? Json() : evidence["outcome"]["rate"]["value"])
      .set("learned_from", evidence["learned_from"])
      .set("correction", evidence["correction"])
      .set("files", evidence["files"])
      .set("attributes_as_of", evidence["attributes_as_of"])
      .set("attributes", evidence["attributes"])
      .set("profiles", evidence["profiles"])
      .set("kinds", evidence["kinds"])
      .set("alternatives", evidence["alternatives"])
      .set("validation", std::move(validation))
      .set("business", evidence["business"])
      .set("signals", evidence["signals"])
      .set("notes", evidence["notes"])
      .set("personas", evidence["personas"])
      .set("left_out", evidence["left_out"])
      .set("whole_table", evidence["whole_table"])
      .set("recovery", evidence["recovery"])
      .set("version", evidence["version"])
      .set("run", folder);
}

}  // namespace bestfit::flow
