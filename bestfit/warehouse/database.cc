#include "bestfit/warehouse/database.h"

namespace bestfit::warehouse {

std::unique_ptr<Database> open_database(const Address& address, const Credentials& credentials) {
  return address.kind == Kind::postgres ? open_postgres(address, credentials)
                                        : open_clickhouse(address, credentials);
}

}  // namespace bestfit::warehouse
