#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "bestfit/base/instructions.h"
#include "bestfit/score/codebook.h"

namespace bestfit::score {

/// An account's fit in one byte, the better the higher: disqualified, too little data, or 2 and its
/// points. With several profiles that of the best.
using Fit = std::uint8_t;
inline constexpr Fit kFitDisqualified = 0;
inline constexpr Fit kFitInsufficient = 1;
inline constexpr Fit kFitNoPoints = 2;

/// A codebook as tables in which processors look up many codes at once.
class FitTables {
 public:
  /// No value when bytes are too narrow for the file: more than 127 conditions in a profile.
  static std::optional<FitTables> of(const Codebook& book);

  /// The fit of each row, as score() has it.
  ///   codes  for each question its codes, one a row
  ///   fits   as many as there are rows
  void look_up(std::span<const Code* const> codes, base::Instructions instructions,
               std::span<Fit> fits) const;

 private:
  friend class FitKernels;
  /// What the codes of one question stand for in one profile.
  struct Column {
    std::size_t question = 0;
    std::size_t pieces = 1;                  // 16 codes each
    bool has_marks = false;                  // conditions ask this question
    std::uint8_t known = 0;                  // points that count as known unless the code is 0
    std::array<std::uint8_t, 256> points{};  // by code
    std::array<std::uint8_t, 256> marks{};   // by code: see kNoMark
  };
  struct Tables {
    std::vector<Column> columns;
    std::uint8_t known_always = 0;
    std::uint8_t known_min = 0;  // of all that is known
  };
  /// Fills in points and marks of all codes; returns the most points.
  static int fill(const Codebook& book, std::size_t profile, Column& column);
  bool add_profile(const Codebook& book, std::size_t profile);

  std::vector<Tables> profiles_;
};

}  // namespace bestfit::score
