#include "bestfit/compile/card_sql.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>

#include "bestfit/base/text.h"
#include "bestfit/score/score.h"

namespace bestfit::compile {
namespace {

using profile::Bin;
using profile::Condition;
using profile::Criterion;
using profile::Profile;
using profile::ProfileFile;

// What a bin's column holds besides the number of the bin, from 1.
constexpr int kNotKnown = 0;
constexpr int kAnyOther = -1;
/// What a verdict's column holds: 0 scored, N or -N for what condition N says (disqualified, or not
/// known where required), this for too few points known.
constexpr int kTooLittle = -100;

/// Names of helper columns; without the profile's number where there is one profile.
std::string helper(const ProfileFile& file, std::size_t profile, std::string_view what) {
  return file.profiles.size() == 1 ? std::string(what) : fmt::format("{}_{}", what, profile + 1);
}

std::string bin_name(const ProfileFile& file, std::size_t profile, std::size_t criterion) {
  return fmt::format("{}_{}_{}", helper(file, profile, "bin"), criterion + 1,
                     slug(file.profiles[profile].score[criterion].column));
}

std::string points_comment(const std::string& label, int points) {
  return fmt::format("  -- {}: {} point{}\n", comment_text(label), points, points == 1 ? "" : "s");
}

/// Which bin a value is in: the first that matches. Those that ask for something come before the
/// question whether the value is known, as they are never true of one that is not.
std::string bin_sql(const Criterion& criterion, const Readings& readings) {
  const Reading& reading = readings.of(criterion.column, criterion.kind, criterion.relative_to);
  std::string out = "CASE\n";
  int other = kAnyOther;
  std::string other_label = "any other";
  int other_points = 0;
  for (std::size_t i = 0; i < criterion.bins.size() && other == kAnyOther; ++i) {
    const Bin& bin = criterion.bins[i];
    const int number = static_cast<int>(i) + 1;
    if (names_no_part(bin)) {
      other = number;
      other_label = bin.label;
      other_points = bin.points;
    } else {
      out += fmt::format("  WHEN {} THEN {}", readings.matches(reading, bin), number) +
             points_comment(bin.label, bin.points);
    }
  }
  out += fmt::format("  WHEN {} THEN {}", readings.unknown(reading), kNotKnown) +
         points_comment(criterion.missing.label, criterion.missing.points);
  out += fmt::format("  ELSE {}", other) + points_comment(other_label, other_points);
  return out + "END";
}

/// Points by bin; bins without points are left to ELSE.
std::string points_sql(const Criterion& criterion, const std::string& bin) {
  std::string cases;
  const auto add = [&](int number, int points) {
    if (points != 0) cases += fmt::format(" WHEN {} THEN {}", number, points);
  };
  add(kNotKnown, criterion.missing.points);
  for (std::size_t i = 0; i < criterion.bins.size(); ++i) {
    add(static_cast<int>(i) + 1, criterion.bins[i].points);
  }
  return cases.empty() ? "0" : fmt::format("CASE {}{} ELSE 0 END", bin, cases);
}

std::string known_sql(const Criterion& criterion, const std::string& bin) {
  const int most = profile::points_max(criterion);
  if (criterion.missing_says_something || most == 0) return std::to_string(most);
  return fmt::format("CASE WHEN {} <> {} THEN {} ELSE 0 END", bin, kNotKnown, most);
}

std::string condition_name(const ProfileFile& file, std::size_t profile, std::size_t number,
                           const Condition& condition) {
  return fmt::format("{}_{}_{}", helper(file, profile, "condition"), number,
                     slug(condition.column));
}

/// What a condition's column holds: 1 it holds, 0 the value is not known, -1 it does not hold.
std::string condition_sql(const Condition& condition, const Readings& readings) {
  const Reading& reading = readings.of(condition.column, condition.kind, condition.relative_to);
  const std::string unknown = readings.unknown(reading);
  if (names_no_part(condition.match)) {
    return fmt::format("CASE WHEN {} THEN 0 ELSE 1 END", unknown);
  }
  return fmt::format("CASE\n  WHEN {} THEN 1\n  WHEN {} THEN 0\n  ELSE -1\nEND",
                     readings.matches(reading, condition.match), unknown);
}

std::string verdict_sql(const ProfileFile& file, std::size_t index, const Dialect& dialect) {
  const Profile& profile = file.profiles[index];
  std::string out = "CASE\n";
  std::size_t number = 0;
  const auto add = [&](const Condition& condition, int outcome, bool not_known) {
    const std::string name = dialect.name(condition_name(file, index, number, condition));
    out += fmt::format("  WHEN {} = {} THEN {}{}  -- {}: {}\n", name, outcome, not_known ? "-" : "",
                       number, not_known ? "required and not known" : "disqualified",
                       comment_text(condition.attribute));
  };
  for (const Condition& condition : profile.disqualify) {
    ++number;
    add(condition, 1, false);
  }
  for (const Condition& condition : profile.require) {
    ++number;
    add(condition, 0, true);
    if (!names_no_part(condition.match)) add(condition, -1, false);
  }
  out += fmt::format("  WHEN {} < {} THEN {}  -- too little is known\n",
                     dialect.name(helper(file, index, "known")), profile.known_min, kTooLittle);
  return out + "  ELSE 0\nEND";
}

void add_conditions(const ProfileFile& file, std::size_t index, const Readings& readings,
                    Layer& layer) {
  const Profile& profile = file.profiles[index];
  std::size_t number = 0;
  for (const auto* conditions : {&profile.disqualify, &profile.require}) {
    const std::string_view word = conditions == &profile.require ? "required" : "disqualifies";
    for (const Condition& condition : *conditions) {
      layer.columns.push_back(
          {.expression = condition_sql(condition, readings),
           .name = condition_name(file, index, ++number, condition),
           .comment = fmt::format("{}: {} {}", word, condition.attribute, condition.match.label)});
    }
  }
}

Layer bins_layer(const ProfileFile& file, const Readings& readings) {
  Layer layer{.name = "binned",
              .comment = fmt::format("which bin of the card each value is in; {} is not known, {} "
                                     "any other",
                                     kNotKnown, kAnyOther),
              .columns = {},
              .used_often = true};
  for (std::size_t p = 0; p < file.profiles.size(); ++p) {
    add_conditions(file, p, readings, layer);
    const auto& criteria = file.profiles[p].score;
    for (std::size_t i = 0; i < criteria.size(); ++i) {
      layer.columns.push_back(
          {.expression = bin_sql(criteria[i], readings),
           .name = bin_name(file, p, i),
           .comment = fmt::format("{}: at most {} points", criteria[i].attribute,
                                  profile::points_max(criteria[i]))});
    }
  }
  return layer;
}

Layer sums_layer(const ProfileFile& file, const Dialect& dialect) {
  Layer layer{.name = "summed",
              .comment = "points, and the points of the attributes that are known",
              .columns = {}};
  for (std::size_t p = 0; p < file.profiles.size(); ++p) {
    std::vector<std::string> points;
    std::vector<std::string> known;
    for (std::size_t i = 0; i < file.profiles[p].score.size(); ++i) {
      const std::string bin = dialect.name(bin_name(file, p, i));
      points.push_back(points_sql(file.profiles[p].score[i], bin));
      known.push_back(known_sql(file.profiles[p].score[i], bin));
    }
    layer.columns.push_back({.expression = base::join(points, "\n  + "),
                             .name = helper(file, p, "points"),
                             .comment = file.profiles[p].name});
    layer.columns.push_back({.expression = base::join(known, "\n  + "),
                             .name = helper(file, p, "known"),
                             .comment = {}});
  }
  return layer;
}

/// Scored beats too little data, which beats disqualified; then more points; then the earlier one.
std::string best_sql(const ProfileFile& file, const Dialect& dialect) {
  const auto worth = [&](std::size_t p) { return dialect.name(helper(file, p, "worth")); };
  std::string out = "CASE\n";
  for (std::size_t p = 0; p + 1 < file.profiles.size(); ++p) {
    std::vector<std::string> parts;
    for (std::size_t other = p + 1; other < file.profiles.size(); ++other) {
      parts.push_back(fmt::format("{} >= {}", worth(p), worth(other)));
    }
    out += fmt::format("  WHEN {} THEN {}\n", base::join(parts, " AND "), p + 1);
  }
  return out + fmt::format("  ELSE {}\nEND", file.profiles.size());
}

/// One expression for each profile, chosen by the best one.
std::string of_best(const ProfileFile& file,
                    const std::function<std::string(std::size_t)>& of_profile) {
  if (file.profiles.size() == 1) return of_profile(0);
  std::string out = "CASE\n";
  for (std::size_t p = 0; p < file.profiles.size(); ++p) {
    out += fmt::format("  WHEN best_profile = {} THEN {}\n", p + 1, of_profile(p));
  }
  return out + "END";
}

std::string reasons_sql(const ProfileFile& file, std::size_t index, const Dialect& dialect) {
  struct Line {
    int points = 0;
    std::string sql;
  };
  const Profile& profile = file.profiles[index];
  std::vector<Line> lines;
  for (std::size_t i = 0; i < profile.score.size(); ++i) {
    const Criterion& criterion = profile.score[i];
    const auto add = [&](int number, const std::string& label, int points) {
      if (points == 0) return;
      const std::string text = fmt::format("; {} {} +{}", criterion.attribute, label, points);
      lines.push_back({.points = points,
                       .sql = fmt::format("CASE WHEN {} = {} THEN {} ELSE '' END",
                                          dialect.name(bin_name(file, index, i)), number,
                                          dialect.literal(text))});
    };
    add(kNotKnown, criterion.missing.label, criterion.missing.points);
    for (std::size_t b = 0; b < criterion.bins.size(); ++b) {
      add(static_cast<int>(b) + 1, criterion.bins[b].label, criterion.bins[b].points);
    }
  }
  std::stable_sort(lines.begin(), lines.end(),
                   [](const Line& a, const Line& b) { return a.points > b.points; });
  std::vector<std::string> texts;
  texts.reserve(lines.size());
  for (const Line& line : lines) texts.push_back(line.sql);
  if (texts.empty()) return "''";
  return dialect.from_third_letter("(" + dialect.joined(texts) + ")");
}

/// Why a row has no score, in the engine's own words.
std::string refusals_sql(const ProfileFile& file, std::size_t index, const Dialect& dialect) {
  const Profile& profile = file.profiles[index];
  const std::string verdict = dialect.name(helper(file, index, "verdict"));
  std::string cases;
  const auto words = [&](score::Status status, int condition) {
    score::Score score;
    score.status = status;
    score.profile = static_cast<int>(index);
    score.condition = static_cast<std::int16_t>(condition);
    return dialect.literal(score::status_reason(file, score));
  };
  const auto all = static_cast<int>(profile.disqualify.size() + profile.require.size());
  for (int i = 0; i < all; ++i) {
    cases += fmt::format("    WHEN {} = {} THEN {}\n", verdict, i + 1,
                         words(score::Status::disqualified, i));
    if (i < static_cast<int>(profile.disqualify.size())) continue;
    cases += fmt::format("    WHEN {} = {} THEN {}\n", verdict, -i - 1,
                         words(score::Status::insufficient_data, i));
  }
  const std::string known = dialect.cell(dialect.name(helper(file, index, "known")));
  const std::string little = dialect.joined(
      {dialect.literal("attributes worth "), known,
       dialect.literal(fmt::format(" of 100 points are known, {} are needed", profile.known_min))});
  return fmt::format("CASE\n    WHEN {} = 0 THEN {}\n{}    ELSE {}\n  END", verdict,
                     reasons_sql(file, index, dialect), cases, little);
}

std::string null_of(const std::string& type) { return fmt::format("CAST(NULL AS {})", type); }

/// A list of steps from below: the last that applies wins, so they are asked from above.
std::string probability_sql(const ProfileFile& file, std::size_t index, const Dialect& dialect) {
  const Profile& profile = file.profiles[index];
  if (profile.calibration.empty()) return null_of(dialect.double_type());
  const std::string points = dialect.name(helper(file, index, "points"));
  std::string cases;
  for (auto step = profile.calibration.rbegin(); step != profile.calibration.rend(); ++step) {
    cases += fmt::format(" WHEN {} >= {} THEN {}", points, step->from,
                         dialect.number(step->probability));
  }
  return fmt::format("CASE WHEN {} <> 0 THEN NULL{} END",
                     dialect.name(helper(file, index, "verdict")), cases);
}

std::string tier_sql(const ProfileFile& file, std::size_t index, const Dialect& dialect) {
  const Profile& profile = file.profiles[index];
  if (profile.tiers.empty()) return null_of(dialect.text_type());
  const std::string points = dialect.name(helper(file, index, "points"));
  std::string cases;
  for (const profile::Tier& tier : profile.tiers) {
    cases += fmt::format(" WHEN {} >= {} THEN {}", points, tier.from, dialect.literal(tier.name));
  }
  return fmt::format("CASE WHEN {} <> 0 THEN NULL{} END",
                     dialect.name(helper(file, index, "verdict")), cases);
}

}  // namespace

std::vector<Layer> card_layers(const ProfileFile& file, const Readings& readings,
                               const Dialect& dialect) {
  std::vector<Layer> layers = {bins_layer(file, readings), sums_layer(file, dialect)};
  Layer judged{.name = "judged",
               .comment = "0 where a row is scored, else what keeps it from that",
               .columns = {}};
  Layer weighed{.name = "weighed",
                .comment = "scored before too little data before disqualified, then points",
                .columns = {}};
  for (std::size_t p = 0; p < file.profiles.size(); ++p) {
    judged.columns.push_back({.expression = verdict_sql(file, p, dialect),
                              .name = helper(file, p, "verdict"),
                              .comment = {}});
    weighed.columns.push_back(
        {.expression = fmt::format("CASE WHEN {0} = 0 THEN 2000 + {1} WHEN {0} < 0 THEN 1000 ELSE "
                                   "0 END",
                                   dialect.name(helper(file, p, "verdict")),
                                   dialect.name(helper(file, p, "points"))),
         .name = helper(file, p, "worth"),
         .comment = {}});
  }
  layers.push_back(judged);
  if (file.profiles.size() == 1) return layers;
  layers.push_back(weighed);
  layers.push_back(
      {.name = "chosen",
       .comment = "the profile that fits best",
       .columns = {
           {.expression = best_sql(file, dialect), .name = "best_profile", .comment = {}}}});
  return layers;
}

Layer result_layer(const ProfileFile& file, const Dialect& dialect) {
  const auto verdict = [&](std::size_t p) { return dialect.name(helper(file, p, "verdict")); };
  const auto points = [&](std::size_t p) { return dialect.name(helper(file, p, "points")); };
  Layer layer{.name = {}, .comment = "what bestfit score adds", .columns = {}};
  const auto add = [&](const std::string& name,
                       const std::function<std::string(std::size_t)>& of_profile) {
    layer.columns.push_back({.expression = of_best(file, of_profile), .name = name, .comment = {}});
  };
  add("icp_score", [&](std::size_t p) {
    return fmt::format("CASE WHEN {} = 0 THEN {} END", verdict(p), points(p));
  });
  add("icp_tier", [&](std::size_t p) { return tier_sql(file, p, dialect); });
  add("icp_status", [&](std::size_t p) {
    return fmt::format(
        "CASE WHEN {0} = 0 THEN 'scored' WHEN {0} < 0 THEN 'insufficient_data' ELSE 'disqualified' "
        "END",
        verdict(p));
  });
  add("icp_profile", [&](std::size_t p) {
    return fmt::format("CASE WHEN {} = 0 THEN {} END", verdict(p),
                       dialect.literal(file.profiles[p].name));
  });
  add("icp_probability", [&](std::size_t p) { return probability_sql(file, p, dialect); });
  add("icp_reasons", [&](std::size_t p) { return refusals_sql(file, p, dialect); });
  layer.columns.push_back({.expression = file.version.empty() ? null_of(dialect.text_type())
                                                              : dialect.literal(file.version),
                           .name = "icp_version",
                           .comment = {}});
  return layer;
}

}  // namespace bestfit::compile
