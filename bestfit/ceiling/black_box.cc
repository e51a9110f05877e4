#include "bestfit/ceiling/black_box.h"

#include <algorithm>
#include <limits>

#include "bestfit/base/random.h"
#include "bestfit/ceiling/boosted_trees.h"

namespace bestfit::ceiling {
namespace {

constexpr std::size_t kMembersMax = 50;  // of a set: its commonest
constexpr double kWatched = 0.2;         // of the clusters learned from
constexpr std::size_t kAskedAtOnce = 50'000;

constexpr float kUnknown = std::numeric_limits<float>::quiet_NaN();

/// A column for the trees: an attribute, or one member of a set.
struct Feature {
  const attribute::CodedAttribute* attribute = nullptr;
  std::uint16_t member = 0;  // set
};

std::vector<Feature> features_of(const attribute::Coded& coded) {
  std::vector<Feature> features;
  for (const attribute::CodedAttribute& attribute : coded.attributes) {
    if (!attribute.left_out.empty()) continue;
    const bool is_set = attribute.kind == table::Kind::set;
    const std::size_t columns = is_set ? std::min(attribute.labels.size(), kMembersMax) : 1;
    for (std::size_t i = 0; i < columns; ++i) {
      features.push_back({.attribute = &attribute, .member = static_cast<std::uint16_t>(i)});
    }
  }
  return features;
}

float cell_of(const Feature& feature, std::uint32_t row) {
  const attribute::CodedAttribute& from = *feature.attribute;
  const std::uint8_t code = from.codes[row];
  if (code == 0) return kUnknown;
  if (from.kind != table::Kind::set) return static_cast<float>(code - 1);
  const auto begin = from.members.begin() + static_cast<std::ptrdiff_t>(from.starts[row]);
  const auto end = from.members.begin() + static_cast<std::ptrdiff_t>(from.starts[row + 1]);
  return std::find(begin, end, feature.member) != end ? 1.0F : 0.0F;
}

FeatureTable table_of(const std::vector<Feature>& features, std::span<const std::uint32_t> rows) {
  FeatureTable table;
  for (const Feature& feature : features) {
    const bool is_set = feature.attribute->kind == table::Kind::set;
    table.is_number.push_back(is_set || attribute::is_ordered(*feature.attribute));
  }
  table.cells.reserve(rows.size() * features.size());
  for (const std::uint32_t row : rows) {
    for (const Feature& feature : features) table.cells.push_back(cell_of(feature, row));
  }
  return table;
}

/// The same, each row with what it counts for.
FeatureTable taught_table(const std::vector<Feature>& features, const outcome::Target& best,
                          std::span<const std::uint32_t> rows) {
  FeatureTable table = table_of(features, rows);
  if (best.is_plain()) return table;
  for (const outcome::Mass& mass : outcome::masses_of(best, rows)) {
    table.weight.push_back(static_cast<float>(mass.total()));
  }
  return table;
}

std::vector<float> outcomes_of(const outcome::Target& best, std::span<const std::uint32_t> rows) {
  std::vector<float> outcomes;
  outcomes.reserve(rows.size());
  for (const outcome::Mass& mass : outcome::masses_of(best, rows)) {
    outcomes.push_back(static_cast<float>(mass.best / mass.total()));
  }
  return outcomes;
}

/// How many trees: judged on a fifth of the clusters.
int rounds_of(const attribute::Coded& coded, const std::vector<Feature>& features,
              const outcome::Target& best, std::span<const std::uint32_t> learned,
              const TreeOptions& options) {
  std::vector<std::uint32_t> grown;
  std::vector<std::uint32_t> watched;
  for (const std::uint32_t row : learned) {
    const std::uint32_t cluster = coded.cluster.empty() ? row : coded.cluster[row];
    base::Random random(options.seed, cluster);
    (random.uniform() < kWatched ? watched : grown).push_back(row);
  }
  constexpr int kFewTrees = 30;  // nothing to judge by
  if (!has_both(best, grown) || !has_both(best, watched)) return kFewTrees;
  return BoostedTrees::rounds_needed(taught_table(features, best, grown), outcomes_of(best, grown),
                                     taught_table(features, best, watched),
                                     outcomes_of(best, watched), options);
}

}  // namespace

std::vector<double> black_box_scores(const attribute::Coded& coded, const outcome::Target& best,
                                     std::span<const std::uint32_t> learned,
                                     std::span<const std::uint32_t> asked, std::uint64_t seed) {
  const std::vector<Feature> features = features_of(coded);
  if (features.empty() || !has_both(best, learned)) return std::vector<double>(asked.size(), 0.0);
  TreeOptions options;
  options.seed = seed;
  const int rounds = rounds_of(coded, features, best, learned, options);
  const BoostedTrees trees(taught_table(features, best, learned), outcomes_of(best, learned),
                           rounds, options);
  std::vector<double> scores;
  for (std::size_t from = 0; from < asked.size(); from += kAskedAtOnce) {
    const auto part = asked.subspan(from, std::min(kAskedAtOnce, asked.size() - from));
    const std::vector<double> found = trees.log_odds(table_of(features, part));
    scores.insert(scores.end(), found.begin(), found.end());
  }
  return scores;
}

}  // namespace bestfit::ceiling
