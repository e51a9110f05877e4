#include "bestfit/stream/endings.h"

#include <utility>

namespace bestfit::stream {

Endings::Endings(const score::Codebook& book, EndingText text, std::size_t bytes_max)
    : book_(book),
      text_(std::move(text)),
      bytes_max_(bytes_max),
      keys_of_(book),
      tallies_(book.file()),
      numbers_(keys_of_.bits()) {}

std::uint32_t Endings::add(std::uint64_t key, std::uint32_t number) {
  if (bytes_.size() > bytes_max_ || numbers_.is_full()) {
    numbers_.clear();
    endings_.clear();
    bytes_.clear();
    number = numbers_.of(key);
  }
  const score::Score score = book_.score(keys_of_.codes(key));
  const std::string text = text_(score);
  endings_.push_back({.place = static_cast<std::uint32_t>(bytes_.size()),
                      .length = static_cast<std::uint32_t>(text.size()),
                      .tally = tallies_.of(score)});
  bytes_.add(text);
  return number;
}

}  // namespace bestfit::stream
