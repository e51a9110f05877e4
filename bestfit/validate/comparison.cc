#include "bestfit/validate/comparison.h"

#include <algorithm>
#include <vector>

#include "bestfit/base/error.h"
#include "bestfit/base/parallel.h"
#include "bestfit/base/random.h"
#include "bestfit/stats/curve.h"
#include "bestfit/stats/fold_auc.h"
#include "bestfit/stats/shuffle.h"

namespace bestfit::validate {
namespace {

constexpr double kTop = 0.1;  // share of a round's rows that lift is told of

using Scores = std::vector<stats::FoldScore>;

/// The card's scores of some of the rows that a round held back.
void take_card(const Cases& cases, const RoundResult& result, std::uint32_t fold,
               std::span<const std::uint32_t> rows, Scores& scores) {
  const outcome::Target target = cases.target();
  std::size_t place = 0;  // both lists increase
  for (const std::uint32_t row : rows) {
    while (place < result.rows.size() && result.rows[place] < row) ++place;
    check(place < result.rows.size() && result.rows[place] == row, "compare: a row that was held");
    const stats::FoldScore score{.fold = fold,
                                 .row = row,
                                 .cluster = cases.cluster[row],
                                 .score = static_cast<double>(result.points[place])};
    stats::add_both({.best = target.best_mass(row), .other = target.other_mass(row)}, score,
                    scores);
  }
}

/// Rate among the top tenth of each fold over the rate of all, each fold for its best rows.
double lift_at_top(const Scores& scores, const stats::Frame& frame) {
  double best = 0.0;
  double found = 0.0;
  for (std::size_t from = 0; from < scores.size();) {
    std::size_t to = from;
    while (to < scores.size() && scores[to].fold == scores[from].fold) ++to;
    const stats::ScoreCounts counts =
        stats::count_scores(std::span(scores).subspan(from, to - from));
    const double here = stats::total_best(counts);
    found += stats::gain_at(counts, kTop, frame) * here;
    best += here;
    from = to;
  }
  return found / (kTop * best);
}

/// The card's scores with those of a rival in their place.
///   found  by round, one for each row held
Scores scores_of_rival(Scores scores, const std::vector<const Round*>& asked,
                       const std::vector<std::vector<double>>& found) {
  std::size_t at = 0;
  for (std::size_t i = 0; i < asked.size(); ++i) {
    const std::vector<std::uint32_t>& held = asked[i]->held;
    check(found[i].size() == held.size(), "Rival: a score for each row asked for");
    const std::uint32_t fold = at < scores.size() ? scores[at].fold : 0;
    std::size_t place = 0;
    for (; at < scores.size() && scores[at].fold == fold; ++at) {
      while (held[place] != scores[at].row) ++place;
      scores[at].score = found[i][place];
    }
  }
  return scores;
}

}  // namespace

std::vector<Round> thinned(const Cases& cases, std::span<const Round> rounds,
                           std::size_t learned_most, std::size_t held_most, std::uint64_t seed) {
  std::vector<Round> out;
  for (std::size_t i = 0; i < rounds.size(); ++i) {
    const auto draw = [&](const std::vector<std::uint32_t>& rows, std::size_t most,
                          std::uint64_t part) {
      return stats::draw_rows(cases.cluster, rows, most, base::Random(seed, 2 * i + part).bits());
    };
    out.push_back({.learned = draw(rounds[i].learned, learned_most, 0),
                   .held = draw(rounds[i].held, held_most, 1)});
  }
  return out;
}

std::optional<Comparison> compare(const Cases& cases, const Rival& rival,
                                  std::span<const Round> rounds, std::span<const RoundResult> card,
                                  const ComparisonOptions& options) {
  check(card.size() == rounds.size(), "compare: a result for each round");
  std::vector<const Round*> asked;
  Scores of_card;
  for (std::size_t i = 0; i < rounds.size(); ++i) {
    if (!outcome::has_both(cases.target(), rounds[i].held)) continue;
    take_card(cases, card[i], static_cast<std::uint32_t>(i), rounds[i].held, of_card);
    asked.push_back(&rounds[i]);
  }
  if (asked.empty()) return std::nullopt;

  std::vector<std::vector<double>> found(asked.size());
  base::parallel_for(options.threads, asked.size(), [&](std::size_t i) {
    found[i] = rival.score(cases.target(), asked[i]->learned, asked[i]->held);
  });
  const Scores of_rival = scores_of_rival(of_card, asked, found);

  Comparison comparison;
  comparison.name = rival.name;
  for (const Round* round : asked) {
    comparison.rows += std::ssize(round->held);
    comparison.best += tally(cases.target(), round->held).best;
    comparison.learned =
        std::max(comparison.learned, static_cast<std::int64_t>(round->learned.size()));
  }
  comparison.auc = stats::fold_auc(of_rival, options.overlap).auc;
  comparison.card_auc = stats::fold_auc(of_card, options.overlap).auc;
  comparison.ahead = stats::fold_auc_difference(of_rival, of_card, options.overlap);
  comparison.lift = lift_at_top(of_rival, cases.frame);
  comparison.card_lift = lift_at_top(of_card, cases.frame);
  return comparison;
}

}  // namespace bestfit::validate
