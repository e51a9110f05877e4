# DuckDB comes prebuilt: the shared library and its C header, put into .deps/ by scripts/get_duckdb,
# which is the one place that names the version. Another copy: -DDUCKDB_ROOT=FOLDER with lib/ and include/.
set(DUCKDB_ROOT "" CACHE PATH "Folder with lib/libduckdb.so and include/duckdb.h; empty: .deps/duckdb")
set(duckdb_root "${DUCKDB_ROOT}")
if(NOT duckdb_root)
  set(duckdb_root "${CMAKE_SOURCE_DIR}/.deps/duckdb")
endif()
if(NOT EXISTS "${duckdb_root}/lib/libduckdb.so")
  message(FATAL_ERROR "no DuckDB in ${duckdb_root}: run scripts/get_duckdb, or pass -DDUCKDB_ROOT=FOLDER")
endif()
add_library(duckdb SHARED IMPORTED GLOBAL)
set_target_properties(duckdb PROPERTIES
  IMPORTED_LOCATION "${duckdb_root}/lib/libduckdb.so"
  INTERFACE_INCLUDE_DIRECTORIES "${duckdb_root}/include")
# The binary finds the library beside itself, so that build/release can be copied as a whole.
file(COPY "${duckdb_root}/lib/libduckdb.so" DESTINATION "${CMAKE_BINARY_DIR}")
set(CMAKE_BUILD_RPATH "$ORIGIN")
set(CMAKE_BUILD_RPATH_USE_ORIGIN ON)
