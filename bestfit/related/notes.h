#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "bestfit/base/json.h"
#include "bestfit/note/corpus.h"
#include "bestfit/note/lexicon.h"
#include "bestfit/recognise/roles.h"
#include "bestfit/related/decided.h"
#include "bestfit/table/table.h"

namespace bestfit::related {

/// Notes of accounts, read through.
struct Notes {
  std::vector<note::Note> notes;  // those with an account and a text
  std::vector<note::Use> uses;
  note::Corpus corpus;
  std::vector<std::vector<note::Hit>> hits;
  note::Lexicon lexicon;
  std::string lexicon_name;    // of its file, or "built in"
  std::string lexicon_sha256;  // of its text
  std::string rule;            // which are in time (Decided::words)
  std::int64_t read = 0;       // rows of the file
  std::int64_t without_account = 0;
  std::int64_t without_text = 0;
};

/// Joins notes to accounts by id, name or domain.
///   keys     columns of `accounts` that a note may name
///   mapping  of the notes' columns: account and text are needed
///   lexicon  path of lexicon.toml; empty: the built-in one
///   throws   Error(missing) when a needed column was not recognised or the lexicon cannot be read;
///            Error(configuration) naming a line of the lexicon
Notes join_notes(const table::Table& accounts, const std::vector<std::string>& keys,
                 const table::Table& notes, const recognise::Mapping& mapping,
                 const std::string& path, const Decided& decided, const std::string& lexicon);

/// The attribute "Themes in notes" (note/themes_column.h).
table::Column themes_attribute(const Notes& notes, std::size_t accounts);

/// What the best say: `notes` of evidence.json (docs/formats/evidence.md).
///   best     one an account: 1, 0, -1 not known
///   account  names of accounts, for quotes: one an account
base::Json notes_json(const Notes& notes, std::span<const std::int8_t> best,
                      const std::vector<std::string>& account);

}  // namespace bestfit::related
