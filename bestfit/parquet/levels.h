#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace bestfit::parquet {

/// Unpacks small numbers that are written as runs and bit-packed groups of 8.
///   bits     of each, 0 to 24
///   out      as many as are wanted
///   returns  false when there are fewer, or a run's number has more bits
///   source   apache/parquet-format, Encodings.md, RLE = 3
bool unpack_hybrid(std::string_view bytes, int bits, std::span<std::uint32_t> out);

/// Adds small numbers, as one run where all are equal, else bit-packed.
///   bits  of each, 1 to 24
void pack_hybrid(std::span<const std::uint32_t> numbers, int bits, std::string& out);

}  // namespace bestfit::parquet
