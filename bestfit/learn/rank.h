#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "bestfit/attribute/coded.h"
#include "bestfit/card/card.h"
#include "bestfit/learn/learn.h"
#include "bestfit/outcome/target.h"
#include "bestfit/profile/attribute_stats.h"
#include "bestfit/stats/frame.h"
#include "bestfit/stats/interval.h"

namespace bestfit::learn {

/// Share of half-samples of the rows (five complementary pairs, at most 5,000 rows each) whose
/// card has each attribute; one for each of coded.attributes.
///   source  Shah and Samworth 2013, JRSS B 75(1), 55-80
std::vector<double> stability(const attribute::Coded& coded, const outcome::Target& best,
                              std::span<const std::uint32_t> rows, const LearnOptions& options);

/// What is known of every attribute; selected first, then by p, left-out ones last. q counts all
/// that were offered to the card.
std::vector<profile::AttributeStats> rank_attributes(const attribute::Coded& coded,
                                                     const card::CodedModel& model,
                                                     const outcome::Target& best,
                                                     std::span<const std::uint32_t> rows,
                                                     const LearnOptions& options,
                                                     const stats::Frame& frame = {});

}  // namespace bestfit::learn
