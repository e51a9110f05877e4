#!/usr/bin/env python3
"""Tests the case runner: each promise kept is seen to pass, each one broken is seen to fail."""
import os
import pathlib
import stat
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import case_file
import run_case

# Stands in for the program: prints what it is told, writes half a file, fails as it is told.
PROGRAM = """#!/bin/bash
case $1 in
  say) printf '%b' "$2" ;;
  fail) echo "$3" >&2; exit "$2" ;;
  leave) echo half > "$2"; exit 3 ;;
  read) cat -- "$2" || exit 3 ;;
  crash) echo "terminate called after" >&2; exit 3 ;;
esac
"""


class CaseTest(unittest.TestCase):
    def setUp(self):
        top = tempfile.TemporaryDirectory()
        self.addCleanup(top.cleanup)
        self.top = pathlib.Path(top.name)
        self.program = self.top / "bin" / "bestfit"
        self.program.parent.mkdir()
        self.program.write_text(PROGRAM)
        self.program.chmod(self.program.stat().st_mode | stat.S_IXUSR | stat.S_IXOTH)

    def run_text(self, text):
        case = self.top / "x.case"
        case.write_text(text)
        run_case.run_case(case, self.program)

    def assert_fails(self, text, words):
        with self.assertRaises(case_file.CaseError) as caught:
            self.run_text(text)
        self.assertIn(words, str(caught.exception))

    def test_output(self):
        self.run_text("run bestfit say 'a  b\\nc 12\\nd\\n'\nout   a b\n      c …\n      …\n")
        self.assert_fails("run bestfit say 'a\\nb\\n'\nout   a\n", "x.case:2: standard output")
        self.assert_fails("run bestfit say ''\nout   a\n", "standard output differs")

    def test_any_lines(self):
        def matches(expected, actual):
            return case_file.matches(expected.split(), actual.split())
        for expected, actual in (("…", ""), ("…", "a b c"), ("a … c", "a c"), ("a … c", "a b b c"),
                                 ("… b …", "a b c"), ("… b … b …", "b b"),
                                 ("… a b … c", "a a b c")):
            self.assertTrue(matches(expected, actual), (expected, actual))
        for expected, actual in (("a", ""), ("", "a"), ("a … a", "a"), ("… b … b …", "a b c"),
                                 ("a … c", "a b"), ("… b", "b c"), ("… a b … b", "a b")):
            self.assertFalse(matches(expected, actual), (expected, actual))
        many = [str(k) for k in range(300000)]
        self.assertTrue(case_file.matches(["0", "…", "2999", "…", "299999"], many))

    def test_failures(self):
        self.run_text("run bestfit fail 3 'bad: no rows in a.csv'\nfail  3 no rows … a.csv\n")
        self.run_text("run bestfit fail 2 'usage: what?'\nfail  usage: what?\n")
        self.assert_fails("run bestfit fail 3 'x'\nfail  4 x\n", "exit status 3, expected 4")
        self.assert_fails("run bestfit fail 3 'x'\nfail  3 y\n", "does not say: y")
        self.assert_fails("run bestfit say x\nfail  3 x\n", "exit status 0, expected 3")
        self.assert_fails("run bestfit crash\nfail  3 call\n", "crashed")

    def test_unexpected_failure(self):
        self.assert_fails("run bestfit fail 3 x\n", "exit status 3")
        self.assert_fails("run bestfit fail 3 x\nrun bestfit say x\n", "exit status 3")
        self.run_text("run bestfit fail 8 x\nexit  8\n")

    def test_nothing_left_behind(self):
        self.assert_fails("run bestfit leave half.csv\nfail  3\n", "left behind: half.csv")

    def test_files(self):
        self.run_text("file  'a b.csv'\n\\run 1\nfile  b.csv crlf\nx\nfile  c hex\n00 ff # two\n"
                      "run bestfit say x > d\nexists a b.csv\nexists d\nabsent e*\nhas d x\n")
        self.assert_fails("run bestfit say x\nexists a\n", "not there: a")
        self.assert_fails("file a\nrun bestfit say x\nabsent a\n", "is there: a")
        self.assert_fails("file a\nx\nfile b\ny\nrun bestfit say\nsame a b\n", "files differ")
        self.assert_fails("file a\nx\nrun bestfit say\nhas a y\n", "a does not have: y")

    def test_blocks(self):
        step = case_file.read_case("file a crlf\nx\n\\run y\n\nrun true\n", "c")[0]
        self.assertEqual(case_file.file_bytes(step), ("a", b"x\r\nrun y\r\n"))
        step = case_file.read_case("file a hex\n00 ff\nrun true\n", "c")[0]
        self.assertEqual(case_file.file_bytes(step), ("a", b"\x00\xff"))
        step = case_file.read_case("make a\n1 h{2*,c#}\n2 r{i},{i%2}\\0\nrun true\n", "c")[0]
        self.assertEqual(case_file.made_bytes(step), ("a", b"h,c1,c2\nr1,1\0\nr2,0\0\n"))

    def test_wrong_cases(self):
        self.assert_fails("what\n", "not a directive")
        self.assert_fails("file a\nx\n", "runs nothing")
        self.assert_fails("run false\nfail  odd: x\n", "give an exit status")

    def test_denied_file(self):
        self.run_text("file a\nx\ndeny a\nrun bestfit read a\nfail 3 denied\n")

    @unittest.skipIf(os.getuid() != 0, "only root can mount a small disk")
    def test_full_disk(self):
        self.run_text("mount disk 8k\nrun head -c 100000 /dev/zero > disk/x\nexit 1\n"
                      "err no space\n")

    def test_skip(self):
        with self.assertRaises(run_case.Skip):
            self.run_text("needs /no/such/path\nrun false\n")


if __name__ == "__main__":
    unittest.main()
