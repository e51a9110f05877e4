#!/usr/bin/env python3
"""Tests tools/tidy.py: plants each fault in a small tree and sees it found, and nothing else."""
import pathlib
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import tidy

ROOMS = """room(base     LINKS fmt::fmt)
room(table    NEEDS base)
room(profile  NEEDS base LINKS tomlplusplus)
room(learn    NEEDS table
              profile LINKS fmt::fmt)
room(connect  NEEDS table LINKS duckdb)
room(cli      NEEDS learn)
"""


class TidyTest(unittest.TestCase):
    def setUp(self):
        top = tempfile.TemporaryDirectory()
        self.addCleanup(top.cleanup)
        self.root = pathlib.Path(top.name)
        self.write("bestfit/CMakeLists.txt", ROOMS)
        self.write("bestfit/learn/bin.h", "#pragma once\n")
        self.write("bestfit/learn/README.md", "# learn\n")

    def write(self, name, text):
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    def rules(self, exceptions_max=0):
        return [fault.rule for fault in tidy.tidy(self.root, exceptions_max)]

    def assert_found(self, rule, name, text):
        self.write(name, text)
        self.assertEqual(self.rules(), [rule], name)

    def assert_clean(self, name, text):
        self.write(name, text)
        self.assertEqual(tidy.tidy(self.root), [])

    def test_nothing_to_find(self):
        self.assertEqual(tidy.tidy(self.root), [])

    def test_reach_is_transitive(self):
        self.assert_clean("bestfit/learn/bin.cc", '#include "bestfit/base/text.h"\n'
                          '#include "bestfit/table/table.h"\n#include <vector>\n'
                          "#include <sys/stat.h>\n")

    def test_upward_include(self):
        self.assert_found("upward", "bestfit/learn/bin.cc", '#include "bestfit/cli/main.h"\n')

    def test_neighbour_include(self):
        self.assert_found("upward", "bestfit/learn/bin.cc", '#include "bestfit/connect/file.h"\n')

    def test_links_are_no_rooms(self):
        self.write("bestfit/CMakeLists.txt", "room(base LINKS table)\nroom(table NEEDS base)\n"
                   "room(learn)\n")
        self.assertEqual(tidy.rooms_of(self.root),
                         ({"base": set(), "table": {"base"}, "learn": set()}, []))

    def test_need_of_a_room_below(self):
        self.write("bestfit/CMakeLists.txt", "room(learn NEEDS table)\nroom(table)\n")
        self.assertIn("upward", self.rules())

    def test_fences(self):
        self.assert_clean("bestfit/learn/bin.cc", "#include <fmt/format.h>\n")
        for line in ("#include <duckdb.h>", '#include "duckdb.h"', "#include <boost/json/src.hpp>",
                     "#include <sqlite3.h>", "#include <CLI/CLI.hpp>", "#include <new/lib.h>",
                     "#include <unicode/uchar.h>", "#include <openssl/evp.h>"):
            self.write("bestfit/learn/bin.cc", line + "\n")
            self.assertIn(self.rules(), (["fence"], ["path"]), line)

    def test_foreign_header_in_its_room(self):
        self.write("bestfit/connect/README.md", "# connect\n")
        self.assert_clean("bestfit/connect/file.cc", "#include <duckdb.h>\n")
        self.assert_found("fence", "bestfit/connect/file.h", "#include <duckdb.h>\n")

    def test_test_headers(self):
        self.assert_clean("bestfit/learn/bin_test.cc", "#include <gtest/gtest.h>\n")
        self.assert_clean("bestfit/learn/test_bins.h", "#pragma once\n#include <gtest/gtest.h>\n")
        self.assert_found("fence", "bestfit/learn/bin.cc", "#include <gtest/gtest.h>\n")

    def test_relative_include(self):
        self.assert_found("path", "bestfit/learn/bin.cc", '#include "bin.h"\n')

    def test_sizes(self):
        self.assert_clean("bestfit/learn/bin.cc", "int a;\n" * tidy.FILE_LINES_MAX)
        self.assert_found("lines", "bestfit/learn/bin.cc", "int a;\n" * (tidy.FILE_LINES_MAX + 1))

    def test_header_size(self):
        self.assert_found("lines", "bestfit/learn/bin.h", "int a;\n" * (tidy.HEADER_LINES_MAX + 1))

    def test_columns(self):
        self.assert_clean("bestfit/learn/bin.cc", "// " + "ö" * 97 + "\n")
        self.assert_found("columns", "bestfit/learn/bin.cc", "// " + "x" * 98 + "\n")

    def test_function_length(self):
        body = "  ++x;\n" * (tidy.FUNCTION_LINES_MAX - 2)
        self.assert_clean("bestfit/learn/bin.cc", "int f() {\n" + body + "}\n")
        self.assert_found("function", "bestfit/learn/bin.cc", "int f() {\n  x;\n" + body + "}\n")

    def test_room_size(self):
        for k in range(tidy.ROOM_FILES_MAX):
            self.write(f"bestfit/learn/a{k}.cc", "int a;\n")
            self.write(f"bestfit/learn/a{k}.h", "int a;\n")
            self.write(f"bestfit/learn/a{k}_test.cc", "int a;\n")
        self.assertEqual(self.rules(), [])
        self.assert_found("room", "bestfit/learn/b.cc", "int a;\n")

    def test_unlisted_room(self):
        self.write("bestfit/cellar/README.md", "# cellar\n")
        self.assert_found("room", "bestfit/cellar/a.cc", "int a;\n")

    def test_room_without_readme(self):
        self.assert_found("room", "bestfit/table/a.cc", "int a;\n")

    def test_names(self):
        self.assert_found("name", "bestfit/learn/bin_utils.cc", "int a;\n")

    def test_class_names(self):
        self.assert_found("name", "bestfit/learn/bin.cc", "class BinManager;\n")

    def test_folder_names(self):
        self.assert_found("name", "web/src/helpers/a.ts", "let a;\n")

    def test_catch_all(self):
        self.assert_found("catch", "bestfit/learn/bin.cc", "try { f(); } catch (...) {}\n")

    def test_catch_all_has_one_home(self):
        self.write("bestfit/base/README.md", "# base\n")
        self.assert_clean("bestfit/base/parallel.cc", "try { f(); } catch (...) {}\n")

    def test_randomness(self):
        for line in ("std::random_device d;", "int x = rand();", "srand (1);", "time(nullptr);"):
            self.assert_found("seed", "bestfit/learn/bin.cc", line + "\n")
        self.assert_clean("bestfit/learn/bin.cc", "int operand(); double time(double now);\n")

    def test_clock(self):
        line = "x = std::chrono::system_clock::now();\n"
        self.assert_found("clock", "bestfit/learn/bin.cc", line)

    def test_sleep(self):
        line = "std::this_thread::sleep_for(1s);\n"
        self.assert_found("sleep", "bestfit/learn/bin_test.cc", line)

    def test_unfinished(self):
        for name in ("bestfit/learn/bin.cc", "scripts/run", "web/a.svelte", "cmake/a.cmake"):
            with self.subTest(name):
                self.assert_found("unfinished", name, "# TODO later\n")
                (self.root / name).unlink()

    def test_personal_paths(self):
        self.assert_found("personal", "docs/a.md", "see /" + "home/anna/data\n")

    def test_exceptions_hold_and_shrink(self):
        name = "bestfit/learn/bin.cc"
        self.write(name, "int a;\n" * 410)
        self.write("tools/tidy_exceptions.tsv", f"# list\n{name}\tlines\t410\ta table of codes\n")
        self.assertEqual(self.rules(exceptions_max=1), [])
        self.assertEqual(self.rules(exceptions_max=0), ["ratchet"])
        self.write(name, "int a;\n" * 411)
        self.assertEqual(self.rules(exceptions_max=1), ["lines"])
        self.write(name, "int a;\n" * 405)
        self.assertEqual(self.rules(exceptions_max=1), ["ratchet"])
        self.write(name, "int a;\n")
        self.assertEqual(self.rules(exceptions_max=1), ["ratchet"])

    def test_the_house_has_no_more_exceptions_than_listed(self):
        listed = tidy.read_exceptions(pathlib.Path(tidy.__file__).parent / "tidy_exceptions.tsv")
        self.assertEqual(len(listed), tidy.EXCEPTIONS_MAX)


if __name__ == "__main__":
    unittest.main()
