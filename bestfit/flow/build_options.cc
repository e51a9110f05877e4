#include "bestfit/flow/build_options.h"

#include <fmt/format.h>

#include <chrono>

#include "bestfit/base/version.h"
#include "bestfit/flow/evidence_parts.h"
#include "bestfit/intake/columns.h"

namespace bestfit::flow {
namespace {

using base::Json;

Json card_json(const store::CardWishes& card) {
  Json families = Json::array();
  for (const auto& family : card.families) families.push(texts_json(family));
  Json shapes = Json::object();
  for (const auto& [column, shape] : card.shapes) shapes.set(column, shape);
  return Json::object()
      .set("force", texts_json(card.force))
      .set("families", std::move(families))
      .set("shapes", std::move(shapes))
      .set("points_max", card.points_max)
      .set("bin_rows", card.bin_rows);
}

Json best_json(const profile::BestTerms& best) {
  return Json::object()
      .set("by", best.by)
      .set("months", best.months)
      .set("share", best.share)
      .set("share_of_won", best.share_of_won)
      .set("value_from", best.value_from ? Json(*best.value_from) : Json())
      .set("margin", best.margin)
      .set("cost_per_month", best.cost_per_month);
}

/// What each account is worth; nothing where that is not known, or less.
std::vector<double> values_of(const outcome::BestByValue& found) {
  std::vector<double> values;
  for (const double value : found.value) values.push_back(value > 0.0 ? value : 0.0);
  return values;
}

learn::Correction correction_of(const std::string& name) {
  if (name == "maxt") return learn::Correction::westfall_young;
  return name == "by" ? learn::Correction::benjamini_yekutieli
                      : learn::Correction::benjamini_hochberg;
}

card::Shape shape_of(const std::string& name) {
  if (name == "rising") return card::Shape::rising;
  if (name == "falling") return card::Shape::falling;
  return name == "peak" ? card::Shape::peak : card::Shape::valley;
}

/// The wishes with columns that are there.
learn::CardWishes wishes_of(const store::CardWishes& wanted, const Dataset& dataset) {
  const std::string& path = dataset.files.front().report.path;
  learn::CardWishes wishes;
  wishes.force = intake::column_list(dataset.table, wanted.force, path, "--force");
  for (const auto& family : wanted.families) {
    wishes.families.push_back(intake::column_list(dataset.table, family, path, "--family"));
  }
  for (const auto& [column, shape] : wanted.shapes) {
    wishes.shapes.emplace_back(intake::column_in(dataset.table, column, path, "--shape").name,
                               shape_of(shape));
  }
  wishes.points_max = wanted.points_max;
  wishes.bin_rows = wanted.bin_rows;
  return wishes;
}

Json inputs_json(const Dataset& dataset) {
  Json inputs = Json::array();
  for (const intake::LoadedFile& file : dataset.files) {
    inputs.push(Json::object()
                    .set("part", file.part)
                    .set("path", file.report.path)
                    .set("sha256", file.report.sha256));
  }
  return inputs;
}

std::string now_text() {
  const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
  const auto day = std::chrono::floor<std::chrono::days>(now);
  const std::chrono::hh_mm_ss time{now - day};
  return fmt::format("{}T{:02}:{:02}:{:02}Z",
                     base::iso_date(static_cast<base::Day>(day.time_since_epoch().count())),
                     time.hours().count(), time.minutes().count(), time.seconds().count());
}

}  // namespace

Json manifest_json(const BuildRequest& request, const Dataset& dataset,
                   const profile::ProfileFile& file, const KeptWords& kept,
                   const std::string& fingerprint) {
  return Json::object()
      .set("format", 1)
      .set("bestfit", base::program_version())
      .set("built_at", now_text())
      .set("fingerprint", fingerprint)
      .set("version", file.version)
      .set("threads", request.threads)
      .set("options", options_json(request, dataset))
      .set("inputs", inputs_json(dataset))
      .set("words_of", kept.from.empty()
                           ? Json()
                           : Json::object().set("path", kept.from).set("sha256", kept.sha256));
}

Json options_json(const BuildRequest& request, const Dataset& dataset) {
  Json exclude = Json::array();
  for (const auto* list : {&request.reading.exclude, &request.workspace.exclude}) {
    for (const std::string& name : *list) exclude.push(name);
  }
  const char* proof = request.proof == validate::Effort::full    ? "full"
                      : request.proof == validate::Effort::quick ? "quick"
                                                                 : "none";
  return Json::object()
      .set("outcome", dataset.outcome.name)
      .set("id", request.reading.id)
      .set("time", request.reading.time)
      .set("group", request.reading.group)
      .set("weight", request.reading.weight)
      .set("exclude", std::move(exclude))
      .set("currency", request.workspace.currency)
      .set("keep", texts_json(request.workspace.keep))
      .set("lexicon", dataset.related.notes ? Json(dataset.related.notes->lexicon_sha256) : Json())
      .set("prior", !request.workspace.prior.empty())
      .set("correction", request.workspace.correction)
      .set("card", card_json(request.workspace.card))
      .set("best", best_json(request.workspace.best))
      .set("attributes_max", request.workspace.attributes_max)
      .set("profiles_max", request.workspace.profiles_max)
      .set("proof", proof)
      .set("seed", request.workspace.seed);
}

outcome::BestDefinition best_definition(const profile::BestTerms& best) {
  using By = outcome::BestDefinition::By;
  return {.by = best.by == "kept"  ? By::kept
                : best.by == "won" ? By::won
                                   : By::value,
          .months = best.months,
          .share = best.share,
          .share_of_won = best.share_of_won,
          .value_from = best.value_from,
          .margin = best.margin,
          .cost_per_month = best.cost_per_month};
}

learn::LearnOptions learn_options(const BuildRequest& request, const Dataset& dataset) {
  learn::LearnOptions options;
  options.row = outcome::unit_name(dataset.unit);
  options.attributes_max = request.workspace.attributes_max;
  options.profiles_max = request.workspace.profiles_max;
  options.seed = static_cast<std::uint64_t>(request.workspace.seed);
  options.threads = request.threads;
  options.keep = request.workspace.keep;
  options.wishes = wishes_of(request.workspace.card, dataset);
  options.correction = correction_of(request.workspace.correction);
  if (dataset.outcome.name == "best" && dataset.by_value)
    options.value = values_of(*dataset.by_value);
  const bool made_of_won =
      dataset.outcome.column == outcome::kBest || dataset.outcome.column == outcome::kValue;
  const table::Column* won = dataset.table.find(outcome::kWon);
  if (made_of_won && won != nullptr) options.won = outcome::won_or_lost(*won);
  return options;
}

}  // namespace bestfit::flow
