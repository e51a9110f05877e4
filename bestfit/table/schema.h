#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "bestfit/table/column.h"

namespace bestfit::table {

/// What a column is for.
enum class Role {
  attribute,  // may set the best accounts apart
  id,         // names the account within one system
  name,       // the account's name, shown to people
  domain,     // its web domain
  time,       // when the account was first met: orders the proof
  outcome,    // what is to be explained
  group,      // rows of one group stay together in the proof
  weight,     // for how many accounts a row stands
  ignored,    // left out, with the reason
};

std::string_view role_name(Role role);
/// The role of that name, if there is one: "attribute", "id", ….
const Role* find_role(std::string_view name);

/// What is known of one column.
struct Field {
  std::string column;
  Kind kind = Kind::text;
  Role role = Role::attribute;
  std::string
      why;  // why it has this role: "header of a HubSpot export", "constant", "chosen with --id"
};

/// All columns of a table, in its order.
struct Schema {
  std::vector<Field> fields;

  [[nodiscard]] const Field* find(std::string_view column) const;
  /// The first column of that role; empty when there is none.
  [[nodiscard]] std::string column(Role role) const;
};

}  // namespace bestfit::table
