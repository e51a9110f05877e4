#pragma once

#include <cstdint>
#include <functional>
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

  /// Good until the next call.
  const Ending& of(std::uint64_t key) {
    std::uint32_t number = numbers_.of(key);
    if (number == endings_.size()) number = add(key, number);
    return endings_[number];
  }
  /// With slack behind it (bytes.h).
  [[nodiscard]] std::string_view text(const Ending& ending) const {
    return bytes_.view().substr(ending.place, ending.length);
  }

 private:
  /// The ending's number may be another one, when all was forgotten.
  std::uint32_t add(std::uint64_t key, std::uint32_t number);

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
