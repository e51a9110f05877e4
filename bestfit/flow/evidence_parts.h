#pragma once

#include <optional>
#include <string>

#include "bestfit/base/json.h"
#include "bestfit/flow/dataset.h"
#include "bestfit/learn/learn.h"
#include "bestfit/profile/profile.h"
#include "bestfit/validate/evaluate.h"
#include "bestfit/validate/proof.h"

/// The parts of evidence.json that are lists of values (docs/formats/evidence.md).
namespace bestfit::flow {

base::Json texts_json(const std::vector<std::string>& texts);
base::Json attributes_json(const learn::Learned& learned);
base::Json correction_json(learn::Correction correction);
base::Json profiles_json(const profile::ProfileFile& file, const learn::Learned& learned);
base::Json proof_json(const validate::Proof& proof);
base::Json comparison_json(const validate::Comparison& with);
base::Json left_out_json(const Dataset& dataset, const learn::Learned& learned);

/// What became of amounts in each currency; null where nothing says any.
base::Json currencies_json(const std::optional<outcome::Currencies>& currencies);

/// The members of an evaluation, added to `json`.
void add_evaluation(const validate::Evaluation& evaluation, base::Json& json);

/// How the outcome reads after "accounts that": "were won and kept at the first renewal".
std::string outcome_words(const Dataset& dataset);

/// The name of the file of rejected lines in a run folder.
std::string rejected_name(const std::string& part);

}  // namespace bestfit::flow
