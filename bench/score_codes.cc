// Scores from codes in memory, against what the memory gives; and one account explained.
//   bench_score_codes CARD [ROWS]     prints rows of a Markdown table

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <stdexcept>
#include <string>
#include <vector>

#include "bestfit/base/file.h"
#include "bestfit/base/instructions.h"
#include "bestfit/base/parallel.h"
#include "bestfit/base/random.h"
#include "bestfit/profile/profile_file.h"
#include "bestfit/score/fit_tables.h"
#include "bestfit/score/score.h"
#include "bestfit/table/table.h"

namespace {

using namespace bestfit;

constexpr int kRuns = 7;
constexpr std::size_t kPart = std::size_t{1} << 16;  // rows that a thread takes at once

/// The least of some runs.
double seconds_of(const std::function<void()>& work) {
  double least = 1e9;
  for (int run = 0; run < kRuns; ++run) {
    const auto start = std::chrono::steady_clock::now();
    work();
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
    least = std::min(least, took.count());
  }
  return least;
}

/// All of the bytes, read eight by eight.
std::uint64_t touch(const std::vector<std::uint8_t>& bytes, std::size_t from, std::size_t to) {
  std::uint64_t sums[8] = {};
  for (std::size_t i = from; i + 64 <= to; i += 64) {
    std::uint64_t words[8];
    std::memcpy(words, bytes.data() + i, 64);
    for (int k = 0; k < 8; ++k) sums[k] += words[k];
  }
  std::uint64_t all = 0;
  for (const std::uint64_t sum : sums) all += sum;
  return all;
}

double read_rate(const std::vector<std::uint8_t>& bytes, int threads) {
  const std::size_t parts = bytes.size() / kPart;
  std::vector<std::uint64_t> sums(parts);
  const double seconds = seconds_of([&] {
    base::parallel_for(threads, parts,
                       [&](std::size_t i) { sums[i] = touch(bytes, i * kPart, (i + 1) * kPart); });
  });
  return static_cast<double>(bytes.size()) / seconds / 1e9;
}

void measure(const score::Codebook& book, std::size_t rows) {
  const auto tables = score::FitTables::of(book);
  if (!tables) throw std::runtime_error("the card does not fit into bytes");
  base::Random random(1);
  std::vector<std::vector<score::Code>> columns;
  for (std::size_t question = 0; question < book.questions().size(); ++question) {
    std::vector<score::Code> codes(rows);
    for (score::Code& code : codes)
      code = static_cast<score::Code>(random.below(book.codes(question)));
    columns.push_back(std::move(codes));
  }
  std::vector<score::Fit> fits(rows);
  const std::vector<std::uint8_t> memory(columns.size() * rows, 1);
  const double touched = static_cast<double>((columns.size() + 1) * rows);
  for (const int threads : {1, base::processor_count()}) {
    const double limit = read_rate(memory, threads);
    fmt::print("| memory, read alone | {} | | {:.1f} | |\n", threads, limit);
    for (const base::Instructions instructions : base::instructions_here()) {
      const double seconds = seconds_of([&] {
        base::parallel_for(threads, (rows + kPart - 1) / kPart, [&](std::size_t part) {
          const std::size_t from = part * kPart;
          const std::size_t count = std::min(kPart, rows - from);
          std::vector<const score::Code*> starts;
          for (const auto& column : columns) starts.push_back(column.data() + from);
          tables->look_up(starts, instructions, std::span(fits).subspan(from, count));
        });
      });
      fmt::print("| codes, {} | {} | {:.2f} | {:.1f} | {:.0f} % |\n",
                 base::instructions_name(instructions), threads,
                 static_cast<double>(rows) / seconds / 1e9, touched / seconds / 1e9,
                 100.0 * touched / seconds / 1e9 / limit);
    }
  }
}

/// An account that has a value in each column of the card.
table::Table one_account(const score::Codebook& book) {
  const std::vector<std::string> industry = {"Software"};
  const std::vector<std::string> tools = {"Salesforce;AWS;Slack"};
  std::vector<table::Column> columns;
  for (const score::Question& question : book.questions()) {
    const std::string& name = question.column;
    switch (question.kind) {
      case profile::CriterionKind::number:
        columns.push_back(table::number_column(name, {50.0}));
        break;
      case profile::CriterionKind::flag: columns.push_back(table::flag_column(name, {1.0})); break;
      case profile::CriterionKind::date:
        columns.push_back(table::date_column(name, {20000.0}));
        break;
      case profile::CriterionKind::category:
        columns.push_back(table::category_column(name, industry));
        break;
      case profile::CriterionKind::set:
        columns.push_back(table::set_column(name, tools, ';'));
        break;
    }
  }
  return table::Table(std::move(columns));
}

/// What `explain` computes once the account is at hand.
void measure_explain(const score::Codebook& book) {
  const table::Table account = one_account(book);
  std::size_t lines = 0;
  const double seconds = seconds_of([&] {
    const std::vector<score::Score> scores = score::score(account, book.file());
    lines += score::reasons(book.file(), scores.front()).size();
    lines += score::status_reason(book.file(), scores.front()).size();
  });
  fmt::print("| one account of a loaded table scored, with all its reasons | 1 | {:.3f} ms | | |\n",
             1e3 * seconds);
}

}  // namespace

int main(int count, char** words) {
  try {
    if (count < 2) throw std::runtime_error("usage: bench_score_codes CARD [ROWS]");
    const auto book =
        score::Codebook::of(profile::parse_profile(base::read_file(words[1]), words[1]));
    if (!book) throw std::runtime_error("the card has no codes");
    measure_explain(*book);
    measure(*book, count > 2 ? std::strtoull(words[2], nullptr, 10) : 100'000'000);
  } catch (const std::exception& error) {
    fmt::print(stderr, "{}\n", error.what());
    return 1;
  }
  return 0;
}
