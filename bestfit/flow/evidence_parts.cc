#include "bestfit/flow/evidence_parts.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "bestfit/flow/evidence.h"
#include "bestfit/profile/criterion_kind.h"
#include "bestfit/stats/proportion.h"

namespace bestfit::flow {
namespace {

using base::Json;

Json interval_of(std::int64_t best, std::int64_t total) {
  if (total == 0) return {};
  const stats::Interval share = stats::wilson_interval(best, total);
  return estimate_json({.value = static_cast<double>(best) / static_cast<double>(total),
                        .low = share.low,
                        .high = share.high});
}

Json share_json(const profile::ValueStats& value) {
  if (value.total == 0 || std::isnan(value.rate)) return {};
  return estimate_json({.value = value.rate, .low = value.share.low, .high = value.share.high});
}

Json value_json(const profile::ValueStats& value) {
  return Json::object()
      .set("label", value.label)
      .set("total", value.total)
      .set("best", value.best)
      .set("share", share_json(value))
      .set("of_best", value.of_best)
      .set("of_others", value.of_others)
      .set("lift", estimate_json(value.lift))
      .set("weight", value.weight)
      .set("points", value.points)
      .set("is_missing", value.is_missing);
}

Json attribute_json(const profile::AttributeStats& attribute) {
  Json values = Json::array();
  for (const profile::ValueStats& value : attribute.values) values.push(value_json(value));
  return Json::object()
      .set("name", attribute.name)
      .set("column", attribute.column)
      .set("kind", attribute.kind)
      .set("selected", attribute.selected)
      .set("effect", estimate_json(attribute.effect))
      .set("adjusted", attribute.adjusted ? estimate_json(*attribute.adjusted) : Json())
      .set("turns", profile::turns(attribute))
      .set("low", attribute.effect.low)
      .set("high", attribute.effect.high)
      .set("effect_method", attribute.effect_method)
      .set("p", attribute.p)
      .set("p_method", attribute.p_method)
      .set("q", attribute.q)
      .set("information", attribute.information)
      .set("coverage", attribute.coverage)
      .set("stability", attribute.stability)
      .set("leakage", Json::object()
                          .set("suspected", attribute.leakage.suspected)
                          .set("why", attribute.leakage.why))
      .set("left_out", attribute.left_out.empty() ? Json() : Json(attribute.left_out))
      .set("values", std::move(values));
}

/// The evidence of a bin, which knows of rows that hang together and of weights; null without one.
const profile::ValueStats* value_of(const profile::Bin& bin,
                                    const profile::AttributeStats* evidence) {
  if (evidence == nullptr) return nullptr;
  for (const profile::ValueStats& value : evidence->values) {
    if (value.label == bin.label && value.total == bin.total) return &value;
  }
  return nullptr;
}

Json bin_json(const profile::Bin& bin, std::int64_t rows, bool is_missing,
              const profile::AttributeStats* evidence) {
  const profile::ValueStats* value = value_of(bin, evidence);
  return Json::object()
      .set("label", bin.label)
      .set("points", bin.points)
      .set("total", bin.total)
      .set("best", bin.best)
      .set("share", value != nullptr ? share_json(*value) : interval_of(bin.best, bin.total))
      .set("lift", value != nullptr ? estimate_json(value->lift) : Json())
      .set("account_share",
           rows == 0 ? Json() : Json(static_cast<double>(bin.total) / static_cast<double>(rows)))
      .set("is_missing", is_missing);
}

Json criterion_json(const profile::Criterion& criterion, const learn::Learned& learned) {
  std::int64_t rows = criterion.missing.total;
  for (const profile::Bin& bin : criterion.bins) rows += bin.total;
  const profile::AttributeStats* evidence = nullptr;
  for (const profile::AttributeStats& attribute : learned.attributes) {
    if (attribute.column == criterion.column) evidence = &attribute;
  }
  Json bins = Json::array();
  for (const profile::Bin& bin : criterion.bins) bins.push(bin_json(bin, rows, false, evidence));
  bins.push(bin_json(criterion.missing, rows, true, evidence));
  return Json::object()
      .set("attribute", criterion.attribute)
      .set("column", criterion.column)
      .set("kind", profile::criterion_kind_name(criterion.kind))
      .set("points_max", profile::points_max(criterion))
      .set("fit", evidence != nullptr && evidence->fit ? value_json(*evidence->fit) : Json())
      .set("bins", std::move(bins));
}

Json conditions_json(const std::vector<profile::Condition>& conditions) {
  Json json = Json::array();
  for (const profile::Condition& condition : conditions) {
    json.push(Json::object()
                  .set("attribute", condition.attribute)
                  .set("label", condition.match.label)
                  .set("reason", condition.reason));
  }
  return json;
}

Json profile_json(const profile::Profile& profile, const learn::Learned& learned) {
  Json tiers = Json::array();
  for (const profile::Tier& tier : profile.tiers) {
    tiers.push(Json::object()
                   .set("name", tier.name)
                   .set("from", tier.from)
                   .set("action", tier.action)
                   .set("rate", tier.rate ? estimate_json(*tier.rate) : Json()));
  }
  Json steps = Json::array();
  for (const profile::CalibrationStep& step : profile.calibration) {
    steps.push(Json::object()
                   .set("from", step.from)
                   .set("probability", step.probability)
                   .set("low", step.interval.low)
                   .set("high", step.interval.high)
                   .set("total", step.total));
  }
  Json criteria = Json::array();
  for (const profile::Criterion& criterion : profile.score) {
    criteria.push(criterion_json(criterion, learned));
  }
  return Json::object()
      .set("name", profile.name)
      .set("narrative", profile.narrative)
      .set("rows", profile.evidence ? profile.evidence->rows : 0)
      .set("best", profile.evidence ? profile.evidence->best : 0)
      .set("require", conditions_json(profile.require))
      .set("disqualify", conditions_json(profile.disqualify))
      .set("known_min", profile.known_min)
      .set("tiers", std::move(tiers))
      .set("calibration", std::move(steps))
      .set("score", std::move(criteria));
}

Json noise_json(const validate::Noise& noise) {
  return Json::object()
      .set("low", noise.low)
      .set("median", noise.median)
      .set("high", noise.high)
      .set("runs", noise.runs);
}

std::string left_out_kind(const table::Field& field) {
  switch (field.role) {
    case table::Role::id:
    case table::Role::name:
    case table::Role::domain: return "identifier";
    case table::Role::time:
    case table::Role::outcome:
    case table::Role::group: return "role";
    default: break;
  }
  if (field.why.rfind("suspected of a leak", 0) == 0) return "leak";
  if (field.why.find("constant") != std::string::npos) return "constant";
  if (field.why.find("identifier") != std::string::npos) return "identifier";
  return field.kind == table::Kind::text ? "text" : "excluded";
}

}  // namespace

Json texts_json(const std::vector<std::string>& texts) {
  Json json = Json::array();
  for (const std::string& text : texts) json.push(text);
  return json;
}

Json attributes_json(const learn::Learned& learned) {
  Json json = Json::array();
  for (const profile::AttributeStats& attribute : learned.attributes)
    json.push(attribute_json(attribute));
  return json;
}

Json correction_json(learn::Correction correction) {
  const bool any = correction == learn::Correction::westfall_young;
  const bool by = correction == learn::Correction::benjamini_yekutieli;
  return Json::object()
      .set("name", any  ? "maxt"
                   : by ? "by"
                        : "bh")
      .set("words", any  ? "the chance that shuffled outcomes show any attribute this strong"
                    : by ? "the share of flukes to expect among findings this strong, however "
                           "the attributes hang together"
                         : "the share of flukes to expect among findings this strong");
}

Json profiles_json(const profile::ProfileFile& file, const learn::Learned& learned) {
  Json json = Json::array();
  for (const profile::Profile& profile : file.profiles) json.push(profile_json(profile, learned));
  return json;
}

void add_evaluation(const validate::Evaluation& evaluation, Json& json) {
  Json gain = Json::array();
  for (const validate::GainPoint& point : evaluation.gain) {
    gain.push(Json::object()
                  .set("share", point.share)
                  .set("found", estimate_json(point.found))
                  .set("lift", estimate_json(point.lift)));
  }
  Json calibration = Json::array();
  for (const validate::CalibrationBin& bin : evaluation.calibration) {
    calibration.push(Json::object()
                         .set("from", bin.from)
                         .set("to", bin.to)
                         .set("predicted", bin.predicted)
                         .set("observed", estimate_json(bin.observed))
                         .set("total", bin.total));
  }
  Json by_tier = Json::array();
  for (const validate::TierResult& tier : evaluation.by_tier) {
    by_tier.push(Json::object()
                     .set("tier", tier.tier)
                     .set("from", tier.from)
                     .set("total", tier.total)
                     .set("best", tier.best)
                     .set("of_accounts", tier.of_accounts)
                     .set("of_best", tier.of_best)
                     .set("rate", std::isnan(tier.rate.value) ? Json() : estimate_json(tier.rate))
                     .set("lift", estimate_json(tier.lift)));
  }
  json.set("auc", estimate_json(evaluation.auc))
      .set("log_loss", evaluation.log_loss)
      .set("brier", evaluation.brier)
      .set("lift_at_10pct", estimate_json(evaluation.lift_at_10pct))
      .set("gain", std::move(gain))
      .set("calibration", std::move(calibration))
      .set("by_tier", std::move(by_tier));
}

Json comparison_json(const validate::Comparison& with) {
  return Json::object()
      .set("name", with.name)
      .set("rows", with.rows)
      .set("best", with.best)
      .set("learned", with.learned)
      .set("auc", estimate_json(with.auc))
      .set("card_auc", estimate_json(with.card_auc))
      .set("ahead", estimate_json(with.ahead))
      .set("lift", with.lift)
      .set("card_lift", with.card_lift);
}

Json proof_json(const validate::Proof& proof) {
  Json json = Json::object();
  json.set("method", proof.method)
      .set("words", proof.words)
      .set("learned_rows", proof.learned_rows)
      .set("held_rows", proof.held_rows)
      .set("held_best", proof.held_best)
      .set("apparent_auc", proof.held ? Json(proof.apparent_auc) : Json())
      .set("noise", proof.noise.runs == 0 ? Json() : noise_json(proof.noise));
  json.set("ceiling", proof.ceiling ? comparison_json(*proof.ceiling) : Json());
  if (proof.held) {
    add_evaluation(*proof.held, json);
  } else {
    for (const char* key :
         {"auc", "log_loss", "brier", "lift_at_10pct", "gain", "calibration", "by_tier"}) {
      json.set(key, Json());
    }
  }
  return json;
}

Json left_out_json(const Dataset& dataset, const learn::Learned& learned) {
  Json json = Json::array();
  for (const profile::AttributeStats& attribute : learned.attributes) {
    if (attribute.left_out.empty()) continue;
    json.push(
        Json::object()
            .set("column", attribute.column)
            .set("kind", attribute.leakage.suspected ? "leak" : "constant")
            .set("why", attribute.leakage.suspected ? attribute.leakage.why : attribute.left_out));
  }
  for (const table::Field& field : dataset.schema.fields) {
    const bool derived = std::any_of(
        dataset.derived.begin(), dataset.derived.end(),
        [&](const outcome::DerivedColumn& column) { return column.field.column == field.column; });
    if (field.role == table::Role::attribute || derived) continue;
    json.push(Json::object()
                  .set("column", field.column)
                  .set("kind", left_out_kind(field))
                  .set("why", field.why));
  }
  return json;
}

Json currencies_json(const std::optional<outcome::Currencies>& currencies) {
  if (!currencies) return {};
  Json used = Json::array();
  for (const outcome::CurrencyUse& use : currencies->used) {
    const std::string why = outcome::apart_words(*currencies, use);
    used.push(Json::object()
                  .set("currency", use.currency)
                  .set("deals", use.deals)
                  .set("lines", use.lines)
                  .set("apart", use.apart())
                  .set("why", why.empty() ? Json() : Json(why)));
  }
  return Json::object()
      .set("company", currencies->company)
      .set("has_rates", currencies->has_rates)
      .set("words", texts_json(outcome::currency_notes(*currencies)))
      .set("used", std::move(used))
      .set("assumed", currencies->assumed)
      .set("accounts_apart", currencies->accounts_apart)
      .set("unjudged", currencies->unjudged)
      .set("unjudged_lost", currencies->unjudged_lost);
}

std::string outcome_words(const Dataset& dataset) {
  const std::string& outcome = dataset.outcome.name;
  const bool has_revenue =
      std::any_of(dataset.files.begin(), dataset.files.end(),
                  [](const intake::LoadedFile& file) { return file.part == "revenue"; });
  if (!dataset.outcome.worth.empty()) return "bring " + outcome;
  if (outcome == "won" || (outcome == "best" && !has_revenue)) return "were won";
  if (outcome == "best") {
    const std::string words = outcome::definition_words(dataset.best);
    if (dataset.best.by != outcome::BestDefinition::By::value) return "were " + words;
    return (dataset.best.value_from ? "are " : "are in the ") + words;
  }
  if (outcome == "retained") return "stayed at the first renewal";
  return dataset.outcome.column.empty() ? "are " + outcome : "have " + outcome;
}

std::string rejected_name(const std::string& part) { return fmt::format("rejected-{}.csv", part); }

}  // namespace bestfit::flow
