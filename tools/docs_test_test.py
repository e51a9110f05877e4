#!/usr/bin/env python3
"""Tests tools/docs_test.py: plants each fault in a small project and sees it found."""
import pathlib
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import docs_test

PROGRAM = """#!/bin/sh
case $1 in
  --help) printf 'Finds it\\nUsage: bestfit COMMAND\\n\\nOptions:\\n  -h,--help  Print\\n'
          printf '  --version  Print it\\n'
          printf '\\nSubcommands:\\n  build  learn\\n  score\\n' ;;
  build) printf 'Usage: bestfit build\\n\\nOptions:\\n  -h,--help  Print\\n'
         printf '  --seed UINT  as --old was\\n' ;;
  score) printf 'Options:\\n  -h,--help\\n  -o,--out TEXT REQUIRED\\n' ;;
esac
"""
CLI = """# Commands
## `bestfit build`
| option | what |
|---|---|
| `--seed N` | as `--other` |
## `bestfit score IN`
| option | what |
|---|---|
| `--out F` | file |
## Exit status
| status | |
|---|---|
""" + "".join(f"| {status} | x |\n" for status in range(10))


class DocsTest(unittest.TestCase):
    def setUp(self):
        top = tempfile.TemporaryDirectory()
        self.addCleanup(top.cleanup)
        self.root = pathlib.Path(top.name)
        self.write("CMakeLists.txt", "project(bestfit VERSION 1.2.3 LANGUAGES CXX)\n")
        self.write("CHANGELOG.md", "# Changes\n## [1.2.3] - unreleased\n")
        self.write("README.md", "# A\n```sh\nscripts/demo # it\n$ bestfit build --seed 1\n```\n")
        self.write("scripts/demo", "")
        self.write("docs/cli.md", CLI)
        self.write("docs/methods/auc.md", "# AUC\n## Formula\n## Source\n## Limits\n## Oracle\n")
        self.bestfit = self.root / "bestfit"
        self.bestfit.write_text(PROGRAM)
        self.bestfit.chmod(0o755)

    def write(self, name, text):
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    def assert_found(self, words):
        faults = docs_test.check(self.root, str(self.bestfit))
        self.assertEqual(len(faults), 1, faults)
        self.assertIn(words, faults[0])

    def test_nothing_to_find(self):
        self.assertEqual(docs_test.check(self.root, str(self.bestfit)), [])
        self.assertEqual(docs_test.check(self.root), [])

    def test_command_without_heading(self):
        self.write("docs/cli.md", CLI.replace("bestfit score IN", "bestfit scare IN"))
        faults = docs_test.check(self.root, str(self.bestfit))
        self.assertEqual(len(faults), 2, faults)
        self.assertIn("'bestfit scare' is not a command", faults[0])
        self.assertIn("no heading for 'bestfit score'", faults[1])

    def test_option_without_row(self):
        self.write("docs/cli.md", CLI.replace("| `--seed N` | as `--other` |\n", ""))
        self.assert_found("no row for 'bestfit build --seed'")

    def test_row_without_option(self):
        self.write("docs/cli.md", CLI.replace("| `--out F`", "| `--dry` | x |\n| `--out F`"))
        self.assert_found("'bestfit score' has no option --dry")

    def test_exit_status_missing(self):
        self.write("docs/cli.md", CLI.replace("| 7 | x |\n", ""))
        self.assert_found("exit status 7")

    def test_method_without_oracle(self):
        self.write("docs/methods/auc.md", "# AUC\n## Formula\n## Sources\n**Limits.** few\n")
        self.assert_found("docs/methods/auc.md: names no oracle")

    def test_broken_link(self):
        self.write("docs/a.md", "see [b](b.md)\n```\n[not](a-link)\n```\n")
        self.assert_found("link to b.md")

    def test_broken_anchor(self):
        self.write("docs/a.md", "[fine](cli.md#exit-status) [gone](cli.md#gone)\n")
        self.assert_found("cli.md#gone")

    def test_readme_shows_what_is_not_there(self):
        self.write("README.md", "```\nscripts/dance\n```\n")
        self.assert_found("scripts/dance is not there")
        self.write("README.md", "```\n$ build/release/bestfit paint x\n```\n")
        self.assert_found("'bestfit paint'")

    def test_version_without_changes(self):
        self.write("CHANGELOG.md", "# Changes\n## [1.2.30]\n")
        self.assert_found("version 1.2.3")


if __name__ == "__main__":
    unittest.main()
