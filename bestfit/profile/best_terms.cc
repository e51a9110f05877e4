#include "bestfit/profile/best_terms.h"

#include <fmt/format.h>

#include "bestfit/base/text.h"

namespace bestfit::profile {
namespace {

double parse_number(base::TomlFields& fields, const std::string& key, double usual, double low,
                    double high) {
  const double value = fields.number(key).value_or(usual);
  if (value < low || value > high) {
    fields.fail(key, fmt::format("'{}' must be from {} to {}", key, base::number_text(low),
                                 base::number_text(high)));
  }
  return value;
}

}  // namespace

BestTerms parse_best_terms(base::TomlFields fields) {
  BestTerms best;
  best.by = fields.text("by").value_or(best.by);
  if (best.by != "value" && best.by != "kept" && best.by != "won") {
    fields.fail("by", "'by' must be value, kept or won");
  }
  best.months = parse_number(fields, "months", best.months, 1.0, 240.0);
  best.share = parse_number(fields, "share", best.share, 0.001, 1.0);
  best.share_of_won = parse_number(fields, "share_of_won", best.share_of_won, 0.001, 1.0);
  best.value_from = fields.number("value_from");
  best.margin = parse_number(fields, "margin", best.margin, 0.0, 1.0);
  best.cost_per_month = parse_number(fields, "cost_per_month", 0.0, 0.0, 1e12);
  fields.finish();
  return best;
}

std::string best_terms_text(const BestTerms& best) {
  std::string text =
      fmt::format("[best]\nby = \"{}\"\nmonths = {}\nshare = {}\nshare_of_won = {}\n", best.by,
                  base::number_text(best.months), base::number_text(best.share),
                  base::number_text(best.share_of_won));
  if (best.value_from) text += "value_from = " + base::number_text(*best.value_from) + "\n";
  return text + fmt::format("margin = {}\ncost_per_month = {}\n", base::number_text(best.margin),
                            base::number_text(best.cost_per_month));
}

}  // namespace bestfit::profile
