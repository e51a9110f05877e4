#include "bestfit/flow/kinds.h"

#include "bestfit/flow/business.h"
#include "bestfit/flow/evidence.h"
#include "bestfit/flow/evidence_parts.h"
#include "bestfit/learn/segments.h"
#include "bestfit/stats/proportion.h"
#include "bestfit/validate/own_card.h"

namespace bestfit::flow {
namespace {

using base::Json;

std::string words_of(const attribute::Coded& coded, const segment::Rule& rule) {
  return learn::words_of(learn::conditions_of(coded, rule));
}

/// Held rows that match a rule.
std::vector<std::uint32_t> matching(const attribute::Coded& coded, const segment::Segments& found,
                                    const segment::Rule& rule) {
  std::vector<std::uint32_t> rows;
  for (const std::uint32_t row : found.held_rows) {
    if (segment::matches(coded, rule, row)) rows.push_back(row);
  }
  return rows;
}

Json item_json(const Dataset& dataset, const attribute::Coded& coded,
               const segment::Segments& found, const segment::Segment& one,
               const profile::Profile& profile) {
  Json overlap = Json::array();
  for (const double share : one.overlap) overlap.push(share);
  return Json::object()
      .set("name", profile.name)
      .set("words", words_of(coded, one.rule))
      .set("held_total", one.held.total)
      .set("held_best", one.held.best)
      .set("rate", estimate_json(stats::share_estimate(one.held.best, one.held.total)))
      .set("lift", estimate_json(one.lift))
      .set("share", one.share)
      .set("best_share", one.best_share)
      .set("value_share", one.value_share)
      .set("stability",
           Json::object().set("mean", one.stability.mean).set("reappears", one.stability.reappears))
      .set("overlap", std::move(overlap))
      .set("business", business_of_rows(dataset, matching(coded, found, one.rule)));
}

/// Whether a card learned within the kind is better there; null where too few rows tell.
Json own_card_json(const std::optional<validate::OwnCard>& own) {
  if (!own) return {};
  return comparison_json(own->comparison)
      .set("attributes", texts_json(own->attributes))
      .set("better", own->better);
}

Json exceptions_json(const attribute::Coded& coded, const segment::Exceptions& exceptions) {
  Json groups = Json::array();
  for (const segment::ExceptionGroup& group : exceptions.groups) {
    groups.push(Json::object()
                    .set("words", words_of(coded, {.conditions = {group.condition}}))
                    .set("total", group.outside.total)
                    .set("best", group.outside.best)
                    .set("lift", estimate_json(group.lift)));
  }
  return Json::object()
      .set("best", exceptions.rows.size())
      .set("outside", exceptions.outside)
      .set("groups", std::move(groups));
}

}  // namespace

Json kinds_json(const Dataset& dataset, const learn::Prepared& prepared,
                const learn::Learned& learned, const learn::LearnOptions& options,
                validate::Effort effort) {
  if (!learned.segments) return {};
  const segment::Segments& found = *learned.segments;
  Json items = Json::array();
  for (std::size_t i = 0; i < found.segments.size(); ++i) {
    const segment::Segment& one = found.segments[i];
    std::optional<validate::OwnCard> own;
    if (effort == validate::Effort::full) {
      own = validate::own_card(prepared, options, one.rule, found.segments.size());
    }
    Json item = item_json(dataset, prepared.coded, found, one, learned.profiles.at(i));
    items.push(std::move(item.set("own_card", own_card_json(own))));
  }
  Json unconfirmed = Json::array();
  for (const segment::Unconfirmed& one : found.unconfirmed) {
    unconfirmed.push(
        Json::object().set("words", words_of(prepared.coded, one.rule)).set("why", one.why));
  }
  return Json::object()
      .set("searched", found.searched)
      .set("held_rows", found.held.total)
      .set("held_best", found.held.best)
      .set("level", found.level)
      .set("in_any", Json::object()
                         .set("total", found.in_any.total)
                         .set("best", found.in_any.best)
                         .set("lift", estimate_json(found.lift)))
      .set("relative_accuracy", found.relative_accuracy)
      .set("items", std::move(items))
      .set("unconfirmed", std::move(unconfirmed))
      .set("exceptions", exceptions_json(prepared.coded, found.exceptions));
}

}  // namespace bestfit::flow
