#include "bestfit/flow/build.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <map>
#include <numeric>
#include <optional>

#include "bestfit/attribute/encode.h"
#include "bestfit/base/digest.h"
#include "bestfit/base/error.h"
#include "bestfit/base/version.h"
#include "bestfit/example/recovery.h"
#include "bestfit/flow/build_options.h"
#include "bestfit/flow/contrasts.h"
#include "bestfit/flow/evidence.h"
#include "bestfit/flow/evidence_parts.h"
#include "bestfit/flow/kept_words.h"
#include "bestfit/flow/kinds.h"
#include "bestfit/flow/prior.h"
#include "bestfit/flow/rivals.h"
#include "bestfit/flow/signals.h"
#include "bestfit/flow/story.h"
#include "bestfit/learn/prepare.h"
#include "bestfit/note/themes_column.h"
#include "bestfit/profile/profile_file.h"
#include "bestfit/score/score.h"
#include "bestfit/store/report.h"
#include "bestfit/store/run.h"

namespace bestfit::flow {
namespace {

using base::Json;
using validate::Verdict;

constexpr std::ptrdiff_t kFewestForDraft = 10;  // with fewer of either outcome points mean nothing
constexpr const char* kDraftWords =
    "Draft, not proved: not to be used for routing or skipping accounts. ";
constexpr std::size_t kVersionDigits = 8;
constexpr std::size_t kFingerprintDigits = 16;

/// Stands for data, options and seed; paths do not count, bytes do.
std::string fingerprint_of(const BuildRequest& request, const Dataset& dataset,
                           const std::optional<Prior>& prior) {
  base::Sha256 digest;
  digest.add(base::program_version());
  digest.add(options_json(request, dataset).text());
  for (const intake::LoadedFile& file : dataset.files) digest.add(file.part + file.report.sha256);
  if (prior) digest.add("prior" + prior->sha256);
  return digest.hex().substr(0, kFingerprintDigits);
}

/// The hand-written profile to start from; a relative path starts at the workspace.
std::optional<Prior> prior_of(const BuildRequest& request, const Dataset& dataset) {
  if (request.workspace.prior.empty()) return std::nullopt;
  const auto path = std::filesystem::path(request.folder) / request.workspace.prior;
  return load_prior(path.string(), dataset);
}

/// What a tier brought in among the accounts held back.
void put_rates(const validate::Proof& proof, profile::Profile& profile) {
  if (!proof.held) return;
  for (const validate::TierResult& result : proof.held->by_tier) {
    for (profile::Tier& tier : profile.tiers) {
      const bool told = result.total > 0 && !std::isnan(result.rate.value);
      if (tier.name == result.tier && told) tier.rate = result.rate;
    }
  }
}

profile::ProfileFile file_of(const Dataset& dataset, const learn::Learned& learned,
                             const validate::Proof& proof, const profile::BestTerms& terms,
                             const std::string& fingerprint) {
  profile::ProfileFile file;
  file.as_of = attribute::newest_day(dataset.table, dataset.schema);
  if (file.as_of) file.review = *file.as_of + kReviewDays;
  if (dataset.outcome.column == outcome::kBest) file.best = terms;
  const auto& best = dataset.outcome.best;
  const auto with = std::count(best.begin(), best.end(), 1);
  const auto without = std::count(best.begin(), best.end(), 0);
  const auto rarer = dataset.outcome.worth.empty() ? std::min(with, without) : with;
  if (proof.verdict == Verdict::no_icp_found || rarer < kFewestForDraft) return file;
  file.draft = proof.verdict == Verdict::not_ready;
  for (profile::Profile profile : learned.profiles) {
    profile.calibration = proof.calibration;  // none where nothing was held back
    put_rates(proof, profile);
    if (file.draft) profile.narrative = kDraftWords + profile.narrative;
    profile::Evidence evidence = profile.evidence.value_or(profile::Evidence{});
    evidence.outcome = dataset.outcome.name;
    evidence.verdict = std::string(validate::verdict_name(proof.verdict));
    evidence.method = proof.method;
    evidence.fingerprint = fingerprint;
    if (proof.held) {
      evidence.auc = proof.held->auc;
      evidence.lift_at_10pct = proof.held->lift_at_10pct;
    }
    profile.evidence = std::move(evidence);
    file.profiles.push_back(std::move(profile));
  }
  return file;
}

/// A version that stands for all that the file says.
void put_version(profile::ProfileFile& file) {
  if (file.profiles.empty()) return;
  const std::string hash = base::sha256(profile::profile_text(file)).substr(0, kVersionDigits);
  file.version = file.as_of ? base::iso_date(*file.as_of) + "-" + hash : hash;
  if (file.draft) file.version += "-draft";
}

/// The runs whose names and edits are kept: the one that is replaced, then the workspace's newest.
std::vector<std::string> earlier_runs(const BuildRequest& request) {
  namespace fs = std::filesystem;
  if (!request.is_workspace) return {};
  std::vector<std::string> folders =
      store::run_folders((fs::path(request.folder) / "runs").string());
  std::error_code code;
  if (!request.out.empty() && fs::exists(fs::path(request.out) / "icp.toml", code)) {
    folders.insert(folders.begin(), request.out);
  }
  return folders;
}

/// Of rows that are deals of one account the latest.
std::vector<std::uint32_t> latest_of_each(const Dataset& dataset,
                                          const std::vector<std::uint32_t>& rows) {
  const std::string id = dataset.schema.column(table::Role::id);
  const std::string time = dataset.schema.column(table::Role::time);
  if (dataset.unit != outcome::Unit::deals || id.empty()) return rows;
  const table::Column& ids = dataset.table.column(id);
  const table::Column* times = time.empty() ? nullptr : dataset.table.find(time);
  const auto moment = [&](std::uint32_t row) {
    return times == nullptr || times->missing(row) ? 0.0 : times->numbers[row];
  };
  std::map<std::string, std::uint32_t> latest;
  std::vector<std::uint32_t> out;
  for (const std::uint32_t row : rows) {
    if (ids.missing(row)) {
      out.push_back(row);
      continue;
    }
    const auto place = latest.try_emplace(ids.cell_text(row), row).first;
    if (moment(row) >= moment(place->second)) place->second = row;
  }
  for (const auto& [account, row] : latest) out.push_back(row);
  std::sort(out.begin(), out.end());
  return out;
}

/// Places of scored rows, most points first, equals in order.
std::vector<std::uint32_t> best_first(const std::vector<score::Placed>& scores) {
  std::array<std::uint32_t, 102> next{};  // where those of 100 - p points go on
  const auto is_scored = [](const score::Placed& one) {
    return one.status == score::Status::scored;
  };
  for (const score::Placed& one : scores) {
    if (is_scored(one)) ++next.at(static_cast<std::size_t>(101 - one.points));
  }
  std::partial_sum(next.begin(), next.end(), next.begin());
  std::vector<std::uint32_t> order(next.back());
  for (std::uint32_t place = 0; place < scores.size(); ++place) {
    if (!is_scored(scores[place])) continue;
    order[next.at(static_cast<std::size_t>(100 - scores[place].points))++] = place;
  }
  return order;
}

/// Accounts without an outcome yet where there are some, else all; each once.
Ranked rank(const Dataset& dataset, const profile::ProfileFile& file, int threads) {
  std::vector<std::uint32_t> rows;
  const bool has_population = dataset.population_from < dataset.table.rows();
  for (auto row = static_cast<std::uint32_t>(has_population ? dataset.population_from : 0);
       row < dataset.table.rows(); ++row) {
    if (has_population || dataset.outcome.best[row] < 0) rows.push_back(row);
  }
  Ranked ranked;
  ranked.of = has_population ? "accounts of the population"
              : rows.empty() ? "all accounts"
                             : "accounts without an outcome yet";
  if (dataset.is_sample) ranked.of += " in the sample";
  if (rows.empty()) {
    rows.resize(dataset.table.rows());
    std::iota(rows.begin(), rows.end(), 0U);
  }
  rows = latest_of_each(dataset, rows);
  ranked.rows = std::move(rows);
  if (file.profiles.empty()) return ranked;
  ranked.scores = score::place(dataset.table, file, ranked.rows, threads);
  ranked.order = best_first(ranked.scores);
  std::vector<std::uint32_t> first;
  for (std::size_t i = 0; i < std::min(kAccountsShown, ranked.order.size()); ++i) {
    first.push_back(ranked.rows[ranked.order[i]]);
  }
  ranked.first = table::select(dataset.table, first);
  ranked.of_first = score::score(ranked.first, file);
  return ranked;
}

/// The rows of the data set that were ranked, best first.
std::vector<std::uint32_t> ranked_rows(const Ranked& ranked) {
  std::vector<std::uint32_t> rows;
  for (const std::uint32_t row : ranked.order) rows.push_back(ranked.rows[row]);
  return rows;
}

/// The profile that each account's score is of, where there are several.
related::ProfileMembers members_of(const Dataset& dataset, const profile::ProfileFile& file) {
  related::ProfileMembers members;
  for (const profile::Profile& profile : file.profiles) members.names.push_back(profile.name);
  if (members.names.size() < 2) return members;
  std::vector<std::uint32_t> rows(dataset.table.rows());
  std::iota(rows.begin(), rows.end(), 0U);
  for (const score::Placed& placed : score::place(dataset.table, file, rows, 1)) {
    members.of.push_back(placed.profile);
  }
  return members;
}

/// What is found where the rows came from; null where they came from files.
Json whole_table(const BuildRequest& request, const Dataset& dataset,
                 const profile::ProfileFile& file) {
  if (!request.whole_table) return {};
  std::vector<score::Placed> scores;
  if (!file.profiles.empty()) {
    std::vector<std::uint32_t> rows(dataset.table.rows());
    std::iota(rows.begin(), rows.end(), 0U);
    scores = score::place(dataset.table, file, rows, request.threads);
  }
  return request.whole_table({.file = file, .scores = scores, .best = dataset.outcome.best});
}

/// What notes and contacts say.
void add_related(Findings& findings) {
  const Dataset& dataset = findings.dataset;
  related::RankedAccounts accounts;
  accounts.ids = related::account_names(dataset.table, dataset.schema.column(table::Role::id));
  const std::string name = dataset.schema.column(table::Role::name);
  accounts.names = name.empty() ? nullptr : dataset.table.find(name);
  accounts.ranked = ranked_rows(findings.ranked);
  findings.notes = related::notes_of(dataset.related, dataset.outcome.best, accounts.ids);
  const std::vector<std::int8_t>& best = dataset.outcome.best;
  const std::vector<std::int8_t> won = related::won_or_lost(dataset.table);
  findings.personas = related::personas_of(dataset.related, {.best = best, .won = won},
                                           members_of(dataset, findings.file), accounts);
}

/// Without a profile no attribute is in one.
void unselect(std::vector<profile::AttributeStats>& attributes) {
  for (profile::AttributeStats& attribute : attributes) {
    attribute.selected = false;
    for (profile::ValueStats& value : attribute.values) value.points = 0;
  }
}

/// A suspect that was kept on request stands beside the verdict it makes.
void name_kept(const std::vector<profile::AttributeStats>& attributes, validate::Proof& proof) {
  for (const profile::AttributeStats& attribute : attributes) {
    if (!attribute.selected || !attribute.leakage.suspected) continue;
    proof.why += fmt::format(" '{}' was kept on request although it is suspected of a leak: {}.",
                             attribute.column, attribute.leakage.why);
  }
}

store::RunFiles run_files(const BuildRequest& request, const Dataset& dataset,
                          const profile::ProfileFile& file, const Json& evidence,
                          const KeptWords& kept, const std::string& fingerprint) {
  store::RunFiles files;
  if (!file.profiles.empty()) files.emplace_back("icp.toml", profile::profile_text(file));
  const std::string evidence_text = evidence.text(1) + "\n";
  files.emplace_back("evidence.json", evidence_text);
  files.emplace_back("report.html", store::report_html(evidence.text()));
  for (const intake::LoadedFile& loaded : dataset.files) {
    if (!loaded.rejected.empty()) files.emplace_back(rejected_name(loaded.part), loaded.rejected);
  }
  const Json manifest = manifest_json(request, dataset, file, kept, fingerprint);
  files.emplace_back("manifest.json", manifest.text(1) + "\n");
  return files;
}

/// Forced columns that are in no card all the same.
void add_idle_wishes(const learn::CardWishes& wishes, const profile::ProfileFile& file,
                     std::vector<std::string>& remarks) {
  for (const std::string& column : wishes.force) {
    const bool there = std::any_of(
        file.profiles.begin(), file.profiles.end(), [&](const profile::Profile& profile) {
          return std::any_of(profile.score.begin(), profile.score.end(),
                             [&](const auto& criterion) { return criterion.column == column; });
        });
    if (there || file.profiles.empty()) continue;
    remarks.push_back(fmt::format(
        "'{}' was forced, but is not in the card: all its values would have the same points",
        column));
  }
}

/// How much of the planted truth of synthetic data the profile has.
std::optional<example::Recovery> recovery_of(const Dataset& dataset, const learn::Learned& learned,
                                             const profile::ProfileFile& file) {
  if (!dataset.synthetic) return std::nullopt;
  std::vector<std::string> selected;
  for (const profile::AttributeStats& attribute : learned.attributes) {
    const bool themes = attribute.column == note::kThemesColumn;  // truth has them apart
    if (attribute.selected && !themes && !file.profiles.empty()) {
      selected.push_back(attribute.column);
    }
  }
  return example::compare(dataset.truth_path, selected);
}

}  // namespace

BuildResult build(const BuildRequest& request, base::Progress& progress) {
  const Dataset dataset = load(request.workspace, request.folder, request.reading, progress);
  const std::optional<Prior> prior = prior_of(request, dataset);
  learn::LearnOptions options = learn_options(request, dataset);
  if (prior) options.prior_points = prior_points(*prior, dataset);
  const learn::Prepared prepared =
      learn::prepare(dataset.table, dataset.schema, dataset.outcome, options, progress);
  validate::ProofOptions proof_options;
  proof_options.effort = request.proof;
  proof_options.row = options.row;
  const std::vector<learn::CardWithout> without = request.proof == validate::Effort::full
                                                      ? learn::cards_without(prepared, options)
                                                      : std::vector<learn::CardWithout>{};
  proof_options.black_box = black_box(prepared, options);
  proof_options.without = cards_without_rivals(prepared, options, without);
  validate::Proof proof = validate::prove(prepared, options, proof_options, progress);
  learn::Learned learned = learn::learn(prepared, options, progress);
  const std::string fingerprint = fingerprint_of(request, dataset, prior);
  profile::ProfileFile file = file_of(dataset, learned, proof, request.workspace.best, fingerprint);
  const KeptWords kept = keep_words(earlier_runs(request), dataset, file);
  const std::optional<Signals> signals = find_signals(dataset, file, options.seed);
  file.triggers.clear();
  if (signals && !file.profiles.empty()) file.triggers = signals->triggers;
  put_version(file);
  if (file.profiles.empty()) unselect(learned.attributes);
  name_kept(learned.attributes, proof);
  const Ranked ranked = rank(dataset, file, request.threads);

  Findings findings{.dataset = dataset,
                    .learned = learned,
                    .file = file,
                    .proof = proof,
                    .ranked = ranked,
                    .recovery = {}};
  if (!kept.from.empty()) findings.words = kept.words;
  if (signals) findings.signals = &*signals;
  add_related(findings);
  if (prior) findings.prior = prior_json(*prior, dataset, file.profiles);
  if (!file.profiles.empty()) {
    findings.alternatives = alternatives_json(prepared, without, proof);
    findings.kinds = kinds_json(dataset, prepared, learned, options, request.proof);
    findings.contrasts = contrasts_json(dataset, prepared, learned);
  }
  findings.recovery = recovery_of(dataset, learned, file);
  BuildResult result;
  result.evidence = evidence_json(findings);
  result.evidence.set("whole_table", whole_table(request, dataset, file))
      .set("story", story_json(result.evidence));
  result.folder =
      request.out.empty()
          ? store::next_run_folder((std::filesystem::path(request.folder) / "runs").string())
          : request.out;
  result.verdict = proof.verdict;
  result.remarks = dataset.left_out;
  result.remarks.insert(result.remarks.end(), kept.remarks.begin(), kept.remarks.end());
  add_idle_wishes(options.wishes, file, result.remarks);
  result.summary = build_json(findings, result.evidence, result.folder);
  for (const intake::LoadedFile& loaded : dataset.files) result.rejected += loaded.report.rejected;
  store::write_run(result.folder,
                   run_files(request, dataset, file, result.evidence, kept, fingerprint));
  return result;
}

}  // namespace bestfit::flow
