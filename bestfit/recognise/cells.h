#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bestfit::recognise {

/// The texts of a column. Each distinct text is kept once, until there are so many of them that
/// they are better kept one after another.
class Cells {
 public:
  void add(std::string_view text);

  [[nodiscard]] std::size_t rows() const { return packed_ ? ends_.size() : codes_.size(); }
  /// Most texts differ: they are not kept once, and distinct() is not known.
  [[nodiscard]] bool packed() const { return packed_; }
  [[nodiscard]] std::size_t distinct() const { return starts_.size(); }
  [[nodiscard]] std::string_view text(std::size_t row) const {
    return packed_ ? packed_text(row) : distinct_text(codes_[row]);
  }
  /// Both rows have the same text.
  [[nodiscard]] bool equal(std::size_t a, std::size_t b) const {
    return packed_ ? packed_text(a) == packed_text(b) : codes_[a] == codes_[b];
  }
  /// The number of a row's text among the distinct ones. Not when packed.
  [[nodiscard]] std::uint32_t code(std::size_t row) const { return codes_[row]; }

  /// Calls see(text, count) for texts that together make up all cells, in order of appearance;
  /// stops when it has been called `most` times.
  template <typename See>
  void each(See see, std::size_t most = SIZE_MAX) const {
    const std::size_t all = packed_ ? rows() : distinct();
    for (std::size_t i = 0; i < all && i < most; ++i) {
      if (packed_) {
        see(packed_text(i), std::size_t{1});
      } else {
        see(distinct_text(i), counts_[i]);
      }
    }
  }

 private:
  [[nodiscard]] std::string_view distinct_text(std::size_t code) const {
    const std::size_t end = code + 1 < starts_.size() ? starts_[code + 1] : bytes_.size();
    return std::string_view(bytes_).substr(starts_[code], end - starts_[code]);
  }
  [[nodiscard]] std::string_view packed_text(std::size_t row) const {
    const std::uint64_t start = row == 0 ? 0 : ends_[row - 1];
    return std::string_view(bytes_).substr(start, ends_[row] - start);
  }
  std::uint32_t code_of(std::string_view text);
  void grow();
  void pack();

  bool packed_ = false;
  std::string bytes_;                  // distinct texts, or all texts
  std::vector<std::uint64_t> starts_;  // of each distinct text
  std::vector<std::size_t> counts_;    // cells of each distinct text
  std::vector<std::uint32_t> hashes_;  // of each distinct text
  std::vector<std::uint32_t> slots_;   // open addressing: code + 1, or 0
  std::vector<std::uint32_t> codes_;   // one a row
  std::vector<std::uint64_t> ends_;    // packed: one a row
};

}  // namespace bestfit::recognise
