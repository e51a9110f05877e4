#include "bestfit/connect/delimited_file.h"

#include <algorithm>
#include <filesystem>
#include <utility>

#include "bestfit/connect/batch_source.h"

namespace bestfit::connect {

struct DelimitedFile::State {
  Intake intake;
  std::unique_ptr<BatchSource> source;
  TextPlace place;
  Batch first;
};

DelimitedFile::DelimitedFile(std::unique_ptr<State> state) : state_(std::move(state)) {}
DelimitedFile::~DelimitedFile() = default;
DelimitedFile::DelimitedFile(DelimitedFile&&) noexcept = default;
DelimitedFile& DelimitedFile::operator=(DelimitedFile&&) noexcept = default;

std::optional<DelimitedFile> DelimitedFile::open(const std::string& path,
                                                 const ReadOptions& options, Look look) {
  std::error_code code;
  if (options.encoding || !std::filesystem::is_regular_file(path, code)) return std::nullopt;
  ReadOptions reading = options;
  reading.rejected_path.clear();
  auto state =
      std::make_unique<State>(State{.intake = {.source = Source(path, {}, Digest::none, look),
                                               .options = std::move(reading),
                                               .rejections = Rejections({}),
                                               .notes = {}},
                                    .source = nullptr,
                                    .place = {},
                                    .first = {}});
  Source& source = state->intake.source;
  const bool plain = !source.is_parquet() && source.encoding().rfind("UTF-8", 0) == 0 &&
                     !source.has_nul() && !source.has_broken_utf8();
  if (!plain || is_json(source)) return std::nullopt;
  state->source = delimited_source(state->intake);
  state->place = state->source->place().value();
  if (state->place.dialect.newline != '\n' || state->place.dialect.quote != '"' ||
      state->source->columns().size() < 2) {
    return std::nullopt;
  }
  state->source->next(state->first);
  return DelimitedFile(std::move(state));
}

const std::string& DelimitedFile::name() const { return state_->intake.source.name(); }
const std::vector<InputColumn>& DelimitedFile::columns() const { return state_->source->columns(); }
const Dialect& DelimitedFile::dialect() const { return state_->place.dialect; }
std::uint64_t DelimitedFile::first_byte() const { return state_->place.offset; }
std::size_t DelimitedFile::first_line() const { return state_->place.line; }
std::uint64_t DelimitedFile::size() const { return state_->intake.source.size(); }
const Batch& DelimitedFile::first_batch() const { return state_->first; }

std::size_t DelimitedFile::batches() const {
  const std::uint64_t left = size() - std::min(size(), state_->place.bytes_read);
  return static_cast<std::size_t>((left + kBatchBytes - 1) / kBatchBytes) + 1;
}

std::uint64_t DelimitedFile::limit(std::size_t batch) const {
  return std::min<std::uint64_t>(size(), state_->place.bytes_read + (batch + 1) * kBatchBytes);
}

void DelimitedFile::read(std::uint64_t offset, std::span<char> bytes) const {
  state_->intake.source.read_at(offset, bytes);
}

}  // namespace bestfit::connect
