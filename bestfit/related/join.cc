#include "bestfit/related/join.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "bestfit/base/text.h"
#include "bestfit/note/themes_column.h"
#include "bestfit/stats/association.h"

namespace bestfit::related {
namespace {

constexpr double kChance = 0.01;   // of a difference between groups of one kind
constexpr double kMuchMore = 1.2;  // times as many
constexpr std::size_t kAccountsShown = 50;

void say(const std::string& part, const std::string& words,
         std::vector<intake::LoadedFile>& loaded) {
  for (intake::LoadedFile& file : loaded) {
    if (file.part == part) file.notes.push_back(words);
  }
}

/// Why having notes at all tells the outcome: known or not would then be what the attribute says.
std::string why_telling(const table::Column& themes, std::span<const std::int8_t> best) {
  std::array<std::int64_t, 2> known{};  // of others, of best
  std::array<std::int64_t, 2> total{};
  for (std::size_t row = 0; row < best.size(); ++row) {
    if (best[row] < 0) continue;
    const std::size_t side = best[row] == 1 ? 1 : 0;
    ++total.at(side);
    if (!themes.missing(row)) ++known.at(side);
  }
  if (total[0] == 0 || total[1] == 0) return {};
  const double p =
      stats::fisher_mid_p(known[1], known[0], total[1] - known[1], total[0] - known[0]);
  const double of_best = static_cast<double>(known[1]) / static_cast<double>(total[1]);
  const double of_others = static_cast<double>(known[0]) / static_cast<double>(total[0]);
  const double more = std::max(of_best, of_others);
  if (p > kChance || more < kMuchMore * std::min(of_best, of_others)) return {};
  return fmt::format(
      "whether an account has notes in time at all goes with the outcome ({:.1f}% of the best and "
      "{:.1f}% of the others have some): it tells whom somebody talked to",
      100.0 * of_best, 100.0 * of_others);
}

/// Themes are an attribute beside the accounts' own columns.
void add_themes(const Notes& notes, const JoinOptions& options, table::Table& table,
                table::Schema& schema) {
  table::Column column = themes_attribute(notes, table.rows());
  table::Field field{.column = column.name,
                     .kind = column.kind,
                     .role = table::Role::attribute,
                     .why = "themes of the lexicon in notes dated " + notes.rule};
  const bool kept = std::any_of(
      options.keep.begin(), options.keep.end(),
      [&](const std::string& name) { return base::fold(name) == base::fold(column.name); });
  const std::string telling = why_telling(column, options.best);
  if (!kept && !telling.empty()) {
    field.role = table::Role::ignored;
    field.why = "suspected of a leak: " + telling;
  }
  schema.fields.push_back(std::move(field));
  table = table::with_column(table, std::move(column));
}

/// Returns what became of the rows.
std::string text_of(std::int64_t count) {
  return base::count_text(static_cast<std::size_t>(count));
}

std::string add_notes(const OtherFile& file, const JoinOptions& options, const Decided& decided,
                      table::Table& table, table::Schema& schema, Joined& joined) {
  Notes notes = join_notes(table, options.keys, file.table, file.mapping, file.path, decided,
                           options.lexicon);
  const auto used = std::count(notes.uses.begin(), notes.uses.end(), note::Use::in_time);
  std::string said = fmt::format("{} of {} notes are dated {} and were used", text_of(used),
                                 text_of(notes.read), notes.rule);
  const bool taken = table.find(note::kThemesColumn) != nullptr;
  if (taken) {
    said += fmt::format("; the accounts' own column '{}' stays", note::kThemesColumn);
  } else if (used > 0) {
    add_themes(notes, options, table, schema);
  }
  joined.notes = std::move(notes);
  return said;
}

std::string add_people(const OtherFile& file, const JoinOptions& options, const Decided& decided,
                       const table::Table& table, Joined& joined) {
  People people = join_people(table, options.keys, file.table, file.mapping, file.path, decided);
  std::string said = fmt::format(
      "{} of {} contacts were used, {} of them without a day of creation; no attribute is made of "
      "them",
      text_of(std::ssize(people.contacts)), text_of(people.read), text_of(people.undated));
  joined.people = std::move(people);
  return said;
}

}  // namespace

Joined join_files(const std::vector<OtherFile>& files, const JoinOptions& options,
                  std::vector<intake::LoadedFile>& loaded, table::Table& table,
                  table::Schema& schema) {
  Joined joined;
  const Decided decided = decided_days(table, schema.column(table::Role::time), options.best);
  for (const OtherFile& file : files) {
    if (options.are_deals) {
      say(file.part, "read and counted: rows are deals here, and these are of accounts", loaded);
    } else if (file.part == "contacts") {
      say(file.part, add_people(file, options, decided, table, joined), loaded);
    } else {
      say(file.part, add_notes(file, options, decided, table, schema, joined), loaded);
    }
  }
  return joined;
}

std::vector<std::string> account_names(const table::Table& table, const std::string& id) {
  const table::Column* ids = id.empty() ? nullptr : table.find(id);
  std::vector<std::string> names;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    std::string name = ids == nullptr ? std::string() : ids->cell_text(row);
    names.push_back(name.empty() ? fmt::format("row {}", row + 1) : std::move(name));
  }
  return names;
}

base::Json notes_of(const Joined& joined, std::span<const std::int8_t> best,
                    const std::vector<std::string>& names) {
  return joined.notes ? notes_json(*joined.notes, best, names) : base::Json();
}

base::Json personas_of(const Joined& joined, const persona::Outcomes& outcomes,
                       const ProfileMembers& profiles, const RankedAccounts& accounts) {
  if (!joined.people) return {};
  std::vector<ShownAccount> shown;
  for (const std::uint32_t row : accounts.ranked) {
    if (shown.size() == kAccountsShown) break;
    shown.push_back(
        {.row = row,
         .id = accounts.ids[row],
         .name = accounts.names == nullptr ? std::string() : accounts.names->cell_text(row)});
  }
  return people_json(*joined.people, outcomes, profiles, shown);
}

}  // namespace bestfit::related
