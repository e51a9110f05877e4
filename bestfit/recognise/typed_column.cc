#include "bestfit/recognise/typed_column.h"

#include <algorithm>
#include <cmath>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "bestfit/base/text.h"

namespace bestfit::recognise {
namespace {

using table::Kind;

/// Numbers labels by their folded form and keeps the commonest spelling of each.
class Labels {
 public:
  std::int32_t code(std::string_view label, std::size_t count) {
    const auto next = static_cast<std::int32_t>(best_.size());
    const std::int32_t code = folded_.try_emplace(base::fold(label), next).first->second;
    if (code == next) best_.push_back({.text = std::string(label)});
    Best& best = best_[static_cast<std::size_t>(code)];
    if (best.text == label) {
      best.seen += count;
      return code;
    }
    const std::size_t seen = others_[std::string(label)] += count;
    if (seen <= best.seen) return code;
    others_.erase(std::string(label));
    others_[best.text] = best.seen;
    best = {.text = std::string(label), .seen = seen};
    return code;
  }

  std::vector<std::string> take() {
    std::vector<std::string> labels;
    labels.reserve(best_.size());
    for (Best& best : best_) labels.push_back(std::move(best.text));
    return labels;
  }

 private:
  struct Best {
    std::string text;
    std::size_t seen = 0;
  };
  std::unordered_map<std::string, std::int32_t> folded_;
  std::unordered_map<std::string, std::size_t> others_;  // spellings that are not the best
  std::vector<Best> best_;
};

void add_once(std::vector<std::string>& texts, std::string text, std::size_t most) {
  if (texts.size() < most && std::find(texts.begin(), texts.end(), text) == texts.end()) {
    texts.push_back(std::move(text));
  }
}

/// Counts `count` cells of a text whose value is not known.
void account(std::string_view text, std::size_t count, bool understood, TypedColumn& out) {
  out.missing += count;
  if (!understood) {
    out.not_understood += count;
    add_once(out.examples, std::string(text.substr(0, 40)), 3);
    return;
  }
  const std::string_view core = base::trim(text);
  if (!core.empty()) add_once(out.missing_texts, std::string(core), 10);
}

void fill_labels(const Cells& cells, const ColumnFormat& format, TypedColumn& out) {
  table::Column& column = out.column;
  Labels labels;
  std::vector<std::int32_t> codes;  // one for each text that `each` gives
  cells.each([&](std::string_view cell, std::size_t count) {
    const std::string_view text = value_text(cell);
    const bool known = !is_missing(text, format);
    codes.push_back(known ? labels.code(base::trim(text), count) : table::kNoCode);
    if (!known) account(text, count, true, out);
  });
  column.labels = labels.take();
  if (cells.packed()) {
    column.codes = std::move(codes);
    return;
  }
  column.codes.reserve(cells.rows());
  for (std::size_t row = 0; row < cells.rows(); ++row) {
    column.codes.push_back(codes[cells.code(row)]);
  }
}

std::vector<std::int32_t> members_of(std::string_view text, std::size_t count,
                                     const ColumnFormat& format, Labels& labels) {
  std::vector<std::int32_t> members;
  if (is_missing(text, format)) return members;
  for (const std::string_view part : base::split(text, format.separator)) {
    const std::string_view member = base::trim(part);
    if (!is_missing(member, format)) members.push_back(labels.code(member, count));
  }
  std::sort(members.begin(), members.end());
  members.erase(std::unique(members.begin(), members.end()), members.end());
  return members;
}

void fill_set(const Cells& cells, const ColumnFormat& format, TypedColumn& out) {
  table::Column& column = out.column;
  Labels labels;
  std::vector<std::vector<std::int32_t>> sets;
  cells.each([&](std::string_view cell, std::size_t count) {
    const std::string_view text = value_text(cell);
    sets.push_back(members_of(text, count, format, labels));
    if (sets.back().empty()) account(text, count, true, out);
  });
  column.labels = labels.take();
  column.starts.reserve(cells.rows() + 1);
  column.starts.push_back(0);
  for (std::size_t row = 0; row < cells.rows(); ++row) {
    const auto& members = sets[cells.packed() ? row : cells.code(row)];
    column.codes.insert(column.codes.end(), members.begin(), members.end());
    column.starts.push_back(static_cast<std::uint32_t>(column.codes.size()));
  }
}

/// The values of a column of numbers, flags or dates.
void fill_values(const Cells& cells, const ColumnFormat& format, TypedColumn& out) {
  std::vector<double> values;  // one for each text that `each` gives
  cells.each([&](std::string_view cell, std::size_t count) {
    const std::string_view text = value_text(cell);
    const bool missing = is_missing(text, format);
    values.push_back(missing ? table::kMissing : read_value(text, format));
    if (std::isnan(values.back())) account(text, count, missing, out);
  });
  if (cells.packed()) {
    out.column.numbers = std::move(values);
    return;
  }
  out.column.numbers.reserve(cells.rows());
  for (std::size_t row = 0; row < cells.rows(); ++row) {
    out.column.numbers.push_back(values[cells.code(row)]);
  }
}

}  // namespace

TypedColumn typed_column(const std::string& name, const Cells& cells, const ColumnFormat& format) {
  TypedColumn out;
  out.column.name = name;
  out.column.kind = format.kind;
  switch (format.kind) {
    case Kind::number:
    case Kind::flag:
    case Kind::date: fill_values(cells, format, out); break;
    case Kind::category:
    case Kind::text: fill_labels(cells, format, out); break;
    case Kind::set: fill_set(cells, format, out); break;
  }
  return out;
}

}  // namespace bestfit::recognise
