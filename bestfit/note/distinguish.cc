#include "bestfit/note/distinguish.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <set>

#include "bestfit/base/error.h"
#include "bestfit/note/log_odds.h"
#include "bestfit/note/terms.h"
#include "bestfit/stats/discovery.h"
#include "bestfit/stats/proportion.h"
#include "bestfit/stats/strata.h"

namespace bestfit::note {
namespace {

/// The most notes of each stratum; beyond the last all are one.
constexpr std::array<std::size_t, 8> kStrataEnds = {1, 2, 3, 4, 5, 6, 8, 12};
constexpr std::size_t kStrata = kStrataEnds.size() + 1;

std::size_t stratum_of(std::size_t notes) {
  const auto* const at = std::lower_bound(kStrataEnds.begin(), kStrataEnds.end(), notes);
  return static_cast<std::size_t>(at - kStrataEnds.begin());
}

/// Accounts with a known outcome and notes in time.
struct Told {
  std::vector<bool> taken;                   // one a note
  std::vector<std::size_t> notes;            // one an account: how many were taken
  std::array<std::int64_t, kStrata> best{};  // accounts by how many notes they have
  std::array<std::int64_t, kStrata> others{};
};

class Distinguisher {
 public:
  Distinguisher(std::span<const std::int8_t> best, const DistinguishOptions& options)
      : best_(best), options_(options) {}

  void take(std::span<const Note> notes, std::span<const Use> uses) {
    told_.notes.assign(best_.size(), 0);
    for (std::size_t i = 0; i < notes.size(); ++i) {
      const bool taken = uses[i] == Use::in_time && best_[notes[i].account] >= 0;
      told_.taken.push_back(taken);
      if (taken) ++told_.notes[notes[i].account];
    }
    for (std::size_t account = 0; account < best_.size(); ++account) {
      if (told_.notes[account] == 0) continue;
      auto& group = best_[account] == 1 ? told_.best : told_.others;
      ++group.at(stratum_of(told_.notes[account]));
      ++(best_[account] == 1 ? out_.best_total : out_.others_total);
    }
    out_.can_tell = std::min(out_.best_total, out_.others_total) >= options_.group_least;
  }

  void add_themes(std::span<const Note> notes, const std::vector<std::vector<Hit>>& hits,
                  const Lexicon& lexicon) {
    std::map<std::uint32_t, std::set<std::uint32_t>> accounts;
    std::map<std::uint32_t, std::set<std::uint32_t>> terms;
    for (std::size_t i = 0; i < notes.size(); ++i) {
      if (!told_.taken[i]) continue;
      for (const Hit& hit : hits[i]) {
        accounts[hit.theme].insert(notes[i].account);
        terms[hit.theme].insert(hit.term);
      }
    }
    for (const auto& [place, those] : accounts) {
      const Theme& theme = lexicon.themes[place];
      Said said;
      said.name = theme.name;
      said.theme = &theme;
      for (const std::uint32_t term : terms[place]) said.also.push_back(theme.terms[term]);
      const std::vector<std::uint32_t> saying(those.begin(), those.end());
      measure(saying, said);
      of_themes_.insert(saying);
      out_.themes.push_back(std::move(said));
    }
  }

  void add_terms(std::span<const Note> notes, const Corpus& corpus, const Lexicon& lexicon) {
    const std::vector<std::uint8_t> taken(told_.taken.begin(), told_.taken.end());
    Support support{
        .least = support_least(), .most = support_most(), .terms_max = options_.terms_max};
    for (Term& term : terms_of(notes, taken, corpus, lexicon, support)) {
      if (of_themes_.count(term.accounts) > 0) continue;  // the theme says as much
      Said said;
      said.name = std::move(term.name);
      said.also = std::move(term.also);
      said.words = std::move(term.words);
      measure(term.accounts, said);
      out_.terms.push_back(std::move(said));
    }
  }

  Distinction finish() {
    correct();
    for (std::vector<Said>* list : {&out_.themes, &out_.terms}) {
      std::stable_sort(list->begin(), list->end(), [](const Said& a, const Said& b) {
        const bool a_stands = a.stands_out != Side::neither;
        const bool b_stands = b.stands_out != Side::neither;
        return a_stands != b_stands ? a_stands : a.p < b.p;
      });
    }
    return std::move(out_);
  }

 private:
  [[nodiscard]] std::int64_t accounts() const { return out_.best_total + out_.others_total; }

  [[nodiscard]] std::size_t support_least() const {
    const double share = std::ceil(options_.support_share * static_cast<double>(accounts()));
    return std::max(static_cast<std::size_t>(options_.support_least),
                    static_cast<std::size_t>(share));
  }

  [[nodiscard]] std::size_t support_most() const {
    return static_cast<std::size_t>(options_.share_most * static_cast<double>(accounts()));
  }

  /// Counts and effects of what these accounts say.
  void measure(const std::vector<std::uint32_t>& those, Said& said) {
    std::array<stats::Stratum, kStrata> strata{};
    for (std::size_t i = 0; i < kStrata; ++i) {
      strata.at(i).total = told_.best.at(i);
      strata.at(i).other_total = told_.others.at(i);
    }
    for (const std::uint32_t account : those) {
      stats::Stratum& stratum = strata.at(stratum_of(told_.notes[account]));
      const bool is_best = best_[account] == 1;
      ++(is_best ? stratum.with : stratum.other_with);
      ++(is_best ? said.best : said.others);
    }
    said.best_share = stats::share_estimate(said.best, out_.best_total);
    said.others_share = stats::share_estimate(said.others, out_.others_total);
    said.odds_ratio = odds_ratio(said);
    said.p = stats::stratified_mid_p(strata);
    const double ratio = stats::common_ratio(strata).value;
    const bool more = ratio > 1.0 && said.odds_ratio.low > 1.0;
    const bool less = ratio < 1.0 && said.odds_ratio.high < 1.0;
    said.stands_out = more ? Side::best : (less ? Side::others : Side::neither);
  }

  /// The prior is the term's share of all accounts, worth a fixed number of them.
  [[nodiscard]] stats::Estimate odds_ratio(const Said& said) const {
    const auto all = static_cast<double>(accounts());
    const double share = (static_cast<double>(said.best + said.others) + 0.5) / (all + 1.0);
    const Prior prior{.with = share * options_.prior_accounts, .total = options_.prior_accounts};
    const stats::Estimate log_odds = log_odds_ratio(
        {static_cast<double>(said.best), static_cast<double>(out_.best_total)},
        {static_cast<double>(said.others), static_cast<double>(out_.others_total)}, prior);
    return {.value = std::exp(log_odds.value),
            .low = std::exp(log_odds.low),
            .high = std::exp(log_odds.high)};
  }

  [[nodiscard]] bool is_tried(const Said& said) const {
    const auto with = static_cast<std::size_t>(said.best + said.others);
    return with >= support_least() && with <= support_most();
  }

  /// One family: every theme and term with enough accounts, whatever came of it.
  void correct() {
    std::vector<Said*> tried;
    std::vector<double> p;
    for (std::vector<Said>* list : {&out_.themes, &out_.terms}) {
      for (Said& said : *list) {
        const bool tries = out_.can_tell && is_tried(said);
        if (!tries) said.stands_out = Side::neither;
        if (!tries) continue;
        tried.push_back(&said);
        p.push_back(said.p);
      }
    }
    out_.tried = tried.size();
    const std::vector<double> q = stats::benjamini_hochberg(p);
    for (std::size_t i = 0; i < tried.size(); ++i) {
      tried[i]->q = q[i];
      if (q[i] > options_.q_max) tried[i]->stands_out = Side::neither;
    }
  }

  std::span<const std::int8_t> best_;
  const DistinguishOptions& options_;
  Told told_;
  std::set<std::vector<std::uint32_t>> of_themes_;  // accounts of each theme
  Distinction out_;
};

}  // namespace

Distinction distinguish(std::span<const Note> notes, std::span<const Use> uses,
                        const Corpus& corpus, const std::vector<std::vector<Hit>>& hits,
                        const Lexicon& lexicon, std::span<const std::int8_t> best,
                        const DistinguishOptions& options) {
  check(notes.size() == uses.size() && notes.size() == corpus.words.size() &&
            notes.size() == hits.size(),
        "distinguish: one use, one text and one list of hits a note");
  Distinguisher distinguisher(best, options);
  distinguisher.take(notes, uses);
  distinguisher.add_themes(notes, hits, lexicon);
  distinguisher.add_terms(notes, corpus, lexicon);
  return distinguisher.finish();
}

}  // namespace bestfit::note
