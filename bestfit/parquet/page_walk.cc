#include "bestfit/parquet/page_walk.h"

#include <algorithm>
#include <string>

namespace bestfit::parquet {
namespace {

constexpr std::uint64_t kHeaderUsual = 512;
constexpr std::uint64_t kHeaderMax = std::uint64_t{64} << 10;

/// Fields of a page's header that have its number of values in field 1; 0: it has no rows.
int field_of(std::int64_t page_type) {
  constexpr std::int64_t kData = 0;
  constexpr std::int64_t kDataOfVersion2 = 3;
  return page_type == kData ? 5 : page_type == kDataOfVersion2 ? 8 : 0;
}

}  // namespace

bool pages_are_whole(const ReadAt& read_at, const Chunk& chunk) {
  std::string bytes;
  std::uint64_t at = 0;
  std::uint64_t values = 0;
  while (at < chunk.size) {
    std::size_t used = 0;
    std::optional<Thrift> header;
    for (const std::uint64_t most : {kHeaderUsual, kHeaderMax}) {
      bytes.resize(std::min(most, chunk.size - at));
      read_at(chunk.start + at, bytes);
      header = read_thrift(bytes, used);
      if (header || bytes.size() < most) break;
    }
    if (!header) return false;
    const std::int64_t type = header->integer_at(1).value_or(-1);
    const std::int64_t size = header->integer_at(3).value_or(-1);
    if (type < 0 || type > 3 || size < 0 || header->integer_at(2).value_or(-1) < 0) return false;
    at += used;
    if (static_cast<std::uint64_t>(size) > chunk.size - at) return false;
    at += static_cast<std::uint64_t>(size);
    if (field_of(type) == 0) continue;
    const Thrift* data = header->field(field_of(type));
    const std::int64_t count = data == nullptr ? -1 : data->integer_at(1).value_or(-1);
    if (count < 0) return false;
    values += static_cast<std::uint64_t>(count);
  }
  return values == chunk.values;
}

}  // namespace bestfit::parquet
