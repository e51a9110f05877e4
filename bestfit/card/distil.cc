#include "bestfit/card/distil.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "bestfit/base/parallel.h"
#include "bestfit/card/discoveries.h"
#include "bestfit/card/matrix.h"
#include "bestfit/card/prior.h"
#include "bestfit/card/smooth.h"

namespace bestfit::card {
namespace {

constexpr std::size_t kCommonMost = 20'000;    // rows of the commoner outcome that teach
constexpr std::size_t kUniverseMost = 20'000;  // rows that the teacher is asked about
constexpr double kChanceMost = 0.2;            // p above which an attribute does not teach
constexpr int kRounds = 20;
constexpr double kPooled = 3.0;  // differences that all attributes together are worth to each
constexpr double kVarianceLeast = 1e-4;  // of log odds, for the teacher to say anything
constexpr double kLittle = 0.01;  // of the teacher's variance, that a further attribute must tell

/// What an attribute of the teacher says, on the rows that it is asked about.
struct Lesson {
  bool offered = false;  // to the student
  attribute::BinnedAttribute binned;
  attribute::CodeOrder order;
  std::size_t levels = 0;
  Effect effect;
  std::vector<double> said;  // one for each row asked about, mean 0
};

std::vector<std::uint32_t> thinned(const std::vector<std::uint32_t>& rows, std::size_t most) {
  if (rows.size() <= most) return rows;
  std::vector<std::uint32_t> chosen;
  for (std::size_t i = 0; i < most; ++i) chosen.push_back(rows[i * rows.size() / most]);
  return chosen;
}

/// All rows of the rarer outcome, and not too many of the other. In a logistic model that moves the
/// intercept alone (Prentice and Pyke 1979).
std::vector<std::uint32_t> teaching_rows(const outcome::Target& best,
                                         std::span<const std::uint32_t> rows) {
  std::vector<std::uint32_t> of[2];
  for (const std::uint32_t row : rows) of[best[row] == 1 ? 1 : 0].push_back(row);
  std::vector<std::uint32_t> taught;
  for (const auto& group : of) {
    const auto part = thinned(group, kCommonMost);
    taught.insert(taught.end(), part.begin(), part.end());
  }
  std::sort(taught.begin(), taught.end());
  return taught;
}

/// Rows learned from and rows whose outcome nobody knows yet.
std::vector<std::uint32_t> rows_asked(const outcome::Target& best,
                                      std::span<const std::uint32_t> rows) {
  std::vector<std::uint32_t> asked(rows.begin(), rows.end());
  for (std::uint32_t row = 0; row < best.size(); ++row) {
    if (best[row] < 0) asked.push_back(row);
  }
  std::sort(asked.begin(), asked.end());
  return thinned(asked, kUniverseMost);
}

std::vector<Lesson> lessons_of(const attribute::Coded& coded, const outcome::Target& best,
                               std::span<const std::uint32_t> rows, const CardOptions& wanted) {
  std::vector<Lesson> all(coded.attributes.size());
  const attribute::BinOptions options = attribute::bin_options(rows.size());
  const bool is_draft = outcome::mass_of(best, rows).rarer() < kDraftBest;
  const Discoveries found = find_discoveries(coded, best, rows, wanted.wishes, wanted.threads);
  base::parallel_for(wanted.threads, all.size(), [&](std::size_t i) {
    const attribute::CodedAttribute& from = coded.attributes[i];
    const auto number = static_cast<std::uint32_t>(i);
    if (!may_have(coded, wanted.wishes, i)) return;
    const bool has_prior = !from.prior_points.empty();
    if (found.p[i] > kChanceMost && !has_prior && !is_forced(wanted.wishes, i)) return;
    all[i].offered = has_prior || is_draft || found.offers(wanted.wishes, i);
    all[i].binned = attribute::bin_attribute(coded, number, best, rows, options);
    all[i].order = order_of(from);
    all[i].levels = levels_of(from, all[i].binned);
  });
  std::vector<Lesson> offered;
  for (Lesson& lesson : all) {
    if (lesson.levels > 0) offered.push_back(std::move(lesson));
  }
  return offered;
}

/// Fits the teacher.
void teach(const attribute::Coded& coded, const outcome::Target& best,
           std::span<const std::uint32_t> rows, std::vector<Lesson>& lessons) {
  const std::vector<std::uint32_t> taught = teaching_rows(best, rows);
  const outcome::Mass whole = outcome::mass_of(best, taught);
  const double slope = prior_slope(coded, best, taught);
  std::vector<CodeColumn> columns;
  for (const Lesson& lesson : lessons) {
    CodeColumn column;
    column.order = lesson.order;
    column.levels = lesson.levels;
    column.log_odds.assign(lesson.levels + 1, 0.0);
    const attribute::CodedAttribute& from = coded.attributes[lesson.binned.attribute];
    for (const std::uint32_t row : taught) {
      column.codes.push_back(attribute::code_of_row(from, lesson.binned.members, row));
    }
    column.prior = prior_by_code(from, slope, column.codes, taught, column.levels);
    if (!column.prior.empty()) column.log_odds = column.prior;
    columns.push_back(std::move(column));
  }
  std::vector<Effect> effects =
      smooth(columns, outcome::masses_of(best, taught), std::log(whole.best / whole.other),
             {.rounds = kRounds, .pooled = kPooled});
  for (std::size_t i = 0; i < lessons.size(); ++i) lessons[i].effect = std::move(effects[i]);
}

void ask(const attribute::Coded& coded, std::span<const std::uint32_t> rows, Lesson& lesson) {
  const attribute::CodedAttribute& from = coded.attributes[lesson.binned.attribute];
  for (const std::uint32_t row : rows) {
    const std::uint8_t code = attribute::code_of_row(from, lesson.binned.members, row);
    lesson.said.push_back(lesson.effect.log_odds[code]);
  }
  const double mean = std::accumulate(lesson.said.begin(), lesson.said.end(), 0.0) /
                      static_cast<double>(rows.size());
  for (double& value : lesson.said) value -= mean;
}

/// How the attributes' parts of the teacher go together over the rows asked about.
class Parts {
 public:
  explicit Parts(const std::vector<Lesson>& lessons)
      : size_(lessons.size()), covariance_(size_ * size_), whole_(size_, 0.0) {
    for (std::size_t i = 0; i < size_; ++i) {
      for (std::size_t j = 0; j <= i; ++j) {
        const double sum = std::inner_product(lessons[i].said.begin(), lessons[i].said.end(),
                                              lessons[j].said.begin(), 0.0) /
                           static_cast<double>(lessons[i].said.size());
        covariance_[i * size_ + j] = covariance_[j * size_ + i] = sum;
      }
    }
    for (std::size_t i = 0; i < size_; ++i) {
      for (std::size_t j = 0; j < size_; ++j) whole_[i] += covariance_[i * size_ + j];
      variance_ += whole_[i];
    }
  }

  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] double variance() const { return variance_; }

  /// Least-squares factors of some parts, to say what the whole says.
  [[nodiscard]] std::vector<double> factors(const std::vector<std::size_t>& support) const {
    Matrix matrix(support.size());
    std::vector<double> factors;
    for (std::size_t a = 0; a < support.size(); ++a) {
      for (std::size_t b = 0; b <= a; ++b) {
        matrix.at(a, b) = covariance_[support[a] * size_ + support[b]];
      }
      matrix.at(a, a) += 1e-9 * variance_;
      factors.push_back(whole_[support[a]]);
    }
    matrix.factor();
    matrix.solve(factors);
    return factors;
  }

  /// The share of the whole's variance that some parts tell; 0 where a factor is negative.
  [[nodiscard]] double told(const std::vector<std::size_t>& support) const {
    const std::vector<double> by = factors(support);
    double told = 0.0;
    for (std::size_t a = 0; a < support.size(); ++a) {
      if (by[a] <= 0.0) return 0.0;  // it would say the opposite of what its attribute says
      told += by[a] * whole_[support[a]];
    }
    return told / variance_;
  }

 private:
  std::size_t size_;
  std::vector<double> covariance_;
  std::vector<double> whole_;  // covariance of each part with their sum
  double variance_ = 0.0;      // of the sum
};

/// Forward choice with swaps of the parts that tell most; ends where one more tells little.
std::vector<std::size_t> choose(const Parts& parts, const std::vector<Lesson>& lessons,
                                const Rules& rules, std::size_t most) {
  std::vector<std::size_t> chosen = rules.forced;
  double told = chosen.empty() ? 0.0 : parts.told(chosen);
  const auto best_at = [&](std::size_t place) {  // of the support, to fill in anew
    std::vector<std::size_t> others = chosen;
    others.erase(others.begin() + static_cast<std::ptrdiff_t>(place));
    for (std::size_t i = 0; i < parts.size(); ++i) {
      if (std::find(chosen.begin(), chosen.end(), i) != chosen.end()) continue;
      if (!lessons[i].offered || !rules.allow(others, i)) continue;
      std::vector<std::size_t> tried = chosen;
      tried[place] = i;
      const double now = parts.told(tried);
      if (now <= told + 1e-9) continue;
      told = now;
      chosen[place] = i;
    }
  };
  while (chosen.size() < std::min(most, parts.size())) {
    const double before = told;
    chosen.push_back(parts.size());
    best_at(chosen.size() - 1);
    if (chosen.back() == parts.size() || told - before < kLittle) {
      chosen.pop_back();
      break;
    }
    for (std::size_t place = rules.forced.size(); place < chosen.size(); ++place) best_at(place);
  }
  return chosen;
}

}  // namespace

std::vector<RefinedAttribute> distil(const attribute::Coded& coded, const outcome::Target& best,
                                     std::span<const std::uint32_t> rows,
                                     const CardOptions& options) {
  std::vector<Lesson> lessons = lessons_of(coded, best, rows, options);
  if (lessons.empty()) return {};
  teach(coded, best, rows, lessons);
  const std::vector<std::uint32_t> asked = rows_asked(best, rows);
  base::parallel_for(options.threads, lessons.size(),
                     [&](std::size_t i) { ask(coded, asked, lessons[i]); });
  const Parts parts(lessons);
  if (parts.variance() < kVarianceLeast) return {};
  std::vector<std::uint32_t> numbers;
  numbers.reserve(lessons.size());
  for (const Lesson& lesson : lessons) numbers.push_back(lesson.binned.attribute);
  const std::vector<std::size_t> chosen = choose(parts, lessons, rules_of(options.wishes, numbers),
                                                 static_cast<std::size_t>(options.attributes_max));
  if (chosen.empty()) return {};
  const std::vector<double> factors = parts.factors(chosen);
  std::vector<RefinedAttribute> refined;
  for (std::size_t a = 0; a < chosen.size(); ++a) {
    Lesson& lesson = lessons[chosen[a]];
    for (double& odds : lesson.effect.log_odds) odds *= factors[a];
    StepForm form = form_of(options.wishes, lesson.binned.attribute);
    form.price = 0.0;  // the teacher's effects are smooth already
    refined.push_back(in_steps(coded.attributes[lesson.binned.attribute], lesson.binned,
                               lesson.effect, best, rows, form));
    if (refined.back().weights.empty()) refined.pop_back();
  }
  return refined;
}

}  // namespace bestfit::card
