#include "bestfit/store/workspace.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "bestfit/base/text.h"
#include "bestfit/base/toml.h"
#include "bestfit/recognise/roles.h"

namespace bestfit::store {
namespace {

constexpr std::array<const char*, 10> kParts = {"accounts", "deals", "revenue",  "contacts",
                                                "signals",  "notes", "partners", "population",
                                                "history",  "rates"};
constexpr std::array<std::string_view, 3> kCorrections = {"bh", "by", "maxt"};
constexpr std::array<std::string_view, 4> kShapes = {"rising", "falling", "peak", "valley"};
constexpr int kFormat = 1;

SourceFile parse_file(const char* part, base::TomlFields fields) {
  SourceFile file;
  file.part = part;
  file.path = fields.needed_text("path");
  if (auto columns = fields.table("columns")) {
    file.columns = columns->all_texts();
    const auto parts = recognise::parts_of(recognise::file_kind(part));
    for (const auto& [name, column] : file.columns) {
      if (std::find(parts.begin(), parts.end(), name) != parts.end()) continue;
      columns->fail(name,
                    fmt::format("'{}' is no part of {}: {}", name, part, base::join(parts, ", ")));
    }
  }
  if (file.part == "history") {
    if (auto names = fields.table("fields")) file.fields = names->all_texts();
  }
  fields.finish();
  return file;
}

std::string comment_lines(const std::vector<std::string>& lines) {
  std::string out;
  for (const std::string& line : lines) out += line.empty() ? "#\n" : "# " + line + "\n";
  return out;
}

struct Between {
  int least = 1;
  int most = 1;
};

int parse_between(base::TomlFields& fields, std::string_view key, int otherwise, Between limits) {
  const auto value = fields.whole(key);
  if (!value) return otherwise;
  if (*value < limits.least || *value > limits.most) {
    fields.fail(key, fmt::format("'{}' must be from {} to {}", key, limits.least, limits.most));
  }
  return static_cast<int>(*value);
}

std::int64_t parse_seed(base::TomlFields& fields) {
  const std::int64_t seed = fields.whole("seed").value_or(1);
  if (seed < 0) fields.fail("seed", "'seed' must be 0 or more");
  return seed;
}

CardWishes parse_card(base::TomlFields fields) {
  CardWishes card;
  card.force = fields.texts("force");
  for (base::TomlFields& family : fields.tables("families")) {
    card.families.push_back(family.texts("columns"));
    if (card.families.back().size() < 2) family.fail("columns", "a family has two columns or more");
    family.finish();
  }
  if (auto shapes = fields.table("shapes")) {
    card.shapes = shapes->all_texts();
    for (const auto& [column, shape] : card.shapes) {
      if (!is_shape(shape)) {
        shapes->fail(column,
                     fmt::format("'{}' is no shape: rising, falling, peak or valley", shape));
      }
    }
  }
  card.points_max = parse_between(fields, "points_max", 100, {kPointsMaxLeast, 100});
  card.bin_rows = parse_between(fields, "bin_rows", kBinRowsLeast, {kBinRowsLeast, 1'000'000});
  fields.finish();
  return card;
}

}  // namespace

bool is_shape(std::string_view text) {
  return std::find(kShapes.begin(), kShapes.end(), text) != kShapes.end();
}

const SourceFile* Workspace::find(std::string_view part) const {
  const auto found = std::find_if(files.begin(), files.end(),
                                  [&](const SourceFile& file) { return file.part == part; });
  return found == files.end() ? nullptr : &*found;
}

Workspace parse_workspace(std::string_view text, std::string_view source) {
  base::TomlFields fields = base::TomlFields::parse(text, source);
  Workspace workspace;
  const auto format = fields.whole("format");
  if (format && *format != kFormat) {
    fields.fail("format", "this program reads format 1 of bestfit.toml");
  }
  workspace.name = fields.text("name").value_or("");
  workspace.outcome = fields.text("outcome").value_or("");
  workspace.currency = fields.text("currency").value_or("");
  workspace.exclude = fields.texts("exclude");
  workspace.keep = fields.texts("keep");
  workspace.lexicon = fields.text("lexicon").value_or("");
  workspace.prior = fields.text("prior").value_or("");
  if (const auto correction = fields.text("correction")) {
    if (std::find(kCorrections.begin(), kCorrections.end(), *correction) == kCorrections.end()) {
      fields.fail("correction", "'correction' must be bh, by or maxt");
    }
    workspace.correction = *correction;
  }
  if (auto card = fields.table("card")) workspace.card = parse_card(std::move(*card));
  if (auto best = fields.table("best"))
    workspace.best = profile::parse_best_terms(std::move(*best));
  workspace.attributes_max = parse_between(fields, "attributes_max", 7, {1, 7});
  workspace.profiles_max = parse_between(fields, "profiles_max", 3, {1, 3});
  workspace.seed = parse_seed(fields);
  for (const char* part : kParts) {
    if (auto file = fields.table(part))
      workspace.files.push_back(parse_file(part, std::move(*file)));
  }
  if (workspace.find("accounts") == nullptr) {
    fields.fail("accounts", "an [accounts] table with the path of the accounts' file is needed");
  }
  fields.finish();
  return workspace;
}

std::string workspace_text(const Workspace& workspace, const WorkspaceComments& comments) {
  std::string out = comment_lines(comments.head);
  out += fmt::format("format = 1\nname = {}\n\n", base::toml_string(workspace.name));
  out +=
      "# What the best accounts are: best (by expected value, as [best] may say), won, retained,\n"
      "# or a column of the accounts: 'Status=Customer', 'revenue>=10000'.\n";
  out += comment_lines(comments.outcome);
  if (!workspace.outcome.empty()) {
    out += fmt::format("outcome = {}\n", base::toml_string(workspace.outcome));
  }
  out +=
      "# Columns that must not be attributes, and columns to use although they look like leaks.\n";
  out += fmt::format("exclude = {}\nkeep = {}\n", base::toml_list(workspace.exclude),
                     base::toml_list(workspace.keep));
  out += fmt::format("attributes_max = {}\nprofiles_max = {}\nseed = {}\n",
                     workspace.attributes_max, workspace.profiles_max, workspace.seed);
  for (const SourceFile& file : workspace.files) {
    out += fmt::format("\n[{}]\npath = {}\n[{}.columns]\n", file.part, base::toml_string(file.path),
                       file.part);
    for (const auto& [part, column] : file.columns) {
      out += fmt::format("{} = {}\n", base::toml_key(part), base::toml_string(column));
    }
  }
  return out;
}

}  // namespace bestfit::store
