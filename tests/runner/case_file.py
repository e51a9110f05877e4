"""Reads a case file: what a user has, types and sees. The format is in tests/README.md."""
import ast
import dataclasses
import re
import shlex

DIRECTIVES = ("file", "make", "link", "deny", "mount", "needs", "run", "out", "err", "exit", "fail",
              "exists", "absent", "has", "same")
WITH_BLOCK = {"file", "make", "out"}
FAULTS = {"usage": 2, "bad input": 3, "missing": 3, "configuration": 4, "denied": 5,
          "unavailable": 6, "conflict": 7}
DIRECTIVE = re.compile(rf"({'|'.join(DIRECTIVES)})(?:\s+(.*))?$")


class CaseError(Exception):
    """The case itself is wrong, or what it says did not come true."""


@dataclasses.dataclass
class Step:
    word: str
    argument: str
    line: int
    block: list  # lines below the directive, as they stand


def read_case(text, source):
    """The steps of a case file.

    A line below `file`, `make` or `out` belongs to its block until the next directive; one that
    starts like a directive is written with a backslash before it.
    """
    steps = []
    for number, line in enumerate(text.split("\n"), 1):
        found = DIRECTIVE.match(line)
        in_block = bool(steps) and steps[-1].word in WITH_BLOCK
        if found:
            steps.append(Step(found[1], (found[2] or "").strip(), number, []))
        elif in_block:
            steps[-1].block.append(line[1:] if line.startswith("\\") else line)
        elif line.strip() and not line.startswith("#"):
            raise CaseError(f"{source}:{number}: not a directive: {line}")
    for step in steps:
        while step.block and not step.block[-1].strip():
            step.block.pop()
    if not any(step.word == "run" for step in steps):
        raise CaseError(f"{source}: runs nothing")
    return steps


def file_bytes(step):
    """Name and content of a `file NAME [hex|crlf|ENCODING]` step."""
    name, form = (shlex.split(step.argument) + ["utf-8"])[:2]
    if form == "hex":
        return name, bytes.fromhex("".join(line.split("#")[0] for line in step.block))
    end = "\r\n" if form == "crlf" else "\n"
    text = "".join(line + end for line in step.block)
    return name, text.encode("utf-8" if form == "crlf" else form)


def made_bytes(step):
    """Name and content of a `make NAME` step: `COUNT TEXT` a line, each TEXT written COUNT times.

    In TEXT `{i}` is the number of the copy from 1, `{i%7}` its rest, `{1000*text}` repeats text
    with `#` as the number from 1, and Python's backslash escapes stand for other characters.
    """
    name = step.argument
    parts = []
    for line in step.block:
        count, text = line.split(None, 1)
        text = re.sub(r"\{(\d+)\*([^}]*)\}", _repeated, ast.literal_eval(f'"""{text}"""'))
        for i in range(1, int(count) + 1):
            row = text.replace("{i}", str(i))
            parts.append(re.sub(r"\{i%(\d+)\}", lambda found, i=i: str(i % int(found[1])), row))
    return name, "".join(part + "\n" for part in parts).encode()


def _repeated(found):
    return "".join(found[2].replace("#", str(k)) for k in range(1, int(found[1]) + 1))


def failure(argument):
    """(exit status, words) of `fail STATUS words` or `fail FAULT: words`."""
    found = re.match(r"(\d+)\s*(.*)$", argument)
    if found:
        return int(found[1]), found[2]
    fault = argument.split(":")[0]
    if fault not in FAULTS:
        raise CaseError(f"fail: give an exit status or one of {', '.join(FAULTS)}")
    return FAULTS[fault], argument


def _pattern(line):
    """Expected line as a regular expression: … is any text, runs of blanks are one."""
    parts = [re.escape(part) for part in " ".join(line.split()).split("…")]
    return re.compile(r".*".join(parts) + "$")


def matches(expected, actual):
    """Whether lines are as expected; a line `…` alone stands for any number of lines."""
    parts = [[]]  # runs of lines between those that are `…`
    for line in expected:
        if line.strip() == "…":
            parts.append([])
        else:
            parts[-1].append(_pattern(line))
    actual = [" ".join(line.split()) for line in actual]

    def stands_at(part, at):
        return 0 <= at and at + len(part) <= len(actual) and all(
            pattern.match(actual[at + k]) for k, pattern in enumerate(part))

    if len(parts) == 1:
        return len(parts[0]) == len(actual) and stands_at(parts[0], 0)
    end = len(actual) - len(parts[-1])
    if not stands_at(parts[0], 0) or not stands_at(parts[-1], end):
        return False
    at = len(parts[0])
    for part in parts[1:-1]:  # the earliest place leaves most room for those after it
        while at + len(part) <= end and not stands_at(part, at):
            at += 1
        if at + len(part) > end:
            return False
        at += len(part)
    return at <= end


def contains(words, text):
    """Whether a line of text has the words in order, whatever their case; … is any text."""
    pattern = ".*".join(re.escape(" ".join(part.split())) for part in words.split("…"))
    return any(re.search(pattern, " ".join(line.split()), re.I) for line in text.splitlines())
