#include "bestfit/card/discoveries.h"

#include "bestfit/attribute/association.h"
#include "bestfit/base/parallel.h"
#include "bestfit/stats/discovery.h"

namespace bestfit::card {

bool Discoveries::offers(const Wishes& wishes, std::size_t attribute) const {
  return q[attribute] <= kDiscoveryRate || is_forced(wishes, attribute);
}

Discoveries find_discoveries(const attribute::Coded& coded, const outcome::Target& best,
                             std::span<const std::uint32_t> rows, const Wishes& wishes,
                             int threads) {
  Discoveries out;
  out.p.assign(coded.attributes.size(), 1.0);
  out.q = out.p;
  const std::vector<std::uint32_t> together = attribute::by_cluster(coded, rows);
  base::parallel_for(threads, out.p.size(), [&](std::size_t i) {
    if (!may_have(coded, wishes, i)) return;
    const auto attribute = static_cast<std::uint32_t>(i);
    out.p[i] =
        attribute::association_p(coded, attribute, best, together, attribute::Shuffles::none, 0);
  });
  std::vector<double> p;
  for (std::size_t i = 0; i < out.p.size(); ++i) {
    if (may_have(coded, wishes, i)) p.push_back(out.p[i]);
  }
  const std::vector<double> q = stats::benjamini_hochberg(p);
  std::size_t next = 0;
  for (std::size_t i = 0; i < out.q.size(); ++i) {
    if (may_have(coded, wishes, i)) out.q[i] = q[next++];
  }
  return out;
}

}  // namespace bestfit::card
