// Rules found on the training folds of bench_folds, measured on folds 0 to 2. Seconds are of CPU,
// one thread.
//   bench_segments FOLDER [set …]     RULES=1: the rules of fold 0 in words; UNSTABLE=1: rules that
//                                     refits do not find again are kept
//   bench_segments made ROWS ATTRIBUTES

#include "bestfit/segment/segments.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <ctime>
#include <exception>
#include <string>
#include <vector>

#include "bestfit/attribute/encode.h"
#include "bestfit/base/progress.h"
#include "bestfit/base/random.h"
#include "bestfit/connect/read.h"

namespace {

using namespace bestfit;

segment::SegmentOptions options() {
  segment::SegmentOptions options;
  if (std::getenv("UNSTABLE") != nullptr) options.reappears_min = 0.0;
  return options;
}

double cpu_seconds() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

table::Schema all_attributes(const table::Table& table) {
  table::Schema schema;
  for (const table::Column& column : table.columns()) {
    if (column.name == "y" || column.name == "fold") continue;
    table::Field field;
    field.column = column.name;
    field.kind = column.kind;
    schema.fields.push_back(field);
  }
  return schema;
}

struct Data {
  std::string name;
  attribute::Coded coded;
  std::vector<std::int8_t> best;
  std::vector<double> fold;
};

Data read_data(const std::string& folder, const std::string& name) {
  base::Silent silent;
  const table::Table table = connect::read(folder + "/" + name + ".csv", {}, silent).table;
  Data data;
  data.name = name;
  data.coded = attribute::encode(table, all_attributes(table), "y", 1);
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

std::string words_of(const attribute::Coded& coded, const segment::Rule& rule) {
  std::string out;
  for (const segment::Condition& condition : rule.conditions) {
    const attribute::CodedAttribute& attribute = coded.attributes[condition.attribute];
    out += (out.empty() ? "" : " and ") + attribute.name;
    if (condition.member) {
      out += " has " + attribute.labels[*condition.member];
      continue;
    }
    std::size_t first = 256;
    std::size_t last = 0;
    for (std::size_t code = 0; code < 256; ++code) {
      if (!condition.codes[code]) continue;
      first = std::min(first, code);
      last = code;
      if (!attribute.labels.empty()) out += " " + attribute.labels[code - 1];
    }
    if (!attribute.labels.empty()) continue;
    if (first > 1) out += fmt::format(" >={}", attribute.cuts[first - 2]);
    if (last <= attribute.cuts.size()) out += fmt::format(" <{}", attribute.cuts[last - 1]);
  }
  return out;
}

/// What rules do on rows that nothing was found on.
struct Result {
  double rules = 0.0;
  double coverage = 0.0;
  double lift = 0.0;  // rate in the union over that of all rows, as the peers have it
  double recall = 0.0;
  double relative_accuracy = 0.0;
  double overlap = 0.0;
  double overlap_max = 0.0;
  double conditions = 0.0;
  double seconds = 0.0;
};

using Covers = std::vector<std::vector<std::uint8_t>>;

Covers covers_of(const Data& data, const segment::Segments& found,
                 const std::vector<std::uint32_t>& rows) {
  Covers covers;
  for (const segment::Segment& one : found.segments) {
    covers.push_back(segment::cover(data.coded, one.rule, rows));
  }
  return covers;
}

Result measure(const Data& data, const segment::Segments& found,
               const std::vector<std::uint32_t>& rows) {
  const Covers covers = covers_of(data, found, rows);
  const std::vector<std::uint8_t> every(rows.size(), 1);
  const segment::Group all = segment::count_covered(data.best, rows, every);
  const segment::Group in =
      segment::count_covered(data.best, rows, segment::either(covers, rows.size()));
  Result out;
  out.rules = static_cast<double>(covers.size());
  out.coverage = static_cast<double>(in.total) / static_cast<double>(all.total);
  out.lift = in.rate() / all.rate();
  out.recall = static_cast<double>(in.best) / static_cast<double>(all.best);
  out.relative_accuracy = out.coverage * (in.rate() - all.rate());
  int pairs = 0;
  for (std::size_t i = 0; i < covers.size(); ++i) {
    out.conditions += static_cast<double>(found.segments[i].rule.conditions.size()) / out.rules;
    for (std::size_t j = i + 1; j < covers.size(); ++j, ++pairs) {
      const double both = segment::jaccard(covers[i], covers[j]);
      out.overlap += both;
      out.overlap_max = std::max(out.overlap_max, both);
    }
  }
  if (pairs > 0) out.overlap /= pairs;
  return out;
}

/// Mean Jaccard of each rule and its best match among rules of rows drawn with replacement.
double best_match(const Data& data, const Parts& parts, const segment::Segments& found) {
  constexpr std::uint64_t kRefits = 5;
  const Covers covers = covers_of(data, found, parts.held);
  double sum = 0.0;
  for (std::uint64_t refit = 0; refit < kRefits; ++refit) {
    base::Random random(17, refit);
    std::vector<std::uint32_t> rows;
    for (std::size_t i = 0; i < parts.learned.size(); ++i) {
      rows.push_back(parts.learned[random.below(parts.learned.size())]);
    }
    const Covers others = covers_of(
        data, segment::find_segments(data.coded, data.best, {}, rows, options()), parts.held);
    for (const auto& cover : covers) {
      double closest = 0.0;
      for (const auto& other : others) closest = std::max(closest, segment::jaccard(cover, other));
      sum += closest / static_cast<double>(kRefits * covers.size());
    }
  }
  return sum;
}

void print_rules(const Data& data, const segment::Segments& found) {
  for (const segment::Segment& one : found.segments) {
    fmt::print(
        "    {}\n      found {}/{} held {}/{} lift {:.2f} ({:.2f} to {:.2f}) stability {:.2f} "
        "reappears {:.2f}\n",
        words_of(data.coded, one.rule), one.found.best, one.found.total, one.held.best,
        one.held.total, one.lift.value, one.lift.low, one.lift.high, one.stability.mean,
        one.stability.reappears);
  }
  for (const segment::Unconfirmed& one : found.unconfirmed) {
    fmt::print("    not kept: {}: {}\n", words_of(data.coded, one.rule), one.why);
  }
  fmt::print("    exceptions: {} of {} outside\n", found.exceptions.rows.size(),
             found.exceptions.outside);
  for (const segment::ExceptionGroup& one : found.exceptions.groups) {
    fmt::print("      {} {}/{} lift {:.2f} ({:.2f} to {:.2f})\n",
               words_of(data.coded, {.conditions = {one.condition}}), one.outside.best,
               one.outside.total, one.lift.value, one.lift.low, one.lift.high);
  }
}

void run(const Data& data) {
  constexpr int kFolds = 3;
  Result mean;
  double stability = 0.0;
  for (int fold = 0; fold < kFolds; ++fold) {
    const Parts parts = parts_of(data, fold);
    const double start = cpu_seconds();
    const segment::Segments found =
        segment::find_segments(data.coded, data.best, {}, parts.learned, options());
    const double seconds = cpu_seconds() - start;
    const Result one = measure(data, found, parts.held);
    mean.rules += one.rules / kFolds;
    mean.coverage += one.coverage / kFolds;
    mean.lift += one.lift / kFolds;
    mean.recall += one.recall / kFolds;
    mean.relative_accuracy += one.relative_accuracy / kFolds;
    mean.overlap += one.overlap / kFolds;
    mean.overlap_max += one.overlap_max / kFolds;
    mean.conditions += one.conditions / kFolds;
    mean.seconds += seconds / kFolds;
    if (fold > 0) continue;
    if (std::getenv("RULES") != nullptr) print_rules(data, found);
    stability = best_match(data, parts, found);
  }
  fmt::print(
      "| {} | {:.1f} x {:.1f} | {:.3f} | {:.2f} | {:.2f} | {:.4f} | {:.2f} / {:.2f} | {:.2f} | "
      "{:.2f} |\n",
      data.name, mean.rules, mean.conditions, mean.coverage, mean.lift, mean.recall,
      mean.relative_accuracy, mean.overlap, mean.overlap_max, stability, mean.seconds);
}

/// Two thirds numbers (a tenth missing), a third categories of 8; three rules are planted.
Data made(std::size_t rows, std::size_t attributes) {
  base::Random random(1);
  std::vector<table::Column> columns;
  for (std::size_t a = 0; a < attributes; ++a) {
    const std::string name = "a" + std::to_string(a);
    std::vector<double> numbers;
    std::vector<std::string> labels;
    for (std::size_t row = 0; row < rows; ++row) {
      const double value = std::exp(random.normal());
      if (a % 3 < 2) {
        numbers.push_back(random.uniform() < 0.1 ? table::kMissing : value);
      } else {
        labels.push_back("label " + std::to_string(random.below(8)));
      }
    }
    columns.push_back(a % 3 < 2 ? table::number_column(name, std::move(numbers))
                                : table::category_column(name, labels));
  }
  Data data;
  data.name = fmt::format("made {} x {}", rows, attributes);
  for (std::size_t row = 0; row < rows; ++row) {
    const bool first = columns[0].numbers[row] > 1.5 && columns[2].codes[row] < 3;
    const bool second = columns[1].numbers[row] < 0.7 && columns[5].codes[row] < 3;
    const bool third =
        columns[3].numbers[row] > 1.0 && columns[4].numbers[row] > 1.0 && columns[8].codes[row] < 4;
    const double rate = first || second ? 0.5 : third ? 0.4 : 0.15;
    data.best.push_back(random.uniform() < rate ? 1 : 0);
    data.fold.push_back(static_cast<double>(random.below(5)));
  }
  const table::Table table(std::move(columns));
  data.coded = attribute::encode(table, all_attributes(table), "y", 1);
  return data;
}

int run_all(const std::string& folder, std::vector<std::string> names) {
  if (folder == "made" && names.size() == 2) {
    run(made(std::stoul(names[0]), std::stoul(names[1])));
    return 0;
  }
  if (names.empty()) names = {"breastcancer", "mammo", "mushroom", "spambase", "bank_raw"};
  for (const std::string& name : names) run(read_data(folder, name));
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) {
    fmt::print(stderr, "usage: bench_segments FOLDER [set …] | made ROWS ATTRIBUTES\n");
    return 2;
  }
  try {
    return run_all(argv[1], std::vector<std::string>(argv + 2, argv + argc));
  } catch (const std::exception& error) {
    fmt::print(stderr, "{}\n", error.what());
    return 1;
  }
}
