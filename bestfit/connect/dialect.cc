#include "bestfit/connect/dialect.h"

#include <algorithm>
#include <array>

#include "bestfit/base/text.h"
#include "bestfit/connect/records.h"

namespace bestfit::connect {
namespace {

constexpr std::array<char, 4> kDelimiters = {',', ';', '\t', '|'};
constexpr std::size_t kRecordsLookedAt = 300;

/// How well a dialect cuts the text.
struct Fit {
  std::size_t width = 0;  // cells of the header
  double share = 0.0;     // of the records after it, those as wide
};

Fit fit_of(std::string_view head, const Dialect& dialect) {
  Fit fit;
  Record record;
  std::size_t records = 0;
  std::size_t as_wide = 0;
  while (!head.empty() && records < kRecordsLookedAt) {
    const Split state = split_record(head, false, dialect, record);
    if (state == Split::cut_off) break;
    head.remove_prefix(record.size);
    const bool blank = record.cells.size() == 1 && record.cells.front().text.empty();
    if (state == Split::record && blank) continue;
    if (fit.width == 0) {
      fit.width = record.cells.size();
      continue;
    }
    ++records;
    if (state == Split::record && record.cells.size() == fit.width) ++as_wide;
  }
  fit.share = records == 0 ? 1.0 : static_cast<double>(as_wide) / static_cast<double>(records);
  return fit;
}

/// A header that is cut into more cells counts for little when the records do not follow it.
double score_of(const Fit& fit) {
  if (fit.width < 2) return 0.0;
  return fit.share + 1e-3 * (1.0 - 1.0 / static_cast<double>(fit.width));
}

/// Every other line or more has a cell that begins with an apostrophe.
bool has_single_quotes(std::string_view text, char newline) {
  std::size_t lines = 0;
  std::size_t opened = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == newline) ++lines;
    const bool starts =
        i == 0 || text[i - 1] == newline ||
        std::find(kDelimiters.begin(), kDelimiters.end(), text[i - 1]) != kDelimiters.end();
    if (starts && text[i] == '\'') ++opened;
  }
  return 2 * opened >= lines;
}

std::string_view first_line(std::string_view head, char newline) {
  return base::trim(head.substr(0, head.find(newline)));
}

/// The delimiter of a "sep=;" line.
std::optional<char> sep_delimiter(std::string_view line) {
  if (line.size() >= 2 && line.front() == '"' && line.back() == '"') {
    line = line.substr(1, line.size() - 2);
  }
  if (base::fold(line.substr(0, 4)) != "sep=") return std::nullopt;
  if (line.size() == 5) return line[4];
  // Trimming takes a tab away.
  return line.size() == 4 ? std::optional<char>('\t') : std::nullopt;
}

}  // namespace

Dialect sniff_dialect(std::string_view head, std::optional<char> delimiter) {
  Dialect best;
  if (head.find('\n') == std::string_view::npos && head.find('\r') != std::string_view::npos) {
    best.newline = '\r';
  }
  const auto sep = sep_delimiter(first_line(head, best.newline));
  if (sep) {
    best.sep_line = true;
    head.remove_prefix(std::min(head.size(), head.find(best.newline) + 1));
    if (!delimiter) delimiter = sep;
  }
  // A last line without its end is a whole record for the sniffer.
  const std::string text = std::string(head) + best.newline;
  const std::string_view quotes = has_single_quotes(text, best.newline) ? "\"'" : "\"";
  double best_score = -1.0;
  for (const char candidate : kDelimiters) {
    for (const char quote : quotes) {
      Dialect dialect = best;
      dialect.delimiter = delimiter.value_or(candidate);
      dialect.quote = quote;
      const double score = score_of(fit_of(text, dialect)) - (quote == '"' ? 0.0 : 1e-6);
      if (score <= best_score) continue;
      best_score = score;
      best.delimiter = dialect.delimiter;
      best.quote = quote;
    }
  }
  return best;
}

std::string delimiter_words(char delimiter) {
  switch (delimiter) {
    case ',': return "comma";
    case ';': return "semicolon";
    case '\t': return "tab";
    case '|': return "pipe";
    default: return std::string(1, delimiter);
  }
}

}  // namespace bestfit::connect
