// What learn() says of a CSV file, as text: each attribute and the card.
//   bench_attributes FILE DELIMITER OUTCOME [TIME|-] [EXCLUDED …]

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <exception>
#include <string>

#include "bench/read_csv.h"
#include "bestfit/base/progress.h"
#include "bestfit/learn/learn.h"

namespace {

using namespace bestfit;

int run(int argc, char** argv) {
  const table::Table table = bench::read_table(argv[1], argv[2][0]);
  table::Schema schema = bench::all_attributes(table);
  const learn::Outcome outcome = learn::outcome_of(table, argv[3]);
  for (table::Field& field : schema.fields) {
    if (argc > 4 && field.column == argv[4]) field.role = table::Role::time;
    for (int i = 5; i < argc; ++i) {
      if (field.column == argv[i]) field.role = table::Role::ignored;
    }
  }
  base::Silent silent;
  const auto start = std::chrono::steady_clock::now();
  const learn::Learned learned = learn::learn(table, schema, outcome, {}, silent);
  const double seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  for (const auto& a : learned.attributes) {
    fmt::print(
        "{:26s} {:8s} {} effect {:.3f} [{:.3f}, {:.3f}] p {:.2g} q {:.2g} info {:.3f} "
        "known {:.2f} {}\n",
        a.column, a.kind, a.selected ? "*" : " ", a.effect.value, a.effect.low, a.effect.high, a.p,
        a.q, a.information, a.coverage, a.left_out);
  }
  for (const auto& profile : learned.profiles) {
    fmt::print("\n{}\n{}\n", profile.name, profile.narrative);
    for (const auto& criterion : profile.score) {
      fmt::print("  {}\n", criterion.attribute);
      for (const auto& bin : criterion.bins) {
        fmt::print("    {:40s} {:3d}  {}/{}\n", bin.label, bin.points, bin.best, bin.total);
      }
      fmt::print("    {:40s} {:3d}  {}/{}\n", "not known", criterion.missing.points,
                 criterion.missing.best, criterion.missing.total);
    }
    for (const auto& tier : profile.tiers) fmt::print("  {} from {}\n", tier.name, tier.from);
  }
  fmt::print("{:.3f} s\n", seconds);
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 4) {
    fmt::print(stderr, "usage: bench_attributes FILE DELIMITER OUTCOME [TIME|-] [EXCLUDED …]\n");
    return 2;
  }
  try {
    return run(argc, argv);
  } catch (const std::exception& error) {
    fmt::print(stderr, "{}\n", error.what());
    return 1;
  }
}
