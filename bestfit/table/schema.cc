#include "bestfit/table/schema.h"

#include <algorithm>
#include <array>
#include <utility>

namespace bestfit::table {
namespace {

constexpr std::array<std::pair<Role, std::string_view>, 9> kRoles = {{
    {Role::attribute, "attribute"},
    {Role::id, "id"},
    {Role::name, "name"},
    {Role::domain, "domain"},
    {Role::time, "time"},
    {Role::outcome, "outcome"},
    {Role::group, "group"},
    {Role::weight, "weight"},
    {Role::ignored, "ignored"},
}};

}  // namespace

std::string_view role_name(Role role) {
  const auto* found = std::find_if(kRoles.begin(), kRoles.end(),
                                   [&](const auto& entry) { return entry.first == role; });
  return found->second;
}

const Role* find_role(std::string_view name) {
  const auto* found = std::find_if(kRoles.begin(), kRoles.end(),
                                   [&](const auto& entry) { return entry.second == name; });
  return found == kRoles.end() ? nullptr : &found->first;
}

const Field* Schema::find(std::string_view column) const {
  const auto found = std::find_if(fields.begin(), fields.end(),
                                  [&](const Field& field) { return field.column == column; });
  return found == fields.end() ? nullptr : &*found;
}

std::string Schema::column(Role role) const {
  const auto found = std::find_if(fields.begin(), fields.end(),
                                  [&](const Field& field) { return field.role == role; });
  return found == fields.end() ? std::string() : found->column;
}

}  // namespace bestfit::table
