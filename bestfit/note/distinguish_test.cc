#include "bestfit/note/distinguish.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "bestfit/base/random.h"
#include "bestfit/note/log_odds.h"
#include "bestfit/note/quotes.h"
#include "bestfit/note/terms.h"
#include "bestfit/note/themes_column.h"
#include "bestfit/stats/strata.h"

namespace bestfit::note {
namespace {

constexpr double kNothingDecided = std::numeric_limits<double>::infinity();

const Lexicon& shifts() {
  static const Lexicon lexicon = parse_lexicon(
      "[[theme]]\nname = \"shifts\"\nkind = \"pain point\"\nterms = [\"shift*\"]\n"
      "[[theme]]\nname = \"board\"\nkind = \"objective\"\nterms = [\"board\"]\n",
      "text");
  return lexicon;
}

/// Notes with all that is made of them.
struct Read {
  std::vector<Note> notes;
  std::vector<std::int8_t> best;
  std::vector<double> until;

  [[nodiscard]] Distinction distinction(const Lexicon& lexicon = shifts()) const {
    const Corpus corpus = corpus_of(notes);
    return distinguish(notes, uses_of(notes, until), corpus, themes_of(corpus, lexicon), lexicon,
                       best);
  }

  void add(std::int8_t outcome, const std::string& text, int day = 10, double decided = 20.0) {
    notes.push_back({.account = static_cast<std::uint32_t>(best.size()),
                     .day = day,
                     .source = "Call",
                     .text = text});
    best.push_back(outcome);
    until.push_back(decided);
  }
};

TEST(LogOdds, IsMonroesFormulaByHand) {
  // 30 of 100 against 40 of 400, prior 14 of 100: odds 44/156 and 54/446.
  const stats::Estimate found = log_odds_ratio({30, 100}, {40, 400}, {14, 100});
  const double value = std::log(44.0 / 156.0) - std::log(54.0 / 446.0);
  const double error = std::sqrt(1.0 / 44 + 1.0 / 156 + 1.0 / 54 + 1.0 / 446);
  EXPECT_NEAR(found.value, value, 1e-12);
  EXPECT_NEAR(found.high - found.value, 1.959964 * error, 1e-6);
  EXPECT_NEAR(found.value - found.low, 1.959964 * error, 1e-6);
  // A strong prior shrinks, a weak one leaves the plain log odds ratio.
  EXPECT_LT(log_odds_ratio({30, 100}, {40, 400}, {1400, 10000}).value, 0.1 * value + 0.1);
  EXPECT_NEAR(log_odds_ratio({30, 100}, {40, 400}, {1.4e-9, 1e-8}).value,
              std::log(30.0 * 360.0 / (70.0 * 40.0)), 1e-6);
}

TEST(Distinguish, CountsAccountsNotNotesAndTestsThem) {
  Read read;
  for (int i = 0; i < 30; ++i) read.add(1, i < 24 ? "Shift shift shifts." : "board");
  for (int i = 0; i < 40; ++i) read.add(0, i < 8 ? "A shift" : "the board");
  const Distinction found = read.distinction();
  EXPECT_EQ(found.best_total, 30);
  EXPECT_EQ(found.others_total, 40);
  EXPECT_EQ(found.themes.size(), 2U);
  const auto shift = std::find_if(found.themes.begin(), found.themes.end(),
                                  [](const Said& said) { return said.name == "shifts"; });
  EXPECT_EQ(shift->best, 24);
  EXPECT_EQ(shift->others, 8);
  EXPECT_NEAR(shift->p, stats::stratified_mid_p(std::vector<stats::Stratum>{{24, 30, 8, 40}}),
              1e-12);
  EXPECT_EQ(shift->stands_out, Side::best);
  EXPECT_GT(shift->odds_ratio.low, 1.0);
  EXPECT_LT(shift->odds_ratio.value, 24.0 * 32.0 / (6.0 * 8.0));  // shrunk
  const auto board = std::find_if(found.themes.begin(), found.themes.end(),
                                  [](const Said& said) { return said.name == "board"; });
  EXPECT_EQ(board->stands_out, Side::others);
}

TEST(Distinguish, ANoteAfterTheDecisionIsNotUsed) {
  Read read;
  for (int i = 0; i < 30; ++i) read.add(1, "great shifts", 20, 20.0);  // on the very day
  for (int i = 0; i < 30; ++i) read.add(1, "board meets", 19, 20.0);
  for (int i = 0; i < 30; ++i) read.add(0, "board meets", 19, 20.0);
  Distinction found = read.distinction();
  EXPECT_EQ(found.best_total, 30);
  ASSERT_EQ(found.themes.size(), 1U);
  EXPECT_EQ(found.themes[0].name, "board");
  for (Note& note : read.notes) note.day.reset();
  found = read.distinction();
  EXPECT_EQ(found.best_total + found.others_total, 0);
  EXPECT_FALSE(found.can_tell);
  EXPECT_TRUE(found.terms.empty());
}

TEST(Distinguish, MoreNotesAloneSetNothingApart) {
  // Best accounts have three notes, others one; every note says "board" in one of three cases.
  Read read;
  base::Random random(7);
  for (int i = 0; i < 400; ++i) {
    const std::int8_t best = i % 2 == 0 ? 1 : 0;
    read.add(best, random.uniform() < 0.33 ? "board" : "garden");
    for (int more = 0; more < (best == 1 ? 2 : 0); ++more) {
      read.notes.push_back(read.notes.back());
      read.notes.back().text = random.uniform() < 0.33 ? "board" : "garden";
    }
  }
  const Distinction found = read.distinction();
  EXPECT_GT(found.themes[0].odds_ratio.low, 1.5);  // they do say it more often
  EXPECT_EQ(found.themes[0].p, 1.0);               // but none has as many notes as an other
  EXPECT_EQ(found.themes[0].stands_out, Side::neither);
}

TEST(Distinguish, TermsOfTheSameAccountsAreOne) {
  Read read;
  for (int i = 0; i < 20; ++i) read.add(1, i < 15 ? "Overtime cost hurts" : "quiet");
  for (int i = 0; i < 20; ++i) read.add(0, i < 2 ? "Overtime cost hurts" : "quiet");
  const Distinction found = read.distinction();
  ASSERT_EQ(found.terms.size(), 2U);
  EXPECT_EQ(found.tried, 2U);
  const auto both = std::find_if(found.terms.begin(), found.terms.end(),
                                 [](const Said& said) { return said.words.size() == 2; });
  EXPECT_EQ(both->name, "overtime cost");
  EXPECT_EQ(both->also, (std::vector<std::string>{"cost hurts", "overtime", "hurts", "cost"}));
}

TEST(Distinguish, PluralsCountAsTheirWord) {
  EXPECT_EQ(without_plurals({"shift", "shifts", "bus", "business", "boss", "bos", "gas", "costs"}),
            (std::vector<std::int32_t>{0, 0, 2, 3, 4, 5, 6, 7}));
}

TEST(Distinguish, QuotesTheSentenceWithItsSource) {
  Read read;
  for (int i = 0; i < 30; ++i) {
    read.add(1, "Hello there. Shifts change daily, ask ada@acme.com.", 10 + i % 3);
  }
  for (int i = 0; i < 30; ++i) read.add(0, "nothing");
  read.add(1, "Shift plans are on paper!", 19);
  read.notes.push_back({.account = 0, .text = "A shift of no date"});
  const Corpus corpus = corpus_of(read.notes);
  const auto uses = uses_of(read.notes, read.until);
  const auto hits = themes_of(corpus, shifts());
  const Distinction found = distinguish(read.notes, uses, corpus, hits, shifts(), read.best);
  const auto quotes =
      quotes_of(found.themes[0], read.notes, uses, corpus, hits, shifts(), read.best);
  ASSERT_EQ(quotes.size(), 3U);
  EXPECT_EQ(quotes[0].text, "Shift plans are on paper!");
  EXPECT_EQ(quotes[1].text, "Shifts change daily, ask [e-mail].");
  EXPECT_EQ(quotes[1].account, 2U);
  EXPECT_EQ(quotes[1].day, 12);
  EXPECT_EQ(quotes[2].text, "A shift of no date");
  EXPECT_FALSE(quotes[2].day);
}

TEST(Distinguish, AttributeKnowsWhoWasAskedAndSaidNothing) {
  Read read;
  read.add(1, "the board and a shift");
  read.add(0, "nothing");
  read.add(-1, "board", 500, kNothingDecided);
  read.add(1, "board", 25);               // late
  read.add(1, "board", 5, std::nan(""));  // nobody knows when it was decided
  const Corpus corpus = corpus_of(read.notes);
  const table::Column column =
      themes_column(read.notes, uses_of(read.notes, read.until), themes_of(corpus, shifts()),
                    shifts(), read.best.size());
  EXPECT_EQ(column.kind, table::Kind::set);
  EXPECT_EQ(column.cell_text(0), "shifts;board");
  EXPECT_EQ(column.cell_text(1), kNoTheme);
  EXPECT_EQ(column.cell_text(2), "board");
  EXPECT_TRUE(column.missing(3));
  EXPECT_TRUE(column.missing(4));
}

/// 40 words, some common and some rare, no word with the outcome; best accounts have more notes.
Read chance_notes(std::uint64_t seed) {
  base::Random random(seed);
  Read read;
  for (int account = 0; account < 300; ++account) {
    const std::int8_t best = random.uniform() < 0.3 ? 1 : 0;
    const int notes = 1 + (random.uniform() < (best == 1 ? 0.7 : 0.3) ? 1 : 0);
    for (int i = 0; i < notes; ++i) {
      std::string text;
      for (int word = 0; word < 40; ++word) {
        if (random.uniform() < 0.02 + 0.01 * word) text += " word" + std::to_string(word) + ",";
      }
      if (i == 0) read.add(best, text);
      if (i == 0) continue;
      read.notes.push_back(read.notes.back());
      read.notes.back().text = text;
    }
  }
  return read;
}

TEST(DistinguishSimulation, ChanceIsSeldomCalled) {
  int runs_with_a_call = 0;
  constexpr int kRuns = 300;
  for (int run = 0; run < kRuns; ++run) {
    const Distinction found = chance_notes(static_cast<std::uint64_t>(run)).distinction();
    EXPECT_GE(found.tried, 35U);
    const bool called = std::any_of(found.terms.begin(), found.terms.end(), [](const Said& said) {
      return said.stands_out != Side::neither;
    });
    runs_with_a_call += called ? 1 : 0;
  }
  RecordProperty("share", std::to_string(runs_with_a_call) + "/" + std::to_string(kRuns));
  // Where nothing is true each call is false: q of 0.1 promises 10 %, here with 3 errors of 1.7 %.
  EXPECT_LE(runs_with_a_call, kRuns / 10 + 15);
}

}  // namespace
}  // namespace bestfit::note
