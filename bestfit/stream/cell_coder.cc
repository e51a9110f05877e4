#include "bestfit/stream/cell_coder.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "bestfit/base/error.h"
#include "bestfit/base/text.h"
#include "bestfit/connect/batch.h"

namespace bestfit::stream {
namespace {

using recognise::Told;
using score::Code;
using table::Kind;

constexpr std::size_t kExampleBytes = 40;
constexpr std::size_t kExamples = 3;
constexpr std::size_t kPlainDigits = 15;  // each of so many digits is a double of its own

constexpr std::array<double, kPlainDigits + 1> kPowersOfTen = {
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};

/// Keeps the first three that differ.
void add_example(std::string example, std::vector<std::string>& examples) {
  const bool is_new = std::find(examples.begin(), examples.end(), example) == examples.end();
  if (is_new && examples.size() < kExamples) examples.push_back(std::move(example));
}

}  // namespace

void merge(const Misread& fresh, Misread& all) {
  all.cells += fresh.cells;
  for (const std::string& example : fresh.examples) add_example(example, all.examples);
}

CellCoder::CellCoder(const score::Codebook& book, Task task) : book_(book), task_(std::move(task)) {
  const bool is_number = task_.format.kind == Kind::number;
  reads_plain_numbers_ = is_number && task_.question && task_.format.missing.empty();
  reads_points_ = !task_.format.decimal_comma && task_.told == Told::surely;
  if (!is_number || !task_.question) return;
  cuts_ = book.cuts(*task_.question);
  cut_codes_ = book.cut_codes(*task_.question);
}

double CellCoder::day(std::string_view cell) {
  return cell.empty() ? table::kMissing : seen(cell).day;
}

void CellCoder::start_piece() {
  has_news_ = false;
  misread_ = {};
}

/// Digits with at most a minus before and a point between, 15 at most: these read alike everywhere.
/// Digits over a power of ten, both exact in a double, give the nearest double, as reading does.
std::optional<double> CellCoder::plain_number(std::string_view cell) const {
  const bool negative = cell.front() == '-';
  std::size_t at = negative ? 1 : 0;
  const std::size_t start = at;
  std::uint64_t whole = 0;
  for (; at < cell.size() && base::is_digit(cell[at]); ++at) {
    whole = 10 * whole + static_cast<std::uint64_t>(cell[at] - '0');
  }
  std::size_t digits = at - start;
  if (digits == 0 || digits > kPlainDigits) return std::nullopt;
  double value = static_cast<double>(whole);
  if (at < cell.size()) {
    if (cell[at] != '.' || !reads_points_) return std::nullopt;
    const std::size_t point = at;
    for (++at; at < cell.size() && base::is_digit(cell[at]); ++at) {
      whole = 10 * whole + static_cast<std::uint64_t>(cell[at] - '0');
    }
    const std::size_t places = at - point - 1;
    digits += places;
    if (at < cell.size() || places == 0 || digits > kPlainDigits) return std::nullopt;
    value = static_cast<double>(whole) / kPowersOfTen.at(places);
  }
  return negative ? -value : value;
}

Seen CellCoder::read(std::string_view cell) const {
  Seen seen;
  const std::string_view text = recognise::value_text(cell);
  const bool missing = recognise::is_missing(text, task_.format);
  switch (task_.format.kind) {
    case Kind::number:
    case Kind::flag:
    case Kind::date: read_value(text, missing, seen); break;
    case Kind::category:
    case Kind::text:
      if (!missing) seen.code = book_.of_label(task_.question.value(), base::trim(text));
      break;
    case Kind::set:
      if (!missing) seen.code = code_of_members(text);
      break;
  }
  seen.may_tell_more = connect::may_tell_more(cell, task_.format.kind, task_.told, task_.options);
  seen.is_special = seen.may_tell_more || !seen.is_understood;
  return seen;
}

void CellCoder::read_value(std::string_view text, bool missing, Seen& seen) const {
  const double value = missing ? table::kMissing : recognise::read_value(text, task_.format);
  seen.is_understood = missing || !std::isnan(value);
  seen.day = value;
  if (!task_.question || std::isnan(value)) return;
  seen.code = task_.format.kind == Kind::flag
                  ? book_.of_label(*task_.question, value != 0.0 ? "yes" : "no")
                  : book_.of_number(*task_.question, value);
}

Code CellCoder::code_of_members(std::string_view text) const {
  std::vector<std::string> members;
  for (const std::string_view part : base::split(text, task_.format.separator)) {
    const std::string_view member = base::trim(part);
    if (!recognise::is_missing(member, task_.format)) members.push_back(base::fold(member));
  }
  return book_.of_members(task_.question.value(), members);
}

void CellCoder::note(std::string_view cell, const Seen& seen) {
  has_news_ = has_news_ || seen.may_tell_more;
  if (seen.is_understood) return;
  ++misread_.cells;
  if (misread_.examples.size() == kExamples) return;
  add_example(std::string(recognise::value_text(cell).substr(0, kExampleBytes)), misread_.examples);
}

}  // namespace bestfit::stream
