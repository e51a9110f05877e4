#include "bestfit/attribute/encode.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <limits>
#include <numeric>

#include "bestfit/attribute/cuts.h"
#include "bestfit/base/error.h"
#include "bestfit/base/parallel.h"
#include "bestfit/base/text.h"
#include "bestfit/recognise/size_range.h"
#include "bestfit/recognise/spelling.h"

namespace bestfit::attribute {
namespace {

constexpr std::size_t kCutsMax = 39;
constexpr std::size_t kSampleMax = 50000;
constexpr std::size_t kLabelsMax = 62;
constexpr std::size_t kMembersMax = 2000;

using table::Column;
using table::Kind;

/// What ages are counted to.
struct Now {
  const Column* time = nullptr;
  std::optional<base::Day> day;
};

double age_days(const Column& dates, const Now& now, std::size_t row) {
  const bool own = now.time != nullptr && !now.time->missing(row);
  if (!own && !now.day) return table::kMissing;
  return (own ? now.time->numbers[row] : static_cast<double>(*now.day)) - dates.numbers[row];
}

std::vector<double> sample_of(const std::vector<double>& values) {
  std::vector<double> sample;
  const std::size_t stride = values.size() / kSampleMax + 1;
  sample.reserve(values.size() / stride + 1);
  for (std::size_t row = 0; row < values.size(); row += stride) {
    if (std::isfinite(values[row])) sample.push_back(values[row]);
  }
  std::sort(sample.begin(), sample.end());
  return sample;
}

/// Cuts filled up to 64, so that finding a value's place takes six steps without a branch.
class PaddedCuts {
 public:
  explicit PaddedCuts(const std::vector<double>& cuts) : count_(cuts.size()) {
    check(count_ < cuts_.size(), "PaddedCuts: fewer than 64 cuts");
    cuts_.fill(std::numeric_limits<double>::infinity());
    std::copy(cuts.begin(), cuts.end(), cuts_.begin());
  }

  /// 1 + the number of cuts at or below the value; 0 for NaN.
  [[nodiscard]] std::uint8_t code_of(double value) const {
    std::size_t place = 0;
    place += 32U * static_cast<std::size_t>(cuts_[place + 31] <= value);
    place += 16U * static_cast<std::size_t>(cuts_[place + 15] <= value);
    place += 8U * static_cast<std::size_t>(cuts_[place + 7] <= value);
    place += 4U * static_cast<std::size_t>(cuts_[place + 3] <= value);
    place += 2U * static_cast<std::size_t>(cuts_[place + 1] <= value);
    place += static_cast<std::size_t>(cuts_[place] <= value);
    const bool known = !std::isnan(value);
    return static_cast<std::uint8_t>((std::min(place, count_) + 1) *
                                     static_cast<std::size_t>(known));
  }

 private:
  std::array<double, 64> cuts_{};
  std::size_t count_;
};

void code_numbers(const std::vector<double>& values, CodedAttribute& out) {
  const std::vector<double> sample = sample_of(values);
  out.cuts = quantile_cuts(sample, kCutsMax);
  out.levels = static_cast<int>(out.cuts.size()) + 1;
  std::vector<double> distinct = sample;
  distinct.erase(std::unique(distinct.begin(), distinct.end()), distinct.end());
  out.distinct = distinct.size();
  if (out.kind == Kind::number) {
    const auto specials = static_cast<std::ptrdiff_t>(special_values(sample));
    out.specials.assign(distinct.begin(), distinct.begin() + specials);
  }
  if (!distinct.empty()) out.low = distinct[out.specials.size()];
  out.whole = std::all_of(distinct.begin(), distinct.end(),
                          [](double value) { return value == std::trunc(value); });
  const PaddedCuts cuts(out.cuts);
  out.codes.resize(values.size());
  for (std::size_t row = 0; row < values.size(); ++row) {
    out.codes[row] = cuts.code_of(values[row]);
  }
}

void code_dates(const Column& column, const Now& now, CodedAttribute& out) {
  std::vector<double> ages(column.rows());
  std::size_t known = 0;
  std::size_t after = 0;
  for (std::size_t row = 0; row < ages.size(); ++row) {
    ages[row] = age_days(column, now, row);
    if (std::isnan(ages[row])) continue;
    ++known;
    if (ages[row] < 0.0) ++after;
  }
  code_numbers(ages, out);
  out.after_time = known == 0 ? 0.0 : static_cast<double>(after) / static_cast<double>(known);
  if (now.time != nullptr) out.relative_to = now.time->name;
}

/// Labels (or members) by how often they occur, commonest first, equals by first appearance.
std::vector<std::int32_t> by_count(const std::vector<std::size_t>& counts) {
  std::vector<std::int32_t> order(counts.size());
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(), [&](std::int32_t a, std::int32_t b) {
    return counts[static_cast<std::size_t>(a)] > counts[static_cast<std::size_t>(b)];
  });
  return order;
}

std::vector<std::size_t> label_counts(const Column& column) {
  std::vector<std::size_t> counts(column.labels.size());
  for (const std::int32_t code : column.codes) {
    if (code >= 0) ++counts[static_cast<std::size_t>(code)];
  }
  return counts;
}

/// Labels of a column in groups of one spelling, each with its rows.
struct Spellings {
  std::vector<std::size_t> group_of;  // one a label: the commonest label of its group
  std::vector<std::size_t> counts;    // rows of the group, at its commonest label; else 0
};

Spellings spellings_of(const Column& column, const std::vector<std::size_t>& rows) {
  Spellings out;
  out.group_of = recognise::same_spelling(column.name, column.labels);
  std::vector<std::size_t> commonest(column.labels.size());
  for (std::size_t label = 0; label < commonest.size(); ++label) {
    std::size_t& most = commonest[out.group_of[label]];
    if (out.group_of[label] == label || rows[label] > rows[most]) most = label;
  }
  out.counts.assign(column.labels.size(), 0);
  for (std::size_t label = 0; label < commonest.size(); ++label) {
    out.group_of[label] = commonest[out.group_of[label]];
    out.counts[out.group_of[label]] += rows[label];
  }
  return out;
}

/// The labels that occur, when all of them are ranges of sizes: rare ones have neighbours.
std::optional<std::vector<std::int32_t>> sizes_in_order(const Column& column,
                                                        const std::vector<std::size_t>& counts) {
  std::vector<std::string> labels;
  std::vector<std::int32_t> label_of;
  for (std::size_t label = 0; label < counts.size(); ++label) {
    if (counts[label] == 0) continue;
    labels.push_back(column.labels[label]);
    label_of.push_back(static_cast<std::int32_t>(label));
    if (labels.size() > kLabelsMax) return std::nullopt;
  }
  const auto order = recognise::order_of_sizes(labels);
  if (!order) return std::nullopt;
  std::vector<std::int32_t> out;
  for (const std::size_t i : *order) out.push_back(label_of[i]);
  return out;
}

void code_category(const Column& column, CodedAttribute& out) {
  const Spellings spellings = spellings_of(column, label_counts(column));
  const std::vector<std::size_t>& counts = spellings.counts;
  const std::size_t enough = std::clamp<std::size_t>(column.rows() / 200, 2, 10);
  const std::size_t support = std::max(enough, column.rows() / 1000);
  std::vector<std::int32_t> order = by_count(counts);
  out.distinct = static_cast<std::size_t>(
      std::count_if(counts.begin(), counts.end(), [](std::size_t count) { return count > 0; }));
  std::erase_if(
      order, [&](std::int32_t label) { return counts[static_cast<std::size_t>(label)] < support; });
  if (order.size() > kLabelsMax) order.resize(kLabelsMax);
  if (const auto sizes = sizes_in_order(column, counts)) {
    order = *sizes;
    out.sizes = true;
  }
  out.levels = static_cast<int>(order.size()) + 1;
  std::vector<std::uint8_t> code_of_label(column.labels.size(),
                                          static_cast<std::uint8_t>(out.levels));
  for (std::size_t i = 0; i < order.size(); ++i) {
    const auto label = static_cast<std::size_t>(order[i]);
    code_of_label[label] = static_cast<std::uint8_t>(i + 1);
    out.labels.push_back(column.labels[label]);
    out.spellings.push_back({column.labels[label]});
  }
  for (std::size_t label = 0; label < column.labels.size(); ++label) {
    const std::size_t group = spellings.group_of[label];
    if (label == group || code_of_label[group] == out.levels) continue;
    code_of_label[label] = code_of_label[group];
    std::vector<std::string>& known = out.spellings[code_of_label[group] - 1U];
    const auto same = [&](const std::string& other) {  // the engine folds case and spaces itself
      return base::fold(other) == base::fold(column.labels[label]);
    };
    if (std::none_of(known.begin(), known.end(), same)) known.push_back(column.labels[label]);
  }
  out.codes.resize(column.rows());
  for (std::size_t row = 0; row < out.codes.size(); ++row) {
    const std::int32_t label = column.codes[row];
    out.codes[row] = label < 0 ? std::uint8_t{0} : code_of_label[static_cast<std::size_t>(label)];
  }
}

void code_set(const Column& column, CodedAttribute& out) {
  const std::vector<std::size_t> counts = label_counts(column);
  const std::size_t enough = std::clamp<std::size_t>(column.rows() / 50, 3, 10);
  const std::size_t support = std::max(enough, column.rows() / 200);
  std::vector<std::int32_t> order = by_count(counts);
  std::erase_if(order, [&](std::int32_t member) {
    return counts[static_cast<std::size_t>(member)] < support;
  });
  if (order.size() > kMembersMax) order.resize(kMembersMax);
  constexpr std::uint16_t kRare = std::numeric_limits<std::uint16_t>::max();
  std::vector<std::uint16_t> id_of(column.labels.size(), kRare);
  for (std::size_t i = 0; i < order.size(); ++i) {
    const auto member = static_cast<std::size_t>(order[i]);
    id_of[member] = static_cast<std::uint16_t>(i);
    out.labels.push_back(column.labels[member]);
  }
  out.levels = 1;
  out.distinct = column.labels.size();
  out.codes.resize(column.rows());
  out.starts.reserve(column.rows() + 1);
  out.starts.push_back(0);
  for (std::size_t row = 0; row < out.codes.size(); ++row) {
    out.codes[row] = column.missing(row) ? 0 : 1;
    for (const std::int32_t label : column.members(row)) {
      const std::uint16_t id = id_of[static_cast<std::size_t>(label)];
      if (id != kRare) out.members.push_back(id);
    }
    out.starts.push_back(static_cast<std::uint32_t>(out.members.size()));
  }
}

/// Why a coded column can tell nothing; empty when it can.
std::string unusable(const CodedAttribute& attribute) {
  const auto rows = attribute.codes.size();
  const auto unknown = static_cast<std::size_t>(
      std::count(attribute.codes.begin(), attribute.codes.end(), std::uint8_t{0}));
  if (unknown == rows) return "empty";
  if (attribute.distinct <= 1 && unknown == 0) return "constant";
  if (attribute.kind == Kind::category && attribute.distinct > 20 &&
      2 * attribute.distinct > rows - unknown) {
    return fmt::format("an identifier: {} different values in {} accounts", attribute.distinct,
                       rows - unknown);
  }
  return {};
}

CodedAttribute code_column(const Column& column, const Now& now) {
  CodedAttribute out;
  out.column = column.name;
  out.name = readable_name(column.name);
  out.kind = column.kind;
  switch (column.kind) {
    case Kind::number:
    case Kind::flag: code_numbers(column.numbers, out); break;
    case Kind::date: code_dates(column, now, out); break;
    case Kind::category: code_category(column, out); break;
    case Kind::set: code_set(column, out); break;
    case Kind::text: check(false, "code_column: text is no attribute");
  }
  out.left_out = unusable(out);
  return out;
}

bool is_upper(char letter) { return letter >= 'A' && letter <= 'Z'; }
bool is_lower(char letter) { return letter >= 'a' && letter <= 'z'; }
char to_lower(char letter) {
  return is_upper(letter) ? static_cast<char>(letter - 'A' + 'a') : letter;
}

void end_word(std::string& name) {
  if (!name.empty() && name.back() != ' ') name += ' ';
}

}  // namespace

std::optional<base::Day> newest_day(const table::Table& table, const table::Schema& schema) {
  const Column* time = table.find(schema.column(table::Role::time));
  std::optional<base::Day> newest;
  for (const Column& column : table.columns()) {
    if (column.kind != Kind::date || (time != nullptr && &column != time)) continue;
    for (const double day : column.numbers) {
      if (!std::isnan(day) && (!newest || day > *newest)) newest = static_cast<base::Day>(day);
    }
  }
  return newest;
}

CodedAttribute code_values(std::string name, const std::vector<double>& values) {
  CodedAttribute out;
  out.column = std::move(name);
  out.name = out.column;
  code_numbers(values, out);
  return out;
}

Coded encode(const table::Table& table, const table::Schema& schema,
             std::string_view outcome_column, int threads) {
  const std::string time_name = schema.column(table::Role::time);
  Now now;
  now.time = time_name.empty() ? nullptr : table.find(time_name);
  if (now.time != nullptr && now.time->kind != Kind::date) now.time = nullptr;
  now.day = newest_day(table, schema);

  std::vector<const Column*> columns;
  for (const table::Field& field : schema.fields) {
    const Column* column = table.find(field.column);
    if (field.role == table::Role::attribute && column != nullptr && column->kind != Kind::text &&
        column->name != outcome_column) {
      columns.push_back(column);
    }
  }
  Coded coded;
  coded.rows = table.rows();
  coded.as_of = now.day;
  coded.attributes.resize(columns.size());
  base::parallel_for(threads, columns.size(),
                     [&](std::size_t i) { coded.attributes[i] = code_column(*columns[i], now); });
  return coded;
}

std::string readable_name(std::string_view column) {
  std::string name;
  for (std::size_t at = 0; at < column.size(); ++at) {
    const char letter = column[at];
    if (letter == '_' || letter == ' ') {
      end_word(name);
      continue;
    }
    if (is_upper(letter) && at > 0 && is_lower(column[at - 1])) end_word(name);
    const bool starts = !name.empty() && name.back() == ' ';
    const bool lone = at + 1 == column.size() || !is_upper(column[at + 1]);
    name += starts && lone ? to_lower(letter) : letter;
  }
  if (!name.empty() && name.back() == ' ') name.pop_back();
  if (!name.empty() && is_lower(name[0])) name[0] = static_cast<char>(name[0] - 'a' + 'A');
  return name;
}

}  // namespace bestfit::attribute
