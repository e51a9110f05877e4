#include "bestfit/ceiling/boosted_trees.h"

#include <fmt/format.h>
#include <xgboost/c_api.h>

#include <algorithm>
#include <array>
#include <limits>
#include <stdexcept>
#include <string_view>

#include "bestfit/base/error.h"
#include "bestfit/base/text.h"

namespace bestfit::ceiling {
namespace {

void must(int status) {
  if (status != 0) throw std::runtime_error(std::string("XGBoost: ") + XGBGetLastError());
}

struct MatrixEnd {
  void operator()(void* handle) const { static_cast<void>(XGDMatrixFree(handle)); }
};
using Matrix = std::unique_ptr<void, MatrixEnd>;

struct BoosterEnd {
  void operator()(void* handle) const { static_cast<void>(XGBoosterFree(handle)); }
};
using Booster = std::unique_ptr<void, BoosterEnd>;

/// One thread: what a build finds must not depend on how many there are.
Matrix matrix_of(const FeatureTable& table, std::span<const float> best) {
  DMatrixHandle handle = nullptr;
  must(XGDMatrixCreateFromMat_omp(table.cells.data(), table.rows(), table.features(),
                                  std::numeric_limits<float>::quiet_NaN(), &handle, 1));
  Matrix matrix(handle);
  std::vector<const char*> kinds;
  for (const bool is_number : table.is_number) kinds.push_back(is_number ? "q" : "c");
  must(XGDMatrixSetStrFeatureInfo(handle, "feature_type", kinds.data(), kinds.size()));
  if (!best.empty()) {
    must(XGDMatrixSetFloatInfo(handle, "label", best.data(), best.size()));
  }
  if (!table.weight.empty()) {
    must(XGDMatrixSetFloatInfo(handle, "weight", table.weight.data(), table.weight.size()));
  }
  return matrix;
}

Booster booster_of(const Matrix& matrix, const TreeOptions& options) {
  BoosterHandle handle = nullptr;
  const std::array<DMatrixHandle, 1> matrices = {matrix.get()};
  must(XGBoosterCreate(matrices.data(), matrices.size(), &handle));
  Booster booster(handle);
  const std::array<std::pair<const char*, std::string>, 10> settings = {{
      {"objective", "binary:logistic"},
      {"eval_metric", "logloss"},
      {"tree_method", "hist"},
      {"nthread", "1"},
      {"verbosity", "0"},
      {"max_depth", fmt::format("{}", options.depth)},
      {"eta", fmt::format("{}", options.learning_rate)},
      {"subsample", fmt::format("{}", options.share)},
      {"colsample_bytree", fmt::format("{}", options.share)},
      {"seed", fmt::format("{}", options.seed % 1'000'000'007)},
  }};
  for (const auto& [name, value] : settings) {
    must(XGBoosterSetParam(handle, name, value.c_str()));
  }
  return booster;
}

/// The number after the last colon of "[3]\twatched-logloss:0.612".
double loss_of(std::string_view line) {
  const auto loss = base::parse_number(base::trim(line.substr(line.rfind(':') + 1)));
  if (!loss) throw std::runtime_error(fmt::format("XGBoost: no log loss in '{}'", line));
  return *loss;
}

}  // namespace

struct BoostedTrees::State {
  Booster booster;
};

int BoostedTrees::rounds_needed(const FeatureTable& grown_on, std::span<const float> best,
                                const FeatureTable& watched, std::span<const float> watched_best,
                                const TreeOptions& options) {
  const Matrix matrix = matrix_of(grown_on, best);
  const Matrix judge = matrix_of(watched, watched_best);
  const Booster booster = booster_of(matrix, options);
  double least = std::numeric_limits<double>::infinity();
  int chosen = 1;
  for (int round = 0; round < options.rounds_max && round - chosen < options.patience; ++round) {
    must(XGBoosterUpdateOneIter(booster.get(), round, matrix.get()));
    std::array<DMatrixHandle, 1> judges = {judge.get()};
    std::array<const char*, 1> names = {"watched"};
    const char* line = nullptr;
    must(XGBoosterEvalOneIter(booster.get(), round, judges.data(), names.data(), 1, &line));
    const double loss = loss_of(line);
    if (loss < least) {
      least = loss;
      chosen = round + 1;
    }
  }
  return chosen;
}

BoostedTrees::BoostedTrees(const FeatureTable& table, std::span<const float> best, int rounds,
                           const TreeOptions& options)
    : state_(std::make_unique<State>()) {
  check(best.size() == table.rows(), "BoostedTrees: one outcome a row");
  const Matrix matrix = matrix_of(table, best);
  state_->booster = booster_of(matrix, options);
  for (int round = 0; round < rounds; ++round) {
    must(XGBoosterUpdateOneIter(state_->booster.get(), round, matrix.get()));
  }
}

BoostedTrees::~BoostedTrees() = default;

std::vector<double> BoostedTrees::log_odds(const FeatureTable& table) const {
  if (table.cells.empty()) return {};
  const Matrix matrix = matrix_of(table, {});
  constexpr const char* kMargins =
      R"({"type": 1, "training": false, "iteration_begin": 0, "iteration_end": 0,
          "strict_shape": false})";
  const bst_ulong* shape = nullptr;
  bst_ulong dimensions = 0;
  const float* margins = nullptr;
  must(XGBoosterPredictFromDMatrix(state_->booster.get(), matrix.get(), kMargins, &shape,
                                   &dimensions, &margins));
  return {margins, margins + table.rows()};
}

}  // namespace bestfit::ceiling
