#include "bestfit/compile/layers.h"

#include <fmt/format.h>

#include <algorithm>

#include "bestfit/base/error.h"
#include "bestfit/base/text.h"

namespace bestfit::compile {
namespace {

/// The name of the whole row where it is carried as one value.
constexpr std::string_view kRow = "this_row";

std::string indented(const std::string& text, std::string_view indent) {
  std::string out(indent);
  for (const char letter : text) {
    out += letter;
    if (letter == '\n') out += indent;
  }
  return out;
}

/// The expressions as lines "expression AS name", each with its comment before it.
std::string column_lines(const Dialect& dialect, const std::vector<Named>& columns,
                         std::string_view indent) {
  std::string out;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const Named& column = columns[i];
    if (!column.comment.empty()) {
      out += fmt::format("{}-- {}\n", indent, comment_text(column.comment));
    }
    const bool many_lines = column.expression.find('\n') != std::string::npos;
    out += indented(column.expression, indent) +
           (many_lines ? "\n" + std::string(indent) + "  AS " : " AS ") + dialect.name(column.name);
    if (i + 1 < columns.size()) out += ",";
    out += "\n";
  }
  return out;
}

/// The steps' expressions one after another, the first of each with its step's comment.
std::vector<Named> listed(const std::vector<Layer>& layers, bool used_often) {
  std::vector<Named> names;
  for (const Layer& layer : layers) {
    if (layer.used_often != used_often || layer.columns.empty()) continue;
    const std::size_t first = names.size();
    names.insert(names.end(), layer.columns.begin(), layer.columns.end());
    std::string& comment = names[first].comment;
    comment = comment.empty() ? layer.comment : fmt::format("{}: {}", layer.comment, comment);
  }
  return names;
}

std::string column_names(const Dialect& dialect, const std::vector<std::string>& columns) {
  std::vector<std::string> names;
  names.reserve(columns.size());
  for (const std::string& column : columns) names.push_back(dialect.name(column));
  return base::join(names, ", ");
}

std::vector<std::string> names_of(const std::vector<Named>& columns) {
  std::vector<std::string> names;
  names.reserve(columns.size());
  for (const Named& column : columns) names.push_back(column.name);
  return names;
}

/// The steps' expressions that are worth computing once, as lists of one value.
std::vector<Named> lists_of_one(std::vector<Named> columns) {
  for (Named& column : columns) column.expression = "[" + column.expression + "]";
  return columns;
}

/// "count(*) AS rows, sum(…) AS …": what is counted of each group.
std::string counted_lines(const Dialect& dialect, const std::vector<Named>& sums) {
  std::vector<Named> columns = {{.expression = "count(*)", .name = "rows", .comment = {}}};
  for (const Named& sum : sums) {
    columns.push_back({.expression = fmt::format("sum({})", sum.expression),
                       .name = sum.name,
                       .comment = sum.comment});
  }
  return column_lines(dialect, columns, "  ");
}

/// The same as counts_sql where names are only aliases.
std::string aliased_counts_sql(const Dialect& dialect, const Source& source,
                               const std::vector<Layer>& layers, const Layer& results,
                               const std::vector<Named>& sums) {
  std::vector<Named> once = source.made;
  for (Named& column : listed(layers, true)) once.push_back(std::move(column));
  std::vector<std::string> by = names_of(results.columns);
  for (std::string& name : names_of(source.made)) by.push_back(std::move(name));
  std::string given = column_lines(dialect, results.columns, "  ");
  given.insert(given.size() - 1, ",");
  const std::string aliases = column_lines(dialect, listed(layers, false), "  ");
  return fmt::format("{}SELECT\n{}  {},\n{}FROM {}\nARRAY JOIN\n{}{}GROUP BY {}",
                     aliases.empty() ? "" : "WITH\n" + aliases, given,
                     column_names(dialect, names_of(source.made)), counted_lines(dialect, sums),
                     source.table_sql, column_lines(dialect, lists_of_one(std::move(once)), "  "),
                     source.rows_sql.empty() ? "" : "WHERE " + source.rows_sql + "\n",
                     column_names(dialect, by));
}

/// WITH expression AS name, …: nothing is added to the columns. Each use of a name stands for its
/// whole expression, so those used often are computed by an ARRAY JOIN of lists of one value.
std::string aliases_sql(const Dialect& dialect, const Source& source,
                        const std::vector<Layer>& layers, const Layer& results) {
  const std::vector<Named> once = lists_of_one(listed(layers, true));
  return fmt::format("WITH\n{}SELECT\n  {},\n  -- {}\n{}FROM {}\nARRAY JOIN\n{}{}",
                     column_lines(dialect, listed(layers, false), "  "),
                     source.keep.empty() ? "*" : column_names(dialect, source.keep),
                     results.comment, column_lines(dialect, results.columns, "  "),
                     source.table_sql, column_lines(dialect, once, "  "),
                     source.rows_sql.empty() ? "" : "WHERE " + source.rows_sql + "\n");
}

std::string helper_names(const Dialect& dialect, const std::vector<Layer>& layers) {
  std::string out;
  std::size_t width = 0;
  for (const Layer& layer : layers) {
    for (const Named& column : layer.columns) {
      const std::string name = dialect.name(column.name);
      if (!out.empty()) out += ",";
      const bool wrap = width + name.size() > 80;
      if (!out.empty()) out += wrap ? "\n    " : " ";
      width = (wrap ? 0 : width) + name.size() + 2;
      out += name;
    }
  }
  return out;
}

std::string kept_at_first(Layers layers) {
  if (layers == Layers::row) return std::string(kRow);
  if (layers == Layers::structs) return fmt::format("struct(*) AS {}", kRow);
  return fmt::format("{}.*", kRow);
}

/// The columns of the table, without those of the steps where the dialect has a way.
std::string kept_at_last(const Dialect& dialect, const Source& source,
                         const std::vector<Layer>& layers) {
  if (!source.keep.empty() || !source.made.empty()) {
    std::vector<std::string> names = source.keep;
    for (std::string& name : names_of(source.made)) names.push_back(std::move(name));
    std::vector<std::string> columns;
    columns.reserve(names.size());
    for (const std::string& name : names) {
      columns.push_back(fmt::format("{} AS {}", dialect.column(name), dialect.name(name)));
    }
    return base::join(columns, ", ");
  }
  switch (dialect.layers()) {
    case Layers::row: return fmt::format("({}).*", kRow);
    case Layers::structs: return fmt::format("{}.*", kRow);
    case Layers::exclude: return fmt::format("* EXCLUDE ({})", helper_names(dialect, layers));
    case Layers::except: return fmt::format("* EXCEPT ({})", helper_names(dialect, layers));
    case Layers::stay:
    case Layers::aliases: break;
  }
  return layers.back().name + ".*";
}

/// The table, or the columns of it that are used and the rows that are asked for.
std::string from_sql(const Dialect& dialect, const Source& source) {
  if (source.keep.empty() && source.made.empty()) return source.table_sql;
  std::vector<std::string> columns = source.keep;
  for (const std::string& column : source.read) {
    if (std::find(columns.begin(), columns.end(), column) == columns.end()) {
      columns.push_back(column);
    }
  }
  for (std::string& column : columns) column = dialect.name(column);
  for (const Named& column : source.made) {
    columns.push_back(fmt::format("{} AS {}", column.expression, dialect.name(column.name)));
  }
  return fmt::format("(SELECT {} FROM {}{})", base::join(columns, ", "), source.table_sql,
                     source.rows_sql.empty() ? "" : " WHERE " + source.rows_sql);
}

}  // namespace

std::string comment_text(std::string_view text) {
  std::string out(text);
  for (char& letter : out) {
    if (static_cast<unsigned char>(letter) < 0x20 || letter == 0x7F) letter = ' ';
  }
  return out;
}

std::string select_sql(const Dialect& dialect, const Source& source,
                       const std::vector<Layer>& layers, const Layer& results) {
  if (dialect.layers() == Layers::aliases) return aliases_sql(dialect, source, layers, results);
  std::string out = "WITH\n";
  std::string from = from_sql(dialect, source) + " AS " + std::string(kRow);
  std::string kept = kept_at_first(dialect.layers());
  // PostgreSQL would put the expressions of a step in wherever they are used, again and again.
  const std::string_view fence = dialect.layers() == Layers::row ? "\n    OFFSET 0" : "";
  for (std::size_t i = 0; i < layers.size(); ++i) {
    const Layer& layer = layers[i];
    out +=
        fmt::format("  -- {}\n  {} AS (\n    SELECT\n      {},\n{}    FROM {}{}\n  ){}\n",
                    layer.comment, layer.name, kept, column_lines(dialect, layer.columns, "      "),
                    from, fence, i + 1 < layers.size() ? "," : "");
    from = layer.name;
    kept = layer.name + ".*";
  }
  out += fmt::format("SELECT\n  {},\n  -- {}\n{}FROM {}", kept_at_last(dialect, source, layers),
                     results.comment, column_lines(dialect, results.columns, "  "), from);
  return out;
}

std::string counts_sql(const Dialect& dialect, const Source& source,
                       const std::vector<Layer>& layers, const Layer& results,
                       const std::vector<Named>& sums) {
  check(!source.made.empty(), "counts_sql: something to count by");
  if (dialect.layers() == Layers::aliases) {
    return aliased_counts_sql(dialect, source, layers, results, sums);
  }
  Layer passed = results;
  const std::vector<Named> bins = listed(layers, true);
  for (const Named& bin : bins) {
    passed.columns.push_back(
        {.expression = dialect.name(bin.name), .name = bin.name, .comment = {}});
  }
  std::vector<std::string> by = names_of(results.columns);
  for (std::string& name : names_of(source.made)) by.push_back(std::move(name));
  const std::string names = column_names(dialect, by);
  return fmt::format("SELECT\n  {},\n{}FROM (\n{}) AS scored\nGROUP BY {}", names,
                     counted_lines(dialect, sums), select_sql(dialect, source, layers, passed),
                     names);
}

}  // namespace bestfit::compile
