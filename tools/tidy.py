#!/usr/bin/env python3
"""Checks what no compiler checks: direction between rooms, fences, sizes, names, banned words.

    tools/tidy.py [FOLDER]     prints one line a fault; exit status 1 when there is one

What must stay outside a rule stands in tools/tidy_exceptions.tsv with its present value and the
reason. The list may only shrink: a value is lowered when the file got better, never raised.
"""
import dataclasses
import os
import pathlib
import re
import sys

FILE_LINES_MAX = 400
HEADER_LINES_MAX = 150
FUNCTION_LINES_MAX = 70
COLUMNS_MAX = 100
ROOM_FILES_MAX = 20
EXCEPTIONS_MAX = 0  # lower it when a line of the list goes; a reviewer must agree to raise it

SKIPPED = {".git", ".deps", ".demo", ".cache", "build", "dist", "node_modules", "__pycache__"}
CXX = {".h", ".cc"}
NARROW = CXX | {".py"}  # the page's sources have prose in them, and may be wider
CODE = NARROW | {".ts", ".js", ".mjs", ".svelte", ".css"}
SCRIPT_FOLDERS = {"scripts", "tools", ".ci"}  # files without suffix there are code too
CASES = {".case", ".tsv"}

# Foreign header (a name, or a folder with its slash) -> rooms whose .cc files may include it.
EVERY_ROOM = None
FENCES = {
    "fmt/": EVERY_ROOM,
    "immintrin.h": {"score", "stream"},
    "arm_neon.h": {"score"},
    "zstd.h": {"parquet"},
    "duckdb.h": {"connect"},
    "boost/json": {"base"},
    "boost/beast": {"connect", "serve"},
    "boost/asio": {"connect", "serve"},
    "boost/math/": {"stats"},
    "Eigen/": {"stats", "learn"},
    "toml++/": {"base"},
    "CLI/": {"cli"},
    "unicode/": {"base", "recognise", "match"},
    "sqlite3.h": {"store"},
    "libpq-fe.h": {"warehouse"},
    "curl/": {"warehouse"},
    "xgboost/": {"ceiling"},
    "openssl/": {"base", "connect", "serve"},
}
TEST_HEADERS = ("gtest/", "gmock/", "rapidcheck", "tests/runner/")
SYSTEM_HEADERS = re.compile(
    r"(sys|netinet|arpa)/\w+\.h|"
    r"(unistd|fcntl|signal|termios|poll|netdb|pthread|dlfcn|iconv|malloc)\.h")

BAD_NAME = re.compile(r"^(utils?|common|helpers?|misc|managers?)$")
BAD_CLASS = re.compile(r"\b(?:class|struct)\s+(\w*(?:Utils?|Helpers?|Misc|Managers?))\b")
CATCH_ALL = re.compile(r"\bcatch\s*\(\s*\.\.\.\s*\)")
CATCH_ALL_HOME = "bestfit/base/parallel.cc"
UNSEEDED = re.compile(r"std::random_device|\bs?rand\s*\(|\btime\s*\(\s*(?:nullptr|NULL|0)\s*\)")
CLOCK = re.compile(r"\b(?:system_clock|high_resolution_clock)::now\b")
CLOCK_ROOMS = {"cli", "flow", "serve"}
SLEEP = re.compile(r"\b(?:sleep_for|sleep_until|u?sleep|nanosleep)\s*\(")
UNFINISHED = re.compile(r"\b(?:TODO|FIXME|XXX|HACK)\b")
PERSONAL_PATH = re.compile(r"(?<![\w.])/(?:home|root|Users|work)/\w")
INCLUDE = re.compile(r'\s*#\s*include\s*([<"])([^>"]+)')
ROOM = re.compile(r"^room\((\w+)\s*(?:NEEDS\s+((?:(?!LINKS\b)\w+\s*)+))?", re.M)
OPENS_FUNCTION = re.compile(
    r"^(?!namespace\b|struct\b|class\b|enum\b|union\b|extern\b)[A-Za-z].*\{$")


@dataclasses.dataclass(frozen=True)
class Fault:
    path: str
    line: int  # 0: the whole file
    rule: str
    value: int  # what was measured, for rules with a limit; else 1
    words: str

    def __str__(self):
        place = f"{self.path}:{self.line}" if self.line else self.path
        return f"{place}: {self.words} [{self.rule}]"


def rooms_of(root):
    """Room -> every room that it may include, from bestfit/CMakeLists.txt; faults of that list."""
    path = "bestfit/CMakeLists.txt"
    reach, faults = {}, []
    text = (root / path).read_text()
    for found in ROOM.finditer(text):
        name, needs = found[1], (found[2] or "").split()
        line = text.count("\n", 0, found.start()) + 1
        for need in needs:
            if need not in reach:
                faults.append(Fault(path, line, "upward", 1, f"{name} needs {need}, not above it"))
        reach[name] = set(needs).union(*(reach.get(need, set()) for need in needs))
    return reach, faults


def files_of(root):
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(name for name in folders if name not in SKIPPED)
        for name in sorted(names):
            path = pathlib.Path(folder, name)
            if not path.is_symlink():
                yield path.relative_to(root)


def is_test(path):
    return path.stem.endswith("_test")


def room_of(path):
    return path.parts[1] if path.parts[0] == "bestfit" and len(path.parts) > 2 else None


def check_include(path, number, include, reach):
    quote, target = include[1], include[2]
    room = room_of(path)
    if target.startswith("bestfit/"):
        other = target.split("/")[1]
        if other != room and other not in reach.get(room, ()):
            words = f"room {room} may not include room {other}"
            yield Fault(str(path), number, "upward", 1, words)
        return
    if target.startswith(TEST_HEADERS):
        if not is_test(path) and not (path.name.startswith("test_") and path.suffix == ".h"):
            yield Fault(str(path), number, "fence", 1, 
                        f"{target} belongs in *_test.cc or test_*.h")
        return
    if quote == '"':
        words = f'write the whole path of "{target}", from the top folder'
        yield Fault(str(path), number, "path", 1, words)
        return
    if "/" not in target and "." not in target or SYSTEM_HEADERS.fullmatch(target):
        return
    yield from check_fence(path, number, target)


def check_fence(path, number, target):
    fences = [name for name in FENCES if target == name or target.startswith((name, name + "/"))]
    if not fences:
        words = f"foreign header {target} has no fence in tools/tidy.py"
        yield Fault(str(path), number, "fence", 1, words)
        return
    allowed = FENCES[fences[0]]
    if path.suffix == ".h":
        yield Fault(str(path), number, "fence", 1, f"{target} in a header: keep it in .cc files")
    elif allowed is not EVERY_ROOM and room_of(path) not in allowed:
        words = f"{target} belongs in .cc files of {', '.join(sorted(allowed))}"
        yield Fault(str(path), number, "fence", 1, words)


def check_functions(path, lines):
    """Functions at namespace level: clang-format puts their last brace in the first column."""
    opened = None
    for number, line in enumerate(lines, 1):
        if opened is None and OPENS_FUNCTION.match(line) and "=" not in line.split("(")[0]:
            opened = number
        elif opened is not None and line.startswith("}"):
            length = number - opened + 1
            if length > FUNCTION_LINES_MAX:
                words = f"a function of {length} lines, over {FUNCTION_LINES_MAX}"
                yield Fault(str(path), opened, "function", length, words)
            opened = None


def check_cxx_line(path, number, line):
    code = line.split("//")[0]
    if CATCH_ALL.search(code) and path.as_posix() != CATCH_ALL_HOME:
        yield Fault(str(path), number, "catch", 1, "catch (...) hides what failed")
    if UNSEEDED.search(code):
        yield Fault(str(path), number, "seed", 1, "randomness without a seed, or the time of day")
    if CLOCK.search(code) and room_of(path) not in CLOCK_ROOMS and not is_test(path):
        yield Fault(str(path), number, "clock", 1, "the clock is an argument")
    if SLEEP.search(code):
        yield Fault(str(path), number, "sleep", 1, "sleeping: wait for what you wait for")
    found = BAD_CLASS.search(code)
    if found:
        yield Fault(str(path), number, "name", 1, f"{found[1]} has no subject")


def check_lines(path, lines, reach):
    own_words = path.name.startswith("tidy") and path.parts[0] == "tools"
    for number, line in enumerate(lines, 1):
        if len(line) > COLUMNS_MAX and path.suffix in NARROW:
            words = f"{len(line)} columns, over {COLUMNS_MAX}"
            yield Fault(str(path), number, "columns", len(line), words)
        if PERSONAL_PATH.search(line) and not own_words:
            yield Fault(str(path), number, "personal", 1, "a path of somebody's machine")
        if path.suffix == ".md":
            continue
        if UNFINISHED.search(line) and not own_words:
            yield Fault(str(path), number, "unfinished", 1, "finish it, or file an issue")
        if path.suffix in CXX:
            yield from check_cxx_line(path, number, line)
            include = INCLUDE.match(line)
            if include and path.parts[0] == "bestfit":
                yield from check_include(path, number, include, reach)


def check_file(root, path, reach):
    for part in (*path.parts[:-1], path.stem):
        if any(BAD_NAME.match(word) for word in re.split(r"[_\-.]", part)):
            yield Fault(str(path), 0, "name", 1, f"'{part}' has no subject")
    is_script = path.parts[0] in SCRIPT_FOLDERS and not path.suffix
    if not is_script and path.suffix not in CODE | CASES | {".txt", ".cmake", ".md"}:
        return
    lines = (root / path).read_text(encoding="utf-8", errors="replace").splitlines()
    limit = HEADER_LINES_MAX if path.suffix == ".h" else FILE_LINES_MAX
    if len(lines) > limit and (path.suffix in CODE or is_script):
        words = f"{len(lines)} lines, over {limit}: split it by subject"
        yield Fault(str(path), 0, "lines", len(lines), words)
    yield from check_lines(path, lines, reach)
    if path.suffix in CXX:
        yield from check_functions(path, lines)


def check_rooms(root, reach):
    for folder in sorted(path for path in (root / "bestfit").iterdir() if path.is_dir()):
        files = [path for path in folder.glob("*") if path.suffix in CXX and not is_test(path)]
        sources = [path for path in files if path.suffix == ".cc"]
        name = f"bestfit/{folder.name}"
        if not files:
            continue
        if folder.name not in reach:
            yield Fault(name, 0, "room", 1, "a room that bestfit/CMakeLists.txt does not list")
        if not (folder / "README.md").exists():
            yield Fault(name, 0, "room", 1, "a room without README.md")
        if len(sources) > ROOM_FILES_MAX:
            words = f"{len(sources)} source files, over {ROOM_FILES_MAX}: it is two subjects"
            yield Fault(name, 0, "room", len(sources), words)


def read_exceptions(path):
    """(path, rule) -> (value, line) of the list."""
    listed = {}
    if not path.exists():
        return listed
    for number, line in enumerate(path.read_text().splitlines(), 1):
        if line.strip() and not line.startswith("#"):
            name, rule, value, reason = line.split("\t")
            assert reason.strip(), f"{path}:{number}: no reason given"
            listed[name, rule] = (int(value), number)
    return listed


def apply_exceptions(faults, listed, source):
    """Drops faults that are listed; adds one for each line of the list that could be tighter."""
    worst = {}
    for fault in faults:
        key = (fault.path, fault.rule)
        worst[key] = max(worst.get(key, 0), fault.value)
    kept = [fault for fault in faults
            if fault.value > listed.get((fault.path, fault.rule), (0, 0))[0]]
    for (path, rule), (value, number) in listed.items():
        now = worst.get((path, rule), 0)
        if now < value:
            advice = f"lower it to {now}" if now else "take the line out"
            words = f"{path} is better than listed for '{rule}' ({value}): {advice}"
            kept.append(Fault(source, number, "ratchet", 1, words))
    return kept


def tidy(root, exceptions_max=EXCEPTIONS_MAX):
    reach, faults = rooms_of(root)
    for path in files_of(root):
        faults.extend(check_file(root, path, reach))
    faults.extend(check_rooms(root, reach))
    source = "tools/tidy_exceptions.tsv"
    listed = read_exceptions(root / source)
    faults = apply_exceptions(faults, listed, source)
    if len(listed) > exceptions_max:
        words = f"{len(listed)} exceptions, over {exceptions_max}: the list may only shrink"
        faults.append(Fault(source, 0, "ratchet", len(listed), words))
    return faults


def main():
    root = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else __file__).resolve()
    if root.is_file():
        root = root.parent.parent
    faults = tidy(root)
    for fault in faults:
        print(fault)
    if not faults:
        print(f"tidy: {sum(1 for _ in files_of(root))} files, nothing found")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
