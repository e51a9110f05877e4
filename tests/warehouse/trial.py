"""Runs `bestfit score --source`, and holds what it wrote against `bestfit score` of a file."""
import json
import os
import subprocess

import servers

CARD = """format = 1
version = "7"
[[profile]]
name = "Banks"
known_min = 50
[[profile.disqualify]]
column = "size"
kind = "number"
below = 3
[[profile.score]]
column = "industry"
kind = "category"
bins = [
  {label = "bank", values = ["Bank"], points = 60},
  {label = "software", values = ["Software"], points = 20},
]
[[profile.score]]
column = "size"
kind = "number"
bins = [{label = "large", from = 500, points = 40}, {label = "small", below = 500, points = 0}]
[[profile.tier]]
name = "A"
from = 60
action = "pursue"
[[profile.tier]]
name = "B"
from = 0
action = "skip"
"""


class Failed(Exception):
    """Something is not as it should be."""


def expect(kept, words):
    if not kept:
        raise Failed(words)


class Trial:
    """One database, and the program that scores in it."""

    def __init__(self, options, database, folder):
        self.bestfit = options.bestfit
        self.rows = options.rows
        self.many = options.rows * database.many  # takes so long that it can be disturbed
        self.duckdb = options.duckdb
        self.database = database
        self.folder = folder
        self.icp = folder / "icp.toml"
        self.icp.write_text(CARD)

    def command(self, *more, source=None, icp=None, table="accounts", into="scores"):
        return [str(part) for part in (
            self.bestfit, "score", "--icp", icp or self.icp, "--source",
            source or self.database.source, "--table", table, "--into", into, *more)]

    def environment(self, password=None):
        environment = {key: value for key, value in os.environ.items()
                       if not key.startswith(("PG", "BESTFIT_"))}
        return {**environment, "HOME": str(self.folder), "BESTFIT_SOURCE_PASSWORD":
                self.database.password if password is None else password}

    def start(self, *more, password=None, **where):
        return subprocess.Popen(self.command(*more, **where), env=self.environment(password),
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def score(self, *more, status=0, words="", password=None, **where):
        ran = self.start(*more, password=password, **where)
        out, err = ran.communicate()
        expect(ran.returncode == status, f"exit {ran.returncode}, not {status}: {out}{err}")
        expect(words in out + err, f"'{words}' is not in: {out}{err}")
        expect(self.database.password not in out + err, "the password was printed")
        return out

    def scored_by_file(self, path, icp=None):
        out = self.folder / "scored.jsonl"
        subprocess.run([str(self.bestfit), "score", "--icp", str(icp or self.icp), str(path),
                        "--out", str(out)], check=True, capture_output=True)
        rows = []
        for line in out.read_text().splitlines():
            row = json.loads(line)
            row["icp_reasons"] = "; ".join(row.get("icp_reasons") or [])
            rows.append([row.get(name) for name in ["id", *servers.SCORES]])
        return rows

    def same(self, ours, theirs, what):
        def plain(rows):
            return sorted([[float(row[0]), *[cell if cell not in ("", None) else None
                                             for cell in row[1:]]] for row in rows],
                          key=lambda row: row[0])
        ours, theirs = plain(ours), plain(theirs)
        expect(len(ours) == len(theirs), f"{what}: {len(theirs)} rows in place of {len(ours)}")
        for a, b in zip(ours, theirs):
            expect(a == b, f"{what}: {b} in place of {a}")
