#include "bestfit/example/example.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "bestfit/base/error.h"
#include "bestfit/base/parallel.h"
#include "bestfit/example/exchange.h"
#include "bestfit/example/rows.h"
#include "bestfit/example/staging.h"
#include "bestfit/example/truth.h"

namespace bestfit::example {
namespace {

constexpr std::int64_t kFewest = 60;
constexpr std::int64_t kMost = 10'000'000;
constexpr std::int64_t kBlock = 1024;       // companies made at once
constexpr std::size_t kBlocksAThread = 16;  // before the files are written on
constexpr double kDuplicateShare = 0.012;
constexpr double kCopyShare = 0.012;
constexpr std::int64_t kEarlier = 50;  // a line is repeated for a company at most so far back

/// The lines of some companies, file by file.
struct Block {
  std::array<CsvText, kFileNames.size()> texts;
  CsvText changes;
  Totals totals;

  CsvText& operator[](File file) { return texts[static_cast<std::size_t>(file)]; }
};

Extras extras_of(const ExampleOptions& options) {
  return {.history = options.history, .currencies = options.currencies};
}

void add_repeated(const ExampleOptions& options, std::int64_t index, Entry entry, Block& block) {
  const std::uint64_t seed = options.seed;
  const Company company = make_company(seed, index);
  account_line(seed, company, make_history(seed, company), entry, extras_of(options),
               block[File::accounts]);
  ++block.totals.counts.account_lines;
}

/// After each company perhaps an earlier one once more: its line, or a copy of it.
void add_dirt(const ExampleOptions& options, std::int64_t index, Block& block) {
  base::Random random(options.seed, ~static_cast<std::uint64_t>(index) - 1);
  const auto back = static_cast<std::int64_t>(random.below(kEarlier));
  const std::int64_t earlier = std::max<std::int64_t>(0, index - back);
  const double drawn = random.uniform();
  if (drawn < kDuplicateShare) {
    add_repeated(options, earlier, Entry::original, block);
    ++block.totals.counts.duplicate_lines;
  } else if (drawn < kDuplicateShare + kCopyShare) {
    add_repeated(options, index, Entry::copy, block);
    ++block.totals.counts.copies;
  }
}

void fill(const ExampleOptions& options, std::int64_t from, std::int64_t to, Block& block) {
  const std::uint64_t seed = options.seed;
  const Extras extras = extras_of(options);
  for (CsvText& text : block.texts) text.clear();
  block.changes.clear();
  block.totals = {};
  for (std::int64_t index = from; index < to; ++index) {
    const Company company = make_company(seed, index);
    const History history = make_history(seed, company);
    account_line(seed, company, history, Entry::original, extras, block[File::accounts]);
    ++block.totals.counts.account_lines;
    block.totals.counts.deals += deal_lines(seed, company, history, extras, block[File::deals]);
    revenue_lines(company, history, extras, block[File::revenue]);
    if (extras.history) {
      block.totals.counts.changes += change_lines(seed, company, history, block.changes);
    }
    contact_lines(company, history, block[File::contacts]);
    signal_lines(company, history, block[File::signals]);
    note_lines(company, history, block[File::notes]);
    add_company(company, history, block.totals);
    add_dirt(options, index, block);
  }
}

/// Writes the files that have lines of each company. Returns the sums.
Totals write_companies(const ExampleOptions& options, StagedFolder& folder,
                       base::Progress& progress) {
  std::vector<OutputFile> files;
  for (std::size_t file = 0; file < kFileNames.size(); ++file) {
    files.emplace_back(folder.path(kFileNames.at(file)));
    files.back().write(header(static_cast<File>(file), extras_of(options)));
  }
  if (options.history) {
    files.emplace_back(folder.path("history.csv"));
    files.back().write(kChangesHeader);
  }
  Totals totals;
  std::vector<Block> blocks(kBlocksAThread * static_cast<std::size_t>(options.threads));
  std::int64_t from = 0;
  while (from < options.accounts) {
    const std::int64_t left = (options.accounts - from + kBlock - 1) / kBlock;
    const std::size_t now = std::min(blocks.size(), static_cast<std::size_t>(left));
    base::parallel_for(options.threads, now, [&](std::size_t block) {
      const std::int64_t first = from + static_cast<std::int64_t>(block) * kBlock;
      fill(options, first, std::min(options.accounts, first + kBlock), blocks[block]);
    });
    for (std::size_t block = 0; block < now; ++block) {
      for (std::size_t file = 0; file < kFileNames.size(); ++file) {
        files[file].write(blocks[block].texts.at(file).str());
      }
      if (options.history) files.back().write(blocks[block].changes.str());
      add_totals(blocks[block].totals, totals);
    }
    from = std::min(options.accounts, from + static_cast<std::int64_t>(now) * kBlock);
    progress.report("writing the example",
                    static_cast<double>(from) / static_cast<double>(options.accounts));
  }
  for (OutputFile& file : files) file.close();
  return totals;
}

void write_file(const std::string& path, std::string_view text) {
  OutputFile file(path);
  file.write(text);
  file.close();
}

}  // namespace

ExampleSummary write_example(const ExampleOptions& options, base::Progress& progress) {
  check(options.threads >= 1, "write_example: threads >= 1");
  if (options.accounts < kFewest || options.accounts > kMost) {
    throw Error(Fault::usage,
                fmt::format("an example has 60 to 10,000,000 accounts, not {}", options.accounts));
  }
  StagedFolder folder(options.folder);
  Totals totals = write_companies(options, folder, progress);
  write_file(folder.path("partners.csv"), partners_text(options.seed));
  if (options.currencies) write_file(folder.path("rates.csv"), rates_text());
  write_file(folder.path("truth.json"), truth_json(options, totals).text(2) + "\n");
  write_file(folder.path("SYNTHETIC.txt"),
             "All files here were made up by 'bestfit example'. No company, person or number in "
             "them is real.\n");
  folder.commit();

  for (const std::string_view name : kFileNames) {
    totals.counts.files.push_back(fmt::format("{}/{}", options.folder, name));
  }
  for (const char* name : {"partners.csv", "truth.json", "SYNTHETIC.txt"}) {
    totals.counts.files.push_back(fmt::format("{}/{}", options.folder, name));
  }
  if (options.history) totals.counts.files.push_back(options.folder + "/history.csv");
  if (options.currencies) totals.counts.files.push_back(options.folder + "/rates.csv");
  return totals.counts;
}

}  // namespace bestfit::example
