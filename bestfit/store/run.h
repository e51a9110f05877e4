#pragma once

#include <string>
#include <utility>
#include <vector>

namespace bestfit::store {

/// The files of a run folder: name and bytes, such as {"icp.toml", "…"}.
using RunFiles = std::vector<std::pair<std::string, std::string>>;

/// Puts a run folder at `folder`, whole or not at all: written beside it, flushed, then renamed.
/// Replaces an earlier run (a folder with a manifest.json) or an empty folder.
///   throws  Error(conflict) when something else is there, Error(denied), Error(unavailable)
void write_run(const std::string& folder, const RunFiles& files);

/// The first free folder of `parent`/0001, 0002, …
std::string next_run_folder(const std::string& parent);

/// The folders of runs under `parent`, the newest first.
std::vector<std::string> run_folders(const std::string& parent);

}  // namespace bestfit::store
