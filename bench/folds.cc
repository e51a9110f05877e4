// Mean test AUC of cards on the five folded sets of bench_folds, beside the peers' figures.
//   bench_folds FOLDER [set …]

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <map>
#include <numeric>
#include <string>
#include <vector>

#include "bestfit/base/error.h"
#include "bestfit/base/text.h"
#include "bestfit/learn/card.h"
#include "bestfit/learn/encode.h"

namespace {

using namespace bestfit;

using Cells = std::vector<std::vector<std::string>>;

/// A CSV without quotes, by column; the first cell of each is its header.
Cells read_csv(const std::string& path) {
  std::ifstream file(path);
  if (!file) throw Error(Fault::missing, "no file " + path);
  Cells columns;
  std::string line;
  while (std::getline(file, line)) {
    const auto cells = base::split(base::trim(line), ',');
    if (columns.empty()) columns.resize(cells.size());
    for (std::size_t i = 0; i < columns.size() && i < cells.size(); ++i) {
      columns[i].emplace_back(cells[i]);
    }
  }
  return columns;
}

table::Column column_of(const std::vector<std::string>& cells) {
  const std::vector<std::string> values(cells.begin() + 1, cells.end());
  std::vector<double> numbers;
  for (const std::string& value : values) {
    const auto number = base::parse_number(value);
    if (!number && !value.empty()) return table::category_column(cells.front(), values);
    numbers.push_back(number.value_or(table::kMissing));
  }
  return table::number_column(cells.front(), std::move(numbers));
}

struct Data {
  table::Table table;
  table::Schema schema;
  std::vector<std::int8_t> best;
  std::vector<int> fold;
};

Data read_data(const std::string& path) {
  std::vector<table::Column> columns;
  Data data;
  for (const auto& cells : read_csv(path)) {
    table::Column column = column_of(cells);
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

void run(const std::string& folder, const std::string& name,
         const std::map<std::string, std::pair<double, int>>& peers) {
  const Data data = read_data(folder + "/" + name + ".csv");
  using Clock = std::chrono::steady_clock;
  const auto start = Clock::now();
  const learn::Coded coded = learn::encode(data.table, data.schema, "", 1);
  const double encode_s = std::chrono::duration<double>(Clock::now() - start).count();
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
      const auto before = Clock::now();
      const learn::CodedModel model = learn::fit(coded, data.best, train, options);
      seconds.push_back(std::chrono::duration<double>(Clock::now() - before).count());
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
  const Cells table = read_csv(folder + "/peers.csv");
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
