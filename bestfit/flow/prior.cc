#include "bestfit/flow/prior.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>

#include "bestfit/attribute/encode.h"
#include "bestfit/base/digest.h"
#include "bestfit/base/error.h"
#include "bestfit/base/file.h"
#include "bestfit/base/text.h"
#include "bestfit/flow/score_accounts.h"
#include "bestfit/score/match.h"
#include "bestfit/score/score.h"

namespace bestfit::flow {
namespace {

using base::Json;
using BinsOfRows = std::vector<std::vector<std::int16_t>>;

constexpr double kMovedLeast = 5.0;  // points by which some bin differs, to say that it moved

/// The bin of each row in each criterion.
BinsOfRows bins_by(const profile::Profile& profile, const Dataset& dataset,
                   const std::optional<base::Day>& as_of) {
  profile::ProfileFile file;
  file.as_of = as_of;
  file.profiles = {profile};
  BinsOfRows bins(profile.score.size());
  for (const score::Score& score : score::score(dataset.table, file)) {
    for (std::size_t i = 0; i < bins.size(); ++i) bins[i].push_back(score.bins.at(i));
  }
  return bins;
}

int points_of(const profile::Criterion& criterion, std::int16_t bin) {
  if (bin == score::kNotKnown) return criterion.missing.points;
  if (bin == score::kNoBin) return 0;
  return criterion.bins[static_cast<std::size_t>(bin)].points;
}

/// Rows with a known outcome and the points that a learned card gives them, in one bin as written.
struct Moved {
  std::string label;
  int before = 0;
  std::int64_t rows = 0;
  double after = 0.0;  // summed
};

/// The bins of a criterion, then those known and in none, then not known.
std::vector<Moved> bins_as_written(const profile::Criterion& criterion) {
  std::vector<Moved> bins;
  for (const profile::Bin& bin : criterion.bins) {
    bins.push_back({.label = bin.label, .before = bin.points});
  }
  bins.push_back({.label = "any other", .before = 0});
  bins.push_back({.label = "not known", .before = criterion.missing.points});
  return bins;
}

Json moved_json(const Moved& moved) {
  const double rows = static_cast<double>(moved.rows);
  return Json::object()
      .set("label", moved.label)
      .set("rows", moved.rows)
      .set("before", moved.before)
      .set("after", std::round(10.0 * moved.after / rows) / 10.0);
}

/// Points are of 100: without the columns that are not there the others are worth more.
double scale_of(const Prior& prior, const Dataset& dataset) {
  int there = 0;
  for (const profile::Criterion& criterion : prior.profile.score) {
    if (dataset.table.find(criterion.column) != nullptr) there += profile::points_max(criterion);
  }
  return there > 0 ? 100.0 / there : 1.0;
}

/// One attribute as it was written and as it came out; `now` is null when the card lacks it.
Json attribute_moves(const Prior& prior, std::size_t at, const Dataset& dataset,
                     const profile::Criterion* now, const std::vector<std::int16_t>& bins_now) {
  const profile::Criterion& was = prior.profile.score[at];
  const double scale = scale_of(prior, dataset);
  std::vector<Moved> moves = bins_as_written(was);
  for (std::size_t row = 0; row < dataset.outcome.best.size(); ++row) {
    if (dataset.outcome.best[row] < 0) continue;
    const std::int16_t bin = prior.bins[at][row];
    const std::size_t place = bin == score::kNotKnown ? moves.size() - 1
                              : bin == score::kNoBin  ? moves.size() - 2
                                                      : static_cast<std::size_t>(bin);
    ++moves[place].rows;
    if (now != nullptr) moves[place].after += points_of(*now, bins_now[row]);
  }
  Json bins = Json::array();
  double largest = 0.0;
  for (const Moved& move : moves) {
    if (move.rows == 0) continue;
    const double after = move.after / static_cast<double>(move.rows);
    largest = std::max(largest, std::abs(after - scale * move.before));
    bins.push(moved_json(move));
  }
  const bool there = dataset.table.find(was.column) != nullptr;
  const char* state = !there                   ? "not_there"
                      : now == nullptr         ? "dropped"
                      : largest >= kMovedLeast ? "moved"
                                               : "kept";
  return Json::object()
      .set("attribute", was.attribute)
      .set("column", was.column)
      .set("state", state)
      .set("before_max", profile::points_max(was))
      .set("after_max", now == nullptr ? 0 : profile::points_max(*now))
      .set("bins", std::move(bins));
}

}  // namespace

Prior load_prior(const std::string& path, const Dataset& dataset) {
  const profile::ProfileFile file = load_profile(path);
  if (file.profiles.front().evidence) {
    throw Error(Fault::configuration,
                fmt::format("{}: this profile was learned from data (it has profile.evidence). A "
                            "prior is written by hand, before the data are looked at: else the "
                            "same outcomes would count twice, and the proof would flatter it",
                            path));
  }
  if (file.profiles.size() != 1) {
    throw Error(Fault::configuration,
                fmt::format("{}: a prior has one profile, and this has {}: keep one", path,
                            file.profiles.size()));
  }
  Prior prior;
  prior.path = path;
  prior.sha256 = base::sha256(base::read_file(path));
  prior.profile = file.profiles.front();
  prior.bins =
      bins_by(prior.profile, dataset,
              file.as_of ? file.as_of : attribute::newest_day(dataset.table, dataset.schema));
  return prior;
}

std::map<std::string, std::vector<float>> prior_points(const Prior& prior, const Dataset& dataset) {
  std::map<std::string, std::vector<float>> points;
  for (std::size_t i = 0; i < prior.profile.score.size(); ++i) {
    const profile::Criterion& criterion = prior.profile.score[i];
    if (dataset.table.find(criterion.column) == nullptr) continue;
    std::vector<float>& of = points[dataset.table.column(criterion.column).name];
    for (const std::int16_t bin : prior.bins[i]) {
      of.push_back(static_cast<float>(points_of(criterion, bin)));
    }
  }
  return points;
}

Json prior_json(const Prior& prior, const Dataset& dataset,
                const std::vector<profile::Profile>& profiles) {
  BinsOfRows bins_now;
  std::vector<profile::Criterion> now;
  if (!profiles.empty()) {
    now = profiles.front().score;
    bins_now =
        bins_by(profiles.front(), dataset, attribute::newest_day(dataset.table, dataset.schema));
  }
  const auto place_of = [&](const profile::Criterion& wanted) {
    const auto found = std::find_if(now.begin(), now.end(), [&](const profile::Criterion& one) {
      return base::fold(one.column) == base::fold(wanted.column);
    });
    return static_cast<std::size_t>(found - now.begin());
  };
  Json attributes = Json::array();
  std::vector<bool> written(now.size(), false);
  for (std::size_t i = 0; i < prior.profile.score.size(); ++i) {
    const std::size_t place = place_of(prior.profile.score[i]);
    const bool there = place < now.size();
    if (there) written[place] = true;
    attributes.push(attribute_moves(prior, i, dataset, there ? &now[place] : nullptr,
                                    there ? bins_now[place] : std::vector<std::int16_t>{}));
  }
  for (std::size_t place = 0; place < now.size(); ++place) {
    if (written[place]) continue;
    attributes.push(Json::object()
                        .set("attribute", now[place].attribute)
                        .set("column", now[place].column)
                        .set("state", "added")
                        .set("before_max", 0)
                        .set("after_max", profile::points_max(now[place]))
                        .set("bins", Json::array()));
  }
  return Json::object()
      .set("path", std::filesystem::path(prior.path).filename().string())
      .set("name", prior.profile.name)
      .set("attributes", std::move(attributes));
}

}  // namespace bestfit::flow
