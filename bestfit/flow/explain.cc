#include "bestfit/flow/explain.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

#include "bestfit/base/error.h"
#include "bestfit/base/text.h"
#include "bestfit/connect/read.h"
#include "bestfit/flow/evidence_parts.h"
#include "bestfit/flow/score_accounts.h"
#include "bestfit/intake/columns.h"
#include "bestfit/recognise/roles.h"
#include "bestfit/score/score.h"

namespace bestfit::flow {
namespace {

using base::Json;

constexpr std::size_t kCellsShown = 3;
constexpr std::size_t kCellsSearched = 20'000;  // for one that was meant

/// The columns in which an account is looked for: the chosen one, else id, name and domain.
std::vector<std::string> columns_to_search(const connect::ReadResult& read,
                                           const ExplainRequest& request) {
  const table::Table& table = read.table;
  if (!request.id_column.empty()) {
    return {intake::column_in(table, request.id_column, read.report.path, "--id-column").name};
  }
  std::vector<std::string> columns;
  const recognise::Mapping mapping = recognise::map_columns(recognise::FileKind::accounts, table);
  for (const char* part : {"id", "name", "domain"}) {
    if (!mapping.column(part).empty()) columns.push_back(mapping.column(part));
  }
  if (columns.empty() && !table.columns().empty()) columns.push_back(table.columns().front().name);
  return columns;
}

/// The rows whose cell in the first of the columns that has it is the id.
std::vector<std::uint32_t> find_rows(const table::Table& table,
                                     const std::vector<std::string>& columns,
                                     const std::string& id) {
  const std::string wanted = base::fold(id);
  std::vector<std::uint32_t> rows;
  for (const std::string& name : columns) {
    const table::Column& column = table.column(name);
    for (std::uint32_t row = 0; row < table.rows(); ++row) {
      if (base::fold(column.cell_text(row)) == wanted) rows.push_back(row);
    }
    if (!rows.empty()) break;
  }
  return rows;
}

/// "row 95", as a ranking names accounts without an id: the rows that were read, from 1.
std::vector<std::uint32_t> row_of_number(const table::Table& table, const std::string& id) {
  constexpr std::string_view kRow = "row ";
  const std::string wanted = base::fold(id);
  if (wanted.rfind(kRow, 0) != 0) return {};
  const auto number = base::parse_number(wanted.substr(kRow.size()));
  const bool whole = number && *number == std::trunc(*number);
  if (!whole || *number < 1.0 || *number > static_cast<double>(table.rows())) return {};
  return {static_cast<std::uint32_t>(*number) - 1};
}

/// Where an account was looked for, and what stands there.
std::string not_found_words(const connect::ReadResult& read,
                            const std::vector<std::string>& columns, const std::string& id) {
  std::vector<std::string> places;
  std::vector<std::string> cells;
  for (const std::string& name : columns) {
    const table::Column& column = read.table.column(name);
    std::vector<std::string> first;
    for (std::uint32_t row = 0; row < read.table.rows() && cells.size() < kCellsSearched; ++row) {
      if (column.missing(row)) continue;
      cells.push_back(column.cell_text(row));
      if (first.size() < kCellsShown) first.push_back(cells.back());
    }
    const bool more = first.size() < read.table.rows();
    places.push_back(fmt::format("'{}' ({}{})", name, base::join(first, ", "), more ? ", …" : ""));
  }
  const auto near = id.size() < 3 ? std::nullopt : base::closest(id, cells);
  return fmt::format("no account '{}' in {}; looked in {}{}", id, read.report.path,
                     base::join(places, " and "),
                     near ? fmt::format("; did you mean '{}'?", *near) : "");
}

Json reason_json(const score::Reason& reason) {
  return Json::object()
      .set("attribute", reason.attribute)
      .set("value", reason.value)
      .set("points", reason.points)
      .set("points_max", reason.points_max)
      .set("known", reason.known);
}

/// The single changes that lift the score to the next tier, fewest points first.
Json ways_up(const profile::Profile& profile, const std::vector<score::Reason>& reasons, int points,
             int needed) {
  Json ways = Json::array();
  for (const profile::Criterion& criterion : profile.score) {
    const auto reason = std::find_if(reasons.begin(), reasons.end(), [&](const score::Reason& r) {
      return r.attribute == criterion.attribute;
    });
    if (reason == reasons.end()) continue;
    std::vector<profile::Bin> bins = criterion.bins;
    std::stable_sort(bins.begin(), bins.end(), [](const profile::Bin& a, const profile::Bin& b) {
      return a.points < b.points;
    });
    for (const profile::Bin& bin : bins) {
      if (bin.points <= reason->points || points - reason->points + bin.points < needed) continue;
      ways.push(Json::object()
                    .set("attribute", criterion.attribute)
                    .set("from", reason->value)
                    .set("to", bin.label)
                    .set("points", bin.points - reason->points));
      break;
    }
  }
  return ways;
}

/// What would change the tier: up, by one attribute alone, and how many points it is above the cut
/// below.
Json change_json(const profile::Profile& profile, const score::Score& score,
                 const std::vector<score::Reason>& reasons) {
  if (score.status != score::Status::scored || profile.tiers.empty()) return {};
  const std::size_t tier =
      score.tier < 0 ? profile.tiers.size() : static_cast<std::size_t>(score.tier);
  Json change = Json::object();
  if (tier > 0) {
    const profile::Tier& above = profile.tiers.at(tier - 1);
    change.set("next_tier", above.name)
        .set("points_needed", above.from - score.points)
        .set("by_one_attribute", ways_up(profile, reasons, score.points, above.from));
  } else {
    change.set("next_tier", Json())
        .set("points_needed", Json())
        .set("by_one_attribute", Json::array());
  }
  const bool has_below = tier < profile.tiers.size() && profile.tiers.at(tier).from > 0;
  change.set("points_to_lose",
             has_below ? Json(score.points - profile.tiers.at(tier).from + 1) : Json());
  return change;
}

/// The timing of an account that is named by the first of these cells that the events know; null
/// without signals.
Json timing_json(const ExplainRequest& request, const profile::ProfileFile& file,
                 const table::Table& account, const std::vector<std::string>& columns,
                 base::Progress& progress) {
  if (request.signals.empty()) return {};
  const related::TimingLookup lookup =
      load_timing(request.signals, file, request.icp,
                  {.as_of = request.as_of, .today = request.today}, progress);
  std::optional<related::TimingLookup::Place> place;
  for (const std::string& name : columns) {
    if (!place) place = lookup.find(account.column(name).cell_text(0));
  }
  const signal::Timing timing = lookup.of(place);
  Json events = Json::array();
  for (const signal::TimingPart& part : timing.parts) {
    events.push(Json::object()
                    .set("type", file.triggers[part.trigger].event)
                    .set("day", base::iso_date(part.day))
                    .set("age_days", part.age_days)
                    .set("adds", part.adds));
  }
  return Json::object()
      .set("as_of", base::iso_date(lookup.as_of()))
      .set("level", timing.level)
      .set("score", timing.score)
      .set("events", std::move(events));
}

}  // namespace

Json explain_account(const ExplainRequest& request, base::Progress& progress) {
  const profile::ProfileFile file = load_profile(request.icp);
  const ReadForProfile source = read_for_profile(request.in, request.reading, file, progress);
  const connect::ReadResult& read = source.read;
  Json json = Json::object()
                  .set("format", 1)
                  .set("id", request.id)
                  .set("version", file.version)
                  .set("missing_columns", texts_json(source.missing_columns));
  const std::vector<std::string> columns = columns_to_search(read, request);
  std::vector<std::uint32_t> rows = find_rows(read.table, columns, request.id);
  if (rows.empty()) rows = row_of_number(read.table, request.id);
  json.set("rows_found", rows.size());
  if (rows.empty()) {
    return json.set("status", score::status_name(score::Status::not_found))
        .set("why", not_found_words(read, columns, request.id));
  }
  const table::Table one = table::select(read.table, std::span(rows).first(1));
  const std::vector<score::Score> scores = score::score(one, file);
  const std::vector<score::Reason> reasons = score::reasons(file, scores.front());
  const score::Score& score = scores.front();
  const profile::Profile& profile = file.profiles.at(static_cast<std::size_t>(score.profile));
  Json lines = Json::array();
  for (const score::Reason& reason : reasons) lines.push(reason_json(reason));
  const bool has_tier = score.tier >= 0;
  const bool scored = score.status == score::Status::scored;
  return json.set("status", score::status_name(score.status))
      .set("why", score::status_reason(file, score))
      .set("profile", profile.name)
      .set("score", scored ? Json(score.points) : Json())
      .set("tier",
           has_tier ? Json(profile.tiers.at(static_cast<std::size_t>(score.tier)).name) : Json())
      .set("action",
           has_tier ? Json(profile.tiers.at(static_cast<std::size_t>(score.tier)).action) : Json())
      .set("probability", score.probability)
      .set("reasons", std::move(lines))
      .set("timing", timing_json(request, file, one, columns, progress))
      .set("change", change_json(profile, score, reasons));
}

}  // namespace bestfit::flow
