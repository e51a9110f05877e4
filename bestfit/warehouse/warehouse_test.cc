#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>

#include "bestfit/base/error.h"
#include "bestfit/base/file.h"
#include "bestfit/warehouse/address.h"
#include "bestfit/warehouse/score_table.h"

// Scoring itself is held by tests/warehouse, which runs it in databases.
namespace bestfit::warehouse {
namespace {

std::string refusal_of(const std::string& text) {
  try {
    parse_address(text);
  } catch (const Error& error) {
    EXPECT_EQ(error.fault(), Fault::usage);
    return error.what();
  }
  return "";
}

TEST(Address, OfPostgres) {
  const Address address = parse_address("postgresql://ann%40x@db.example:6432/crm?sslmode=require");
  EXPECT_EQ(address.kind, Kind::postgres);
  EXPECT_EQ(address.user, "ann@x");
  EXPECT_EQ(address.host, "db.example");
  EXPECT_EQ(address.port, 6432);
  EXPECT_EQ(address.database, "crm");
  EXPECT_EQ(address.ssl_mode, "require");
  EXPECT_EQ(address_text(address), "postgresql://db.example:6432/crm");
  const Address socket = parse_address("postgres:///crm?host=%2Frun%2Fpostgresql");
  EXPECT_EQ(socket.host, "/run/postgresql");
  EXPECT_EQ(socket.port, 5432);
}

TEST(Address, ClickHouseIsAskedInTheClearOnThisMachineAlone) {
  const Address near = parse_address("clickhouse://127.0.0.1/crm");
  EXPECT_FALSE(near.secure);
  EXPECT_EQ(near.port, 8123);
  const Address far = parse_address("clickhouse://ch.example/crm");
  EXPECT_TRUE(far.secure);
  EXPECT_EQ(far.port, 8443);
  EXPECT_FALSE(parse_address("clickhouse://ch.example:9000/crm?secure=0").secure);
  EXPECT_EQ(parse_address("clickhouse://[::1]:81/crm").host, "::1");
}

TEST(Address, RefusesAPasswordAndDoesNotRepeatIt) {
  for (const char* text : {"postgresql://ann:s3cret@h/crm", "clickhouse://ann:s3cret@h:1/crm",
                           "postgresql://ann:s3c/ret@h/crm", "postgresql://ann:p@s3cret@h/crm",
                           "postgresql://h/crm?password=s3cret", "postgresql://:s3cret@h/crm"}) {
    const std::string words = refusal_of(text);
    EXPECT_NE(words.find("has a password in it"), std::string::npos) << text;
    EXPECT_EQ(words.find("s3c"), std::string::npos) << words;
  }
}

TEST(Address, SaysWhatIsWrong) {
  EXPECT_NE(refusal_of("accounts.csv").find("is no address"), std::string::npos);
  EXPECT_NE(refusal_of("mysql://h/d").find("mysql"), std::string::npos);
  EXPECT_NE(refusal_of("postgresql://h:70000/d").find("70000"), std::string::npos);
  EXPECT_NE(refusal_of("postgresql://h").find("no database"), std::string::npos);
  EXPECT_NE(refusal_of("clickhouse:///d").find("no host"), std::string::npos);
  EXPECT_NE(refusal_of("clickhouse://h/d?sslmode=x").find("sslmode"), std::string::npos);
}

TEST(Credentials, AreReadFromAFileThatItsOwnerAloneMayRead) {
  const std::string path =
      (std::filesystem::temp_directory_path() / "bestfit_credentials_test.toml").string();
  base::write_file(path, "user = \"ann\"\npassword = \"s3cret\"\n");
  ::chmod(path.c_str(), 0600);
  const Credentials credentials = read_credentials(path);
  EXPECT_EQ(credentials.user, "ann");
  EXPECT_EQ(credentials.password, "s3cret");
  for (const mode_t mode : {0640, 0604, 0620}) {
    ::chmod(path.c_str(), mode);
    EXPECT_THROW(read_credentials(path), Error) << mode;
  }
  ::chmod(path.c_str(), 0600);
  base::write_file(path, "password = \"s3cret\"\npasword = \"\"\n");
  ::chmod(path.c_str(), 0600);
  EXPECT_THROW(read_credentials(path), Error);
  std::filesystem::remove(path);
}

}  // namespace
}  // namespace bestfit::warehouse
