#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "bestfit/score/fit_tables.h"

namespace bestfit::score {

/// No condition keeps the account out. Other marks are twice the number of the first condition that
/// does, and one more when its value is not known: the least of an account's marks decides.
inline constexpr std::uint8_t kNoMark = 255;

/// Looks codes up in the tables of one profile, with each set of instructions.
class FitKernels {
 public:
  FitKernels(const FitTables::Tables& tables, std::span<const Code* const> codes)
      : tables_(tables), codes_(codes) {}

  /// Raises each row's fit to the one that this profile gives.
  void run(base::Instructions instructions, std::span<Fit> fits) const;

 private:
  static constexpr std::size_t kPlainRows = 512;
  struct PlainSums {
    std::array<std::uint8_t, kPlainRows> points;
    std::array<std::uint8_t, kPlainRows> known;
    std::array<std::uint8_t, kPlainRows> marks;
  };
  static void add_plainly(const FitTables::Column& column, const Code* codes, std::size_t rows,
                          PlainSums& sums);
  void plain(std::size_t from, std::span<Fit> fits) const;
  /// Both leave rows at the end that fill no register; they return the first of them.
  std::size_t avx2(std::span<Fit> fits) const;
  std::size_t neon(std::span<Fit> fits) const;

  const FitTables::Tables& tables_;
  std::span<const Code* const> codes_;
};

}  // namespace bestfit::score
