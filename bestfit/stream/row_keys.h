#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "bestfit/score/codebook.h"

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

}  // namespace bestfit::stream
