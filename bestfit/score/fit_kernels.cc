#include "bestfit/score/fit_kernels.h"

#include <algorithm>
#include <array>

#if defined(__x86_64__)
#include <immintrin.h>
#elif defined(__aarch64__)
#include <arm_neon.h>
#endif

#include "bestfit/base/error.h"

namespace bestfit::score {
namespace {

constexpr std::size_t kPiece = 16;  // codes that one register's table has

#if defined(__x86_64__)
__attribute__((target("avx2"), always_inline)) inline __m256i table_at(const std::uint8_t* at) {
  return _mm256_broadcastsi128_si256(_mm_loadu_si128(reinterpret_cast<const __m128i*>(at)));
}

/// The entries of a table of `pieces` times 16 for 32 codes. Codes of another piece have their
/// highest bit set in `place`, for which a shuffle gives 0.
__attribute__((target("avx2"), always_inline)) inline __m256i entries(const std::uint8_t* table,
                                                                      std::size_t pieces,
                                                                      __m256i codes) {
  if (pieces == 1) return _mm256_shuffle_epi8(table_at(table), codes);
  const __m256i over = _mm256_set1_epi8(0x70);
  const __m256i step = _mm256_set1_epi8(kPiece);
  __m256i found = _mm256_setzero_si256();
  for (std::size_t piece = 0; piece < pieces; ++piece) {
    const __m256i place = _mm256_adds_epu8(codes, over);
    found = _mm256_or_si256(found, _mm256_shuffle_epi8(table_at(table + piece * kPiece), place));
    codes = _mm256_sub_epi8(codes, step);
  }
  return found;
}
#elif defined(__aarch64__)
inline uint8x16_t entries(const std::uint8_t* table, std::size_t pieces, uint8x16_t codes) {
  uint8x16_t found = vqtbl1q_u8(vld1q_u8(table), codes);
  for (std::size_t piece = 1; piece < pieces; ++piece) {
    codes = vsubq_u8(codes, vdupq_n_u8(kPiece));  // those of another piece are 16 or more
    found = vorrq_u8(found, vqtbl1q_u8(vld1q_u8(table + piece * kPiece), codes));
  }
  return found;
}
#endif

}  // namespace

void FitKernels::run(base::Instructions instructions, std::span<Fit> fits) const {
  std::size_t done = 0;
  switch (instructions) {
    case base::Instructions::avx2: done = avx2(fits); break;
    case base::Instructions::neon: done = neon(fits); break;
    case base::Instructions::plain: break;
  }
  plain(done, fits);
}

/// Column by column over a few rows, whose sums stay in the nearest cache.
void FitKernels::plain(std::size_t from, std::span<Fit> fits) const {
  for (; from < fits.size(); from += kPlainRows) {
    PlainSums sums;
    sums.points.fill(kFitNoPoints);
    sums.known.fill(tables_.known_always);
    sums.marks.fill(kNoMark);
    const auto block = fits.subspan(from, std::min(kPlainRows, fits.size() - from));
    for (const FitTables::Column& column : tables_.columns) {
      add_plainly(column, codes_[column.question] + from, block.size(), sums);
    }
    for (std::size_t i = 0; i < block.size(); ++i) {
      Fit fit = sums.known[i] < tables_.known_min ? kFitInsufficient : sums.points[i];
      const std::uint8_t mark = sums.marks[i];
      if (mark != kNoMark) fit = mark % 2 == 1 ? kFitInsufficient : kFitDisqualified;
      block[i] = std::max(block[i], fit);
    }
  }
}

void FitKernels::add_plainly(const FitTables::Column& column, const Code* codes, std::size_t rows,
                             PlainSums& sums) {
  // Bytes may be anything's bytes: what does not change is said to be elsewhere.
  const std::uint8_t* __restrict table = column.points.data();
  const std::uint8_t counted = column.known;
  std::uint8_t* __restrict points = sums.points.data();
  std::uint8_t* __restrict known = sums.known.data();
  for (std::size_t i = 0; i < rows; ++i) {
    const Code code = codes[i];
    points[i] = static_cast<std::uint8_t>(points[i] + table[code]);
    const std::uint8_t more = code == kCodeNotKnown ? std::uint8_t{0} : counted;
    known[i] = static_cast<std::uint8_t>(known[i] + more);
  }
  for (std::size_t i = 0; column.has_marks && i < rows; ++i) {
    sums.marks[i] = std::min(sums.marks[i], column.marks[codes[i]]);
  }
}

#if defined(__x86_64__)
/// Four registers of rows at a time: what a column's tables cost is shared by them.
__attribute__((target("avx2"))) std::size_t FitKernels::avx2(std::span<Fit> fits) const {
  constexpr std::size_t kRows = 32;
  constexpr std::size_t kRegisters = 4;
  const __m256i zero = _mm256_setzero_si256();
  const __m256i one = _mm256_set1_epi8(1);
  const __m256i none = _mm256_set1_epi8(static_cast<char>(kNoMark));
  const __m256i known_min = _mm256_set1_epi8(static_cast<char>(tables_.known_min));
  std::size_t row = 0;
  for (; row + kRegisters * kRows <= fits.size(); row += kRegisters * kRows) {
    __m256i points[kRegisters];
    __m256i known[kRegisters];
    __m256i mark[kRegisters];
    for (std::size_t r = 0; r < kRegisters; ++r) {
      points[r] = _mm256_set1_epi8(static_cast<char>(kFitNoPoints));
      known[r] = _mm256_set1_epi8(static_cast<char>(tables_.known_always));
      mark[r] = none;
    }
    for (const FitTables::Column& column : tables_.columns) {
      const Code* from = codes_[column.question] + row;
      const __m256i counted = _mm256_set1_epi8(static_cast<char>(column.known));
      for (std::size_t r = 0; r < kRegisters; ++r) {
        const __m256i codes =
            _mm256_loadu_si256(reinterpret_cast<const __m256i*>(from + r * kRows));
        points[r] = _mm256_add_epi8(points[r], entries(column.points.data(), column.pieces, codes));
        known[r] =
            _mm256_add_epi8(known[r], _mm256_andnot_si256(_mm256_cmpeq_epi8(codes, zero), counted));
        if (!column.has_marks) continue;
        mark[r] = _mm256_min_epu8(mark[r], entries(column.marks.data(), column.pieces, codes));
      }
    }
    for (std::size_t r = 0; r < kRegisters; ++r) {
      const __m256i enough = _mm256_cmpeq_epi8(_mm256_max_epu8(known[r], known_min), known[r]);
      const __m256i by_points = _mm256_blendv_epi8(one, points[r], enough);
      const __m256i fit = _mm256_blendv_epi8(_mm256_and_si256(mark[r], one), by_points,
                                             _mm256_cmpeq_epi8(mark[r], none));
      auto* place = reinterpret_cast<__m256i*>(fits.data() + row + r * kRows);
      _mm256_storeu_si256(place, _mm256_max_epu8(_mm256_loadu_si256(place), fit));
    }
  }
  return row;
}
#else
std::size_t FitKernels::avx2(std::span<Fit>) const {
  check(false, "FitKernels: this processor has no AVX2");
  return 0;
}
#endif

#if defined(__aarch64__)
std::size_t FitKernels::neon(std::span<Fit> fits) const {
  constexpr std::size_t kRows = 16;
  const uint8x16_t one = vdupq_n_u8(1);
  const uint8x16_t none = vdupq_n_u8(kNoMark);
  std::size_t row = 0;
  for (; row + kRows <= fits.size(); row += kRows) {
    uint8x16_t points = vdupq_n_u8(kFitNoPoints);
    uint8x16_t known = vdupq_n_u8(tables_.known_always);
    uint8x16_t mark = none;
    for (const FitTables::Column& column : tables_.columns) {
      const uint8x16_t codes = vld1q_u8(codes_[column.question] + row);
      points = vaddq_u8(points, entries(column.points.data(), column.pieces, codes));
      const uint8x16_t is_known = vtstq_u8(codes, codes);
      known = vaddq_u8(known, vandq_u8(is_known, vdupq_n_u8(column.known)));
      if (column.has_marks) {
        mark = vminq_u8(mark, entries(column.marks.data(), column.pieces, codes));
      }
    }
    const uint8x16_t enough = vcgeq_u8(known, vdupq_n_u8(tables_.known_min));
    const uint8x16_t by_points = vbslq_u8(enough, points, one);
    const uint8x16_t fit = vbslq_u8(vceqq_u8(mark, none), by_points, vandq_u8(mark, one));
    vst1q_u8(fits.data() + row, vmaxq_u8(vld1q_u8(fits.data() + row), fit));
  }
  return row;
}
#else
std::size_t FitKernels::neon(std::span<Fit>) const {
  check(false, "FitKernels: this processor has no NEON");
  return 0;
}
#endif

}  // namespace bestfit::score
