#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "bestfit/score/codebook.h"
#include "bestfit/stream/bytes.h"
#include "bestfit/stream/key_numbers.h"
#include "bestfit/stream/row_keys.h"

namespace bestfit::stream {

/// Makes the text that a scored row ends with, from its score.
using EndingText = std::function<std::string(const score::Score&)>;

/// How rows end: each distinct row of codes is scored, and its text made, once. Bounded: when it is
/// full it begins anew.
class Endings {
 public:
  struct Ending {
    std::uint32_t place = 0;
    std::uint32_t length = 0;
    std::uint32_t tally = 0;  // see Tallies
  };
  Endings(const score::Codebook& book, EndingText text, std::size_t bytes_max);

  /// Finds how some rows end, by their keys; good until the next call.
  void find(std::span<const std::uint64_t> keys, std::span<std::uint32_t> endings) {
    if (bytes_.size() > bytes_max_ || numbers_.is_full()) forget();
    for (std::size_t row = 0; row < keys.size(); ++row) {
      endings[row] = numbers_.of(keys[row]);
      if (endings[row] == endings_.size()) add(keys[row]);
    }
  }
  [[nodiscard]] const Ending& ending(std::uint32_t number) const { return endings_[number]; }
  /// Has the text of an ending fetched into the near cache.
  void fetch(std::uint32_t number) const {
    const Ending& wanted = endings_[number];
    const char* text = bytes_.view().data() + wanted.place;
    for (std::uint32_t at = 0; at < wanted.length; at += 64) __builtin_prefetch(text + at);
  }
  /// With slack behind it (bytes.h).
  [[nodiscard]] std::string_view text(const Ending& ending) const {
    return bytes_.view().substr(ending.place, ending.length);
  }

 private:
  void add(std::uint64_t key);
  void forget();

  const score::Codebook& book_;
  EndingText text_;
  std::size_t bytes_max_;
  RowKeys keys_of_;
  Tallies tallies_;
  KeyNumbers numbers_;
  std::vector<Ending> endings_;  // by number
  Bytes bytes_;
};

}  // namespace bestfit::stream
