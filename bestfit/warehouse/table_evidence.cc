#include "bestfit/warehouse/table_evidence.h"

#include <fmt/format.h>

#include "bestfit/base/text.h"
#include "bestfit/stats/proportion.h"

namespace bestfit::warehouse {
namespace {

using base::Json;

std::string count_text(std::int64_t count) {
  return base::count_text(static_cast<std::size_t>(count));
}

Json estimate_json(const stats::Estimate& estimate) {
  return Json::object()
      .set("value", estimate.value)
      .set("low", estimate.low)
      .set("high", estimate.high);
}

Json estimate_json(const std::optional<stats::Estimate>& estimate) {
  return estimate ? estimate_json(*estimate) : Json();
}

/// null where there are no rows that it could be the share of.
Json share_json(const Counted& known) {
  return known.total == 0 ? Json() : estimate_json(stats::share_estimate(known.best, known.total));
}

std::string sides_text(const Sides& sides) {
  return fmt::format("{} with the outcome, {} without it, {} not known", count_text(sides.best),
                     count_text(sides.other), count_text(sides.unknown));
}

/// That rows came or went between the first count and the last, in a sentence; empty where none
/// did, as far as counts tell.
std::string changed_words(const TableFindings& findings) {
  if (findings.whole == nullptr) return {};
  const TablePlan& plan = findings.plan;
  const Sides& now = findings.whole->rows;
  const std::string begin = fmt::format("{} changed while it was read: ", plan.table);
  if (now.all() != plan.rows) {
    return begin + fmt::format("{} rows at first, {} at the end", count_text(plan.rows),
                               count_text(now.all()));
  }
  if (plan.sides && now != *plan.sides) {
    return begin +
           fmt::format("at first {}; at the end {}", sides_text(*plan.sides), sides_text(now));
  }
  const Sides sampled = sides_of(findings.whole->sampled);
  if (plan.sample && sampled != findings.pulled.rows) {
    return begin + fmt::format("of the sample {} were read; at the end it had {}",
                               sides_text(findings.pulled.rows), sides_text(sampled));
  }
  return {};
}

/// What the rows that were read stand for, in a sentence.
std::string words_of(const TableFindings& findings) {
  const TablePlan& plan = findings.plan;
  if (!plan.sample) {
    return fmt::format("All {} rows of {} were read.", count_text(plan.rows), plan.table);
  }
  const TableSample& sample = *plan.sample;
  const Sides& there = *plan.sides;
  const auto part = [](std::int64_t read, std::int64_t all) {
    return read == all ? fmt::format("all {}", count_text(all))
                       : fmt::format("{} of {}", count_text(read), count_text(all));
  };
  return fmt::format(
      "Of the {} rows of {} a sample was read, chosen by {} and the seed: {} with the outcome, {} "
      "without it, {} whose outcome is not known. Each stands for as many as it was drawn from; "
      "the database counted all of them.",
      count_text(plan.rows), plan.table, sample.key.empty() ? "the whole row" : sample.key,
      part(sample.rows.best, there.best), part(sample.rows.other, there.other),
      part(sample.rows.unknown, there.unknown));
}

Json sample_json(const TableFindings& findings) {
  if (!findings.plan.sample) return {};
  const TableSample& sample = *findings.plan.sample;
  const bool can_tell = findings.whole != nullptr && changed_words(findings).empty();
  const std::int64_t otherwise =
      can_tell ? scored_otherwise(findings.whole->sampled, findings.here) : 0;
  return Json::object()
      .set("by", sample.key.empty() ? Json() : Json(sample.key))
      .set("seed", static_cast<std::int64_t>(findings.request.seed))
      .set("most", findings.request.sample)
      .set("held_from", sample.cuts.held_from() < kEveryRow
                            ? Json(fmt::format("{:08x}", sample.cuts.held_from()))
                            : Json())
      .set("rows", sides_json(findings.pulled.rows))
      .set("bytes", findings.pulled.bytes)
      .set("scored_otherwise", can_tell ? Json(otherwise) : Json());
}

/// Why there are no rows that the profile was not learned from; empty where there are.
std::string why_none(const TableFindings& findings) {
  const std::string changed = changed_words(findings);
  if (!changed.empty()) return changed + "; run it again when nobody writes to it";
  if (!findings.plan.sample) return "every row was read, so none is new to the profile";
  if (findings.whole == nullptr) return "there is no profile to hold against the table";
  const TableSample& sample = *findings.plan.sample;
  if (sample.cuts.held_from() < kEveryRow) return {};
  const bool best = sample.cuts.best == kEveryRow;
  const bool other = sample.cuts.other == kEveryRow;
  return fmt::format("all rows {} were read, so none of them is new to the profile",
                     best && other ? "of known outcome"
                     : best        ? "with the outcome"
                                   : "without the outcome");
}

/// What the intervals do not know of.
Json caution_of(const TableFindings& findings) {
  if (findings.request.group.empty()) return {};
  return fmt::format(
      "The intervals take rows for independent of each other; as far as rows of one {} are not, "
      "they are too narrow.",
      findings.request.group);
}

/// Rows of known outcome that were not read and are not held either: their keys are below the cut
/// of the other side, so that with them the held rows would have another ratio of sides.
std::int64_t left_out(const TableFindings& findings) {
  std::int64_t held = 0;
  for (const auto& [status, rows] : findings.whole->held.by_status) held += rows;
  return findings.plan.sides->known() - findings.plan.sample->rows.known() - held;
}

Json held_json(const TableFindings& findings) {
  if (!why_none(findings).empty()) return {};
  const HeldRows& held = findings.whole->held;
  Json statuses = Json::object();
  for (const auto& [status, rows] : held.by_status) statuses.set(status, rows);
  Json tiers = Json::array();
  for (const TierCount& tier : held.by_tier) {
    tiers.push(Json::object()
                   .set("tier", tier.tier)
                   .set("from", tier.from)
                   .set("total", tier.known.total)
                   .set("best", tier.known.best)
                   .set("rate", share_json(tier.known)));
  }
  Json calibration = Json::array();
  for (const PromiseCount& promise : held.calibration) {
    calibration.push(Json::object()
                         .set("predicted", promise.predicted)
                         .set("observed", share_json(promise.known))
                         .set("total", promise.known.total)
                         .set("best", promise.known.best));
  }
  return Json::object()
      .set("rows", held.scored.total)
      .set("best", held.scored.best)
      .set("left_out", left_out(findings))
      .set("by_status", std::move(statuses))
      .set("auc", estimate_json(held.auc))
      .set("lift_at_10pct", estimate_json(held.lift_at_10pct))
      .set("by_tier", std::move(tiers))
      .set("calibration", std::move(calibration))
      .set("caution", caution_of(findings));
}

Json bin_json(const profile::Criterion& criterion, const BinCount& count) {
  const bool missing = count.bin.bin == compile::kNotKnownBin;
  const profile::Bin* bin = missing ? &criterion.missing
                            : count.bin.bin >= 0
                                ? &criterion.bins[static_cast<std::size_t>(count.bin.bin)]
                                : nullptr;
  return Json::object()
      .set("label", bin == nullptr ? "any other" : bin->label)
      .set("points", bin == nullptr ? 0 : bin->points)
      .set("is_missing", missing)
      .set("rows", count.rows)
      .set("total", count.known.total)
      .set("best", count.known.best)
      .set("share", share_json(count.known));
}

Json attributes_json(const TableFindings& findings) {
  if (findings.whole == nullptr) return {};
  const std::vector<BinCount>& bins = findings.whole->bins;
  Json attributes = Json::array();
  for (std::size_t from = 0; from < bins.size();) {
    const compile::CountedBin& first = bins[from].bin;
    const profile::Criterion& criterion =
        findings.file.profiles[first.profile].score[first.criterion];
    Json of_bins = Json::array();
    std::size_t to = from;
    for (; to < bins.size() && bins[to].bin.profile == first.profile &&
           bins[to].bin.criterion == first.criterion;
         ++to) {
      const bool is_empty_rest = bins[to].bin.bin == compile::kAnyOtherBin && bins[to].rows == 0;
      if (!is_empty_rest) of_bins.push(bin_json(criterion, bins[to]));
    }
    attributes.push(Json::object()
                        .set("attribute", criterion.attribute)
                        .set("column", criterion.column)
                        .set("bins", std::move(of_bins)));
    from = to;
  }
  return attributes;
}

}  // namespace

Json sides_json(const Sides& sides) {
  return Json::object()
      .set("best", sides.best)
      .set("other", sides.other)
      .set("unknown", sides.unknown);
}

Json columns_json(const TablePlan& plan) {
  Json columns = Json::array();
  for (const ColumnCounts& column : plan.columns) {
    columns.push(Json::object()
                     .set("column", column.column)
                     .set("type", column.type)
                     .set("known", column.known)
                     .set("distinct", column.distinct ? Json(*column.distinct) : Json())
                     .set("low", column.low.empty() ? Json() : Json(column.low))
                     .set("high", column.high.empty() ? Json() : Json(column.high)));
  }
  return columns;
}

Json whole_table_json(const TableFindings& findings) {
  const TablePlan& plan = findings.plan;
  const std::string why = why_none(findings);
  return Json::object()
      .set("source", plan.where)
      .set("table", plan.table)
      .set("rows", plan.rows)
      .set("outcome", plan.sides ? sides_json(*plan.sides) : Json())
      .set("rate", plan.sides ? share_json({.total = plan.sides->known(), .best = plan.sides->best})
                              : Json())
      .set("words", words_of(findings))
      .set("columns", columns_json(plan))
      .set("sample", sample_json(findings))
      .set("held", held_json(findings))
      .set("why_none", why.empty() ? Json() : Json(why))
      .set("attributes", attributes_json(findings));
}

}  // namespace bestfit::warehouse
