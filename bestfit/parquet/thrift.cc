#include "bestfit/parquet/thrift.h"

#include <algorithm>

namespace bestfit::parquet {
namespace {

using Type = Thrift::Type;

constexpr int kDepthMax = 32;

/// Reads values; after something broken all of it is.
class ThriftReader {
 public:
  explicit ThriftReader(std::string_view bytes) : bytes_(bytes) {}

  [[nodiscard]] bool failed() const { return failed_; }
  [[nodiscard]] std::size_t used() const { return at_; }

  Thrift structure(int depth) {
    Thrift out{.type = Type::structure};
    std::int16_t id = 0;
    while (!failed_ && depth < kDepthMax) {
      const std::uint8_t head = byte();
      const auto type = static_cast<Type>(head & 15);
      if (type == Type::none) return out;
      const int step = head >> 4;
      id = static_cast<std::int16_t>(step != 0 ? id + step : zigzag());
      out.fields.emplace_back(id, value(type, depth + 1));
    }
    failed_ = true;
    return out;
  }

 private:
  std::uint8_t byte() {
    if (at_ >= bytes_.size()) {
      failed_ = true;
      return 0;
    }
    return static_cast<std::uint8_t>(bytes_[at_++]);
  }

  std::uint64_t varint() {
    std::uint64_t out = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      const std::uint8_t next = byte();
      out |= std::uint64_t{next & 127U} << shift;
      if ((next & 128) == 0) return out;
    }
    failed_ = true;
    return 0;
  }

  std::int64_t zigzag() {
    const std::uint64_t coded = varint();
    return static_cast<std::int64_t>(coded >> 1) ^ -static_cast<std::int64_t>(coded & 1);
  }

  std::string take(std::uint64_t count) {
    if (count > bytes_.size() - at_) {
      failed_ = true;
      return {};
    }
    at_ += count;
    return std::string(bytes_.substr(at_ - count, count));
  }

  Thrift value(Type type, int depth) {
    Thrift out{.type = type};
    switch (type) {
      case Type::yes:
      case Type::no: break;
      case Type::byte: out.integer = (byte() ^ 0x80) - 0x80; break;
      case Type::i16:
      case Type::i32:
      case Type::i64: out.integer = zigzag(); break;
      case Type::real: out.bytes = take(8); break;
      case Type::binary: out.bytes = take(varint()); break;
      case Type::list:
      case Type::set: return list(type, depth);
      case Type::structure: return structure(depth);
      case Type::none:
      case Type::map:
      default: failed_ = true;
    }
    return out;
  }

  Thrift list(Type type, int depth) {
    const std::uint8_t head = byte();
    Thrift out{.type = type, .item_type = static_cast<Type>(head & 15)};
    const std::uint64_t count = head >> 4 == 15 ? varint() : head >> 4;
    if (count > bytes_.size() - at_ || depth >= kDepthMax) failed_ = true;
    const bool flags = out.item_type == Type::yes || out.item_type == Type::no;
    for (std::uint64_t i = 0; i < count && !failed_; ++i) {
      out.items.push_back(flags ? Thrift{.type = static_cast<Type>(byte())}
                                : value(out.item_type, depth + 1));
    }
    return out;
  }

  std::string_view bytes_;
  std::size_t at_ = 0;
  bool failed_ = false;
};

void put_varint(std::uint64_t value, std::string& out) {
  for (; value >= 128; value >>= 7) out += static_cast<char>(value | 128);
  out += static_cast<char>(value);
}

void put_zigzag(std::int64_t value, std::string& out) {
  put_varint(static_cast<std::uint64_t>(value) << 1 ^ static_cast<std::uint64_t>(value >> 63), out);
}

void put(const Thrift& value, std::string& out) {
  switch (value.type) {
    case Type::byte: out += static_cast<char>(value.integer); break;
    case Type::i16:
    case Type::i32:
    case Type::i64: put_zigzag(value.integer, out); break;
    case Type::real: out += value.bytes; break;
    case Type::binary:
      put_varint(value.bytes.size(), out);
      out += value.bytes;
      break;
    case Type::list:
    case Type::set: {
      const bool is_long = value.items.size() >= 15;
      const std::size_t head = is_long ? 15 : value.items.size();
      out += static_cast<char>(head << 4 | static_cast<std::size_t>(value.item_type));
      if (is_long) put_varint(value.items.size(), out);
      for (const Thrift& item : value.items) {
        const bool flag = item.type == Type::yes || item.type == Type::no;
        if (flag) out += static_cast<char>(item.type);
        put(item, out);
      }
      break;
    }
    case Type::structure: write_thrift(value, out); break;
    default: break;  // yes and no are in the type
  }
}

}  // namespace

const Thrift* Thrift::field(int id) const {
  const auto found = std::find_if(fields.begin(), fields.end(),
                                  [&](const auto& entry) { return entry.first == id; });
  return found == fields.end() ? nullptr : &found->second;
}

Thrift& Thrift::at(int id) {
  auto place = std::find_if(fields.begin(), fields.end(),
                            [&](const auto& entry) { return entry.first >= id; });
  if (place == fields.end() || place->first != id) {
    place = fields.insert(place, {static_cast<std::int16_t>(id), Thrift()});
  }
  return place->second;
}

void Thrift::erase(int id) {
  fields.erase(std::remove_if(fields.begin(), fields.end(),
                              [&](const auto& entry) { return entry.first == id; }),
               fields.end());
}

std::optional<std::int64_t> Thrift::integer_at(int id) const {
  const Thrift* found = field(id);
  const bool is_integer = found != nullptr && found->type >= Type::byte && found->type <= Type::i64;
  return is_integer ? std::optional(found->integer) : std::nullopt;
}

std::string_view Thrift::bytes_at(int id) const {
  const Thrift* found = field(id);
  return found == nullptr ? std::string_view() : std::string_view(found->bytes);
}

const std::vector<Thrift>& Thrift::items_at(int id) const {
  static const std::vector<Thrift> none;
  const Thrift* found = field(id);
  return found == nullptr ? none : found->items;
}

Thrift thrift_integer(Type type, std::int64_t value) { return {.type = type, .integer = value}; }

Thrift thrift_binary(std::string bytes) {
  return {.type = Type::binary, .bytes = std::move(bytes)};
}

Thrift thrift_list(Type item_type, std::vector<Thrift> items) {
  return {.type = Type::list, .item_type = item_type, .items = std::move(items)};
}

std::optional<Thrift> read_thrift(std::string_view bytes, std::size_t& used) {
  ThriftReader reader(bytes);
  Thrift out = reader.structure(0);
  used = reader.used();
  return reader.failed() ? std::nullopt : std::optional(std::move(out));
}

void write_thrift(const Thrift& structure, std::string& out) {
  int last = 0;
  for (const auto& [id, value] : structure.fields) {
    const int step = id - last;
    const auto type = static_cast<int>(value.type);
    if (step > 0 && step < 16) {
      out += static_cast<char>(step << 4 | type);
    } else {
      out += static_cast<char>(type);
      put_zigzag(id, out);
    }
    put(value, out);
    last = id;
  }
  out += '\0';
}

}  // namespace bestfit::parquet
