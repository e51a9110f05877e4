#include "bestfit/recognise/evidence.h"

#include <algorithm>
#include <cmath>
#include <string_view>
#include <unordered_map>

#include "bestfit/base/text.h"
#include "bestfit/recognise/date_text.h"
#include "bestfit/recognise/number_text.h"

namespace bestfit::recognise {
namespace {

constexpr std::size_t kSetCellsLookedAt = 20000;
constexpr std::size_t kMemberBytesMax = 60;

bool has_digit(std::string_view text) {
  return std::any_of(text.begin(), text.end(),
                     [](char letter) { return letter >= '0' && letter <= '9'; });
}

/// Only whole numbers stand for dates; Excel adds the time of day as a fraction.
void see_date_number(std::string_view text, const NumberLook& look, std::size_t count,
                     Evidence& seen) {
  if (look.digits < 5 || look.mark == DecimalMark::comma) return;
  if (look.digits > 6 && look.mark == DecimalMark::point) return;
  const auto number = read_number(text, false);
  if (!number || *number < 20000) return;
  if (*number < 80000) seen.excel_serials += count;
  if (*number >= 3e8 && *number < 5e9) seen.unix_seconds += count;
  if (*number >= 3e11 && *number < 5e12) seen.unix_milliseconds += count;
  if (read_compact_date(text)) seen.compact += count;
}

void see_currency(std::string_view text, Evidence& seen) {
  const auto same = std::find(seen.currencies.begin(), seen.currencies.end(), text);
  if (!text.empty() && same == seen.currencies.end()) seen.currencies.emplace_back(text);
}

void see_number(std::string_view text, const NumberLook& look, std::size_t count, Evidence& seen) {
  seen.numbers += count;
  if (look.mark == DecimalMark::point) seen.points += count;
  if (look.mark == DecimalMark::comma) seen.commas += count;
  if (look.mark == DecimalMark::maybe_point) seen.maybe_points += count;
  if (look.mark == DecimalMark::maybe_comma) seen.maybe_commas += count;
  if (look.grouped) seen.grouped += count;
  if (look.leading_zero) seen.leading_zeros += count;
  if (look.mark == DecimalMark::either && look.digits > 15) seen.long_integers += count;
  if (look.percent) seen.percents += count;
  if (look.scaled) seen.scaled += count;
  if (look.parentheses) seen.parentheses += count;
  if (text == "1" || text == "0") seen.ones_and_zeros += count;
  see_currency(look.currency, seen);
  see_date_number(text, look, count, seen);
}

void see_date(std::string_view text, std::size_t count, Evidence& seen) {
  const auto look = look_at_date(text);
  if (!look) return;
  seen.dates += count;
  switch (*look) {
    case DateLook::day_first: seen.day_first += count; break;
    case DateLook::month_first: seen.month_first += count; break;
    case DateLook::ambiguous:
      seen.ambiguous += count;
      if (text.find('.') != std::string_view::npos) seen.dotted += count;
      break;
    case DateLook::year_first: seen.year_first += count; break;
    case DateLook::named_month: break;
  }
}

void see_word(std::string_view text, std::size_t count, Evidence& seen) {
  const std::string folded = base::fold(text);
  if (folded == "yes" || folded == "no" || folded == "true" || folded == "false") {
    seen.flag_words += count;
  }
  if (folded == "y" || folded == "t") seen.flag_yes += count;
  if (folded == "n" || folded == "f") seen.flag_no += count;
}

void see(std::string_view text, std::size_t count, Evidence& seen) {
  text = base::trim(text);
  seen.known += count;
  ++seen.distinct;
  seen.bytes += count * text.size();
  seen.longest = std::max(seen.longest, text.size());
  if (text.size() == 2 && text[0] >= 'A' && text[0] <= 'Z' && text[1] >= 'A' && text[1] <= 'Z') {
    ++seen.two_capitals;
  }
  if (text.size() <= 5) see_word(text, count, seen);
  if (!has_digit(text)) return;
  if (const auto look = look_at_number(text)) {
    see_number(text, *look, count, seen);
  } else {
    see_date(text, count, seen);
  }
}

/// Members of set-like cells, counted.
struct Members {
  std::size_t cells_cut = 0;  // cells with a separator
  std::size_t all = 0;
  bool sentences = false;
  std::unordered_map<std::string, std::size_t> seen;
};

Members members_of(const Cells& cells, char separator, const ColumnFormat& format) {
  Members members;
  cells.each(
      [&](std::string_view text, std::size_t count) {
        if (members.sentences || is_missing(text, format)) return;
        const std::vector<std::string_view> parts = base::split(value_text(text), separator);
        if (parts.size() > 1) members.cells_cut += count;
        for (const std::string_view part : parts) {
          const std::string_view member = base::trim(part);
          const auto spaces = std::count(member.begin(), member.end(), ' ');
          if (member.size() > kMemberBytesMax || spaces > 5) members.sentences = true;
          if (member.empty()) continue;
          members.all += count;
          members.seen[base::fold(member)] += count;
        }
      },
      kSetCellsLookedAt);
  return members;
}

/// The separator of cells that are lists of repeated members; NUL when they are not.
char find_separator(const Cells& cells, const Evidence& seen, const ColumnFormat& format) {
  if (seen.known == 0 || seen.numbers + seen.dates > seen.known / 2) return '\0';
  for (const char separator : {';', '|'}) {
    const Members members = members_of(cells, separator, format);
    if (members.sentences || members.cells_cut < 2) continue;
    const bool often = members.cells_cut * 50 >= std::min(seen.known, kSetCellsLookedAt);
    const bool repeated = members.all * 2 >= members.seen.size() * 3;
    const bool shares = members.seen.size() < seen.distinct || members.seen.size() <= 30;
    if (often && repeated && shares) return separator;
  }
  return '\0';
}

}  // namespace

Evidence look_at(const Cells& cells, const FormatOptions& options) {
  const ColumnFormat format = plain_format(options);
  Evidence seen;
  cells.each([&](std::string_view text, std::size_t count) {
    const std::string_view core = base::trim(value_text(text));
    if (core.size() == 2 && (core[0] | 32) == 'n' && (core[1] | 32) == 'a') seen.na += count;
    if (!is_missing(core, format)) see(core, count, seen);
  });
  seen.separator = find_separator(cells, seen, format);
  return seen;
}

std::vector<std::string> header_words(std::string_view name) {
  std::vector<std::string> words;
  std::string word;
  const auto is_upper = [](char letter) { return letter >= 'A' && letter <= 'Z'; };
  const auto is_alnum = [&](char letter) {
    return is_upper(letter) || (letter >= 'a' && letter <= 'z') ||
           (letter >= '0' && letter <= '9') || (letter & 0x80) != 0;
  };
  for (std::size_t i = 0; i < name.size(); ++i) {
    const bool lower_before = i > 0 && is_alnum(name[i - 1]) && !is_upper(name[i - 1]);
    const bool lower_after = i > 0 && is_upper(name[i - 1]) && i + 1 < name.size() &&
                             name[i + 1] >= 'a' && name[i + 1] <= 'z';
    const bool starts = is_upper(name[i]) && (lower_before || lower_after);
    if ((starts || !is_alnum(name[i])) && !word.empty()) {
      words.push_back(base::fold(word));
      word.clear();
    }
    if (is_alnum(name[i])) word += name[i];
  }
  if (!word.empty()) words.push_back(base::fold(word));
  return words;
}

}  // namespace bestfit::recognise
