#include "bestfit/warehouse/address.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <charconv>

#include "bestfit/base/error.h"
#include "bestfit/base/file.h"
#include "bestfit/base/text.h"
#include "bestfit/base/toml.h"

namespace bestfit::warehouse {
namespace {

constexpr int kPostgresPort = 5432;
constexpr int kClickHousePort = 8123;
constexpr int kClickHouseSecurePort = 8443;

constexpr std::string_view kForms =
    "postgresql://user@host:5432/database or clickhouse://user@host:8443/database";

[[noreturn]] void refuse(const std::string& why) {
  throw Error(Fault::usage, fmt::format("--source {}; write {}", why, kForms));
}

/// "a%20b" as "a b".
std::string decoded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    int code = 0;
    if (text[i] == '%' && i + 2 < text.size()) {
      const char* digits = text.data() + i + 1;
      const auto read = std::from_chars(digits, digits + 2, code, 16);
      if (read.ec == std::errc() && read.ptr == digits + 2 && code > 0) {
        out += static_cast<char>(code);
        i += 2;
        continue;
      }
    }
    out += text[i];
  }
  return out;
}

/// What stands before a mark, which is taken away with it; everything when there is none.
std::string_view take_until(std::string_view& rest, char mark) {
  const std::size_t end = rest.find(mark);
  const std::string_view taken = rest.substr(0, end);
  rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
  return taken;
}

bool is_this_machine(const std::string& host) {
  return host.empty() || host == "localhost" || host == "::1" || host.starts_with("127.") ||
         host.starts_with("/");
}

Kind take_kind(std::string_view& rest) {
  const std::size_t end = rest.find("://");
  const std::string scheme = base::fold(rest.substr(0, end));
  if (end == std::string_view::npos) refuse("is no address");
  rest = rest.substr(end + 3);
  if (scheme == "postgresql" || scheme == "postgres") return Kind::postgres;
  if (scheme == "clickhouse") return Kind::clickhouse;
  refuse(fmt::format("'{}://' is of no database that is known", scheme));
}

void read_host(std::string_view text, Address& address) {
  std::string_view host = text;
  std::string_view port;
  if (host.starts_with("[")) {  // [::1]:5432
    host.remove_prefix(1);
    port = host;
    host = take_until(port, ']');
    if (port.starts_with(":")) port.remove_prefix(1);
  } else {
    port = host;
    host = take_until(port, ':');
  }
  address.host = decoded(host);
  if (port.empty()) return;
  const auto read = std::from_chars(port.data(), port.data() + port.size(), address.port);
  const bool whole = read.ec == std::errc() && read.ptr == port.data() + port.size();
  if (!whole || address.port < 1 || address.port > 65535) {
    refuse(fmt::format("has the port '{}'", port));
  }
}

void read_setting(std::string_view text, Address& address, std::optional<bool>& secure) {
  std::string_view value = text;
  const std::string name = decoded(take_until(value, '='));
  const bool is_postgres = address.kind == Kind::postgres;
  if (name == "password") refuse("has a password in it");
  if (is_postgres && name == "sslmode") {
    address.ssl_mode = decoded(value);
  } else if (is_postgres && name == "host") {
    address.host = decoded(value);
  } else if (!is_postgres && name == "secure" && (value == "0" || value == "1")) {
    secure = value == "1";
  } else {
    refuse(fmt::format("has a setting '{}' that is not known; there {}", name,
                       is_postgres ? "are sslmode and host" : "is secure=0 or 1"));
  }
}

}  // namespace

Address parse_address(std::string_view text) {
  Address address;
  std::string_view rest = text;
  address.kind = take_kind(rest);
  std::string_view settings = rest;
  std::string_view place = take_until(settings, '?');
  const std::string_view all = place;
  std::string_view authority = take_until(place, '/');
  const std::size_t at = all.rfind('@');  // a password may hold slashes
  if (at != std::string_view::npos) {
    const std::string_view user = all.substr(0, at);
    if (user.find(':') != std::string_view::npos) {
      throw Error(Fault::usage,
                  "--source has a password in it: arguments are seen by everybody on the machine. "
                  "Put it into a file (--credentials), the environment (BESTFIT_SOURCE_PASSWORD, "
                  "for PostgreSQL also PGPASSWORD) or PostgreSQL's PGPASSFILE, and write "
                  "user@host here");
    }
    if (at < authority.size()) {
      address.user = decoded(user);
      authority.remove_prefix(at + 1);
    }
  }
  read_host(authority, address);
  address.database = decoded(place);
  std::optional<bool> secure;
  while (!settings.empty()) read_setting(take_until(settings, '&'), address, secure);
  if (address.database.empty()) refuse("names no database");
  if (address.kind == Kind::postgres) {
    if (address.port == 0) address.port = kPostgresPort;
    return address;
  }
  if (address.host.empty()) refuse("names no host");
  address.secure = secure.value_or(!is_this_machine(address.host));
  if (address.port == 0) address.port = address.secure ? kClickHouseSecurePort : kClickHousePort;
  return address;
}

std::string address_text(const Address& address) {
  return fmt::format("{}://{}:{}/{}", address.kind == Kind::postgres ? "postgresql" : "clickhouse",
                     address.host.empty() ? "localhost" : address.host, address.port,
                     address.database);
}

Credentials read_credentials(const std::string& path) {
  const std::string text = base::read_file(path);
  struct stat facts {};
  if (::stat(path.c_str(), &facts) == 0 && (facts.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
    throw Error(Fault::denied,
                fmt::format("{}: others may read or change this file of a password; run: chmod 600 "
                            "{}",
                            path, path));
  }
  base::TomlFields fields = base::TomlFields::parse(text, path);
  Credentials credentials{.user = fields.text("user").value_or(""),
                          .password = fields.needed_text("password")};
  fields.finish();
  return credentials;
}

}  // namespace bestfit::warehouse
