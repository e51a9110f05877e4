#include "bestfit/parquet/new_chunk.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <vector>

#include "bestfit/parquet/levels.h"
#include "bestfit/parquet/pages.h"
#include "bestfit/parquet/thrift.h"

namespace bestfit::parquet {
namespace {

using Type = Thrift::Type;

constexpr int kPlain = 0;
constexpr int kRuns = 3;
constexpr int kDictionary = 8;
constexpr int kDataPage = 0;
constexpr int kDictionaryPage = 2;

template <typename Value>
void add_bytes(Value value, std::string& out) {
  char bytes[sizeof value];
  std::memcpy(bytes, &value, sizeof value);
  out.append(bytes, sizeof value);
}

Thrift i32(std::int64_t value) { return thrift_integer(Type::i32, value); }

void add_page(int type, int header_field, const Thrift& header, std::string_view body,
              std::string& out) {
  Thrift page{.type = Type::structure};
  page.at(1) = i32(type);
  page.at(2) = i32(static_cast<std::int64_t>(body.size()));
  page.at(3) = i32(static_cast<std::int64_t>(body.size()));
  page.at(header_field) = header;
  write_thrift(page, out);
  out += body;
}

/// Levels with the number of their bytes before them.
void add_levels(std::span<const std::uint32_t> levels, int bits, std::string& out) {
  std::string packed;
  pack_hybrid(levels, bits, packed);
  add_bytes(static_cast<std::uint32_t>(packed.size()), out);
  out += packed;
}

void add_ids(std::span<const std::uint32_t> ids, std::size_t entries, std::string& out) {
  const int bits =
      std::max(1, static_cast<int>(std::bit_width(entries == 0 ? std::size_t{0} : entries - 1)));
  out += static_cast<char>(bits);
  pack_hybrid(ids, bits, out);
}

/// The body of a data page of single values.
std::string value_page(const NewValues& values) {
  std::vector<std::uint32_t> levels;
  std::vector<std::uint32_t> known;
  levels.reserve(values.ids.size());
  known.reserve(values.ids.size());
  for (const std::uint32_t id : values.ids) {
    levels.push_back(id == kNoEntry ? 0 : 1);
    if (id != kNoEntry) known.push_back(id);
  }
  std::string body;
  add_levels(levels, 1, body);
  add_ids(known, values.entry_count, body);
  return body;
}

/// The body of a data page of lists: an empty one is a row with one value that is not there.
std::string list_page(const NewValues& values, std::uint64_t& count) {
  constexpr std::uint32_t kEmptyList = 1;
  constexpr std::uint32_t kMember = 3;
  std::vector<std::uint32_t> again;    // repetition: 0 begins a row
  std::vector<std::uint32_t> defined;  // definition
  again.reserve(values.ids.size());
  defined.reserve(values.ids.size());
  for (const std::uint32_t size : values.sizes) {
    again.push_back(0);
    defined.push_back(size == 0 ? kEmptyList : kMember);
    for (std::uint32_t i = 1; i < size; ++i) {
      again.push_back(1);
      defined.push_back(kMember);
    }
  }
  count = again.size();
  std::string body;
  add_levels(again, 1, body);
  add_levels(defined, 2, body);
  add_ids(values.ids, values.entry_count, body);
  return body;
}

}  // namespace

void add_whole_entry(std::int32_t value, std::string& entries) { add_bytes(value, entries); }
void add_real_entry(double value, std::string& entries) { add_bytes(value, entries); }
void add_text_entry(std::string_view value, std::string& entries) {
  add_bytes(static_cast<std::uint32_t>(value.size()), entries);
  entries += value;
}

NewChunk new_chunk(NewKind kind, const NewValues& values) {
  NewChunk chunk{.bytes = {}, .data_page = 0, .values = values.ids.size()};
  const std::string body =
      kind == NewKind::texts ? list_page(values, chunk.values) : value_page(values);
  Thrift dictionary{.type = Type::structure};
  dictionary.at(1) = i32(static_cast<std::int64_t>(values.entry_count));
  dictionary.at(2) = i32(kPlain);
  add_page(kDictionaryPage, 7, dictionary, values.entries, chunk.bytes);
  chunk.data_page = chunk.bytes.size();
  Thrift data{.type = Type::structure};
  data.at(1) = i32(static_cast<std::int64_t>(chunk.values));
  data.at(2) = i32(kDictionary);
  data.at(3) = i32(kRuns);
  data.at(4) = i32(kRuns);
  add_page(kDataPage, 5, data, body, chunk.bytes);
  return chunk;
}

}  // namespace bestfit::parquet
