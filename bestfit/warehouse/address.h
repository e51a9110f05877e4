#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace bestfit::warehouse {

enum class Kind { postgres, clickhouse };

/// Which database, and who asks. It never holds a password.
struct Address {
  Kind kind = Kind::postgres;
  std::string host;
  int port = 0;
  std::string database;
  std::string user;      // empty: the database's own default
  std::string ssl_mode;  // PostgreSQL's, from ?sslmode=; empty: its default
  bool secure = false;   // ClickHouse: HTTPS
};

/// Reads `postgresql://user@host:5432/database?sslmode=verify-full`,
/// `postgresql:///database?host=/run/postgresql` (a socket's folder) or
/// `clickhouse://user@host:8443/database?secure=1`. ClickHouse is asked by HTTPS, but by HTTP on
/// this machine (127.0.0.1, ::1, localhost) or with ?secure=0.
///   throws  Error(usage) for what is none, and for one with a password, which it does not repeat
Address parse_address(std::string_view text);

/// "clickhouse://127.0.0.1:8123/crm", for people.
std::string address_text(const Address& address);

/// What a user logs in with. Kept out of every message.
struct Credentials {
  std::string user;  // empty: that of the address
  std::string password;
};

/// Reads `user = "…"` and `password = "…"` from a file that its owner alone may read.
///   throws  Error(missing, denied, configuration)
Credentials read_credentials(const std::string& path);

}  // namespace bestfit::warehouse
