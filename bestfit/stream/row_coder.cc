#include "bestfit/stream/row_coder.h"

#include <algorithm>
#include <cmath>

namespace bestfit::stream {
namespace {

constexpr std::size_t kNone = SIZE_MAX;
constexpr std::size_t kBlockRows = 1024;  // their text stays in a near cache for all columns

std::size_t place_of(const std::vector<Wanted>& wanted, const std::string& name) {
  const auto found = std::find_if(wanted.begin(), wanted.end(),
                                  [&](const Wanted& column) { return column.name == name; });
  return found == wanted.end() ? kNone : static_cast<std::size_t>(found - wanted.begin());
}

bool is_age(const score::Question& question) {
  return question.kind == profile::CriterionKind::date;
}

}  // namespace

RowCoder::RowCoder(const score::Codebook& book, const std::vector<Wanted>& wanted)
    : book_(book),
      wanted_(wanted),
      version_(kNone),
      days_(wanted.size()),
      codes_(book.questions().size()) {
  for (const score::Question& question : book.questions()) {
    origins_.push_back(
        {.column = place_of(wanted, question.column),
         .until = question.relative_to.empty() ? kNone : place_of(wanted, question.relative_to)});
  }
}

void RowCoder::read_as(const Reading& reading, const recognise::FormatOptions& options) {
  version_ = reading.version;
  coders_.clear();
  coders_.reserve(wanted_.size());
  for (std::size_t i = 0; i < wanted_.size(); ++i) {
    CellCoder::Task task{.format = reading.formats[i],
                         .told = reading.told[i],
                         .options = options,
                         .question = std::nullopt};
    for (std::size_t question = 0; question < origins_.size(); ++question) {
      const bool is_value = !is_age(book_.questions()[question]);
      if (is_value && origins_[question].column == i) task.question = question;
    }
    coders_.emplace_back(book_, std::move(task));
  }
}

void RowCoder::code(const Piece& piece) {
  for (CellCoder& coder : coders_) coder.start_piece();
  for (auto& codes : codes_) codes.assign(piece.rows(), score::kCodeNotKnown);
  for (auto& days : days_) days.resize(piece.rows());
  for (std::size_t from = 0; from < piece.rows(); from += kBlockRows) {
    const std::size_t to = std::min(piece.rows(), from + kBlockRows);
    for (std::size_t i = 0; i < wanted_.size(); ++i) {
      if (wanted_[i].column.kind == table::Kind::date) read_days(piece, i, from, to);
    }
    for (std::size_t question = 0; question < origins_.size(); ++question) {
      if (origins_[question].column == kNone) continue;
      if (is_age(book_.questions()[question])) {
        code_ages(question, from, to);
      } else {
        code_cells(piece, question, from, to);
      }
    }
  }
}

void RowCoder::read_days(const Piece& piece, std::size_t wanted, std::size_t from, std::size_t to) {
  const std::size_t column = wanted_[wanted].column.column;
  for (std::size_t row = from; row < to; ++row) {
    days_[wanted][row] = coders_[wanted].day(piece.cell(row, column));
  }
}

void RowCoder::code_cells(const Piece& piece, std::size_t question, std::size_t from,
                          std::size_t to) {
  CellCoder& coder = coders_[origins_[question].column];
  const std::size_t column = wanted_[origins_[question].column].column.column;
  score::Code* codes = codes_[question].data();
  if (piece.is_plain()) {
    for (std::size_t row = from; row < to; ++row) {
      codes[row] = coder.code_with_slack(piece.plain_cell(row, column));
    }
    return;
  }
  for (std::size_t row = from; row < to; ++row) codes[row] = coder.code(piece.cell(row, column));
}

void RowCoder::code_ages(std::size_t question, std::size_t from, std::size_t to) {
  const Origin& origin = origins_[question];
  const auto& as_of = book_.file().as_of;
  const double day = as_of ? static_cast<double>(*as_of) : table::kMissing;
  const std::vector<double>& days = days_[origin.column];
  for (std::size_t row = from; row < to; ++row) {
    const double own = origin.until == kNone ? table::kMissing : days_[origin.until][row];
    codes_[question][row] = book_.of_number(question, (std::isnan(own) ? day : own) - days[row]);
  }
}

bool RowCoder::has_news() const {
  return std::any_of(coders_.begin(), coders_.end(),
                     [](const CellCoder& coder) { return coder.has_news(); });
}

}  // namespace bestfit::stream
