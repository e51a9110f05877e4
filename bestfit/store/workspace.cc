#include "bestfit/store/workspace.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "bestfit/base/text.h"
#include "bestfit/base/toml.h"

namespace bestfit::store {
namespace {

constexpr std::array<const char*, 7> kParts = {"accounts", "deals", "revenue", "contacts",
                                               "signals",  "notes", "partners"};
constexpr std::array<std::string_view, 3> kCorrections = {"bh", "by", "maxt"};
constexpr int kFormat = 1;

SourceFile parse_file(const char* part, base::TomlFields fields) {
  SourceFile file;
  file.part = part;
  file.path = fields.needed_text("path");
  if (auto columns = fields.table("columns")) file.columns = columns->all_texts();
  fields.finish();
  return file;
}

std::string comment_lines(const std::vector<std::string>& lines) {
  std::string out;
  for (const std::string& line : lines) out += line.empty() ? "#\n" : "# " + line + "\n";
  return out;
}

int parse_count(base::TomlFields& fields, std::string_view key, int otherwise, int most) {
  const auto value = fields.whole(key);
  if (!value) return otherwise;
  if (*value < 1 || *value > most) {
    fields.fail(key, fmt::format("'{}' must be from 1 to {}", key, most));
  }
  return static_cast<int>(*value);
}

}  // namespace

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
  workspace.exclude = fields.texts("exclude");
  workspace.keep = fields.texts("keep");
  if (const auto correction = fields.text("correction")) {
    if (std::find(kCorrections.begin(), kCorrections.end(), *correction) == kCorrections.end()) {
      fields.fail("correction", "'correction' must be bh, by or maxt");
    }
    workspace.correction = *correction;
  }
  workspace.attributes_max = parse_count(fields, "attributes_max", 7, 7);
  workspace.profiles_max = parse_count(fields, "profiles_max", 3, 3);
  workspace.seed = fields.whole("seed").value_or(1);
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
      "# What the best accounts are: best (won and kept at the first renewal), won, retained,\n"
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
