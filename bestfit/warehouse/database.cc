#include "bestfit/warehouse/database.h"

#include <charconv>

namespace bestfit::warehouse {

std::int64_t whole_number(const std::string& text) {
  std::int64_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

std::unique_ptr<Database> open_database(const Address& address, const Credentials& credentials,
                                        const std::string& unharmed) {
  return address.kind == Kind::postgres ? open_postgres(address, credentials, unharmed)
                                        : open_clickhouse(address, credentials, unharmed);
}

}  // namespace bestfit::warehouse
