#include "bestfit/flow/rivals.h"

#include <fmt/format.h>

#include <algorithm>

#include "bestfit/ceiling/black_box.h"
#include "bestfit/flow/evidence_parts.h"

namespace bestfit::flow {
namespace {

using base::Json;
using Rows = std::span<const std::uint32_t>;
using Outcomes = const outcome::Target&;

}  // namespace

validate::Rival black_box(const learn::Prepared& prepared, const learn::LearnOptions& options) {
  const auto& attributes = prepared.coded.attributes;
  const auto offered =
      std::count_if(attributes.begin(), attributes.end(),
                    [](const auto& attribute) { return attribute.left_out.empty(); });
  return {.name = fmt::format("XGBoost on all {} attributes", offered),
          .score = [&prepared, seed = options.seed](Outcomes best, Rows learned, Rows asked) {
            return ceiling::black_box_scores(prepared.coded, best, learned, asked, seed);
          }};
}

std::vector<validate::Rival> cards_without_rivals(const learn::Prepared& prepared,
                                                  const learn::LearnOptions& options,
                                                  const std::vector<learn::CardWithout>& cards) {
  std::vector<validate::Rival> rivals;
  for (const learn::CardWithout& card : cards) {
    const card::CardOptions without = learn::options_without(prepared, options, card.attribute);
    rivals.push_back({.name = prepared.coded.attributes[card.attribute].name,
                      .score = [&prepared, without](Outcomes best, Rows learned, Rows asked) {
                        const card::CodedModel model =
                            card::fit(prepared.coded, best, learned, without);
                        const std::vector<int> points = card::points(model, prepared.coded, asked);
                        return std::vector<double>(points.begin(), points.end());
                      }});
  }
  return rivals;
}

Json alternatives_json(const learn::Prepared& prepared,
                       const std::vector<learn::CardWithout>& cards, const validate::Proof& proof) {
  Json alternatives = Json::array();
  for (std::size_t i = 0; i < cards.size() && i < proof.without.size(); ++i) {
    const attribute::CodedAttribute& without = prepared.coded.attributes[cards[i].attribute];
    Json names = Json::array();
    for (const std::uint32_t number : cards[i].attributes) {
      names.push(prepared.coded.attributes[number].name);
    }
    Json json = comparison_json(proof.without[i]);
    json.set("name", without.name).set("column", without.column).set("attributes", names);
    alternatives.push(std::move(json));
  }
  return alternatives;
}

}  // namespace bestfit::flow
