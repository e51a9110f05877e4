// CPU seconds of coding, fitting and ranking on made-up accounts.
//   bench_scale ROWS ATTRIBUTES [ATTRIBUTES_MAX]

#include <fmt/format.h>

#include <cmath>
#include <cstdlib>
#include <ctime>
#include <numeric>
#include <string>
#include <vector>

#include "bestfit/attribute/encode.h"
#include "bestfit/base/random.h"
#include "bestfit/card/card.h"
#include "bestfit/learn/leakage.h"
#include "bestfit/learn/rank.h"

namespace {

using namespace bestfit;

/// Half numbers (some missing), a quarter categories of 12, a quarter flags; every third matters.
table::Table made(std::size_t rows, std::size_t attributes, std::vector<std::int8_t>& best) {
  base::Random random(1);
  std::vector<double> odds(rows, -2.0);
  std::vector<table::Column> columns;
  for (std::size_t a = 0; a < attributes; ++a) {
    const double effect = a % 3 == 0 ? 0.5 : 0.0;
    const std::string name = "a" + std::to_string(a);
    std::vector<double> numbers;
    table::Column category;
    for (std::size_t row = 0; row < rows; ++row) {
      if (a % 4 < 2) {
        const double value = random.normal();
        numbers.push_back(random.uniform() < 0.1 ? table::kMissing : std::exp(value));
        odds[row] += effect * value;
      } else if (a % 4 == 2) {
        category.codes.push_back(static_cast<std::int32_t>(random.below(12)));
        odds[row] += category.codes.back() < 4 ? effect : 0.0;
      } else {
        numbers.push_back(random.uniform() < 0.3 ? 1.0 : 0.0);
        odds[row] += numbers.back() * effect;
      }
    }
    if (a % 4 == 2) {
      category.name = name;
      category.kind = table::Kind::category;
      for (int i = 0; i < 12; ++i) category.labels.push_back("label " + std::to_string(i));
      columns.push_back(std::move(category));
    } else {
      columns.push_back(a % 4 == 3 ? table::flag_column(name, std::move(numbers))
                                   : table::number_column(name, std::move(numbers)));
    }
  }
  for (const double x : odds) best.push_back(random.uniform() < 1.0 / (1.0 + std::exp(-x)) ? 1 : 0);
  return table::Table(std::move(columns));
}

table::Schema all_attributes(const table::Table& table) {
  table::Schema schema;
  for (const table::Column& column : table.columns()) {
    table::Field field;
    field.column = column.name;
    field.kind = column.kind;
    schema.fields.push_back(field);
  }
  return schema;
}

double cpu_seconds() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) {
    fmt::print(stderr, "usage: bench_scale ROWS ATTRIBUTES [ATTRIBUTES_MAX]\n");
    return 2;
  }
  std::vector<std::int8_t> best;
  const table::Table table =
      made(std::strtoul(argv[1], nullptr, 10), std::strtoul(argv[2], nullptr, 10), best);
  learn::LearnOptions options;
  if (argc > 3) options.attributes_max = std::atoi(argv[3]);
  std::vector<std::uint32_t> rows(table.rows());
  std::iota(rows.begin(), rows.end(), 0U);

  const double start = cpu_seconds();
  attribute::Coded coded = attribute::encode(table, all_attributes(table), "", 1);
  const double encoded = cpu_seconds();
  learn::mark_leaks(coded, best, rows, options);
  const double checked = cpu_seconds();
  const card::CodedModel model = card::fit(coded, best, rows, learn::card_options(options, coded));
  const double fitted = cpu_seconds();
  const auto ranked = learn::rank_attributes(coded, model, best, rows, options);
  const double done = cpu_seconds();
  fmt::print(
      "{} x {}, k={}: encode {:.2f} s, leaks {:.2f} s, fit {:.2f} s, rank {:.2f} s CPU; {} "
      "attributes in the card, {} ranked\n",
      argv[1], argv[2], options.attributes_max, encoded - start, checked - encoded,
      fitted - checked, done - fitted, model.attributes.size(), ranked.size());
  return 0;
}
