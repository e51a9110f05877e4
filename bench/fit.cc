// CPU seconds of coding and fitting a card on a table, one thread; prints one JSON object.
//   bench_fit TABLE COLUMN=VALUE ATTRIBUTES_MAX [IGNORED_COLUMN …]

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <ctime>
#include <exception>
#include <limits>
#include <numeric>
#include <string>
#include <vector>

#include "bestfit/attribute/encode.h"
#include "bestfit/base/progress.h"
#include "bestfit/card/card.h"
#include "bestfit/connect/read.h"
#include "bestfit/outcome/outcome.h"

namespace {

using namespace bestfit;

constexpr double kEnough = 1.0;  // seconds of fitting, over as many runs as that takes
constexpr int kRunsMost = 20;

double cpu_seconds() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

table::Schema attributes_of(const table::Table& table, const std::vector<std::string>& ignored) {
  table::Schema schema;
  for (const table::Column& column : table.columns()) {
    if (std::find(ignored.begin(), ignored.end(), column.name) != ignored.end()) continue;
    table::Field field;
    field.column = column.name;
    field.kind = column.kind;
    schema.fields.push_back(field);
  }
  return schema;
}

/// The least of several runs.
template <typename Work>
double seconds_of(Work work) {
  double least = std::numeric_limits<double>::infinity();
  double all = 0.0;
  for (int run = 0; run < kRunsMost && all < kEnough; ++run) {
    const double start = cpu_seconds();
    work();
    const double seconds = cpu_seconds() - start;
    least = std::min(least, seconds);
    all += seconds;
  }
  return least;
}

int run(const std::vector<std::string>& words) {
  base::Silent silent;
  const table::Table table = connect::read(words[0], {}, silent).table;
  const outcome::Outcome outcome = outcome::outcome_of(table, words[1]);
  card::CardOptions options;
  options.attributes_max = std::atoi(words[2].c_str());
  const table::Schema schema = attributes_of(table, {words.begin() + 3, words.end()});
  std::vector<std::uint32_t> rows(table.rows());
  std::iota(rows.begin(), rows.end(), 0U);

  attribute::Coded coded;
  const double encode = seconds_of([&] {
    coded = attribute::Coded();
    coded = attribute::encode(table, schema, outcome.column, 1);
  });
  card::CodedModel model;
  const double fit = seconds_of([&] { model = card::fit(coded, outcome.best, rows, options); });
  fmt::print(R"({{"rows": {}, "attributes": {}, "encode": {:.6f}, "fit": {:.6f}, "chosen": {}}})"
             "\n",
             table.rows(), coded.attributes.size(), encode, fit, model.attributes.size());
  return 0;
}

}  // namespace

int main(int count, char** words) {
  if (count < 4) {
    fmt::print(stderr, "usage: bench_fit TABLE COLUMN=VALUE ATTRIBUTES_MAX [IGNORED_COLUMN …]\n");
    return 2;
  }
  try {
    return run(std::vector<std::string>(words + 1, words + count));
  } catch (const std::exception& error) {
    fmt::print(stderr, "{}\n", error.what());
    return 1;
  }
}
