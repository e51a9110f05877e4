#include "bestfit/stream/bytes.h"

#include <algorithm>
#include <utility>

namespace bestfit::stream {

void Bytes::grow(std::size_t bytes) {
  capacity_ = std::max(2 * capacity_, size_ + bytes);
  auto data = std::make_unique_for_overwrite<char[]>(capacity_);
  std::copy_n(data_.get(), size_, data.get());
  data_ = std::move(data);
}

}  // namespace bestfit::stream
