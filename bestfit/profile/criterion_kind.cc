#include "bestfit/profile/criterion_kind.h"

namespace bestfit::profile {

std::string_view criterion_kind_name(CriterionKind kind) {
  switch (kind) {
    case CriterionKind::number:
      return "number";
    case CriterionKind::date:
      return "date";
    case CriterionKind::category:
      return "category";
    case CriterionKind::set:
      return "set";
  }
  return "number";
}

std::optional<CriterionKind> find_criterion_kind(std::string_view name) {
  for (const CriterionKind kind :
       {CriterionKind::number, CriterionKind::date, CriterionKind::category, CriterionKind::set}) {
    if (criterion_kind_name(kind) == name) return kind;
  }
  return std::nullopt;
}

}  // namespace bestfit::profile
