#include "bestfit/related/notes.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <optional>

#include "bestfit/base/digest.h"
#include "bestfit/base/error.h"
#include "bestfit/base/file.h"
#include "bestfit/base/text.h"
#include "bestfit/note/distinguish.h"
#include "bestfit/note/quotes.h"
#include "bestfit/note/themes_column.h"
#include "bestfit/outcome/account_index.h"
#include "bestfit/related/columns.h"

namespace bestfit::related {
namespace {

using base::Json;
using note::Side;

constexpr std::size_t kTermsShown = 12;
constexpr std::size_t kAlsoShown = 8;
constexpr const char* kQuestion =
    "What made you look for something new at that time, and what would have happened had you done "
    "nothing?";

Json texts_json(const std::vector<std::string>& texts, std::size_t most) {
  Json json = Json::array();
  for (std::size_t i = 0; i < std::min(most, texts.size()); ++i) json.push(texts[i]);
  return json;
}

Json side_json(Side side) {
  if (side == Side::neither) return {};
  return {side == Side::best ? "best" : "others"};
}

std::int64_t count_use(const Notes& notes, note::Use use) {
  return std::count(notes.uses.begin(), notes.uses.end(), use);
}

/// What of a file was used, and what was not and why.
Json counts_json(const Notes& notes) {
  return Json::object()
      .set("read", notes.read)
      .set("used", count_use(notes, note::Use::in_time))
      .set("late", count_use(notes, note::Use::late))
      .set("undated", count_use(notes, note::Use::undated))
      .set("without_account", notes.without_account)
      .set("without_text", notes.without_text);
}

std::string count_text(std::int64_t count) {
  return base::count_text(static_cast<std::size_t>(count));
}

/// One sentence a reason; nothing where every note was used.
Json not_used_json(const Notes& notes) {
  Json lines = Json::array();
  const auto add = [&](std::int64_t count, const std::string& words) {
    if (count > 0) {
      lines.push(fmt::format("{} {} {}", count_text(count), count == 1 ? "note" : "notes", words));
    }
  };
  add(count_use(notes, note::Use::late),
      "are not dated " + notes.rule + ": they may know the outcome and were not used");
  add(count_use(notes, note::Use::undated),
      "have no date: they may be quoted, and are no attribute and in no count");
  add(notes.without_account, "belong to no account");
  add(notes.without_text, "have no text");
  return lines;
}

std::string method_words(const Notes& notes, const note::Distinction& found) {
  return fmt::format(
      "Accounts, not notes, are counted: {} best and {} others that have a note dated {}. Each of "
      "the {} themes and terms that enough accounts have (chosen without the outcome) was held "
      "against the others that have as many notes (exact test within strata); the odds ratio is "
      "shrunk towards 1, with a 95% interval. Named is what has q of 0.1 or less over all that "
      "were tried: at most a tenth of these are false on average. What is said goes with the "
      "outcome; that it causes it is not shown.",
      count_text(found.best_total), count_text(found.others_total), notes.rule,
      count_text(static_cast<std::int64_t>(found.tried)));
}

class NotesTeller {
 public:
  NotesTeller(const Notes& notes, std::span<const std::int8_t> best,
              const std::vector<std::string>& account)
      : notes_(notes), best_(best), account_(account) {}

  [[nodiscard]] Json said_json(const note::Said& said) const {
    Json json = Json::object().set("name", said.name);
    if (said.theme != nullptr) json.set("kind", note::kind_name(said.theme->kind));
    json.set(said.theme != nullptr ? "terms" : "also", texts_json(said.also, kAlsoShown))
        .set("best", said.best)
        .set("others", said.others)
        .set("best_share", estimate_json(said.best_share))
        .set("others_share", estimate_json(said.others_share))
        .set("odds_ratio", estimate_json(said.odds_ratio))
        .set("p", said.p)
        .set("q", said.q)
        .set("stands_out", side_json(said.stands_out))
        .set("quotes", quotes_json(said));
    return json;
  }

 private:
  [[nodiscard]] Json quotes_json(const note::Said& said) const {
    Json quotes = Json::array();
    if (said.stands_out == Side::neither) return quotes;
    for (const note::Quote& quote : note::quotes_of(said, notes_.notes, notes_.uses, notes_.corpus,
                                                    notes_.hits, notes_.lexicon, best_)) {
      quotes.push(Json::object()
                      .set("text", quote.text)
                      .set("source", quote.source.empty() ? Json() : Json(quote.source))
                      .set("account", account_[quote.account])
                      .set("date", quote.day ? Json(base::iso_date(*quote.day)) : Json()));
    }
    return quotes;
  }

  const Notes& notes_;
  std::span<const std::int8_t> best_;
  const std::vector<std::string>& account_;
};

void take_lexicon(const std::string& path, Notes& out) {
  const std::string text =
      path.empty() ? std::string(note::built_in_lexicon_text()) : base::read_file(path);
  out.lexicon_name = path.empty() ? "built in" : std::filesystem::path(path).filename().string();
  out.lexicon_sha256 = base::sha256(text);
  out.lexicon = note::parse_lexicon(text, path.empty() ? "built-in lexicon" : path);
}

/// Why nothing can be said, or an empty text.
std::string why_nothing(const note::Distinction& found) {
  if (found.can_tell) return {};
  return fmt::format(
      "{} best account{} and {} other{} have a note in time; ten of each are needed to hold them "
      "against each other",
      count_text(found.best_total), found.best_total == 1 ? "" : "s",
      count_text(found.others_total), found.others_total == 1 ? "" : "s");
}

}  // namespace

Notes join_notes(const table::Table& accounts, const std::vector<std::string>& keys,
                 const table::Table& notes, const recognise::Mapping& mapping,
                 const std::string& path, const Decided& decided, const std::string& lexicon) {
  Notes out;
  take_lexicon(lexicon, out);
  out.rule = decided.words;
  out.read = static_cast<std::int64_t>(notes.rows());
  const auto rows = outcome::find_accounts(
      accounts, keys, notes.column(needed_column(mapping, "notes", "account", path)));
  const table::Column& text = notes.column(needed_column(mapping, "notes", "text", path));
  const table::Column* source = column_of(notes, mapping, "source");
  const table::Column* date = column_of(notes, mapping, "date");
  for (std::size_t row = 0; row < notes.rows(); ++row) {
    if (rows[row] == outcome::kNoAccount) {
      ++out.without_account;
    } else if (text.missing(row)) {
      ++out.without_text;
    } else {
      out.notes.push_back({.account = static_cast<std::uint32_t>(rows[row]),
                           .day = day_in(date, row),
                           .source = source == nullptr ? "" : source->cell_text(row),
                           .text = text.cell_text(row)});
    }
  }
  out.uses = note::uses_of(out.notes, decided.until);
  out.corpus = note::corpus_of(out.notes);
  out.hits = note::themes_of(out.corpus, out.lexicon);
  return out;
}

table::Column themes_attribute(const Notes& notes, std::size_t accounts) {
  return note::themes_column(notes.notes, notes.uses, notes.hits, notes.lexicon, accounts);
}

Json notes_json(const Notes& notes, std::span<const std::int8_t> best,
                const std::vector<std::string>& account) {
  const note::Distinction found =
      note::distinguish(notes.notes, notes.uses, notes.corpus, notes.hits, notes.lexicon, best);
  const NotesTeller teller(notes, best, account);
  Json themes = Json::array();
  for (const note::Said& said : found.themes) themes.push(teller.said_json(said));
  Json terms = Json::array();
  for (const note::Said& said : found.terms) {
    const bool shown = said.stands_out != Side::neither || terms.items().size() < kTermsShown;
    if (shown && found.can_tell) terms.push(teller.said_json(said));
  }
  const std::string why = why_nothing(found);
  return Json::object()
      .set("can_tell", found.can_tell)
      .set("why", why.empty() ? Json() : Json(why))
      .set("question", kQuestion)
      .set("method", method_words(notes, found))
      .set("lexicon", notes.lexicon_name)
      .set("attribute", note::kThemesColumn)
      .set("counts", counts_json(notes))
      .set("not_used", not_used_json(notes))
      .set("accounts",
           Json::object().set("best", found.best_total).set("others", found.others_total))
      .set("tried", found.tried)
      .set("themes", std::move(themes))
      .set("terms", std::move(terms));
}

}  // namespace bestfit::related
