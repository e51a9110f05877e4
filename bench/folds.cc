// Mean test AUC of cards on the five folded sets of bench_folds, beside the peers' figures.
// Seconds are of CPU, one thread.
//   bench_folds FOLDER [set …]   PEERS=1 adds the peers, SMALL=1 learns from 40 to 1000 accounts

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <ctime>
#include <map>
#include <numeric>
#include <string>
#include <vector>

#include "bench/read_csv.h"
#include "bestfit/base/random.h"
#include "bestfit/base/text.h"
#include "bestfit/learn/card.h"
#include "bestfit/learn/encode.h"

namespace {

using namespace bestfit;

double cpu_seconds() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

struct Data {
  table::Table table;
  table::Schema schema;
  std::vector<std::int8_t> best;
  std::vector<int> fold;
};

Data read_data(const std::string& path) {
  std::vector<table::Column> columns;
  Data data;
  for (const auto& cells : bench::read_cells(path, ',')) {
    table::Column column = bench::typed_column(cells);
    if (column.name == "y") {
      for (const double y : column.numbers) data.best.push_back(y > 0.5 ? 1 : 0);
    } else if (column.name == "fold") {
      for (const double fold : column.numbers) data.fold.push_back(static_cast<int>(fold));
    } else {
      table::Field field;
      field.column = column.name;
      field.kind = column.kind;
      data.schema.fields.push_back(field);
      columns.push_back(std::move(column));
    }
  }
  data.table = table::Table(std::move(columns));
  return data;
}

double auc(const std::vector<int>& scores, const std::vector<std::uint32_t>& rows,
           const std::vector<std::int8_t>& best) {
  std::vector<double> won(101, 0.0);
  std::vector<double> lost(101, 0.0);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    (best[rows[i]] == 1 ? won : lost)[static_cast<std::size_t>(scores[i])] += 1.0;
  }
  double below = 0.0;
  double wins = 0.0;
  double all_won = 0.0;
  for (std::size_t score = 0; score <= 100; ++score) {
    wins += won[score] * (below + 0.5 * lost[score]);
    below += lost[score];
    all_won += won[score];
  }
  return wins / (below * all_won);
}

double log_loss(const learn::CodedModel& model, const std::vector<int>& scores,
                const std::vector<std::uint32_t>& rows, const std::vector<std::int8_t>& best) {
  double sum = 0.0;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const double odds = model.intercept + model.slope * scores[i];
    sum += std::log1p(std::exp(best[rows[i]] == 1 ? -odds : odds));
  }
  return sum / static_cast<double>(rows.size());
}

/// Mean AUC of cards learned from few accounts, over 12 draws from the rows outside fold 0.
void run_small(const Data& data, const learn::Coded& coded, const std::string& name) {
  for (const std::size_t size : {40U, 100U, 300U, 1000U}) {
    double sum = 0.0;
    double seconds = 0.0;
    int empty = 0;
    for (std::uint64_t draw = 0; draw < 12; ++draw) {
      std::vector<std::uint32_t> train;
      std::vector<std::uint32_t> test;
      for (std::size_t row = 0; row < data.fold.size(); ++row) {
        (data.fold[row] == 0 ? test : train).push_back(static_cast<std::uint32_t>(row));
      }
      base::Random random(draw);
      random.shuffle(std::span<std::uint32_t>(train));
      if (train.size() < size) return;
      train.resize(size);
      learn::LearnOptions options;
      options.attributes_max = 6;
      const auto before = cpu_seconds();
      const learn::CodedModel model = learn::fit(coded, data.best, train, options);
      seconds += cpu_seconds() - before;
      empty += model.attributes.empty() ? 1 : 0;
      sum += auc(learn::points(model, coded, test), test, data.best) / 12.0;
    }
    fmt::print("{:13s} {:4d} accounts, k=6: auc {:.4f}, {} without a card, {:.4f} s\n", name, size,
               sum, empty, seconds / 12.0);
  }
}

void run(const std::string& folder, const std::string& name,
         const std::map<std::string, std::pair<double, int>>& peers) {
  const Data data = read_data(folder + "/" + name + ".csv");
  const auto start = cpu_seconds();
  const learn::Coded coded = learn::encode(data.table, data.schema, "", 1);
  const double encode_s = cpu_seconds() - start;
  if (std::getenv("SMALL") != nullptr) {
    run_small(data, coded, name);
    return;
  }
  for (const int k : {5, 7}) {
    double sum = 0.0;
    double loss = 0.0;
    std::vector<double> seconds;
    std::string each;
    for (int fold = 0; fold < 5; ++fold) {
      std::vector<std::uint32_t> train;
      std::vector<std::uint32_t> test;
      for (std::size_t row = 0; row < data.fold.size(); ++row) {
        (data.fold[row] == fold ? test : train).push_back(static_cast<std::uint32_t>(row));
      }
      learn::LearnOptions options;
      options.attributes_max = k;
      const auto before = cpu_seconds();
      const learn::CodedModel model = learn::fit(coded, data.best, train, options);
      seconds.push_back(cpu_seconds() - before);
      const std::vector<int> scores = learn::points(model, coded, test);
      const double value = auc(scores, test, data.best);
      sum += value;
      loss += log_loss(model, scores, test, data.best);
      each += fmt::format(" {:.4f}/{}", value, model.attributes.size());
    }
    std::sort(seconds.begin(), seconds.end());
    fmt::print("{:13s} k={} auc {:.4f} loss {:.4f} fit {:.3f} s encode {:.3f} s |{}\n", name, k,
               sum / 5, loss / 5, seconds[2], encode_s, each);
    for (const auto& peer : peers) {
      const std::string key = fmt::format("{} {} ", name, k);
      if (std::getenv("PEERS") == nullptr || peer.first.rfind(key, 0) != 0) continue;
      fmt::print("    {:44s} {:.4f} ({} folds)\n", peer.first.substr(key.size()),
                 peer.second.first / peer.second.second, peer.second.second);
    }
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) {
    fmt::print(stderr, "usage: bench_folds FOLDER [set …]\n");
    return 2;
  }
  const std::string folder = argv[1];
  std::map<std::string, std::pair<double, int>> peers;
  const auto table = bench::read_cells(folder + "/peers.csv", ',');
  for (std::size_t row = 1; row < table[0].size(); ++row) {
    const auto value = base::parse_number(table[4][row]);
    if (!value) continue;
    auto& peer = peers[table[0][row] + " " + table[2][row] + " " + table[1][row]];
    peer.first += *value;
    ++peer.second;
  }
  std::vector<std::string> names(argv + 2, argv + argc);
  if (names.empty()) names = {"breastcancer", "mammo", "mushroom", "spambase", "bank_raw"};
  for (const std::string& name : names) run(folder, name, peers);
  return 0;
}
