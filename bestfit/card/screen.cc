#include "bestfit/card/screen.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>

#include "bestfit/base/parallel.h"

namespace bestfit::card {
namespace {

/// A row's gradient and curvature in one word: the gradient above, the curvature below. Sums of up
/// to kBlock rows do not run over, where no row counts for more than one; else they are scaled.
constexpr double kScale = 524288.0;  // 2^19
constexpr std::size_t kBlock = 2048;
constexpr std::size_t kLanes = 4;  // tallies side by side, so that equal bins do not wait
constexpr std::size_t kBinsMax = 16;

std::int64_t pack(double gradient, double curvature, double scale) {
  return std::llround(gradient * scale) * (std::int64_t{1} << 32) + std::llround(curvature * scale);
}

/// The rows' words.
struct Words {
  std::vector<std::int64_t> of_row;
  double scale = kScale;
};

/// Where each row counts once: one of two words of its cell.
Words plain_words(const Binned& binned, const Cells& cells, const std::vector<double>& log_odds) {
  std::vector<std::int64_t> of_cell(2 * cells.size());
  for (std::size_t cell = 0; cell < cells.size(); ++cell) {
    const double p = 1.0 / (1.0 + std::exp(-log_odds[cell]));
    of_cell[2 * cell] = pack(-p, p * (1.0 - p), kScale);
    of_cell[2 * cell + 1] = pack(1.0 - p, p * (1.0 - p), kScale);
  }
  Words words{.of_row = std::vector<std::int64_t>(binned.rows())};
  for (std::size_t row = 0; row < words.of_row.size(); ++row) {
    words.of_row[row] = of_cell[2 * std::size_t{cells.of_row[row]} + binned.best[row]];
  }
  return words;
}

Words weighted_words(const Binned& binned, const Cells& cells,
                     const std::vector<double>& log_odds) {
  double most = 1.0;
  for (const outcome::Mass& mass : binned.mass) most = std::max(most, mass.total());
  Words words{.of_row = std::vector<std::int64_t>(binned.rows()), .scale = kScale / most};
  for (std::size_t row = 0; row < words.of_row.size(); ++row) {
    const outcome::Mass& mass = binned.mass[row];
    const double p = 1.0 / (1.0 + std::exp(-log_odds[cells.of_row[row]]));
    words.of_row[row] =
        pack(mass.best - mass.total() * p, mass.total() * p * (1.0 - p), words.scale);
  }
  return words;
}

struct Sums {
  std::array<std::int64_t, kBinsMax> gradient{};
  std::array<std::int64_t, kBinsMax> curvature{};
};

void add_block(std::span<const std::uint8_t> bins, std::span<const std::int64_t> words,
               Sums& sums) {
  std::array<std::array<std::int64_t, kBinsMax>, kLanes> tally{};
  std::size_t row = 0;
  for (; row + kLanes <= bins.size(); row += kLanes) {
    for (std::size_t lane = 0; lane < kLanes; ++lane) {
      tally[lane][bins[row + lane]] += words[row + lane];
    }
  }
  for (; row < bins.size(); ++row) tally[0][bins[row]] += words[row];
  for (std::size_t bin = 0; bin < kBinsMax; ++bin) {
    const std::int64_t word = tally[0][bin] + tally[1][bin] + tally[2][bin] + tally[3][bin];
    const std::int64_t low = word & 0xFFFFFFFF;
    sums.curvature[bin] += low;
    sums.gradient[bin] += (word - low) / (std::int64_t{1} << 32);
  }
}

double gain_of(const attribute::BinnedAttribute& attribute, const Words& all) {
  const std::span<const std::int64_t> words = all.of_row;
  Sums sums;
  for (std::size_t start = 0; start < words.size(); start += kBlock) {
    const std::size_t length = std::min(kBlock, words.size() - start);
    add_block(std::span(attribute.bins).subspan(start, length), words.subspan(start, length), sums);
  }
  double gain = 0.0;
  for (std::size_t bin = 0; bin < kBinsMax; ++bin) {
    const double gradient = static_cast<double>(sums.gradient[bin]) / all.scale;
    const double curvature = static_cast<double>(sums.curvature[bin]) / all.scale;
    gain += 0.5 * gradient * gradient / (curvature + 1.0);
  }
  return gain;
}

}  // namespace

std::vector<double> cell_log_odds(const Cells& cells, const Logistic& model) {
  std::vector<double> odds(cells.size(), model.intercept);
  for (std::size_t cell = 0; cell < cells.size(); ++cell) {
    for (std::size_t a = 0; a < cells.width; ++a) {
      odds[cell] += model.weights[a][cells.codes[cell * cells.width + a]];
    }
  }
  return odds;
}

std::vector<double> screen(const Binned& binned, const Cells& cells,
                           const std::vector<double>& log_odds, int threads) {
  const Words words = binned.mass.empty() ? plain_words(binned, cells, log_odds)
                                          : weighted_words(binned, cells, log_odds);
  std::vector<double> gains(binned.attributes.size());
  const bool large = words.of_row.size() * gains.size() > 2000000;
  base::parallel_for(large ? threads : 1, gains.size(),
                     [&](std::size_t i) { gains[i] = gain_of(binned.attributes[i], words); });
  return gains;
}

}  // namespace bestfit::card
