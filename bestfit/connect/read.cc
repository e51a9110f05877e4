#include "bestfit/connect/read.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <unordered_set>
#include <utility>

#include "bestfit/base/error.h"
#include "bestfit/base/parallel.h"
#include "bestfit/base/text.h"
#include "bestfit/connect/batch.h"
#include "bestfit/connect/duplicate_rows.h"
#include "bestfit/recognise/evidence.h"
#include "bestfit/recognise/number_text.h"
#include "bestfit/recognise/roles.h"
#include "bestfit/recognise/typed_column.h"

namespace bestfit::connect {
namespace {

using recognise::decide;
using recognise::Decision;
using recognise::Evidence;
using recognise::FileHints;
using recognise::header_may_hide_kind;
using recognise::hints_of;
using recognise::id_header;
using recognise::look_at;
using recognise::typed_column;
using recognise::TypedColumn;

using table::Kind;

/// A file as it was read, before its columns have kinds.
struct Raw {
  std::vector<std::string> names;
  std::vector<ColumnCells> columns;
  std::size_t rows = 0;
};

///   rows  that there will be, about: memory is taken for so many, not for twice as many
void take_in(const RawColumn& fresh, std::size_t rows, ColumnCells& cells) {
  cells.native = fresh.native;
  const std::size_t needed = cells.numbers.size() + fresh.numbers.size();
  if (needed > cells.numbers.capacity()) cells.numbers.reserve(std::max(needed, rows));
  cells.numbers.insert(cells.numbers.end(), fresh.numbers.begin(), fresh.numbers.end());
  for (const std::string_view text : fresh.texts) cells.texts.add(text);
}

Raw read_raw(BatchReader& reader, const ReadOptions& options, base::Progress& progress) {
  Raw raw;
  for (const InputColumn& column : reader.columns()) raw.names.push_back(column.name);
  raw.columns.resize(raw.names.size());
  const std::string step = fmt::format("reading {}", reader.name());
  Batch batch;
  Batch following;
  bool more = reader.next(batch);
  while (more) {
    const double share = std::max(reader.share_read(), 1e-6);
    const double about = 1.05 * static_cast<double>(raw.rows + batch.rows) / share;
    const auto expected = static_cast<std::size_t>(std::min(about, 2.0 * about * share));
    // Task 0 cuts the next batch while the others take in the columns of this one.
    base::parallel_for(options.threads, raw.columns.size() + 1, [&](std::size_t task) {
      if (task == 0) {
        more = reader.next(following);
      } else {
        take_in(batch.columns[task - 1], expected, raw.columns[task - 1]);
      }
    });
    raw.rows += batch.rows;
    std::swap(batch, following);
    progress.report(step, 0.8 * reader.share_read());
  }
  return raw;
}

/// Numbers whose kind their header may hide are looked at as texts.
void unhide(const std::string& name, std::optional<Kind> chosen, ColumnCells& cells) {
  if (cells.native == Kind::text) return;
  const bool other = chosen && *chosen != cells.native;
  if (!other && !(cells.native == Kind::number && !chosen && header_may_hide_kind(name))) return;
  for (const double number : cells.numbers) {
    cells.texts.add(number == number ? base::number_text(number) : std::string());
  }
  cells.numbers = {};
  cells.native = Kind::text;
}

std::vector<std::optional<Kind>> chosen_kinds(const Raw& raw, const ReadOptions& options,
                                              const std::string& file) {
  std::vector<std::optional<Kind>> kinds(raw.names.size());
  for (const auto& [name, kind] : options.kinds) {
    const auto found = std::find(raw.names.begin(), raw.names.end(), name);
    if (found == raw.names.end() && options.kinds_may_lack) continue;
    if (found == raw.names.end()) {
      const auto near = base::closest(name, raw.names);
      throw Error(Fault::missing,
                  fmt::format("'{}' has no column '{}'{}", file, name,
                              near ? fmt::format("; did you mean '{}'?", *near) : ""));
    }
    kinds[static_cast<std::size_t>(found - raw.names.begin())] = kind;
  }
  return kinds;
}

/// Rows to drop; none when the file has no id column and that is asked for.
std::vector<std::uint32_t> rows_to_drop(const Raw& raw, Duplicates wanted) {
  if (wanted == Duplicates::keep || raw.rows < 2) return {};
  const auto id = id_header(raw.names);
  if (wanted == Duplicates::drop_if_identified && !id) return {};
  std::vector<std::uint32_t> rows = duplicate_rows(raw.columns, raw.rows, id.value_or(0));
  if (rows.empty() || wanted == Duplicates::drop) return rows;
  // What is left must have ids that hardly repeat, or it is no id column.
  const ColumnCells& cells = raw.columns[*id];
  std::unordered_set<std::string> ids;
  for (std::size_t row = 0; row < raw.rows; ++row) {
    ids.emplace(cells.native == Kind::text ? std::string(cells.texts.text(row))
                                           : base::number_text(cells.numbers[row]));
  }
  const std::size_t left = raw.rows - rows.size();
  return ids.size() * 10 >= left * 9 ? rows : std::vector<std::uint32_t>();
}

table::Table without_rows(table::Table table, const std::vector<std::uint32_t>& dropped) {
  if (dropped.empty()) return table;
  std::vector<std::uint32_t> kept;
  kept.reserve(table.rows() - dropped.size());
  for (std::uint32_t row = 0; row < table.rows(); ++row) {
    if (!std::binary_search(dropped.begin(), dropped.end(), row)) kept.push_back(row);
  }
  return select(table, kept);
}

/// What is found out about one column.
struct Finding {
  Evidence evidence;
  Decision decision;
  TypedColumn typed;
  std::vector<std::string> signs;  // of money, one a row, where there are several
};

/// The money sign of each cell.
std::vector<std::string> signs_of(const recognise::Cells& cells) {
  std::vector<std::string> signs;
  signs.reserve(cells.rows());
  for (std::size_t row = 0; row < cells.rows(); ++row) {
    const auto look = recognise::look_at_number(recognise::value_text(cells.text(row)));
    signs.emplace_back(look ? look->currency : std::string_view());
  }
  return signs;
}

void type_native(const std::string& name, ColumnCells& cells, Finding& finding) {
  finding.decision.format.kind = cells.native;
  finding.decision.format.words = std::string(table::kind_name(cells.native));
  finding.typed.column.name = name;
  finding.typed.column.kind = cells.native;
  finding.typed.column.numbers = std::move(cells.numbers);
}

std::string note_of(const std::string& name, const Finding& finding) {
  const TypedColumn& typed = finding.typed;
  std::vector<std::string> examples;
  for (const std::string& example : typed.examples) examples.push_back("'" + example + "'");
  return fmt::format("'{}': {} cell{} read as no {} ({}{}) and count as not known", name,
                     base::count_text(typed.not_understood), typed.not_understood == 1 ? "" : "s",
                     table::kind_name(typed.column.kind), base::join(examples, ", "),
                     typed.not_understood > examples.size() ? ", …" : "");
}

std::vector<Finding> type_columns(Raw& raw, const ReadOptions& options,
                                  const std::vector<std::optional<Kind>>& kinds) {
  std::vector<Finding> findings(raw.columns.size());
  base::parallel_for(options.threads, findings.size(), [&](std::size_t i) {
    unhide(raw.names[i], kinds[i], raw.columns[i]);
    if (raw.columns[i].native == Kind::text) {
      findings[i].evidence = look_at(raw.columns[i].texts, options.format);
    }
  });
  std::vector<Evidence> evidence;
  evidence.reserve(findings.size());
  for (const Finding& finding : findings) evidence.push_back(finding.evidence);
  const FileHints hints = hints_of(evidence);
  base::parallel_for(options.threads, findings.size(), [&](std::size_t i) {
    Finding& finding = findings[i];
    if (raw.columns[i].native != Kind::text)
      return type_native(raw.names[i], raw.columns[i], finding);
    finding.decision = decide(raw.names[i], finding.evidence, hints, kinds[i], options.format);
    finding.typed = typed_column(raw.names[i], raw.columns[i].texts, finding.decision.format);
    const bool money = finding.evidence.currencies.size() > 1;
    if (money && finding.typed.column.kind == Kind::number) {
      finding.signs = signs_of(raw.columns[i].texts);
    }
    raw.columns[i] = {};
  });
  return findings;
}

std::vector<table::Column> money_of(const std::vector<std::string>& names,
                                    const std::vector<Finding>& findings,
                                    const std::vector<std::uint32_t>& dropped) {
  std::vector<table::Column> money;
  for (std::size_t i = 0; i < findings.size(); ++i) {
    if (findings[i].signs.empty()) continue;
    money.push_back(table::category_column(names[i], findings[i].signs));
  }
  if (money.empty()) return money;
  return without_rows(table::Table(std::move(money)), dropped).columns();
}

void report_columns(const table::Table& table, std::vector<Finding>& findings, ReadReport& report) {
  for (std::size_t i = 0; i < findings.size(); ++i) {
    Finding& finding = findings[i];
    const table::Column& column = table.columns()[i];
    ColumnReport entry{.column = column.name,
                       .kind = column.kind,
                       .format = finding.decision.format.words,
                       .missing = 0,
                       .missing_texts = std::move(finding.typed.missing_texts)};
    for (std::size_t row = 0; row < table.rows(); ++row) {
      if (column.missing(row)) ++entry.missing;
    }
    report.columns.push_back(std::move(entry));
    for (std::string& note : finding.decision.notes) report.notes.push_back(std::move(note));
  }
}

}  // namespace

ReadResult read(const std::string& path, const ReadOptions& options, base::Progress& progress) {
  BatchReader reader(path, options, Digest::sha256);
  Raw raw = read_raw(reader, options, progress);
  if (raw.rows == 0) {
    throw Error(Fault::bad_input,
                fmt::format("'{}': none of its {} lines could be read; the first, line {}: {}",
                            reader.name(), reader.counts().rejected, reader.rejects().front().line,
                            reader.rejects().front().reason));
  }
  const auto kinds = chosen_kinds(raw, options, reader.name());
  const std::vector<std::uint32_t> dropped = rows_to_drop(raw, options.duplicates);
  std::vector<Finding> findings = type_columns(raw, options, kinds);

  ReadResult result;
  ReadReport& report = result.report;
  report.path = reader.name();
  report.dialect = reader.dialect();
  report.lines = reader.counts().lines;
  report.rejected = reader.counts().rejected;
  report.duplicate = dropped.size();
  report.accepted = report.lines - report.rejected - report.duplicate;
  report.rejects = reader.rejects();
  report.notes = reader.notes();
  report.sha256 = reader.sha256();
  std::vector<table::Column> columns;
  columns.reserve(findings.size());
  for (std::size_t i = 0; i < findings.size(); ++i) {
    if (findings[i].typed.not_understood > 0) {
      findings[i].decision.notes.push_back(note_of(raw.names[i], findings[i]));
    }
    columns.push_back(std::move(findings[i].typed.column));
  }
  result.table = without_rows(table::Table(std::move(columns)), dropped);
  result.money = money_of(raw.names, findings, dropped);
  report_columns(result.table, findings, report);
  progress.report(fmt::format("reading {}", reader.name()), 1.0);
  return result;
}

}  // namespace bestfit::connect
