#include "bestfit/validate/comparison.h"

#include <algorithm>
#include <unordered_map>
#include <vector>

#include "bestfit/base/error.h"
#include "bestfit/base/parallel.h"
#include "bestfit/base/random.h"
#include "bestfit/stats/fold_auc.h"
#include "bestfit/stats/shuffle.h"

namespace bestfit::validate {
namespace {

constexpr double kTop = 0.1;  // share of a round's rows that lift is told of

using Scores = std::vector<stats::FoldScore>;

bool has_both(const Cases& cases, const std::vector<std::uint32_t>& rows) {
  const Tally counts = tally(cases.best, rows);
  return counts.best > 0 && counts.other > 0;
}

/// The card's scores of some of the rows that a round held back.
void take_card(const Cases& cases, const RoundResult& result, std::uint32_t fold,
               std::span<const std::uint32_t> rows, Scores& scores) {
  std::unordered_map<std::uint32_t, int> points;
  for (std::size_t i = 0; i < result.rows.size(); ++i) points[result.rows[i]] = result.points[i];
  for (const std::uint32_t row : rows) {
    scores.push_back({.fold = fold,
                      .row = row,
                      .cluster = cases.cluster[row],
                      .score = static_cast<double>(points.at(row)),
                      .best = cases.best[row] == 1});
  }
}

/// Best rows among the top tenth of a fold's scores; of those tied at its edge, their share.
double best_at_top(std::span<const stats::FoldScore> fold) {
  std::vector<stats::FoldScore> ordered(fold.begin(), fold.end());
  std::sort(ordered.begin(), ordered.end(), [](const auto& a, const auto& b) {
    return a.score != b.score ? a.score > b.score : a.row < b.row;
  });
  double room = kTop * static_cast<double>(ordered.size());
  double found = 0.0;
  for (std::size_t from = 0; from < ordered.size() && room > 0.0;) {
    std::size_t to = from;
    double best = 0.0;
    for (; to < ordered.size() && ordered[to].score == ordered[from].score; ++to) {
      if (ordered[to].best) best += 1.0;
    }
    const auto tied = static_cast<double>(to - from);
    found += best * std::min(1.0, room / tied);
    room -= tied;
    from = to;
  }
  return found;
}

/// Rate among the top tenth of each fold over the rate of all.
double lift_at_top(const Scores& scores) {
  double best = 0.0;
  double found = 0.0;
  for (std::size_t from = 0; from < scores.size();) {
    std::size_t to = from;
    while (to < scores.size() && scores[to].fold == scores[from].fold) ++to;
    const auto fold = std::span(scores).subspan(from, to - from);
    found += best_at_top(fold);
    best += static_cast<double>(
        std::count_if(fold.begin(), fold.end(), [](const auto& row) { return row.best; }));
    from = to;
  }
  return found / (kTop * best);
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
    if (!has_both(cases, rounds[i].held)) continue;
    take_card(cases, card[i], static_cast<std::uint32_t>(i), rounds[i].held, of_card);
    asked.push_back(&rounds[i]);
  }
  if (asked.empty()) return std::nullopt;

  std::vector<std::vector<double>> found(asked.size());
  base::parallel_for(options.threads, asked.size(), [&](std::size_t i) {
    found[i] = rival.score(cases.best, asked[i]->learned, asked[i]->held);
  });
  Scores of_rival = of_card;
  std::size_t at = 0;
  for (const std::vector<double>& scores : found) {
    for (const double score : scores) of_rival[at++].score = score;
  }
  check(at == of_rival.size(), "Rival: a score for each row asked for");

  Comparison comparison;
  comparison.name = rival.name;
  comparison.rows = static_cast<std::int64_t>(of_card.size());
  comparison.best = std::count_if(of_card.begin(), of_card.end(),
                                  [](const stats::FoldScore& row) { return row.best; });
  for (const Round* round : asked) {
    comparison.learned =
        std::max(comparison.learned, static_cast<std::int64_t>(round->learned.size()));
  }
  comparison.auc = stats::fold_auc(of_rival, options.overlap).auc;
  comparison.card_auc = stats::fold_auc(of_card, options.overlap).auc;
  comparison.ahead = stats::fold_auc_difference(of_rival, of_card, options.overlap);
  comparison.lift = lift_at_top(of_rival);
  comparison.card_lift = lift_at_top(of_card);
  return comparison;
}

}  // namespace bestfit::validate
