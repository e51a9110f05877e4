#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "bestfit/base/json.h"
#include "bestfit/intake/read_file.h"
#include "bestfit/recognise/roles.h"
#include "bestfit/related/notes.h"
#include "bestfit/related/people.h"
#include "bestfit/table/schema.h"
#include "bestfit/table/table.h"

namespace bestfit::related {

/// A file beside accounts, deals and revenue, as it was read.
struct OtherFile {
  std::string part;  // contacts, notes
  std::string path;
  table::Table table;
  recognise::Mapping mapping;
};

/// The accounts that files are joined to, and what a person says of it.
struct JoinOptions {
  std::vector<std::string> keys;      // columns that name accounts: id, name, domain
  std::span<const std::int8_t> best;  // one an account: 1, 0, -1 not known
  bool are_deals = false;             // rows are deals: nothing is joined to these
  std::string lexicon;                // path of lexicon.toml; empty: the built-in one
  std::span<const std::string> keep;  // columns used although they look like leaks
};

/// Notes and contacts of a data set, where they were given.
struct Joined {
  std::optional<Notes> notes;
  std::optional<People> people;
};

/// Joins these files to accounts. The themes of notes become a column of the table; it is ignored
/// where having notes at all goes with the outcome, unless it is to be kept.
///   loaded  gets a note of what became of the rows of each file
///   throws  Error(missing, configuration) naming file, column and line
Joined join_files(const std::vector<OtherFile>& files, const JoinOptions& options,
                  std::vector<intake::LoadedFile>& loaded, table::Table& table,
                  table::Schema& schema);

/// How accounts are called in quotes: by the column of their ids, else by their row.
std::vector<std::string> account_names(const table::Table& table, const std::string& id);

/// `notes` of evidence.json; null where no notes were given.
base::Json notes_of(const Joined& joined, std::span<const std::int8_t> best,
                    const std::vector<std::string>& names);

/// Accounts of which personas are told.
struct RankedAccounts {
  std::vector<std::string> ids;          // one a row of the table
  const table::Column* names = nullptr;  // of the same rows; null: they have none
  std::vector<std::uint32_t>
      ranked;  // rows, the best first: who is missing is told of the first 50
};

/// `personas` of evidence.json; null where no contacts were given.
///   profiles  which accounts are of which profile
base::Json personas_of(const Joined& joined, const persona::Outcomes& outcomes,
                       const ProfileMembers& profiles, const RankedAccounts& accounts);

}  // namespace bestfit::related
