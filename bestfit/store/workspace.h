#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "bestfit/profile/best_terms.h"

namespace bestfit::store {

/// One file of a workspace.
struct SourceFile {
  std::string part;  // accounts, deals, revenue, contacts, signals, notes, partners, population,
                     // history, rates
  std::string path;  // as written: relative to the workspace's folder, or absolute
  std::vector<std::pair<std::string, std::string>>
      columns;  // part of the file -> column: id -> Record ID
  std::vector<std::pair<std::string, std::string>> fields =
      {};  // history: a field's name there -> a column of the accounts
};

constexpr int kPointsMaxLeast = 15;  // seven attributes share 100 points
constexpr int kBinRowsLeast = 5;

/// rising, falling, peak or valley.
bool is_shape(std::string_view text);

/// What a person wants of the scorecard: [card] of bestfit.toml.
struct CardWishes {
  std::vector<std::string> force;                           // columns that must be in it
  std::vector<std::vector<std::string>> families;           // columns of which it takes one
  std::vector<std::pair<std::string, std::string>> shapes;  // column -> rising, falling, …
  int points_max = 100;
  int bin_rows = 5;
};

/// What bestfit.toml says: sources, column mapping, outcome, what to leave out.
struct Workspace {
  std::string name;     // of the company or the data, for the head of the report
  std::string outcome;  // best, won, retained, or 'column=value'; empty: best where there are deals
  std::string currency;  // the company's, that amounts are converted to; empty: found out
  std::vector<SourceFile> files;
  std::vector<std::string> exclude;  // columns that are no attributes
  std::vector<std::string> keep;     // columns used although they are suspected of a leak
  std::string lexicon;  // path of the themes that notes are looked through for; empty: built in
  std::string prior;    // path of a hand-written profile to start from; may be empty
  std::string correction = "bh";  // of p for the attributes tried: bh, by, maxt
  CardWishes card;
  profile::BestTerms best;
  int attributes_max = 7;
  int profiles_max = 3;
  std::int64_t seed = 1;

  [[nodiscard]] const SourceFile* find(std::string_view part) const;
};

/// Reads the text of bestfit.toml (docs/formats/workspace.md).
///   throws  Error(configuration) with source, line and column
Workspace parse_workspace(std::string_view text, std::string_view source);

/// What bestfit.toml says to people, lines without '#'.
struct WorkspaceComments {
  std::vector<std::string> head;
  std::vector<std::string> outcome;  // above the outcome, or in its place when it is empty
};

/// The text of bestfit.toml, for a person to correct. Without an outcome it has no such key.
std::string workspace_text(const Workspace& workspace, const WorkspaceComments& comments);

}  // namespace bestfit::store
