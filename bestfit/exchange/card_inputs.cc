#include "bestfit/exchange/card_inputs.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "bestfit/base/text.h"
#include "bestfit/recognise/missing_text.h"

namespace bestfit::exchange {
namespace {

using profile::Bin;
using profile::CriterionKind;

class Collector {
 public:
  void add(const std::string& column, CriterionKind kind, const std::string& relative_to,
           const std::vector<Bin>& bins) {
    if (kind != CriterionKind::set) {
      add({.name = {}, .column = column, .kind = kind, .relative_to = relative_to, .member = {}});
      return;
    }
    bool has_members = false;
    for (const Bin& bin : bins) {
      for (const std::string& value : bin.values) {
        has_members = true;
        add({.name = {},
             .column = column,
             .kind = kind,
             .relative_to = {},
             .member = base::fold(value)});
      }
    }
    if (has_members) return;
    add({.name = {}, .column = column, .kind = kind, .relative_to = {}, .member = {}});
  }
  std::vector<Input> take() { return std::move(inputs_); }

 private:
  void add(Input input) {
    input.name = input_name(input.column, input.kind, input.relative_to, input.member);
    if (names_.insert(input.name).second) inputs_.push_back(std::move(input));
  }
  std::set<std::string> names_;
  std::vector<Input> inputs_;
};

}  // namespace

std::string input_name(const std::string& column, CriterionKind kind,
                       const std::string& relative_to, const std::string& member) {
  switch (kind) {
    case CriterionKind::number: return column;
    case CriterionKind::flag: return column + " (1 yes, 0 no)";
    case CriterionKind::category: return column + " (in lower case)";
    case CriterionKind::date:
      return column + (relative_to.empty() ? " (age in days)"
                                           : fmt::format(" (age in days at {})", relative_to));
    case CriterionKind::set: break;
  }
  return member.empty() ? column + " (1 known)" : fmt::format("{} = {}", column, member);
}

std::vector<Input> card_inputs(const profile::ProfileFile& file) {
  Collector collector;
  for (const profile::Profile& profile : file.profiles) {
    for (const auto* conditions : {&profile.disqualify, &profile.require}) {
      for (const profile::Condition& condition : *conditions) {
        collector.add(condition.column, condition.kind, condition.relative_to, {condition.match});
      }
    }
    for (const profile::Criterion& criterion : profile.score) {
      collector.add(criterion.column, criterion.kind, criterion.relative_to, criterion.bins);
    }
  }
  return collector.take();
}

std::vector<std::string> not_known_labels(const profile::ProfileFile& file,
                                          const std::string& column) {
  const bool na_is_label = recognise::na_is_label(profile::labels_in(file, column));
  std::vector<std::string> labels = {""};
  for (const std::string_view text : recognise::missing_texts()) {
    if (text != "na" || !na_is_label) labels.emplace_back(text);
  }
  return labels;
}

}  // namespace bestfit::exchange
