#include "bestfit/exchange/onnx.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <limits>
#include <map>
#include <optional>

#include "bestfit/base/json.h"
#include "bestfit/base/text.h"
#include "bestfit/exchange/card_inputs.h"
#include "bestfit/exchange/graph.h"

namespace bestfit::exchange {
namespace {

using profile::Bin;
using profile::Condition;
using profile::Criterion;
using profile::CriterionKind;
using profile::Profile;
using profile::ProfileFile;

constexpr double kLargest = std::numeric_limits<double>::max();
constexpr int kNotKnown = -1;
constexpr int kNoBin = -2;
enum class Verdict { scored = 0, disqualified = 1, insufficient_data = 2 };

/// What the leaves add, by bin (or kNotKnown, kNoBin).
using Leaf = std::function<std::vector<std::pair<std::int64_t, double>>(int bin)>;

int first_range(const std::vector<Bin>& bins, double from, double below) {
  for (std::size_t i = 0; i < bins.size(); ++i) {
    const bool above = !bins[i].from || from >= *bins[i].from;
    const bool under = !bins[i].below || below <= *bins[i].below;
    if (above && under) return static_cast<int>(i);
  }
  return kNoBin;
}

/// A tree that asks one question after another: the first yes ends it.
class Chain {
 public:
  explicit Chain(Leaf leaf) : leaf_(std::move(leaf)) {}
  void ask(std::size_t feature, std::string mode, double value, int bin) {
    const auto here = static_cast<std::int64_t>(tree_.nodes.size());
    tree_.nodes.push_back({.mode = std::move(mode),
                           .feature = static_cast<std::int64_t>(feature),
                           .value = value,
                           .yes = here + 1,
                           .no = here + 2,
                           .weights = {}});
    tree_.nodes.push_back({.weights = leaf_(bin)});
  }
  Tree end(int bin) {
    tree_.nodes.push_back({.weights = leaf_(bin)});
    return std::move(tree_);
  }

 private:
  Leaf leaf_;
  Tree tree_;
};

/// Builds the model's graph.
class Model {
 public:
  explicit Model(const ProfileFile& file) : file_(file), inputs_(card_inputs(file)) {
    for (const Input& input : inputs_) {
      const bool is_text = input.kind == CriterionKind::category;
      graph_.add_input(input.name, is_text ? TensorType::text : TensorType::real64,
                       words_of(input));
    }
  }

  std::string bytes() {
    for (std::size_t p = 0; p < file_.profiles.size(); ++p) add_profile(p);
    const std::string scored = graph_.node("Less", {status_, graph_.constant(0.5F)});
    const std::string nan = graph_.constant(std::numeric_limits<float>::quiet_NaN());
    graph_.add_output(graph_.node("Where", {scored, points_, nan}), "icp_score",
                      TensorType::real32);
    graph_.add_output(graph_.text_by_number(graph_.cast(status_, TensorType::whole64), {0, 1, 2},
                                            {"scored", "disqualified", "insufficient_data"}),
                      "icp_status", TensorType::text);
    add_lookups(scored);
    return graph_.model("An Ideal Customer Profile, compiled by bestfit",
                        {{"icp_version", file_.version}, {"inputs", inputs_json()}});
  }

 private:
  static std::string words_of(const Input& input) {
    switch (input.kind) {
      case CriterionKind::number: return "a number; NaN: not known";
      case CriterionKind::flag: return "1 yes, 0 no, NaN not known";
      case CriterionKind::category: return "trimmed, in lower case; empty: not known";
      case CriterionKind::date:
        return fmt::format("days from the date to {}; NaN: not known",
                           input.relative_to.empty() ? "the day of the score"
                                                     : input.relative_to + ", else to as_of");
      case CriterionKind::set: break;
    }
    return input.member.empty() ? "1 where the set is known, else NaN"
                                : "1 where the set has the member, 0 where not, NaN not known";
  }

  std::string inputs_json() const {
    base::Json list = base::Json::array();
    for (const Input& input : inputs_) {
      list.push(base::Json::object()
                    .set("name", input.name)
                    .set("column", input.column)
                    .set("relative_to", input.relative_to)
                    .set("member", input.member)
                    .set("words", words_of(input)));
    }
    base::Json all = base::Json::object().set("inputs", list);
    if (file_.as_of) all.set("as_of", base::iso_date(*file_.as_of));
    return all.text();
  }

  std::size_t feature(const std::string& value) {
    features_.push_back(value);
    return features_.size() - 1;
  }

  Tree range_tree(const std::string& name, const std::vector<Bin>& bins, const Leaf& leaf) {
    const std::size_t at = feature(name);
    std::vector<double> cuts;
    for (const Bin& bin : bins) {
      if (bin.from) cuts.push_back(*bin.from);
      if (bin.below) cuts.push_back(*bin.below);
    }
    std::sort(cuts.begin(), cuts.end());
    cuts.erase(std::unique(cuts.begin(), cuts.end()), cuts.end());
    Chain chain(leaf);
    chain.ask(at, "BRANCH_LT", -kLargest, kNotKnown);
    double from = -std::numeric_limits<double>::infinity();
    for (const double cut : cuts) {
      chain.ask(at, "BRANCH_LT", cut, first_range(bins, from, cut));
      from = cut;
    }
    const int last = first_range(bins, from, std::numeric_limits<double>::infinity());
    chain.ask(at, "BRANCH_LEQ", kLargest, last);
    return chain.end(kNotKnown);
  }

  static int first_flag(const std::vector<Bin>& bins, std::string_view word) {
    for (std::size_t i = 0; i < bins.size(); ++i) {
      const auto& values = bins[i].values;
      const bool named = values.empty() ||
                         std::any_of(values.begin(), values.end(), [&](const std::string& value) {
                           return base::fold(value) == word;
                         });
      if (named) return static_cast<int>(i);
    }
    return kNoBin;
  }

  Tree flag_tree(const std::string& name, const std::vector<Bin>& bins, const Leaf& leaf) {
    const std::size_t at = feature(name);
    Chain chain(leaf);
    chain.ask(at, "BRANCH_EQ", 1.0, first_flag(bins, "yes"));
    chain.ask(at, "BRANCH_EQ", 0.0, first_flag(bins, "no"));
    return chain.end(kNotKnown);
  }

  /// The text is made a bin's number by a table, and the tree asks for that.
  Tree label_tree(const std::string& column, const std::vector<Bin>& bins, const Leaf& leaf) {
    const std::string name = input_name(column, CriterionKind::category, {}, {});
    std::map<std::string, int> bin_of;
    for (const std::string& text : not_known_labels(file_, column)) bin_of.emplace(text, kNotKnown);
    int other = kNoBin;
    for (std::size_t i = 0; i < bins.size() && other == kNoBin; ++i) {
      const int number = static_cast<int>(i);
      if (profile::names_no_part(bins[i])) other = number;
      for (const std::string& value : bins[i].values) bin_of.emplace(base::fold(value), number);
    }
    std::vector<std::string> texts;
    std::vector<float> numbers;
    for (const auto& [text, bin] : bin_of) {
      texts.push_back(text);
      numbers.push_back(static_cast<float>(bin));
    }
    const std::string coded = graph_.by_text(name, texts, numbers, static_cast<float>(other));
    const std::size_t at = feature(graph_.cast(coded, TensorType::real64));
    Chain chain(leaf);
    chain.ask(at, "BRANCH_EQ", kNotKnown, kNotKnown);
    for (std::size_t i = 0; i < bins.size(); ++i) {
      chain.ask(at, "BRANCH_EQ", static_cast<double>(i), static_cast<int>(i));
    }
    return chain.end(kNoBin);
  }

  /// All members of a bin are there where the least of their inputs is 1.
  Tree set_tree(const std::string& column, const std::vector<Bin>& bins, const Leaf& leaf) {
    const auto input = [&](const std::string& member) {
      return input_name(column, CriterionKind::set, {}, member);
    };
    std::string any = input({});
    for (const Bin& bin : bins) {
      if (!bin.values.empty()) any = input(base::fold(bin.values.front()));
    }
    Chain chain(leaf);
    const std::string not_known = graph_.cast(graph_.node("IsNaN", {any}), TensorType::real64);
    chain.ask(feature(not_known), "BRANCH_GTE", 0.5, kNotKnown);
    for (std::size_t i = 0; i < bins.size(); ++i) {
      const int number = static_cast<int>(i);
      if (profile::names_no_part(bins[i])) return chain.end(number);
      std::vector<std::string> members;
      for (const std::string& value : bins[i].values) members.push_back(input(base::fold(value)));
      const std::string least = members.size() == 1 ? members[0] : graph_.node("Min", members);
      chain.ask(feature(least), "BRANCH_GTE", 0.5, number);
    }
    return chain.end(kNoBin);
  }

  Tree tree_of(const std::string& column, CriterionKind kind, const std::string& relative_to,
               const std::vector<Bin>& bins, const Leaf& leaf) {
    const std::string name = input_name(column, kind, relative_to, {});
    switch (kind) {
      case CriterionKind::number:
      case CriterionKind::date: return range_tree(name, bins, leaf);
      case CriterionKind::flag: return flag_tree(name, bins, leaf);
      case CriterionKind::category: return label_tree(column, bins, leaf);
      case CriterionKind::set: return set_tree(column, bins, leaf);
    }
    return {};
  }

  Tree criterion_tree(const Criterion& criterion) {
    const int most = profile::points_max(criterion);
    return tree_of(criterion.column, criterion.kind, criterion.relative_to, criterion.bins,
                   [&criterion, most](int bin) -> std::vector<std::pair<std::int64_t, double>> {
                     const bool known = bin != kNotKnown || criterion.missing_says_something;
                     const int points = bin == kNotKnown ? criterion.missing.points
                                        : bin == kNoBin
                                            ? 0
                                            : criterion.bins[static_cast<std::size_t>(bin)].points;
                     return {{0, points}, {1, known ? most : 0}};
                   });
  }

  Tree condition_tree(const Condition& condition, std::int64_t target, bool required) {
    return tree_of(condition.column, condition.kind, condition.relative_to, {condition.match},
                   [target, required](int bin) -> std::vector<std::pair<std::int64_t, double>> {
                     Verdict verdict = Verdict::scored;
                     if (!required && bin >= 0) verdict = Verdict::disqualified;
                     if (required && bin == kNotKnown) verdict = Verdict::insufficient_data;
                     if (required && bin == kNoBin) verdict = Verdict::disqualified;
                     return {{target, static_cast<double>(verdict)}};
                   });
  }

  void add_profile(std::size_t index) {
    const Profile& profile = file_.profiles[index];
    features_.clear();
    std::vector<Tree> trees;
    for (const Criterion& criterion : profile.score) trees.push_back(criterion_tree(criterion));
    std::int64_t target = 2;
    for (const Condition& condition : profile.disqualify) {
      trees.push_back(condition_tree(condition, target++, false));
    }
    for (const Condition& condition : profile.require) {
      trees.push_back(condition_tree(condition, target++, true));
    }
    const std::string sums = graph_.trees(graph_.concat(features_), trees, target);
    const std::string points = graph_.column(sums, 0);
    const std::string zero = graph_.constant(0.0F);
    const std::string little = graph_.constant(static_cast<float>(Verdict::insufficient_data));
    const std::string least = graph_.constant(static_cast<float>(profile.known_min));
    std::string status =
        graph_.node("Where", {graph_.node("Less", {graph_.column(sums, 1), least}), little, zero});
    while (target-- > 2) {  // the first condition that says something is asked last, and wins
      const std::string said = graph_.column(sums, target);
      status = graph_.node("Where",
                           {graph_.node("Greater", {said, graph_.constant(0.5F)}), said, status});
    }
    take_better(index, points, status);
  }

  /// Scored beats too little data, which beats disqualified; then more points; then the earlier.
  void take_better(std::size_t index, const std::string& points, const std::string& status) {
    const auto is_below = [&](float limit) {
      return graph_.node("Less", {status, graph_.constant(limit)});
    };
    const std::string unscored =
        graph_.node("Where", {is_below(1.5F), graph_.constant(0.0F), graph_.constant(1000.0F)});
    const std::string worth = graph_.node(
        "Where",
        {is_below(0.5F), graph_.node("Add", {points, graph_.constant(2000.0F)}), unscored});
    if (index == 0) {
      points_ = points;
      status_ = status;
      worth_ = worth;
      profile_ = graph_.node("Mul", {points, graph_.constant(0.0F)});
      return;
    }
    const std::string better = graph_.node("Greater", {worth, worth_});
    const std::string number = graph_.constant(static_cast<float>(index));
    points_ = graph_.node("Where", {better, points, points_});
    status_ = graph_.node("Where", {better, status, status_});
    profile_ = graph_.node("Where", {better, number, profile_});
    worth_ = graph_.node("Where", {better, worth, worth_});
  }

  /// Tier, name and probability, by 1000 times the profile plus the points; -1 has none.
  void add_lookups(const std::string& scored) {
    const std::string key = graph_.cast(
        graph_.node("Where",
                    {scored,
                     graph_.node("Add", {graph_.node("Mul", {profile_, graph_.constant(1000.0F)}),
                                         points_}),
                     graph_.constant(-1.0F)}),
        TensorType::whole64);
    std::vector<std::int64_t> keys;
    std::vector<std::string> tiers;
    std::vector<std::string> names;
    std::vector<float> chances;
    for (std::size_t p = 0; p < file_.profiles.size(); ++p) {
      const Profile& profile = file_.profiles[p];
      for (int points = 0; points <= 100; ++points) {
        keys.push_back(static_cast<std::int64_t>(p) * 1000 + points);
        names.push_back(profile.name);
        const auto tier =
            std::find_if(profile.tiers.begin(), profile.tiers.end(),
                         [&](const profile::Tier& entry) { return points >= entry.from; });
        tiers.push_back(tier == profile.tiers.end() ? "" : tier->name);
        chances.push_back(std::numeric_limits<float>::quiet_NaN());
        for (const profile::CalibrationStep& step : profile.calibration) {
          if (points >= step.from) chances.back() = static_cast<float>(step.probability);
        }
      }
    }
    graph_.add_output(graph_.text_by_number(key, keys, tiers), "icp_tier", TensorType::text);
    graph_.add_output(graph_.text_by_number(key, keys, names), "icp_profile", TensorType::text);
    graph_.add_output(
        graph_.number_by_number(key, keys, chances, std::numeric_limits<float>::quiet_NaN()),
        "icp_probability", TensorType::real32);
  }

  const ProfileFile& file_;
  std::vector<Input> inputs_;
  Graph graph_;
  std::vector<std::string> features_;  // of the profile in work: values, each [N, 1] of doubles
  std::string points_;
  std::string status_;
  std::string worth_;
  std::string profile_;
};

}  // namespace

std::string onnx(const ProfileFile& file) { return Model(file).bytes(); }

}  // namespace bestfit::exchange
