// What prove() says of a CSV file, as text, and how long it took.
//   bench_proof FILE DELIMITER OUTCOME [TIME|- [GROUP|- [EXCLUDED …]]]

#include "bestfit/validate/proof.h"

#include <fmt/format.h>

#include <chrono>
#include <exception>
#include <string>

#include "bench/read_csv.h"
#include "bestfit/base/parallel.h"
#include "bestfit/base/progress.h"

namespace {

using namespace bestfit;

void print(const validate::Proof& proof) {
  fmt::print("{}: {}\n", validate::verdict_name(proof.verdict), proof.why);
  for (const std::string& help : proof.helps) fmt::print("  helps: {}\n", help);
  fmt::print("{}: {}\napparent {:.4f}, noise {:.3f} {:.3f} {:.3f} in {} runs\n", proof.method,
             proof.words, proof.apparent_auc, proof.noise.low, proof.noise.median, proof.noise.high,
             proof.noise.runs);
  if (!proof.held) return;
  const validate::Evaluation& held = *proof.held;
  fmt::print("AUC {:.4f} ({:.4f} to {:.4f}), lift at 10 % {:.2f} ({:.2f} to {:.2f})\n",
             held.auc.value, held.auc.low, held.auc.high, held.lift_at_10pct.value,
             held.lift_at_10pct.low, held.lift_at_10pct.high);
  fmt::print("log loss {:.4f}, Brier {:.4f}\n", held.log_loss, held.brier);
  for (const validate::TierResult& tier : held.by_tier) {
    fmt::print("  {} from {:3d}: {:6d} accounts, rate {:.3f}, lift {:.2f} ({:.2f} to {:.2f})\n",
               tier.tier, tier.from, tier.total, tier.rate.value, tier.lift.value, tier.lift.low,
               tier.lift.high);
  }
  for (const validate::CalibrationBin& bin : held.calibration) {
    fmt::print(
        "  scores {:3d} to {:3d}: {:6d} accounts, said {:.3f}, was {:.3f} ({:.3f} to {:.3f})\n",
        bin.from, bin.to, bin.total, bin.predicted, bin.observed.value, bin.observed.low,
        bin.observed.high);
  }
}

int run(int argc, char** argv) {
  const table::Table table = bench::read_table(argv[1], argv[2][0]);
  table::Schema schema = bench::all_attributes(table);
  const learn::Outcome outcome = learn::outcome_of(table, argv[3]);
  for (table::Field& field : schema.fields) {
    if (argc > 4 && field.column == argv[4]) field.role = table::Role::time;
    if (argc > 5 && field.column == argv[5]) field.role = table::Role::group;
    for (int i = 6; i < argc; ++i) {
      if (field.column == argv[i]) field.role = table::Role::ignored;
    }
  }
  learn::LearnOptions options;
  options.threads = base::processor_count();
  base::Silent silent;
  const auto start = std::chrono::steady_clock::now();
  const validate::Proof proof = validate::prove(table, schema, outcome, options, {}, silent);
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
  print(proof);
  fmt::print("{:.2f} s on {} threads\n", seconds.count(), options.threads);
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 4) {
    fmt::print(stderr,
               "usage: bench_proof FILE DELIMITER OUTCOME [TIME|- [GROUP|- [EXCLUDED …]]]\n");
    return 2;
  }
  try {
    return run(argc, argv);
  } catch (const std::exception& error) {
    fmt::print(stderr, "{}\n", error.what());
    return 1;
  }
}
