#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "bestfit/attribute/coded.h"
#include "bestfit/learn/learn.h"
#include "bestfit/outcome/target.h"

namespace bestfit::learn {

constexpr double kDecides = 0.9;  // AUC of what all but is the outcome

/// What the two sides of an outcome are called in sentences.
struct SideWords {
  std::string with = "the accounts with the outcome";
  std::string without = "the others";
  std::string told = "best from other accounts";
  std::string happened = "have the outcome";
};

/// Those of deals.
SideWords won_and_lost();

/// Marks attributes that seem to know the outcome beforehand, each with a sentence that holds the
/// number that gave it away. Suspects are left out of the card unless options.keep names them.
///   rows    whose outcome is known
///   source  docs/methods/leakage.md
void mark_leaks(attribute::Coded& coded, const outcome::Target& best,
                std::span<const std::uint32_t> rows, const LearnOptions& options,
                const SideWords& words = {});

/// Marks one attribute, and leaves it out unless options.keep names it.
void suspect(attribute::CodedAttribute& attribute, const std::string& why,
             const LearnOptions& options);

/// The rows that are looked at, at most 50,000: a leak shows in far fewer. Rows of one cluster
/// stand next to each other.
std::vector<std::uint32_t> looked_at(const attribute::Coded& coded,
                                     std::span<const std::uint32_t> rows);

/// With fewer than ten accounts of an outcome nothing is suspected.
bool too_few_to_suspect(const outcome::Target& best, std::span<const std::uint32_t> rows);

/// Marks attributes that other columns give away: the later of two dates whose distance decides the
/// outcome, and numbers that add up to the outcome's own column.
///   rows    whose outcome is known
///   source  docs/methods/leakage.md
void mark_derived(attribute::Coded& coded, const table::Table& table,
                  const outcome::Outcome& outcome, std::span<const std::uint32_t> rows,
                  const LearnOptions& options);

/// Does a column's name speak of what happens at or after the outcome: closed, won, invoice, stage?
bool speaks_of_outcome(std::string_view column);

}  // namespace bestfit::learn
