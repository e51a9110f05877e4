#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "bestfit/example/company.h"
#include "bestfit/example/csv_text.h"
#include "bestfit/example/history.h"

/// The lines of each file, with the dirt.
namespace bestfit::example {

template <std::size_t kCount>
constexpr std::string_view at(const std::array<std::string_view, kCount>& words, int index) {
  return words[static_cast<std::size_t>(index)];
}

/// Files with lines of each company; partners.csv has its own.
enum class File : std::size_t { accounts, deals, revenue, contacts, signals, notes };
inline constexpr std::array<std::string_view, 6> kFileNames = {
    "accounts.csv", "deals.csv", "revenue.csv", "contacts.csv", "signals.csv", "notes.csv"};

/// What is planted besides; without it the files are as ever.
struct Extras {
  bool history = false;     // a budget that changes after the sale, and history.csv
  bool currencies = false;  // deals and revenue in the customer's currency, and rates.csv
};

/// The header line of a file, with its line end.
std::string header(File file, const Extras& extras);
/// That of history.csv.
inline constexpr std::string_view kChangesHeader =
    "Associated Company ID,Field,Old Value,New Value,Change Date\n";
inline constexpr std::string_view kBudgetColumn = "Software Budget";

/// Record IDs: of company i, and of its copy.
inline constexpr std::int64_t kFirstId = 5'100'000'000;
inline constexpr std::int64_t kFirstCopyId = 9'100'000'000;

enum class Entry { original, copy };  // a copy has another id, spelling and no history

/// The line of accounts.csv of a company. The same arguments give the same bytes.
void account_line(std::uint64_t seed, const Company& company, const History& history, Entry entry,
                  const Extras& extras, CsvText& out);

/// Lines of deals.csv; a few stand there twice. Returns how many were written.
std::int64_t deal_lines(std::uint64_t seed, const Company& company, const History& history,
                        const Extras& extras, CsvText& out);
void revenue_lines(const Company& company, const History& history, const Extras& extras,
                   CsvText& out);
/// Lines of history.csv. Returns how many were written.
std::int64_t change_lines(std::uint64_t seed, const Company& company, const History& history,
                          CsvText& out);
void contact_lines(const Company& company, const History& history, CsvText& out);
void signal_lines(const Company& company, const History& history, CsvText& out);
void note_lines(const Company& company, const History& history, CsvText& out);

/// All of partners.csv.
std::string partners_text(std::uint64_t seed);

}  // namespace bestfit::example
