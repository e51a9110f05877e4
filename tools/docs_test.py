#!/usr/bin/env python3
"""Holds the documents against the program and against each other.

    tools/docs_test.py [--bestfit BINARY] [FOLDER]     one line a fault; exit status 1 on any

With the binary: each command and option of its help stands in docs/cli.md, and the other way
round.
"""
import argparse
import pathlib
import re
import subprocess
import sys

EXIT_STATUSES = range(10)
COMMAND_HEADING = re.compile(r"^#+ +`?bestfit ([a-z-]+)", re.M)
OPTION = re.compile(r"(?<![\w-])--[a-z][a-z0-9-]*")
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
CODE_BLOCK = re.compile(r"^```.*?^```", re.M | re.S)
SKIPPED = {".git", ".deps", ".demo", "build", "dist", "node_modules"}
ON_EVERY_COMMAND = {"--help"}


def pages(root):
    for path in sorted(root.rglob("*.md")):
        if not SKIPPED.intersection(path.relative_to(root).parts):
            yield path


def anchors(text):
    """The anchors of a page's headings, as forges make them."""
    found = set()
    for heading in re.findall(r"^#+ +(.+?)\s*$", CODE_BLOCK.sub("", text), re.M):
        plain = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).replace("`", "")
        found.add(re.sub(r"[^\w\- ]", "", plain.lower()).replace(" ", "-"))
    return found


def check_links(root):
    for page in pages(root):
        text = page.read_text()
        for target in LINK.findall(CODE_BLOCK.sub("", text)):
            if re.match(r"[a-z]+:", target):
                continue
            name, _, anchor = target.partition("#")
            path = page.parent / name if name else page
            if not path.exists():
                yield f"{page.relative_to(root)}: link to {target}, which is not there"
            elif anchor and path.suffix == ".md" and anchor not in anchors(path.read_text()):
                yield f"{page.relative_to(root)}: no heading for the link to {target}"


def check_methods(root):
    for page in sorted((root / "docs/methods").glob("*.md")):
        if page.name == "README.md":
            continue
        text = page.read_text()
        for word in ("source", "oracle"):
            if not re.search(rf"\b{word}s?\b", text, re.I):
                yield f"{page.relative_to(root)}: names no {word}"


def check_readme(root, commands):
    """The scripts and commands that README's code blocks show exist."""
    for block in CODE_BLOCK.findall((root / "README.md").read_text()):
        for line in block.splitlines()[1:-1]:
            words = re.sub(r"^\$ +", "", line.strip()).split("#")[0].split()
            if not words:
                continue
            if words[0].startswith("scripts/") and not (root / words[0]).exists():
                yield f"README.md: {words[0]} is not there"
            is_ours = words[0] in ("bestfit", "build/release/bestfit") and len(words) > 1
            if is_ours and commands and re.fullmatch(r"[a-z]+", words[1]) \
                    and words[1] not in commands:
                yield f"README.md: there is no command 'bestfit {words[1]}'"


def check_changelog(root):
    version = re.search(r"project\(\w+ VERSION ([\d.]+)", (root / "CMakeLists.txt").read_text())[1]
    if not re.search(rf"^## \[?{re.escape(version)}\b", (root / "CHANGELOG.md").read_text(), re.M):
        yield f"CHANGELOG.md: no heading for version {version}"


def described(root):
    """Command -> options that docs/cli.md describes: first cells of the rows below its heading."""
    text = (root / "docs/cli.md").read_text()
    found = {}
    heads = list(COMMAND_HEADING.finditer(text))
    for head in heads:
        below = text[head.end():]
        below = re.split(r"^#{1,2} ", below, maxsplit=1, flags=re.M)[0]
        rows = re.findall(r"^\|([^|]*)\|", below, re.M)
        found[head[1]] = {option for row in rows for option in OPTION.findall(row)}
    return found


def check_statuses(root):
    text = (root / "docs/cli.md").read_text()
    listed = {int(status) for status in re.findall(r"^\| *`?(\d)`? *\|", text, re.M)}
    for status in EXIT_STATUSES:
        if status not in listed:
            yield f"docs/cli.md: exit status {status} is not in a table"


def help_of(bestfit, *command):
    ran = subprocess.run([bestfit, *command, "--help"], capture_output=True, text=True, check=True)
    return ran.stdout


def offered(bestfit):
    """Command -> options that the program's own help offers."""
    text = help_of(bestfit)
    listed = re.split(r"^(?:Sub)?commands:.*$", text, maxsplit=1, flags=re.M | re.I)[-1]
    commands = re.findall(r"^  ([a-z][a-z-]*)(?=\s|$)", listed, re.M)
    return {name: options_of(help_of(bestfit, name)) for name in commands}


def options_of(text):
    """Options that stand at the start of a line of a help text, not those mentioned in prose."""
    starts = re.findall(r"^\s+((?:-\w\s*,\s*)?--[a-z][^\s=]*)", text, re.M)
    return {option for start in starts for option in OPTION.findall(start)} - ON_EVERY_COMMAND


def check_commands(offers, describes):
    for command in sorted(offers.keys() | describes.keys()):
        if command not in describes:
            yield f"docs/cli.md: no heading for 'bestfit {command}'"
        elif command not in offers:
            yield f"docs/cli.md: 'bestfit {command}' is not a command"
        else:
            documented = describes[command] - ON_EVERY_COMMAND
            for option in sorted(offers[command] - documented):
                yield f"docs/cli.md: no row for 'bestfit {command} {option}'"
            for option in sorted(documented - offers[command]):
                yield f"docs/cli.md: 'bestfit {command}' has no option {option}"


def check(root, bestfit=None):
    """All faults, as lines."""
    faults = [*check_links(root), *check_methods(root), *check_changelog(root)]
    describes = described(root)
    faults += check_statuses(root)
    offers = offered(bestfit) if bestfit else {}
    if bestfit:
        if not offers:
            faults.append("bestfit --help: lists no commands")
        faults += check_commands(offers, describes)
    faults += check_readme(root, offers or describes)
    return faults


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--bestfit", help="the built program")
    default = pathlib.Path(__file__).resolve().parent.parent
    parser.add_argument("folder", nargs="?", type=pathlib.Path, default=default)
    arguments = parser.parse_args()
    faults = check(arguments.folder, arguments.bestfit)
    print("\n".join(faults) or "docs: nothing found")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
