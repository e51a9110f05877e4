#include <fmt/format.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <charconv>
#include <chrono>
#include <cmath>
#include <cstdio>

#include "bestfit/base/error.h"
#include "bestfit/base/parallel.h"
#include "bestfit/base/spill.h"
#include "bestfit/base/text.h"
#include "bestfit/cli/command.h"

namespace bestfit::cli {
namespace {

/// ", 2,150,000 rows/s, 0:12 left".
std::string rate_text(std::size_t rows, double share, double seconds) {
  const double rate = static_cast<double>(rows) / seconds;
  std::string text = fmt::format(", {} rows/s", base::count_text(static_cast<std::size_t>(rate)));
  if (share <= 0.0) return text;
  const auto left = static_cast<std::int64_t>(seconds * (1.0 - share) / share);
  return text + fmt::format(", {}:{:02} left", left / 60, left % 60);
}

/// Draws "reading accounts.csv [=====     ] 52 %" over itself.
class Bar final : public base::Progress {
 public:
  void report(std::string_view step, double share) override { report_rows(step, share, 0); }
  void report_rows(std::string_view step, double share, std::size_t rows) override {
    const auto now = std::chrono::steady_clock::now();
    if (step != step_) {
      clear();
      step_ = std::string(step);
      started_ = now;
    }
    if (now - started_ < std::chrono::seconds(1) || now - drawn_ < std::chrono::milliseconds(100)) {
      return;
    }
    drawn_ = now;
    const int done = share < 0.0 ? 0 : static_cast<int>(share * 20.0);
    const std::string bar(static_cast<std::size_t>(done), '=');
    const std::chrono::duration<double> passed = now - started_;
    const std::string text = fmt::format("{} [{:<20}] {:>3} %{}", step_, bar,
                                         share < 0.0 ? 0 : static_cast<int>(share * 100.0),
                                         rows == 0 ? "" : rate_text(rows, share, passed.count()));
    fmt::print(stderr, "\r{:<78}", text);
    std::fflush(stderr);
    shown_ = true;
  }
  ~Bar() override { clear(); }

 private:
  void clear() {
    if (shown_) fmt::print(stderr, "\r{:<78}\r", "");
    shown_ = false;
  }
  std::string step_;
  std::chrono::steady_clock::time_point started_;
  std::chrono::steady_clock::time_point drawn_;
  bool shown_ = false;
};

}  // namespace

std::shared_ptr<connect::ReadOptions> add_reading(CLI::App& command, const char* delimiter) {
  auto options = std::make_shared<connect::ReadOptions>();
  constexpr const char* kGroup = "How files are read (found out when not said)";
  command
      .add_option_function<std::string>(
          delimiter,
          [options](const std::string& text) {
            if (text == "tab" || text == "\\t") {
              options->delimiter = '\t';
            } else if (text.size() == 1) {
              options->delimiter = text[0];
            } else {
              throw Error(Fault::usage, "the delimiter is one character, or 'tab'");
            }
          },
          "one character between cells, or 'tab'")
      ->group(kGroup);
  command
      .add_option_function<std::string>(
          "--encoding", [options](const std::string& text) { options->encoding = text; },
          "such as utf-8, utf-16le, windows-1252")
      ->group(kGroup);
  command
      .add_flag_function(
          "--decimal-comma", [options](std::int64_t) { options->format.decimal_comma = true; },
          "1.234,50 is one thousand two hundred thirty-four and a half")
      ->group(kGroup);
  command
      .add_option_function<std::string>(
          "--date-order",
          [options](const std::string& text) {
            if (text == "iso") options->format.date_order = recognise::DateOrder::year_first;
            if (text == "us") options->format.date_order = recognise::DateOrder::month_first;
            if (text == "eu") options->format.date_order = recognise::DateOrder::day_first;
            if (!options->format.date_order)
              throw Error(Fault::usage, "--date-order is iso, us or eu");
          },
          "iso (2026-11-21), us (11/21/2026) or eu (21/11/2026)")
      ->group(kGroup);
  command
      .add_option("--missing-text", options->format.missing_texts,
                  "a text that stands for 'not known', such as unknown; may be repeated")
      ->group(kGroup);
  return options;
}

std::unique_ptr<base::Progress> make_progress() {
  if (::isatty(STDERR_FILENO) == 1) return std::make_unique<Bar>();
  return std::make_unique<base::Silent>();
}

namespace {

/// "4GB", "1.5 GB", "500MiB", "800000000" in bytes.
std::size_t size_of(const std::string& text) {
  double number = 0.0;
  const char* end = text.data() + text.size();
  const auto [rest, fault] = std::from_chars(text.data(), end, number);
  std::string unit = base::fold(std::string_view(rest, static_cast<std::size_t>(end - rest)));
  if (!unit.empty() && unit.back() == 'b') unit.pop_back();
  const bool binary = unit.size() == 2 && unit.back() == 'i';
  if (binary) unit.pop_back();
  constexpr std::string_view kUnits = "kmgt";
  const std::size_t power = unit.empty() ? 0 : kUnits.find(unit) + 1;
  const bool known = unit.empty() || (unit.size() == 1 && power > 0);
  const double bytes = number * std::pow(binary ? 1024.0 : 1000.0, static_cast<double>(power));
  if (fault != std::errc() || !known || !(bytes >= 1.0 && bytes < 1e18)) {
    throw Error(Fault::usage,
                fmt::format("--memory-limit: '{}' is no size; write 4GB, 1.5GB or 500MB", text));
  }
  return static_cast<std::size_t>(bytes);
}

/// "1.5 GB", "20 MB".
std::string size_text(std::size_t bytes) {
  const auto count = static_cast<double>(bytes);
  return count < 1e9 ? fmt::format("{:.0f} MB", count / 1e6)
                     : fmt::format("{:.1f} GB", count / 1e9);
}

}  // namespace

std::shared_ptr<std::size_t> add_memory_limit(CLI::App& command) {
  auto bytes = std::make_shared<std::size_t>(0);
  command.add_option_function<std::string>(
      "--memory-limit", [bytes](const std::string& text) { *bytes = size_of(text); },
      "of large arrays, as 4GB; what goes beyond lies in files of TMPDIR, else of "
      "/var/tmp (three fifths of the memory there is)");
  return bytes;
}

void limit_memory(std::size_t bytes) {
  base::spill_beyond(bytes > 0 ? bytes : base::memory_of_process() / 5 * 3,
                     base::folder_for_large_files());
}

void tell_what_spilled() {
  const std::size_t bytes = base::spilled().bytes_most;
  if (bytes == 0) return;
  fmt::print(stderr, "bestfit: arrays of up to {} lay in files of {}, beyond the limit of memory\n",
             size_text(bytes), base::folder_for_large_files());
}

int chosen_threads(int asked) { return asked > 0 ? asked : base::processor_count(); }

std::optional<base::Day> chosen_day(const std::string& text, const char* option) {
  if (text.empty()) return std::nullopt;
  const std::optional<base::Day> day = base::parse_iso_date(text);
  if (!day) {
    throw Error(Fault::usage, fmt::format("{} '{}' is no date; write 2026-11-21", option, text));
  }
  return day;
}

base::Day today() {
  const auto now = std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now());
  return static_cast<base::Day>(now.time_since_epoch().count());
}

std::function<std::string(const std::string&)> whole_number(std::int64_t low, std::int64_t high) {
  return [low, high](const std::string& text) -> std::string {
    std::int64_t number = 0;
    const char* end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, number);
    if (read.ec == std::errc() && read.ptr == end && low <= number && number <= high) return {};
    const bool open = high == std::numeric_limits<std::int64_t>::max();
    return fmt::format(
        "'{}' is not a whole number {}", text,
        open ? fmt::format("of {} or more", low)
             : fmt::format("from {} to {}", low, base::count_text(static_cast<std::size_t>(high))));
  };
}

void warn_missing(const std::vector<std::string>& columns) {
  if (columns.empty()) return;
  fmt::print(stderr,
             "bestfit: the data have no column {}, which the profile reads: it counts as not known "
             "in every row\n",
             base::join(columns, ", "));
}

void print(const std::string& text) {
  const bool written = std::fwrite(text.data(), 1, text.size(), stdout) == text.size();
  if (!written || std::fflush(stdout) != 0) {
    throw Error(Fault::unavailable, "standard output cannot be written: is the disk full?");
  }
}

}  // namespace bestfit::cli
