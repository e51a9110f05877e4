#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "bestfit/base/json.h"
#include "bestfit/persona/buying_group.h"
#include "bestfit/recognise/roles.h"
#include "bestfit/related/decided.h"
#include "bestfit/table/table.h"

namespace bestfit::related {

/// Contacts of accounts, without their names and addresses.
struct People {
  std::vector<persona::Contact> contacts;  // those with an account, in time or undated
  std::vector<persona::Contact> late;      // entered after the decision: for what is missing today
  std::string rule;                        // which are in time (Decided::words)
  bool dated = false;                      // the file says when contacts were created
  std::int64_t read = 0;                   // rows of the file
  std::int64_t undated = 0;                // among `contacts`
  std::int64_t without_account = 0;
};

/// Joins contacts to accounts by id, name or domain. Of a contact are taken title, seniority,
/// department, buying role and the day it was created; nothing else is read.
///   mapping  of the contacts' columns: account is needed, and one of title, seniority, department
///            and role
///   throws   Error(missing) when a needed column was not recognised
People join_people(const table::Table& accounts, const std::vector<std::string>& keys,
                   const table::Table& contacts, const recognise::Mapping& mapping,
                   const std::string& path, const Decided& decided);

/// An account that was ranked, and how it is called.
struct ShownAccount {
  std::uint32_t row = 0;
  std::string id;
  std::string name;  // empty: it has none
};

/// Which accounts are of which profile.
struct ProfileMembers {
  std::vector<std::string> names;  // of the profiles; one: all accounts are of it
  std::vector<int> of;             // one an account: a place in `names`; empty where there is one
};

/// The buying group of the best, and of each profile where there are several: `personas` of
/// evidence.json (docs/formats/evidence.md). Within a profile its own accounts are compared.
///   shown  accounts whose missing personas are told: those of their profile where it has some
base::Json people_json(const People& people, const persona::Outcomes& outcomes,
                       const ProfileMembers& profiles, const std::vector<ShownAccount>& shown);

}  // namespace bestfit::related
