#include "bestfit/flow/evaluate.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <optional>

#include "bestfit/base/error.h"
#include "bestfit/base/file.h"
#include "bestfit/connect/read.h"
#include "bestfit/flow/dataset.h"
#include "bestfit/flow/evidence.h"
#include "bestfit/flow/evidence_parts.h"
#include "bestfit/flow/score_accounts.h"
#include "bestfit/intake/columns.h"
#include "bestfit/outcome/history.h"
#include "bestfit/outcome/outcome.h"
#include "bestfit/recognise/roles.h"
#include "bestfit/score/score.h"
#include "bestfit/stats/fold_auc.h"
#include "bestfit/validate/cases.h"
#include "bestfit/validate/evaluate.h"

namespace bestfit::flow {
namespace {

using base::Json;

/// Rows whose outcome is known and which have a score, and how the others were counted.
struct JudgedRows {
  std::vector<validate::Judged> judged;
  std::vector<std::uint32_t> rows;  // of the table, one a judged row
  std::map<std::string, std::int64_t> by_status;
  std::int64_t unknown = 0;
};

JudgedRows judge_rows(const std::vector<score::Score>& scores, const outcome::Target& target) {
  JudgedRows found;
  for (std::uint32_t row = 0; row < scores.size(); ++row) {
    if (target[row] < 0) {
      ++found.unknown;
      continue;
    }
    ++found.by_status[std::string(score::status_name(scores[row].status))];
    if (scores[row].status != score::Status::scored) continue;
    found.rows.push_back(row);
    found.judged.push_back(
        {.score = scores[row].points,
         .best = target[row] == 1,
         .probability = scores[row].probability,
         .mass = {.best = target.best_mass(row), .other = target.other_mass(row)}});
  }
  return found;
}

/// The AUC where rows of one cluster are not independent of each other; nullopt where every row
/// stands alone, or all have one outcome.
std::optional<stats::FoldAuc> clustered_auc(const JudgedRows& found, const validate::Cases& cases) {
  std::vector<stats::FoldScore> rows;
  std::vector<std::uint32_t> clusters;
  for (std::size_t i = 0; i < found.rows.size(); ++i) {
    const std::uint32_t cluster = cases.cluster[found.rows[i]];
    clusters.push_back(cluster);
    const stats::FoldScore score{.fold = 0,
                                 .row = found.rows[i],
                                 .cluster = cluster,
                                 .score = static_cast<double>(found.judged[i].score)};
    const outcome::Mass& mass = found.judged[i].mass;
    stats::add_both({.best = mass.best, .other = mass.other}, score, rows);
  }
  std::sort(clusters.begin(), clusters.end());
  const bool alone = std::adjacent_find(clusters.begin(), clusters.end()) == clusters.end();
  if (alone || !stats::can_tell(rows)) return std::nullopt;
  return stats::fold_auc(rows);
}

/// What a profile is held against.
struct EvaluatedRows {
  table::Table table;
  outcome::Outcome outcome;
  validate::Cases cases;
  std::string unit = "accounts";
  std::vector<std::string> sha256;           // of the files
  std::vector<std::string> missing_columns;  // of the profile
  std::string definition;                    // of best accounts; empty for another outcome
  std::int64_t unconverted = 0;  // accounts left out, whose amounts no rate could convert
};

/// One file whose column says what the outcome is; clusters are found as `build` finds them.
EvaluatedRows rows_of_file(const EvaluateRequest& request, const profile::ProfileFile& file,
                           base::Progress& progress) {
  ReadForProfile source = read_for_profile(request.in.front(), request.reading, file, progress);
  const std::string& path = source.read.report.path;
  EvaluatedRows rows;
  rows.table = std::move(source.read.table);
  if (outcome::is_derived_outcome(request.outcome) && rows.table.find(request.outcome) == nullptr) {
    throw Error(Fault::missing,
                fmt::format("{} has no column '{}' (--outcome); to derive it as build does, name "
                            "deals (and revenue) beside the accounts",
                            path, request.outcome));
  }
  rows.outcome = intake::outcome_in(rows.table, request.outcome, path, "--outcome");
  recognise::SchemaChoices choices;
  if (!request.weight.empty()) {
    const table::Column& column = intake::column_in(rows.table, request.weight, path, "--weight");
    intake::weigh_by(column, path, rows.outcome);
    choices.weight = column.name;
  }
  choices.outcome = rows.outcome.column;
  if (!request.group.empty()) {
    choices.group = intake::column_in(rows.table, request.group, path, "--group").name;
  }
  rows.cases = validate::cases_of(
      outcome::counted(rows.outcome),
      table::find_clusters(rows.table, recognise::schema_of_accounts(rows.table, choices),
                           rows.outcome.best));
  rows.sha256 = {source.read.report.sha256};
  rows.missing_columns = std::move(source.missing_columns);
  return rows;
}

/// Several files, joined as `build` joins them.
EvaluatedRows rows_of_files(const EvaluateRequest& request, const profile::ProfileFile& file,
                            base::Progress& progress) {
  store::Workspace workspace;
  workspace.outcome = request.outcome;
  if (file.best) workspace.best = *file.best;
  for (const std::string& path : request.in) {
    workspace.files.push_back({.part = {}, .path = path, .columns = {}});
  }
  Reading reading;
  reading.options = request.reading;
  reading.options.kinds = wanted_kinds(file);
  reading.options.kinds_may_lack = true;
  reading.group = request.group;
  reading.weight = request.weight;
  Dataset dataset = load(workspace, ".", reading, progress);
  EvaluatedRows rows;
  for (const auto& [name, kind] : wanted_kinds(file)) {
    if (dataset.table.find(name) == nullptr) rows.missing_columns.push_back(name);
  }
  rows.cases =
      validate::cases_of(outcome::counted(dataset.outcome),
                         table::find_clusters(dataset.table, dataset.schema, dataset.outcome.best));
  rows.table = std::move(dataset.table);
  rows.outcome = std::move(dataset.outcome);
  rows.unit = std::string(outcome::unit_name(dataset.unit)) + "s";
  if (rows.outcome.column == outcome::kBest) {
    rows.definition = outcome::definition_words(dataset.best);
    rows.unconverted = dataset.currencies ? dataset.currencies->unjudged : 0;
  }
  for (const intake::LoadedFile& loaded : dataset.files)
    rows.sha256.push_back(loaded.report.sha256);
  return rows;
}

/// The manifest of the run that the profile is of; null where there is none beside it.
Json manifest_beside(const std::string& icp, const profile::ProfileFile& file) {
  const auto path = std::filesystem::path(icp).parent_path() / "manifest.json";
  std::error_code code;
  if (!std::filesystem::is_regular_file(path, code)) return {};
  try {
    Json manifest = base::parse_json(base::read_file(path.string()), path.string());
    const auto& evidence = file.profiles.front().evidence;
    const Json& fingerprint = manifest["fingerprint"];
    const bool other_run =
        evidence && fingerprint.is_string() && fingerprint.as_string() != evidence->fingerprint;
    return other_run || !manifest["inputs"].is_array() ? Json() : manifest;
  } catch (const Error&) {
    return {};  // a file of that name which is not ours
  }
}

/// Whether the profile was learned from one of these very files; null where that cannot be told.
Json learned_from(const Json& manifest, const std::vector<std::string>& sha256) {
  if (manifest.is_null()) return {};
  const Json::Array& inputs = manifest["inputs"].items();
  return {std::any_of(inputs.begin(), inputs.end(), [&](const Json& input) {
    return input["sha256"].is_string() &&
           std::find(sha256.begin(), sha256.end(), input["sha256"].as_string()) != sha256.end();
  })};
}

/// The AUC on rows held back when the profile was learned; null for a profile without a proof.
Json proved_auc(const profile::ProfileFile& file) {
  const auto& evidence = file.profiles.front().evidence;
  return evidence && evidence->auc ? estimate_json(*evidence->auc) : Json();
}

}  // namespace

Json evaluate_profile(const EvaluateRequest& request, base::Progress& progress) {
  const profile::ProfileFile file = load_profile(request.icp);
  const EvaluatedRows rows = request.in.size() == 1 ? rows_of_file(request, file, progress)
                                                    : rows_of_files(request, file, progress);
  const validate::Cases& cases = rows.cases;
  const JudgedRows found = judge_rows(score::score(rows.table, file), cases.target());
  const std::optional<stats::FoldAuc> clustered = clustered_auc(found, cases);
  std::vector<std::uint32_t> clusters;
  for (const std::uint32_t row : found.rows) clusters.push_back(cases.cluster[row]);
  validate::Sampling sampling{.frame = cases.frame, .is_plain = cases.target().is_plain()};
  if (clustered) {
    sampling.curve = clustered->lean;
    sampling.cluster = clusters;
  }
  validate::Evaluation evaluation =
      validate::evaluate(found.judged, file.profiles.front().tiers, request.seed, sampling);
  if (clustered) evaluation.auc = clustered->auc;

  Json statuses = Json::object();
  for (const auto& [name, count] : found.by_status) statuses.set(name, count);
  Json json = Json::object();
  json.set("format", 1)
      .set("version", file.version)
      .set("outcome", rows.outcome.name)
      .set("definition", rows.definition)
      .set("unconverted", rows.unconverted)
      .set("unit", rows.unit)
      .set("missing_columns", texts_json(rows.missing_columns))
      .set("learned_from_these_rows", learned_from(manifest_beside(request.icp, file), rows.sha256))
      .set("proved_auc", proved_auc(file))
      .set("rows", evaluation.rows)
      .set("best", evaluation.best)
      .set("together", clustered ? Json(cases.words) : Json())
      .set("variance_factor", clustered ? clustered->lean : 1.0)
      .set("outcome_not_known", found.unknown)
      .set("by_status", std::move(statuses));
  add_evaluation(evaluation, json);
  return json;
}

}  // namespace bestfit::flow
