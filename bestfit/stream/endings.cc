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

void Endings::forget() {
  numbers_.clear();
  endings_.clear();
  bytes_.clear();
}

void Endings::add(std::uint64_t key) {
  const score::Score score = book_.score(keys_of_.codes(key));
  const std::string text = text_(score);
  endings_.push_back({.place = static_cast<std::uint32_t>(bytes_.size()),
                      .length = static_cast<std::uint32_t>(text.size()),
                      .tally = tallies_.of(score)});
  bytes_.add(text);
}

}  // namespace bestfit::stream
