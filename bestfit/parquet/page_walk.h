#pragma once

#include "bestfit/parquet/footer.h"

namespace bestfit::parquet {

/// The pages of a chunk follow one another up to its end and have as many values as it says. Looks
/// at their headers alone: what a page holds may still be broken.
bool pages_are_whole(const ReadAt& read_at, const Chunk& chunk);

}  // namespace bestfit::parquet
