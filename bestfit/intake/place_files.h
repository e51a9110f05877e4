#pragma once

#include <string>
#include <utility>
#include <vector>

#include "bestfit/base/progress.h"
#include "bestfit/connect/options.h"
#include "bestfit/intake/read_file.h"

namespace bestfit::intake {

/// A file, the part it plays, and why.
struct PlacedFile {
  std::string part;  // accounts, deals, revenue, …
  std::string path;
  std::string why;  // "by its name", "by its columns"; empty where the part was given
  ReadFile read;
};

struct Placement {
  std::vector<PlacedFile> files;      // in the order given
  std::vector<std::string> left_out;  // "products.csv is left out: …", for people
};

/// Part and path; an empty part is found out.
using NamedFiles = std::vector<std::pair<std::string, std::string>>;

/// What to do with a file that cannot be read as a table and has no part.
enum class Unreadable { refuse, leave_out };

/// Reads each file once and finds out the part that it plays. A part that was given stands; else
/// the surest claim wins: a name that is the part's own word, a name with that word in it, then
/// columns. Of two equally sure accounts' files the one that deals and revenue name wins. A lone
/// file is the accounts whatever it looks like. What cannot be placed is left out, saying why.
///   throws  Error(conflict) when two files are equally good for a part, Error(missing) when none
///           can be the accounts, and as connect::read
Placement place_files(const NamedFiles& files, const connect::ReadOptions& reading,
                      Unreadable unreadable, base::Progress& progress);

}  // namespace bestfit::intake
