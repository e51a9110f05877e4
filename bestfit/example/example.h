#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "bestfit/base/progress.h"

/// A synthetic company's CRM with a planted truth. All of it is made up; docs/formats/example.md.
namespace bestfit::example {

struct ExampleOptions {
  std::string folder;            // made if absent; must be empty if it is there
  std::int64_t accounts = 1000;  // companies, 60 to 10,000,000
  std::uint64_t seed = 1;
  int threads = 1;          // the files do not depend on it
  bool history = false;     // plant a column that changes after the sale, and its history
  bool currencies = false;  // deals and revenue in the customers' currencies, and their rates
};

/// What was written. Counts are of the files, as their reader will find them.
struct ExampleSummary {
  std::vector<std::string> files;    // paths, accounts.csv first
  std::int64_t companies = 0;        // as asked for
  std::int64_t account_lines = 0;    // companies + duplicate_lines + copies
  std::int64_t duplicate_lines = 0;  // the very same line once more
  std::int64_t copies = 0;           // a company once more under another id and spelling
  std::int64_t worked = 0;           // companies with at least one deal
  std::int64_t won = 0;              // customers, now or once
  std::int64_t lost = 0;             // worked, decided, and not won
  std::int64_t open = 0;             // worked and not decided yet
  std::int64_t best = 0;             // won, and worth the threshold of truth.json over 24 months
  std::int64_t deals = 0;
  std::int64_t revenue_lines = 0;
  std::int64_t contacts = 0;
  std::int64_t signals = 0;
  std::int64_t notes = 0;
  std::int64_t changes = 0;  // lines of history.csv, where it was asked for
};

/// Writes the example company to `options.folder`: all files or, when it throws, none. Company i
/// depends on the seed and i alone, so the data files of a smaller example are the beginnings of a
/// larger one's. Memory does not grow with the number of accounts.
///   throws  Error(usage) when accounts are out of range, Error(conflict) when the folder is not
///           empty, Error(denied) when it cannot be written, Error(unavailable) on a full disk
ExampleSummary write_example(const ExampleOptions& options, base::Progress& progress);

}  // namespace bestfit::example
