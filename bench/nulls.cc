// Verdicts on data where nothing, or something, sets the best apart: what docs/methods/proof.md
// states of false claims and of power. Two thirds numbers, one third categories of five labels, a
// tenth of the cells missing, 30 % best.
//   bench_nulls RUNS ROWS ATTRIBUTES [EFFECT]     EFFECT: standard deviations of log odds that the
//                                                 first three attributes move; 0 is none

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <map>
#include <string>
#include <vector>

#include "bestfit/base/parallel.h"
#include "bestfit/base/progress.h"
#include "bestfit/base/random.h"
#include "bestfit/learn/prepare.h"
#include "bestfit/validate/proof.h"

namespace {

using namespace bestfit;

struct Data {
  table::Table table;
  table::Schema schema;
  outcome::Outcome outcome;
};

Data make_data(std::size_t rows, std::size_t attributes, double effect, std::uint64_t seed) {
  base::Random random(seed, 0x6E756C6C);
  Data data;
  std::vector<table::Column> columns;
  std::vector<double> odds(rows, -0.85);
  for (std::size_t i = 0; i < attributes; ++i) {
    const bool is_number = i % 3 != 2;
    std::vector<double> cells(rows);
    std::vector<std::string> labels(rows);
    for (std::size_t row = 0; row < rows; ++row) {
      const auto label = random.below(5);
      cells[row] = random.normal();
      labels[row] = "label " + std::to_string(label);
      const double moves = is_number ? cells[row] : (static_cast<double>(label) - 2.0) / 1.41;
      const bool missing = random.uniform() < 0.1;
      if (i < 3 && !missing) odds[row] += effect * moves;
      if (missing) cells[row] = std::numeric_limits<double>::quiet_NaN();
      if (missing) labels[row].clear();
    }
    const std::string name = fmt::format("attribute {}", i);
    columns.push_back(is_number ? table::number_column(name, cells)
                                : table::category_column(name, labels));
    data.schema.fields.push_back({.column = name,
                                  .kind = is_number ? table::Kind::number : table::Kind::category,
                                  .role = table::Role::attribute,
                                  .why = ""});
  }
  data.table = table::Table(columns);
  data.outcome.name = "won";
  for (const double odd : odds) {
    data.outcome.best.push_back(random.uniform() < 1.0 / (1.0 + std::exp(-odd)) ? 1 : 0);
  }
  return data;
}

/// The verdict's name. Below 30 rows of an outcome it is not_ready by rule, and where no card is
/// found on all rows no proof can change that nothing is claimed: none is made.
std::string verdict_of(std::size_t rows, std::size_t attributes, double effect,
                       std::uint64_t seed) {
  const Data data = make_data(rows, attributes, effect, seed);
  const auto best = std::count(data.outcome.best.begin(), data.outcome.best.end(), 1);
  if (std::min<std::ptrdiff_t>(best, std::ssize(data.outcome.best) - best) < 30) return "too_few";
  base::Silent silent;
  learn::LearnOptions options;
  options.seed = seed;
  const learn::Prepared prepared =
      learn::prepare(data.table, data.schema, data.outcome, options, silent);
  if (prepared.card.attributes.empty()) return "nothing_found";
  return std::string(
      validate::verdict_name(validate::prove(prepared, options, {}, silent).verdict));
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 4) {
    fmt::print(stderr, "usage: bench_nulls RUNS ROWS ATTRIBUTES [EFFECT]\n");
    return 2;
  }
  const std::size_t runs = std::strtoul(argv[1], nullptr, 10);
  const std::size_t rows = std::strtoul(argv[2], nullptr, 10);
  const std::size_t attributes = std::strtoul(argv[3], nullptr, 10);
  const double effect = argc > 4 ? std::strtod(argv[4], nullptr) : 0.0;
  std::vector<std::string> verdicts(runs);
  base::parallel_for(base::processor_count(), runs, [&](std::size_t run) {
    verdicts[run] = verdict_of(rows, attributes, effect, run + 1);
  });
  std::map<std::string, std::size_t> counts;
  for (const std::string& verdict : verdicts) ++counts[verdict];
  fmt::print("{} runs, {} rows, {} attributes, effect {}:", runs, rows, attributes, effect);
  for (const auto& [name, count] : counts) fmt::print(" {} {}", name, count);
  fmt::print("\n");
  return 0;
}
