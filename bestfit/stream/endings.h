#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "bestfit/score/codebook.h"
#include "bestfit/stream/bytes.h"

namespace bestfit::stream {

/// Codes of some rows: one list a question, as long as there are rows.
using CodeColumns = std::vector<std::vector<score::Code>>;

/// Numbers for rows of codes: rows have equal keys when they have equal codes.
class RowKeys {
 public:
  explicit RowKeys(const score::Codebook& book);
  /// Bits that a key has; over 64: there are no keys for this codebook.
  [[nodiscard]] int bits() const { return bits_; }
  /// Writes the key of each row.
  void keys(const CodeColumns& codes, std::span<std::uint64_t> out) const;
  /// The codes that make up a key.
  [[nodiscard]] std::vector<score::Code> codes(std::uint64_t key) const;

 private:
  std::vector<int> shifts_;  // of each question, and at last `bits_`
  int bits_ = 0;
};

/// Counts of rows by status, and of scored rows by profile and tier. A row's tally is one number.
class Tallies {
 public:
  explicit Tallies(const profile::ProfileFile& file);
  [[nodiscard]] std::uint32_t of(const score::Score& score) const;
  [[nodiscard]] std::size_t size() const { return size_; }
  /// The status of a tally, and the name of its tier; empty when it has none.
  [[nodiscard]] score::Status status(std::size_t tally) const;
  [[nodiscard]] std::string tier(std::size_t tally) const;

 private:
  struct Entry {
    int profile = 0;
    int tier = -1;
    std::string name;
  };
  std::vector<Entry> entries_;  // of scored rows
  std::size_t size_ = 0;
};

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
    if (is_direct_) {
      const std::uint32_t number = numbers_[key];
      return number != 0 ? endings_[number - 1] : add(key, key);
    }
    const std::size_t mask = numbers_.size() - 1;
    std::size_t slot = static_cast<std::size_t>(key * 0x9E3779B97F4A7C15ULL >> 32) & mask;
    for (; numbers_[slot] != 0; slot = (slot + 1) & mask) {
      if (keys_[numbers_[slot] - 1] == key) return endings_[numbers_[slot] - 1];
    }
    return add(key, slot);
  }
  /// With slack behind it (bytes.h).
  [[nodiscard]] std::string_view text(const Ending& ending) const {
    return bytes_.view().substr(ending.place, ending.length);
  }

 private:
  const Ending& add(std::uint64_t key, std::size_t slot);

  const score::Codebook& book_;
  EndingText text_;
  std::size_t bytes_max_;
  RowKeys keys_of_;
  Tallies tallies_;
  bool is_direct_;                      // numbers_ has a place for each key
  std::vector<std::uint32_t> numbers_;  // in endings_, from 1; 0: none
  std::vector<Ending> endings_;
  std::vector<std::uint64_t> keys_;  // of the endings, where they are not direct
  Bytes bytes_;
};

}  // namespace bestfit::stream
