#include "bestfit/table/column.h"

#include <algorithm>
#include <cmath>
#include <unordered_map>
#include <utility>

#include "bestfit/base/error.h"
#include "bestfit/base/text.h"

namespace bestfit::table {
namespace {

enum class Compare { folded, exact };

/// Gives each label a number; remembers how often each spelling was seen.
class Labels {
 public:
  explicit Labels(Compare compare) : compare_(compare) {}

  std::int32_t code(std::string_view cell) {
    const std::string_view core = base::trim(cell);
    if (core.empty()) return kNoCode;
    const auto known = spellings_.find(std::string(core));
    if (known != spellings_.end()) {
      ++known->second.seen;
      return known->second.code;
    }
    const auto next = static_cast<std::int32_t>(folded_.size());
    const std::int32_t code = folded_.try_emplace(key(core), next).first->second;
    spellings_.emplace(std::string(core),
                       Spelling{.code = code, .order = spellings_.size(), .seen = 1});
    return code;
  }

  /// For each code the commonest spelling, the earliest of equals.
  [[nodiscard]] std::vector<std::string> labels() const {
    std::vector<const std::pair<const std::string, Spelling>*> best(folded_.size(), nullptr);
    for (const auto& entry : spellings_) {
      auto& chosen = best[static_cast<std::size_t>(entry.second.code)];
      if (chosen == nullptr || entry.second.seen > chosen->second.seen ||
          (entry.second.seen == chosen->second.seen && entry.second.order < chosen->second.order)) {
        chosen = &entry;
      }
    }
    std::vector<std::string> labels;
    labels.reserve(best.size());
    for (const auto* entry : best) labels.push_back(entry->first);
    return labels;
  }

 private:
  struct Spelling {
    std::int32_t code = 0;
    std::size_t order = 0;
    std::size_t seen = 0;
  };
  [[nodiscard]] std::string key(std::string_view core) const {
    return compare_ == Compare::folded ? base::fold(core) : std::string(core);
  }

  Compare compare_;
  std::unordered_map<std::string, std::int32_t> folded_;
  std::unordered_map<std::string, Spelling> spellings_;
};

Column numeric(std::string name, Kind kind, std::vector<double> numbers) {
  Column column;
  column.name = std::move(name);
  column.kind = kind;
  column.numbers = std::move(numbers);
  return column;
}

Column labelled(std::string name, Kind kind, std::span<const std::string> cells) {
  Column column;
  column.name = std::move(name);
  column.kind = kind;
  column.codes.reserve(cells.size());
  Labels labels(kind == Kind::text ? Compare::exact : Compare::folded);
  for (const std::string& cell : cells) column.codes.push_back(labels.code(cell));
  column.labels = labels.labels();
  return column;
}

}  // namespace

std::string_view kind_name(Kind kind) {
  switch (kind) {
    case Kind::number:
      return "number";
    case Kind::flag:
      return "flag";
    case Kind::date:
      return "date";
    case Kind::category:
      return "category";
    case Kind::set:
      return "set";
    case Kind::text:
      return "text";
  }
  return "text";
}

std::size_t Column::rows() const {
  switch (kind) {
    case Kind::number:
    case Kind::flag:
    case Kind::date:
      return numbers.size();
    case Kind::category:
    case Kind::text:
      return codes.size();
    case Kind::set:
      return starts.empty() ? 0 : starts.size() - 1;
  }
  return 0;
}

bool Column::missing(std::size_t row) const {
  switch (kind) {
    case Kind::number:
    case Kind::flag:
    case Kind::date:
      return std::isnan(numbers[row]);
    case Kind::category:
    case Kind::text:
      return codes[row] == kNoCode;
    case Kind::set:
      return starts[row] == starts[row + 1];
  }
  return true;
}

std::span<const std::int32_t> Column::members(std::size_t row) const {
  return std::span(codes).subspan(starts[row], starts[row + 1] - starts[row]);
}

std::string Column::cell_text(std::size_t row) const {
  if (missing(row)) return {};
  switch (kind) {
    case Kind::number:
      return base::number_text(numbers[row]);
    case Kind::flag:
      return numbers[row] != 0.0 ? "yes" : "no";
    case Kind::date:
      return base::iso_date(static_cast<base::Day>(numbers[row]));
    case Kind::category:
    case Kind::text:
      return labels[static_cast<std::size_t>(codes[row])];
    case Kind::set:
      break;
  }
  std::vector<std::string> parts;
  for (const std::int32_t code : members(row))
    parts.push_back(labels[static_cast<std::size_t>(code)]);
  return base::join(parts, ";");
}

Column number_column(std::string name, std::vector<double> numbers) {
  return numeric(std::move(name), Kind::number, std::move(numbers));
}

Column flag_column(std::string name, std::vector<double> flags) {
  return numeric(std::move(name), Kind::flag, std::move(flags));
}

Column date_column(std::string name, std::vector<double> days) {
  return numeric(std::move(name), Kind::date, std::move(days));
}

Column category_column(std::string name, std::span<const std::string> cells) {
  return labelled(std::move(name), Kind::category, cells);
}

Column text_column(std::string name, std::span<const std::string> cells) {
  return labelled(std::move(name), Kind::text, cells);
}

Column set_column(std::string name, std::span<const std::string> cells, char separator) {
  Column column;
  column.name = std::move(name);
  column.kind = Kind::set;
  column.starts.reserve(cells.size() + 1);
  column.starts.push_back(0);
  Labels labels(Compare::folded);
  std::vector<std::int32_t> members;
  for (const std::string& cell : cells) {
    members.clear();
    for (const std::string_view part : base::split(cell, separator)) {
      const std::int32_t code = labels.code(part);
      if (code != kNoCode) members.push_back(code);
    }
    std::sort(members.begin(), members.end());
    members.erase(std::unique(members.begin(), members.end()), members.end());
    column.codes.insert(column.codes.end(), members.begin(), members.end());
    column.starts.push_back(static_cast<std::uint32_t>(column.codes.size()));
  }
  column.labels = labels.labels();
  return column;
}

Column select(const Column& column, std::span<const std::uint32_t> rows) {
  Column out;
  out.name = column.name;
  out.kind = column.kind;
  out.labels = column.labels;
  if (column.kind == Kind::set) {
    out.starts.push_back(0);
    for (const std::uint32_t row : rows) {
      const auto members = column.members(row);
      out.codes.insert(out.codes.end(), members.begin(), members.end());
      out.starts.push_back(static_cast<std::uint32_t>(out.codes.size()));
    }
    return out;
  }
  if (!column.numbers.empty()) {
    out.numbers.reserve(rows.size());
    for (const std::uint32_t row : rows) out.numbers.push_back(column.numbers[row]);
  } else {
    out.codes.reserve(rows.size());
    for (const std::uint32_t row : rows) out.codes.push_back(column.codes[row]);
  }
  return out;
}

}  // namespace bestfit::table
