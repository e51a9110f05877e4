#include "bestfit/intake/place_files.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <utility>

#include "bestfit/base/error.h"
#include "bestfit/base/text.h"
#include "bestfit/outcome/account_index.h"
#include "bestfit/recognise/roles.h"

namespace bestfit::intake {
namespace {

using recognise::FileKind;

constexpr int kGiven = 4;  // surer than any recognise::KnownBy
constexpr std::size_t kColumnsNamed = 4;

/// What a file says of itself.
struct Claim {
  FileKind kind = FileKind::accounts;
  int sureness = 0;        // a recognise::KnownBy, or kGiven
  std::int64_t named = 0;  // accounts: lines of deals and revenue that name one of its rows
  std::string unfit = {};  // why its rows cannot be of that kind; empty when they can

  [[nodiscard]] std::pair<int, std::int64_t> strength() const { return {sureness, named}; }
};

std::string why_of(int sureness) {
  switch (sureness) {
    case kGiven: return "";
    case static_cast<int>(recognise::KnownBy::name):
    case static_cast<int>(recognise::KnownBy::part_of_name): return "by its name";
    case static_cast<int>(recognise::KnownBy::columns): return "by its columns";
    default: return "the only file that could be";
  }
}

std::string some_columns(const table::Table& table) {
  std::vector<std::string> names = table.names();
  const bool cut = names.size() > kColumnsNamed;
  if (cut) names.resize(kColumnsNamed);
  return base::join(names, ", ") + (cut ? ", …" : "");
}

/// Deals and revenue need an account, and what became of it or when.
std::string unfit_reason(FileKind kind, const table::Table& table) {
  const bool deals = kind == FileKind::deals;
  if (!deals && kind != FileKind::revenue) return {};
  const recognise::Mapping mapping = recognise::map_columns(kind, table);
  std::vector<std::string> lacking;
  if (mapping.column("account").empty()) lacking.emplace_back("account");
  if (deals && mapping.column("stage").empty() && mapping.column("won").empty()) {
    lacking.emplace_back("stage or won");
  }
  if (!deals && mapping.column("date").empty()) lacking.emplace_back("date");
  if (lacking.empty()) return {};
  return fmt::format("its name says {}, but none of its columns ({}) was recognised as {}",
                     recognise::file_kind_name(kind), some_columns(table),
                     base::join(lacking, ", nor as "));
}

class Placer {
 public:
  Placer(const NamedFiles& files, const connect::ReadOptions& reading, Unreadable unreadable,
         base::Progress& progress) {
    for (const auto& [part, path] : files) {
      const std::string name = part.empty() ? std::to_string(files_.size()) : part;
      try {
        ReadFile read = read_file(name, path, reading, progress);
        files_.push_back({.part = part, .path = path, .why = {}, .read = std::move(read)});
      } catch (const Error& error) {
        const bool may_leave = part.empty() && unreadable == Unreadable::leave_out &&
                               files.size() > 1 && error.fault() == Fault::bad_input;
        if (!may_leave) throw;
        left_out_.push_back(fmt::format("{} is left out: {}", path, error.what()));
        continue;
      }
      claims_.push_back(claim_of(files_.back()));
    }
    placed_.resize(files_.size());
  }

  Placement place() {
    const bool alone = files_.size() == 1 && files_[0].part.empty();
    if (alone && claims_[0].kind != FileKind::accounts) claims_[0] = {.unfit = {}};
    weigh_accounts();
    for (std::size_t i = 0; i < claims_.size(); ++i) {
      if (!claims_[i].unfit.empty()) leave_out(i, claims_[i].unfit);
    }
    const std::optional<std::size_t> accounts = choose(FileKind::accounts);
    if (!accounts) {
      throw Error(Fault::missing,
                  fmt::format("none of the files looks like accounts: name it with --accounts{}{}",
                              left_out_.empty() ? "" : "; ", base::join(left_out_, "; ")));
    }
    for (const FileKind kind : {FileKind::deals, FileKind::revenue, FileKind::history}) {
      choose_related(kind, *accounts);
    }
    for (const FileKind kind : {FileKind::contacts, FileKind::signals, FileKind::notes,
                                FileKind::partners, FileKind::population, FileKind::rates}) {
      choose(kind);
    }
    return placed();
  }

 private:
  static Claim claim_of(const PlacedFile& file) {
    if (!file.part.empty()) {
      return {.kind = recognise::file_kind(file.part), .sureness = kGiven};
    }
    const recognise::KindGuess guess = recognise::guess_kind(file.path, file.read.table);
    return {.kind = guess.kind,
            .sureness = static_cast<int>(guess.by),
            .unfit = unfit_reason(guess.kind, file.read.table)};
  }

  /// A file of which nothing is known is no accounts' file where others have deals that pass it by.
  void weigh_accounts() {
    const bool has_related = std::any_of(claims_.begin(), claims_.end(), is_related);
    for (Claim& claim : claims_) {
      if (claim.kind != FileKind::accounts) continue;
      claim.named = lines_naming(claim);
      const bool known = claim.sureness > static_cast<int>(recognise::KnownBy::nothing);
      if (has_related && !known && claim.named == 0) claim.unfit = unknown_reason(claim);
    }
  }

  static bool is_related(const Claim& claim) {
    const bool kind = claim.kind == FileKind::deals || claim.kind == FileKind::revenue;
    return kind && claim.unfit.empty();
  }

  [[nodiscard]] std::string unknown_reason(const Claim& claim) const {
    return fmt::format("neither its name nor its columns ({}) say what its rows are",
                       some_columns(files_[place_of(claim)].read.table));
  }

  [[nodiscard]] std::size_t place_of(const Claim& claim) const {
    return static_cast<std::size_t>(&claim - claims_.data());
  }

  [[nodiscard]] std::int64_t lines_naming(const Claim& accounts) const {
    std::int64_t lines = 0;
    for (const Claim& claim : claims_) {
      if (is_related(claim)) lines += lines_naming(accounts, claim);
    }
    return lines;
  }

  [[nodiscard]] std::int64_t lines_naming(const Claim& accounts, const Claim& related) const {
    const table::Table& table = files_[place_of(accounts)].read.table;
    const table::Table& lines = files_[place_of(related)].read.table;
    const recognise::Mapping keys = recognise::map_columns(FileKind::accounts, table);
    const std::string account = recognise::map_columns(related.kind, lines).column("account");
    if (account.empty()) return 0;
    const std::vector<std::int64_t> rows = outcome::find_accounts(
        table, {keys.column("id"), keys.column("name"), keys.column("domain")},
        lines.column(account));
    return static_cast<std::int64_t>(rows.size()) -
           std::count(rows.begin(), rows.end(), outcome::kNoAccount);
  }

  /// The file that plays a part, if one claims it; weaker ones are left out.
  std::optional<std::size_t> choose(FileKind kind) {
    std::vector<std::size_t> found;
    for (std::size_t i = 0; i < claims_.size(); ++i) {
      if (claims_[i].kind == kind && claims_[i].unfit.empty()) found.push_back(i);
    }
    if (found.empty()) return std::nullopt;
    std::stable_sort(found.begin(), found.end(), [&](std::size_t a, std::size_t b) {
      return claims_[a].strength() > claims_[b].strength();
    });
    const std::size_t first = found.front();
    if (found.size() > 1 && claims_[found[1]].strength() == claims_[first].strength()) {
      refuse_tie(kind, found);
    }
    placed_[first] = true;
    files_[first].part = std::string(recognise::file_kind_name(kind));
    files_[first].why = why_of(claims_[first].sureness);
    for (auto other = found.begin() + 1; other != found.end(); ++other) {
      leave_out(*other, weaker_reason(*other, first));
    }
    return first;
  }

  /// Deals, revenue or a history; a file that names none of the accounts is of another thing,
  /// unless its name or the user says that it is not.
  void choose_related(FileKind kind, std::size_t accounts) {
    const std::optional<std::size_t> chosen = choose(kind);
    if (!chosen || claims_[*chosen].sureness >= static_cast<int>(recognise::KnownBy::name)) return;
    if (lines_naming(claims_[accounts], claims_[*chosen]) > 0) return;
    const table::Table& lines = files_[*chosen].read.table;
    placed_[*chosen] = false;
    leave_out(*chosen, fmt::format("none of its '{}' is an id, name or domain in {}",
                                   recognise::map_columns(kind, lines).column("account"),
                                   files_[accounts].path));
  }

  [[noreturn]] void refuse_tie(FileKind kind, const std::vector<std::size_t>& found) const {
    std::vector<std::string> paths;
    for (const std::size_t i : found) {
      if (claims_[i].strength() == claims_[found.front()].strength()) {
        paths.push_back(files_[i].path);
      }
    }
    const std::string_view part = recognise::file_kind_name(kind);
    throw Error(Fault::conflict,
                fmt::format("{} could each be the {}, and nothing tells which: name the one with "
                            "--{} FILE, and the others with --deals, --revenue … or not at all",
                            base::join(paths, " and "), part, part));
  }

  [[nodiscard]] std::string weaker_reason(std::size_t weaker, std::size_t chosen) const {
    if (claims_[weaker].sureness == static_cast<int>(recognise::KnownBy::nothing)) {
      return unknown_reason(claims_[weaker]);
    }
    const int sureness = claims_[chosen].sureness;
    const std::string how = sureness == kGiven ? "as you said"
                            : sureness == claims_[weaker].sureness
                                ? "which deals and revenue name oftener"
                                : why_of(sureness);
    return fmt::format("the {} are {}, {}", files_[chosen].part, files_[chosen].path, how);
  }

  void leave_out(std::size_t file, const std::string& why) {
    left_out_.push_back(fmt::format("{} is left out: {}", files_[file].path, why));
  }

  Placement placed() {
    Placement placement{.files = {}, .left_out = std::move(left_out_)};
    for (std::size_t i = 0; i < files_.size(); ++i) {
      if (!placed_[i]) continue;
      files_[i].read.file.part = files_[i].part;
      placement.files.push_back(std::move(files_[i]));
    }
    return placement;
  }

  std::vector<PlacedFile> files_;
  std::vector<Claim> claims_;
  std::vector<bool> placed_;
  std::vector<std::string> left_out_;
};

}  // namespace

Placement place_files(const NamedFiles& files, const connect::ReadOptions& reading,
                      Unreadable unreadable, base::Progress& progress) {
  return Placer(files, reading, unreadable, progress).place();
}

}  // namespace bestfit::intake
