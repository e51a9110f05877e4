#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "bestfit/base/json.h"
#include "bestfit/flow/dataset.h"
#include "bestfit/learn/learn.h"
#include "bestfit/profile/profile.h"

namespace bestfit::flow {

/// A hand-written profile and what it gives each row of a data set, attribute by attribute.
struct Prior {
  std::string path;
  std::string sha256;
  profile::Profile profile;
  std::vector<std::vector<std::int16_t>> bins;  // by criterion, by row: as score::Score has them
};

/// Reads a hand-written profile and scores the rows by it.
///   throws  Error(configuration) for a profile that was learned from data, or of more than one
///           kind of company; Error(missing) when none of its columns is there
Prior load_prior(const std::string& path, const Dataset& dataset);

/// What the learner is given: points of each row by column.
std::map<std::string, std::vector<float>> prior_points(const Prior& prior, const Dataset& dataset);

/// The hand-written points beside what came out, over the rows with a known outcome:
///   {path, name, attributes[{attribute, column, state, before_max, after_max, bins[{label, rows,
///   before, after}]}]}, state one of kept (within 5 points in every bin,
///   columns that are not there left out of the 100), moved, dropped, added, not_there
base::Json prior_json(const Prior& prior, const Dataset& dataset,
                      const std::vector<profile::Profile>& profiles);

}  // namespace bestfit::flow
