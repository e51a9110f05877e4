// Test AUC and log loss of cards on the folded sets of bench_folds, beside the best sparse peer in
// the same folds. Seconds are of CPU, one thread.
//   bench_folds FOLDER [set …]     SMALL=1: learned from 40 to 1000 accounts only

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <ctime>
#include <exception>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "bestfit/attribute/encode.h"
#include "bestfit/base/error.h"
#include "bestfit/base/progress.h"
#include "bestfit/base/random.h"
#include "bestfit/base/text.h"
#include "bestfit/card/card.h"
#include "bestfit/connect/read.h"
#include "bestfit/stats/auc.h"

namespace {

using namespace bestfit;

double cpu_seconds() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

table::Table read_table(const std::string& path) {
  base::Silent silent;
  return connect::read(path, {}, silent).table;
}

struct Data {
  std::string name;
  attribute::Coded coded;
  double encode_s = 0.0;
  std::vector<std::int8_t> best;
  std::vector<double> fold;
};

Data read_data(const std::string& folder, const std::string& name) {
  const table::Table table = read_table(folder + "/" + name + ".csv");
  table::Schema schema;
  for (const table::Column& column : table.columns()) {
    if (column.name == "y" || column.name == "fold") continue;
    table::Field field;
    field.column = column.name;
    field.kind = column.kind;
    schema.fields.push_back(field);
  }
  Data data;
  data.name = name;
  const double start = cpu_seconds();
  data.coded = attribute::encode(table, schema, "y", 1);
  data.encode_s = cpu_seconds() - start;
  for (const double y : table.column("y").numbers) data.best.push_back(y > 0.5 ? 1 : 0);
  data.fold = table.column("fold").numbers;
  return data;
}

struct Parts {
  std::vector<std::uint32_t> learned;
  std::vector<std::uint32_t> held;
};

Parts parts_of(const Data& data, int fold) {
  Parts parts;
  for (std::uint32_t row = 0; row < data.fold.size(); ++row) {
    (data.fold[row] == fold ? parts.held : parts.learned).push_back(row);
  }
  return parts;
}

struct Result {
  double auc = 0.0;
  double log_loss = 0.0;
  double seconds = 0.0;
  std::size_t attributes = 0;
};

Result measure(const Data& data, const Parts& parts, int attributes_max) {
  card::CardOptions options;
  options.attributes_max = attributes_max;
  Result result;
  const double start = cpu_seconds();
  std::vector<std::int8_t> known(data.best.size(), -1);
  for (const std::uint32_t row : parts.learned) known[row] = data.best[row];
  const card::CodedModel model = card::fit(data.coded, known, parts.learned, options);
  result.seconds = cpu_seconds() - start;
  result.attributes = model.attributes.size();
  const std::vector<int> scores = card::points(model, data.coded, parts.held);
  std::vector<std::int8_t> best;
  for (std::size_t i = 0; i < scores.size(); ++i) {
    best.push_back(data.best[parts.held[i]]);
    const double odds = model.intercept + model.slope * scores[i];
    result.log_loss += std::log1p(std::exp(best.back() == 1 ? -odds : odds));
  }
  result.log_loss /= static_cast<double>(scores.size());
  result.auc = stats::auc_value(stats::count_points(scores, best));
  return result;
}

/// Cards learned from few accounts, over 12 draws from the rows outside fold 0.
void run_small(const Data& data) {
  constexpr std::uint64_t kDraws = 12;
  for (const std::size_t size : {40U, 100U, 300U, 1000U}) {
    Result sum;
    int empty = 0;
    for (std::uint64_t draw = 0; draw < kDraws; ++draw) {
      Parts parts = parts_of(data, 0);
      base::Random random(draw);
      random.shuffle(std::span<std::uint32_t>(parts.learned));
      if (parts.learned.size() < size) return;
      parts.learned.resize(size);
      const Result one = measure(data, parts, 6);
      sum.auc += one.auc / kDraws;
      sum.seconds += one.seconds / kDraws;
      empty += one.attributes == 0 ? 1 : 0;
    }
    fmt::print("{:13s} {:4d} accounts, k=6: auc {:.4f}, {} without a card, {:.4f} s\n", data.name,
               size, sum.auc, empty, sum.seconds);
  }
}

/// Mean AUC and log loss of each sparse method over the five folds, from peers.csv.
struct Peer {
  double auc = 0.0;
  double log_loss = 0.0;
  int folds = 0;
};
using Peers = std::map<std::string, Peer>;  // by "set attributes method"

Peers read_peers(const std::string& folder) {
  const table::Table table = read_table(folder + "/peers.csv");
  const auto text = [&](const char* name, std::size_t row) {
    const table::Column& column = table.column(name);
    return column.labels[static_cast<std::size_t>(column.codes[row])];
  };
  Peers peers;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const double auc = table.column("auc").numbers[row];
    const double attributes = table.column("k").numbers[row];
    if (auc != auc || attributes != attributes) continue;
    Peer& peer =
        peers[fmt::format("{} {} {}", text("dataset", row), attributes, text("method", row))];
    peer.auc += auc;
    peer.log_loss += table.column("logloss").numbers[row];
    ++peer.folds;
  }
  return peers;
}

void run(const Data& data, const Peers& peers) {
  for (const int k : {5, 7}) {
    std::vector<double> seconds;
    Result sum;
    std::string each;
    for (int fold = 0; fold < 5; ++fold) {
      const Result one = measure(data, parts_of(data, fold), k);
      sum.auc += one.auc / 5;
      sum.log_loss += one.log_loss / 5;
      seconds.push_back(one.seconds);
      each += fmt::format(" {:.4f}/{}", one.auc, one.attributes);
    }
    std::sort(seconds.begin(), seconds.end());
    fmt::print("{:13s} k={} auc {:.4f} loss {:.4f} fit {:.3f} s encode {:.3f} s |{}\n", data.name,
               k, sum.auc, sum.log_loss, seconds[2], data.encode_s, each);
    const std::string key = fmt::format("{} {} ", data.name, k);
    for (const auto& peer : peers) {
      if (peer.first.rfind(key, 0) != 0 || peer.second.folds < 5) continue;
      fmt::print("    {:40s} {:.4f} {:.4f}\n", peer.first.substr(key.size()),
                 peer.second.auc / peer.second.folds, peer.second.log_loss / peer.second.folds);
    }
  }
}

int run_all(const std::string& folder, std::vector<std::string> names) {
  if (names.empty()) names = {"breastcancer", "mammo", "mushroom", "spambase", "bank_raw"};
  const Peers peers = read_peers(folder);
  for (const std::string& name : names) {
    const Data data = read_data(folder, name);
    if (std::getenv("SMALL") != nullptr) {
      run_small(data);
    } else {
      run(data, peers);
    }
  }
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) {
    fmt::print(stderr, "usage: bench_folds FOLDER [set …]\n");
    return 2;
  }
  try {
    return run_all(argv[1], std::vector<std::string>(argv + 2, argv + argc));
  } catch (const std::exception& error) {
    fmt::print(stderr, "{}\n", error.what());
    return 1;
  }
}
