# A room is a folder under bestfit/: one subject, one library, one namespace.
#
#   room(score NEEDS table profile LINKS fmt::fmt)
#
# NEEDS  rooms that it may include; they stand above it in bestfit/CMakeLists.txt
# LINKS  foreign libraries, private to the room (tools/tidy.py fences their headers)
# *_test.cc beside the sources make <room>_test, which links this room and what it needs, no more.
function(room name)
  cmake_parse_arguments(ARG "" "" "NEEDS;LINKS" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS ${name}/*.cc)
  set(tests ${sources})
  list(FILTER sources EXCLUDE REGEX "_test\\.cc$|/main\\.cc$")
  list(FILTER tests INCLUDE REGEX "_test\\.cc$")
  set(kind INTERFACE)
  set(reach INTERFACE)
  if(sources)
    set(kind STATIC)
    set(reach PUBLIC)
  endif()
  add_library(bestfit_${name} ${kind} ${sources})
  target_include_directories(bestfit_${name} ${reach} ${PROJECT_SOURCE_DIR})
  foreach(need IN LISTS ARG_NEEDS)
    if(NOT TARGET bestfit_${need})
      message(FATAL_ERROR "room ${name} needs ${need}, which is not above it in bestfit/CMakeLists.txt")
    endif()
    target_link_libraries(bestfit_${name} ${reach} bestfit_${need})
  endforeach()
  if(sources AND ARG_LINKS)
    target_link_libraries(bestfit_${name} PRIVATE ${ARG_LINKS})
  endif()
  if(tests)
    add_executable(${name}_test ${tests})
    target_compile_definitions(${name}_test PRIVATE
      BESTFIT_SOURCE_DIR="${PROJECT_SOURCE_DIR}" BESTFIT_SHARED_DATA="${PROJECT_SOURCE_DIR}/../shared/data")
    target_link_libraries(${name}_test PRIVATE bestfit_${name} fmt::fmt GTest::gtest_main)
    if(CMAKE_BUILD_TYPE STREQUAL "Release")  # gtest's headers once for a room
      set_target_properties(${name}_test PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 0)
    endif()
    # A promise simulated in a thousand draws (TEST(…Simulation, …)) runs no other code than one draw
    # does: sanitizers see that in the other tests.
    set(filter)
    if(BESTFIT_SANITIZE)
      set(filter --gtest_filter=-*Simulation.*)
    endif()
    add_test(NAME ${name} COMMAND ${name}_test ${filter})
  endif()
endfunction()
