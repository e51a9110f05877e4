#include "bestfit/flow/evaluate.h"

#include <fmt/format.h>

#include <map>

#include "bestfit/base/error.h"
#include "bestfit/connect/read.h"
#include "bestfit/flow/evidence_parts.h"
#include "bestfit/flow/score_accounts.h"
#include "bestfit/learn/outcome.h"
#include "bestfit/score/score.h"
#include "bestfit/validate/evaluate.h"

namespace bestfit::flow {

using base::Json;

Json evaluate_profile(const EvaluateRequest& request, base::Progress& progress) {
  const profile::ProfileFile file = load_profile(request.icp);
  connect::ReadOptions options = request.reading;
  options.kinds = wanted_kinds(file);
  const connect::ReadResult read = connect::read(request.in, options, progress);
  const learn::Outcome outcome = learn::outcome_of(read.table, request.outcome);
  const std::vector<score::Score> scores = score::score(read.table, file);

  std::vector<validate::Judged> judged;
  std::map<std::string, std::int64_t> by_status;
  std::int64_t unknown = 0;
  for (std::size_t row = 0; row < scores.size(); ++row) {
    if (outcome.best[row] < 0) {
      ++unknown;
      continue;
    }
    ++by_status[std::string(score::status_name(scores[row].status))];
    if (scores[row].status != score::Status::scored) continue;
    judged.push_back({.score = scores[row].points,
                      .best = outcome.best[row] == 1,
                      .probability = scores[row].probability});
  }
  const validate::Evaluation evaluation =
      validate::evaluate(judged, file.profiles.front().tiers, request.seed);
  Json statuses = Json::object();
  for (const auto& [name, count] : by_status) statuses.set(name, count);
  Json json = Json::object();
  json.set("format", 1)
      .set("version", file.version)
      .set("outcome", outcome.name)
      .set("rows", evaluation.rows)
      .set("best", evaluation.best)
      .set("outcome_not_known", unknown)
      .set("by_status", std::move(statuses));
  add_evaluation(evaluation, json);
  return json;
}

}  // namespace bestfit::flow
