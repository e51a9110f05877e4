#include "bestfit/compile/reading.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "bestfit/base/error.h"
#include "bestfit/base/text.h"
#include "bestfit/compile/number_sql.h"
#include "bestfit/recognise/column_format.h"
#include "bestfit/recognise/missing_text.h"

namespace bestfit::compile {
namespace {

using profile::Bin;
using profile::CriterionKind;
using profile::ProfileFile;

constexpr std::size_t kLineWidth = 92;
/// Letters of the words for yes and no.
constexpr std::string_view kFlagLetters = "yestrufalno10";

std::vector<std::string> not_known_texts(const std::vector<std::string>& labels,
                                         const recognise::FormatOptions& format) {
  std::vector<std::string> texts = {""};
  for (const std::string_view text : recognise::missing_texts()) {
    if (text != "na" || !recognise::na_is_label(labels)) texts.emplace_back(text);
  }
  for (const std::string& text : format.missing_texts) texts.push_back(base::fold(text));
  return texts;
}

/// Parts with commas between them, in lines of bearable length.
std::string wrapped(const std::vector<std::string>& parts) {
  std::string out;
  std::size_t width = 40;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i > 0) out += ",";
    if (i > 0 && width + parts[i].size() > kLineWidth) {
      out += "\n          ";
      width = 10;
    } else if (i > 0) {
      out += " ";
    }
    out += parts[i];
    width += parts[i].size() + 2;
  }
  return out;
}

/// The cell, or NULL where a condition holds.
std::string known_of(const std::string& cell_sql, const std::string& condition) {
  return fmt::format("CASE WHEN {}\n      THEN NULL ELSE {} END", condition, cell_sql);
}

bool is_listed(const std::vector<std::string>& texts, const std::string& text) {
  return std::find(texts.begin(), texts.end(), text) != texts.end();
}

}  // namespace

std::string slug(std::string_view name) {
  constexpr std::size_t kLongest = 24;
  std::string out;
  for (const char letter : base::fold(name)) {
    const bool plain = (letter >= 'a' && letter <= 'z') || base::is_digit(letter);
    if (plain) {
      out += letter;
    } else if (!out.empty() && out.back() != '_') {
      out += '_';
    }
    if (out.size() == kLongest) break;
  }
  while (!out.empty() && out.back() == '_') out.pop_back();
  return out.empty() ? "column" : out;
}

Readings::Readings(const ProfileFile& file, const SqlOptions& options, const Dialect& dialect)
    : options_(options), dialect_(dialect) {
  std::string letters = std::string(kFlagLetters);
  for (const std::string_view text : recognise::missing_texts()) letters += text;
  for (const std::string& text : options.format.missing_texts) letters += base::fold(text);
  const auto see = [&](const std::string& column) {
    for (const std::string& label : profile::labels_in(file, column)) letters += base::fold(label);
  };
  for (const profile::Profile& profile : file.profiles) {
    for (const auto* conditions : {&profile.disqualify, &profile.require}) {
      for (const profile::Condition& condition : *conditions) see(condition.column);
    }
    for (const profile::Criterion& criterion : profile.score) see(criterion.column);
  }
  capitals_ = base::capitals_of(letters);
  for (const profile::Profile& profile : file.profiles) {
    for (const auto* conditions : {&profile.disqualify, &profile.require}) {
      for (const profile::Condition& condition : *conditions) {
        add(condition.column, condition.kind, condition.relative_to, file);
      }
    }
    for (const profile::Criterion& criterion : profile.score) {
      add(criterion.column, criterion.kind, criterion.relative_to, file);
    }
  }
}

/// Those of the letters that are compared in a column.
Capitals Readings::capitals_in(const std::vector<std::string>& labels,
                               const std::vector<std::string>& not_known) const {
  std::string letters = std::string(kFlagLetters) + base::join(not_known, "");
  for (const std::string& label : labels) letters += base::fold(label);
  Capitals capitals;
  std::copy_if(capitals_.begin(), capitals_.end(), std::back_inserter(capitals),
               [&](const auto& pair) { return letters.find(pair.second) != std::string::npos; });
  return capitals;
}

const Reading& Readings::of(const std::string& column, CriterionKind kind,
                            const std::string& relative_to) const {
  const auto found = std::find_if(readings_.begin(), readings_.end(), [&](const Reading& reading) {
    return reading.column == column && reading.kind == kind && reading.relative_to == relative_to;
  });
  check(found != readings_.end(), "Readings: every column of the profiles is read");
  return *found;
}

std::string Readings::add_cell(const std::string& column, const std::string& prefix,
                               const std::string& expression) {
  const auto same = std::find_if(cells_.begin(), cells_.end(),
                                 [&](const Named& cell) { return cell.expression == expression; });
  if (same != cells_.end()) return dialect_.name(same->name);
  cells_.push_back({.expression = expression,
                    .name = fmt::format("{}_{}_{}", prefix, cells_.size() + 1, slug(column)),
                    .comment = {}});
  return dialect_.name(cells_.back().name);
}

/// Trimmed, without the apostrophe that keeps spreadsheets from running a cell; in lower case where
/// capitals are given.
std::string Readings::text_of(const std::string& cell_sql, const Capitals* capitals) const {
  const std::string disarmed =
      dialect_.replaced(cell_sql, "^'([-=+@\\t\\r])", dialect_.first_group());
  const std::string trimmed = dialect_.trimmed(disarmed);
  return capitals == nullptr ? trimmed : dialect_.lower(trimmed, *capitals);
}

void Readings::add(const std::string& column, CriterionKind kind, const std::string& relative_to,
                   const ProfileFile& file) {
  const bool there = std::any_of(readings_.begin(), readings_.end(), [&](const Reading& reading) {
    return reading.column == column && reading.kind == kind && reading.relative_to == relative_to;
  });
  if (there) return;
  Reading reading{
      .column = column, .kind = kind, .relative_to = relative_to, .value_sql = {}, .not_known = {}};
  const std::string column_sql = dialect_.name(column);
  const std::vector<std::string> labels = profile::labels_in(file, column);
  reading.not_known = not_known_texts(labels, options_.format);
  const Capitals capitals = capitals_in(labels, reading.not_known);
  const auto add_value = [&](const std::string& expression) {
    const std::string name = fmt::format("value_{}_{}", values_.size() + 1, slug(column));
    values_.push_back({.expression = expression, .name = name, .comment = column});
    reading.value_sql = dialect_.name(name);
  };
  switch (kind) {
    case CriterionKind::number: {
      if (options_.typed) {
        add_value(dialect_.typed_number(dialect_.column(column)));
        break;
      }
      const std::string cell =
          add_cell(column, "text", text_of(dialect_.cell(column_sql), nullptr));
      add_value(number_of(column, cell));
      break;
    }
    case CriterionKind::date: {
      const std::string from = date_of(column);
      std::string until = file.as_of ? dialect_.day(*file.as_of) : "";
      if (!relative_to.empty()) {
        const std::string other = date_of(relative_to);
        until = until.empty() ? other : fmt::format("coalesce({}, {})", other, until);
      }
      add_value(until.empty() ? fmt::format("CAST(NULL AS {})", dialect_.double_type())
                              : dialect_.days_between(from, until));
      break;
    }
    case CriterionKind::flag: {
      if (options_.typed) {
        add_value(dialect_.typed_flag(dialect_.column(column)));
        break;
      }
      const std::string cell =
          add_cell(column, "text", text_of(dialect_.cell(column_sql), &capitals));
      add_value(
          fmt::format("CASE WHEN {0} IN ('true', 'yes', 'y', 't', '1') THEN 1\n"
                      "      WHEN {0} IN ('false', 'no', 'n', 'f', '0') THEN 0 END",
                      cell));
      break;
    }
    case CriterionKind::category: {
      const std::string cell =
          add_cell(column, "text", text_of(dialect_.cell(column_sql), &capitals));
      add_value(known_of(cell, fmt::format("{} IN ({})", cell, literals_of(reading.not_known))));
      break;
    }
    case CriterionKind::set: {
      const std::string cell = add_cell(column, "members", members_of(column, capitals));
      add_value(known_of(cell, dialect_.matches(cell, set_pattern(reading))));
      break;
    }
  }
  readings_.push_back(reading);
}

/// Members between marks, one before the first and one after the last, without space.
std::string Readings::members_of(const std::string& column, const Capitals& capitals) const {
  const std::string column_sql = dialect_.name(column);
  const std::string mark(1, options_.separator);
  const std::string space = white_space(dialect_);
  const std::string bar = options_.separator == '|' ? "[|]" : mark;
  const std::string cell = is_listed(options_.list_columns, column)
                               ? dialect_.list_cell(column_sql, options_.separator)
                               : dialect_.set_cell(column_sql, options_.separator);
  const std::string lowered = dialect_.lower(text_of(cell, nullptr), capitals);
  const std::string between =
      dialect_.joined({dialect_.literal(mark), lowered, dialect_.literal(mark)});
  return dialect_.replaced("(" + between + ")", fmt::format("{0}+{1}{0}*|{1}{0}+", space, bar),
                           mark);
}

std::string Readings::literals_of(const std::vector<std::string>& texts) const {
  std::vector<std::string> literals;
  literals.reserve(texts.size());
  for (const std::string& text : texts) literals.push_back(dialect_.literal(text));
  return wrapped(literals);
}

std::string Readings::number_of(const std::string& column, const std::string& cell_sql) const {
  const std::string column_sql = dialect_.column(column);
  const std::string typed = dialect_.is_number_typed(column_sql);
  const bool is_text = is_listed(options_.text_columns, column);
  const bool never_text = typed.empty() && !is_text;
  std::string value = dialect_.typed_number(column_sql);
  if (!never_text) {
    const std::string read = number_of_text(dialect_, cell_sql, options_.format);
    value =
        is_text ? read : fmt::format("CASE WHEN {} THEN {}\n      ELSE {} END", typed, value, read);
  }
  return value;
}

std::string Readings::date_of(const std::string& column) {
  const std::string column_sql = dialect_.column(column);
  if (options_.typed) return dialect_.typed_date(column_sql);
  const std::string cell =
      add_cell(column, "text", text_of(dialect_.cell(dialect_.name(column)), nullptr));
  const std::string expression = dialect_.date(column_sql, cell);
  return "(" + expression + ")";
}

std::string Readings::labels_of(const Reading& reading,
                                const std::vector<std::string>& labels) const {
  std::vector<std::string> literals;
  std::set<std::string> seen;
  for (const std::string& label : labels) {
    const std::string folded = base::fold(label);
    const bool never = is_listed(reading.not_known, folded);
    if (!never && seen.insert(folded).second) literals.push_back(dialect_.literal(folded));
  }
  if (literals.empty()) return "1 = 0";
  return fmt::format("{} IN ({})", reading.value_sql, wrapped(literals));
}

std::string Readings::matches(const Reading& reading, const Bin& bin) const {
  const std::string& value = reading.value_sql;
  std::vector<std::string> parts;
  switch (reading.kind) {
    case CriterionKind::number:
    case CriterionKind::date:
      if (bin.from) parts.push_back(fmt::format("{} >= {}", value, dialect_.number(*bin.from)));
      if (bin.below) parts.push_back(fmt::format("{} < {}", value, dialect_.number(*bin.below)));
      break;
    case CriterionKind::flag:
      for (const auto& [word, code] : {std::pair{"yes", 1}, std::pair{"no", 0}}) {
        const bool named = std::any_of(
            bin.values.begin(), bin.values.end(),
            [word = word](const std::string& label) { return base::fold(label) == word; });
        if (named) parts.push_back(fmt::format("{} = {}", value, code));
      }
      return parts.empty() ? "1 = 0" : base::join(parts, " OR ");
    case CriterionKind::category: return labels_of(reading, bin.values);
    case CriterionKind::set:
      for (const std::string& label : bin.values) {
        const std::string folded = base::fold(label);
        const std::string mark(1, options_.separator);
        const bool never =
            is_listed(reading.not_known, folded) || folded.find(mark) != std::string::npos;
        if (never) return "1 = 0";
        parts.push_back(dialect_.contains(value, fmt::format("{0}{1}{0}", mark, folded)));
      }
      break;
  }
  return base::join(parts, " AND ");
}

std::string Readings::set_pattern(const Reading& reading) const {
  std::string words;
  for (const std::string& text : reading.not_known) {
    if (text.empty()) continue;
    if (!words.empty()) words += "|";
    words += pattern_of(text);
  }
  const std::string mark = options_.separator == '|' ? "[|]" : std::string(1, options_.separator);
  return fmt::format("^{0}(({1})?{0})+$", mark, words);
}

}  // namespace bestfit::compile
