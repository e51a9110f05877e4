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

/// Puts the number of bytes from `start` + 4 on into the 4 bytes there.
void put_length(std::size_t start, std::string& out) {
  const auto length = static_cast<std::uint32_t>(out.size() - start - 4);
  std::memcpy(out.data() + start, &length, sizeof length);
}

/// Levels with the number of their bytes before them.
void add_levels(std::span<const std::uint32_t> levels, int bits, std::string& out) {
  const std::size_t start = out.size();
  out.append(4, '\0');
  pack_hybrid(levels, bits, out);
  put_length(start, out);
}

void add_varint(std::uint64_t value, std::string& out) {
  for (; value >= 128; value >>= 7) out += static_cast<char>(value | 128);
  out += static_cast<char>(value);
}

/// One level for all values.
void add_level_run(std::uint64_t values, char level, std::string& out) {
  const std::size_t start = out.size();
  out.append(4, '\0');
  add_varint(values << 1, out);
  out += level;
  put_length(start, out);
}

/// Adds numbers of few bits one after another, the first least.
class BitWriter {
 public:
  ///   values, bits  that will come, of so many bits each: a bit-packed run begins
  BitWriter(std::uint64_t values, int bits, std::string& out) : out_(out) {
    const std::uint64_t groups = (values + 7) / 8;
    add_varint(groups << 1 | 1, out);
    end_ = out.size() + groups * static_cast<std::uint64_t>(bits);
    at_ = out.size();
    out.resize(end_ + 16);
  }
  /// The lowest `bits` of a word, whose others are 0; at most 64.
  void add(std::uint64_t word, int bits) {
    word_ |= word << filled_;
    if (filled_ + bits < 64) {
      filled_ += bits;
      return;
    }
    std::memcpy(out_.data() + at_, &word_, 8);
    at_ += 8;
    word_ = filled_ == 0 ? 0 : word >> (64 - filled_);
    filled_ += bits - 64;
  }
  void finish() {
    std::memcpy(out_.data() + at_, &word_, 8);
    out_.resize(end_);
  }

 private:
  std::string& out_;
  std::size_t at_ = 0;
  std::size_t end_ = 0;
  std::uint64_t word_ = 0;
  int filled_ = 0;
};

void begin_chunk(const NewEntries& entries, NewChunk& out) {
  out.bytes.clear();
  Thrift dictionary{.type = Type::structure};
  dictionary.at(1) = i32(static_cast<std::int64_t>(entries.count));
  dictionary.at(2) = i32(kPlain);
  add_page(kDictionaryPage, 7, dictionary, entries.bytes, out.bytes);
  out.data_page = out.bytes.size();
}

void end_chunk(const std::string& body, NewChunk& out) {
  Thrift data{.type = Type::structure};
  data.at(1) = i32(static_cast<std::int64_t>(out.values));
  data.at(2) = i32(kDictionary);
  data.at(3) = i32(kRuns);
  data.at(4) = i32(kRuns);
  add_page(kDataPage, 5, data, body, out.bytes);
}

/// Repetition and definition of lists: an empty one is a row with one value that is not there.
void add_list_levels(std::span<const PackedList> lists, std::span<const std::uint32_t> rows,
                     std::uint64_t values, bool some_empty, std::string& body) {
  constexpr std::uint64_t kEmptyList = 1;
  constexpr std::uint64_t kMember = 3;
  const std::size_t start = body.size();
  body.append(4, '\0');
  BitWriter again(values, 1, body);
  for (const std::uint32_t row : rows) {
    const std::uint32_t count = std::max(1U, lists[row].count);
    again.add(((std::uint64_t{1} << (count - 1)) - 1) << 1, static_cast<int>(count));
  }
  again.finish();
  put_length(start, body);
  if (!some_empty) return add_level_run(values, static_cast<char>(kMember), body);
  const std::size_t second = body.size();
  body.append(4, '\0');
  BitWriter defined(values, 2, body);
  for (const std::uint32_t row : rows) {
    const std::uint32_t count = lists[row].count;
    if (count == 0) {
      defined.add(kEmptyList, 2);
    } else {
      defined.add((std::uint64_t{1} << 2 * count) - 1, static_cast<int>(2 * count));
    }
  }
  defined.finish();
  put_length(second, body);
}

}  // namespace

void add_whole_entry(std::int32_t value, std::string& entries) { add_bytes(value, entries); }
void add_real_entry(double value, std::string& entries) { add_bytes(value, entries); }
void add_text_entry(std::string_view value, std::string& entries) {
  add_bytes(static_cast<std::uint32_t>(value.size()), entries);
  entries += value;
}

int NewEntries::bits() const {
  return std::max(1, static_cast<int>(std::bit_width(count == 0 ? std::size_t{0} : count - 1)));
}

void write_values(const NewEntries& entries, std::span<const std::uint32_t> ids, NewChunk& out) {
  begin_chunk(entries, out);
  out.values = ids.size();
  std::string body;
  const auto missing = std::count(ids.begin(), ids.end(), kNoEntry);
  if (missing == 0) {
    add_level_run(ids.size(), 1, body);
    body += static_cast<char>(entries.bits());
    pack_hybrid(ids, entries.bits(), body);
    return end_chunk(body, out);
  }
  std::vector<std::uint32_t> levels(ids.size());
  std::vector<std::uint32_t> known(ids.size() - static_cast<std::size_t>(missing));
  std::size_t next = 0;
  for (std::size_t row = 0; row < ids.size(); ++row) {
    levels[row] = ids[row] == kNoEntry ? 0 : 1;
    if (levels[row] == 1) known[next++] = ids[row];
  }
  add_levels(levels, 1, body);
  body += static_cast<char>(entries.bits());
  pack_hybrid(known, entries.bits(), body);
  end_chunk(body, out);
}

void write_lists(const NewEntries& entries, std::span<const PackedList> lists,
                 std::span<const std::uint32_t> rows, NewChunk& out) {
  begin_chunk(entries, out);
  std::uint64_t members = 0;
  std::uint64_t empty = 0;
  for (const std::uint32_t row : rows) {
    members += lists[row].count;
    empty += lists[row].count == 0 ? 1 : 0;
  }
  out.values = members + empty;
  std::string body;
  add_list_levels(lists, rows, out.values, empty > 0, body);
  const int bits = entries.bits();
  body += static_cast<char>(bits);
  if (members > 0) {
    BitWriter ids(members, bits, body);
    for (const std::uint32_t row : rows) {
      if (lists[row].count > 0) ids.add(lists[row].ids, static_cast<int>(lists[row].count) * bits);
    }
    ids.finish();
  }
  end_chunk(body, out);
}

}  // namespace bestfit::parquet
