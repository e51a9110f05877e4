#pragma once

#include <span>
#include <string_view>

namespace bestfit::parquet {

/// Unpacks a block that Snappy packed.
///   to       as many bytes as the block has unpacked
///   returns  false when it is broken, or has another size
///   source   google/snappy, format_description.txt
bool unpack_snappy(std::string_view block, std::span<char> to);

}  // namespace bestfit::parquet
