#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "bestfit/base/progress.h"
#include "bestfit/card/card.h"
#include "bestfit/outcome/outcome.h"
#include "bestfit/profile/attribute_stats.h"
#include "bestfit/profile/profile.h"
#include "bestfit/segment/segments.h"
#include "bestfit/table/schema.h"
#include "bestfit/table/table.h"

namespace bestfit::learn {

/// How p is corrected for the number of attributes tried, to q.
enum class Correction {
  benjamini_hochberg,   // false discovery rate
  benjamini_yekutieli,  // the same under any dependence
  westfall_young,       // chance of any false finding at all, by shuffled outcomes
};

/// What a person wants of the card, by column; card::Wishes with names.
struct CardWishes {
  std::vector<std::string> force;
  std::vector<std::vector<std::string>> families;
  std::vector<std::pair<std::string, card::Shape>> shapes;
  int points_max = 100;  // 15 to 100
  int bin_rows = 5;      // at least 5
};

struct LearnOptions {
  int attributes_max = 7;  // 1 to 7
  int profiles_max = 3;
  std::uint64_t seed = 1;
  int threads = 1;
  Correction correction = Correction::benjamini_hochberg;
  CardWishes wishes;
  std::string row = "account";    // what a row is called in sentences; with an s, several
  std::vector<std::string> keep;  // columns used although they are suspected of a leak
  std::map<std::string, std::vector<float>>
      prior_points;              // by column, one a row: what a hand-written profile gives
  std::vector<std::int8_t> won;  // one a row: 1 won, 0 lost, -1 not known, where the outcome is
                                 // made of that and more: what gives it away is a leak as well
  std::vector<double> value;     // one a row: what each best one is worth, to find kinds of them;
                                 // empty: all alike
};

/// Those that a card needs. Wishes about columns that are no attributes, or are left out, are
/// passed over.
card::CardOptions card_options(const LearnOptions& options, const attribute::Coded& coded);

/// Looks whether the wishes can be met.
///   throws  Error(configuration) that names the column and what to do
void check_wishes(const LearnOptions& options, const attribute::Coded& coded);

/// What was found. Learned from the rows given and from nothing else.
struct Learned {
  Correction correction = Correction::benjamini_hochberg;  // that q is of
  std::vector<profile::AttributeStats> attributes;  // selected first, then by p; left-out ones last
  std::vector<profile::Profile> profiles;     // those of kinds first, the main one last; empty when
                                              // nothing sets them apart
  std::optional<segment::Segments> segments;  // what the kinds rest on
};

/// The one door: a table with its roles, an outcome and options in, values out. Rows whose outcome
/// is not known are not learned from. The same input, options and seed give the same result on any
/// number of threads.
Learned learn(const table::Table& table, const table::Schema& schema,
              const outcome::Outcome& outcome, const LearnOptions& options,
              base::Progress& progress);

}  // namespace bestfit::learn
