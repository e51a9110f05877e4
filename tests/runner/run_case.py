#!/usr/bin/env python3
"""Runs one case file in an empty folder:  run_case.py --bestfit BINARY CASE

Exit status 0: all came true; 1: something did not, said with file and line; 77: cannot be tried on
this machine. The format is in tests/README.md.
"""
import argparse
import os
import pathlib
import shlex
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from case_file import CaseError, contains, failure, file_bytes, made_bytes, matches, read_case

SKIPPED = 77
SECONDS_MAX = 300
NOBODY = 65534
CRASHES = ("terminate called", "AddressSanitizer", "runtime error:", "Segmentation fault")


class Skip(Exception):
    """This machine cannot try the case; says why."""


class Runner:
    def __init__(self, bestfit, folder):
        self.bestfit = bestfit
        self.folder = folder
        self.mounted = []
        self.as_nobody = False
        self.ran = None  # the last subprocess.CompletedProcess
        self.failed = True  # whether the last run's exit status is accounted for
        self.before = {}

    def step(self, step):
        getattr(self, "do_" + step.word)(step)

    def path(self, name):
        return self.folder / name

    def do_file(self, step):
        name, content = file_bytes(step)
        self.write(name, content)

    def do_make(self, step):
        name, content = made_bytes(step)
        self.write(name, content)

    def write(self, name, content):
        self.path(name).parent.mkdir(parents=True, exist_ok=True)
        self.path(name).write_bytes(content)

    def do_link(self, step):
        name, target = shlex.split(step.argument)
        self.path(name).symlink_to(target)

    def do_deny(self, step):
        """Nobody may read the file or folder; as root, later runs are user nobody's."""
        self.path(step.argument).chmod(0)
        if os.getuid() == 0:
            self.become_nobody()

    def become_nobody(self):
        self.as_nobody = True
        shutil.copytree(self.bestfit.parent, self.folder.parent / "bin", symlinks=False,
                        ignore=lambda _, names: [name for name in names
                                                 if name not in (self.bestfit.name,
                                                                 "libduckdb.so")])
        self.bestfit = self.folder.parent / "bin" / self.bestfit.name
        os.chown(self.folder, NOBODY, NOBODY)
        os.chmod(self.folder.parent, 0o755)

    def do_mount(self, step):
        """A small disk: `mount NAME 64k`."""
        name, size = step.argument.split()
        self.path(name).mkdir()
        command = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(self.path(name))]
        if os.getuid() != 0 or subprocess.run(command, capture_output=True).returncode != 0:
            raise Skip("only root can mount a small disk")
        self.mounted.append(self.path(name))

    def do_needs(self, step):
        if not pathlib.Path(step.argument).exists():
            raise Skip(f"needs {step.argument}")

    def do_run(self, step):
        self.require_success()
        self.before = self.files()
        who = {"user": NOBODY, "group": NOBODY, "extra_groups": []} if self.as_nobody else {}
        environment = {"PATH": f"{self.bestfit.parent}:{os.environ['PATH']}", "LC_ALL": "C.UTF-8",
                       "HOME": str(self.folder)}
        for name in ("ASAN_OPTIONS", "UBSAN_OPTIONS", "TSAN_OPTIONS", "LSAN_OPTIONS"):
            if name in os.environ:
                environment[name] = os.environ[name]
        self.ran = subprocess.run(["bash", "-o", "pipefail", "-c", step.argument], cwd=self.folder,
                                  stdin=subprocess.DEVNULL, capture_output=True, env=environment,
                                  timeout=SECONDS_MAX, check=False, **who)
        self.failed = self.ran.returncode != 0
        for crash in CRASHES:
            if crash in self.stderr():
                raise CaseError(f"crashed: {crash}")

    def stdout(self):
        return self.ran.stdout.decode("utf-8", "replace")

    def stderr(self):
        return self.ran.stderr.decode("utf-8", "replace")

    def files(self):
        return {path: path.lstat().st_size for path in sorted(self.folder.rglob("*"))
                if not path.is_dir()}

    def require_success(self):
        if self.ran is not None and self.failed:
            raise CaseError(f"exit status {self.ran.returncode} of the run before")

    def do_exit(self, step):
        if self.ran.returncode != int(step.argument):
            raise CaseError(f"exit status {self.ran.returncode}, expected {step.argument}")
        self.failed = False

    def do_fail(self, step):
        """The run failed as said, and left nothing behind."""
        status, words = failure(step.argument)
        if self.ran.returncode != status:
            raise CaseError(f"exit status {self.ran.returncode}, expected {status}")
        self.failed = False
        if words and not contains(words, self.stderr()):
            raise CaseError(f"standard error does not say: {words}")
        left = [str(path.relative_to(self.folder)) for path, size in self.files().items()
                if self.before.get(path) != size]
        if left:
            raise CaseError(f"the run that failed left behind: {', '.join(left)}")

    def do_err(self, step):
        if not contains(step.argument, self.stderr()):
            raise CaseError(f"standard error does not say: {step.argument}")

    def do_out(self, step):
        self.require_success()
        expected = [step.argument] + [line[6:] if line[:6].isspace() else line
                                      for line in step.block]
        if not matches(expected, self.stdout().splitlines()):
            raise CaseError("standard output differs; expected:\n" + "\n".join(expected))

    def do_has(self, step):
        """`has NAME words`: a line of the file has the words."""
        self.require_success()
        name, words = step.argument.split(None, 1)
        if not contains(words, self.path(name).read_text("utf-8", "replace")):
            raise CaseError(f"{name} does not have: {words}")

    def do_exists(self, step):
        if not list(self.folder.glob(step.argument)):
            raise CaseError(f"not there: {step.argument}")

    def do_absent(self, step):
        if list(self.folder.glob(step.argument)):
            raise CaseError(f"is there: {step.argument}")

    def do_same(self, step):
        one, other = (self.path(name).read_bytes() for name in shlex.split(step.argument))
        if one != other:
            raise CaseError(f"files differ: {step.argument}")

    def leave(self):
        for path in reversed(self.mounted):
            subprocess.run(["umount", str(path)], check=True)


def run_case(case, bestfit):
    """Runs one case; throws CaseError, Skip."""
    steps = read_case(case.read_text("utf-8"), case)
    with tempfile.TemporaryDirectory(prefix="case.") as top:
        folder = pathlib.Path(top, "here")
        folder.mkdir()
        runner = Runner(bestfit, folder)
        try:
            for step in steps:
                try:
                    runner.step(step)
                except CaseError as error:
                    raise CaseError(f"{case}:{step.line}: {error}{last_words(runner)}") from error
            runner.require_success()
        finally:
            runner.leave()


def last_words(runner):
    if runner.ran is None:
        return ""
    return (f"\n--- exit status {runner.ran.returncode}, standard output\n{runner.stdout()[-4000:]}"
            f"\n--- standard error\n{runner.stderr()[-4000:]}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--bestfit", type=pathlib.Path, required=True)
    parser.add_argument("case", type=pathlib.Path)
    arguments = parser.parse_args()
    try:
        run_case(arguments.case, arguments.bestfit.resolve())
    except Skip as reason:
        print(f"SKIPPED {arguments.case}: {reason}")
        return SKIPPED
    except (CaseError, subprocess.TimeoutExpired) as error:
        print(error)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
