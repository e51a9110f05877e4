#!/usr/bin/env python3
"""One meaning: random profiles on random rows, scored by the engine and by what it compiles to.

    run.py --bestfit BINARY [--profiles N] [--rows N] [--seed N] [--only ENGINE,…]

Prints one line for each difference and the counts at the end. BESTFIT_LONG_TESTS=1 takes 2,000
profiles in place of 100. An engine that is not installed is left out, aloud.
"""
import argparse
import json
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import time
import tomllib

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import engines  # noqa: E402
import model_inputs  # noqa: E402
import pmml_card  # noqa: E402
import random_cases  # noqa: E402

COLUMNS = ["icp_score", "icp_tier", "icp_status", "icp_profile", "icp_probability", "icp_reasons",
           "icp_version"]
SHOWN = 10


def run(*command):
    ran = subprocess.run([str(part) for part in command], capture_output=True, text=True)
    if ran.returncode not in (0, 8):
        raise RuntimeError(f"{' '.join(map(str, command))}\n{ran.stderr}")
    return ran.stdout


def engine_rows(bestfit, icp, table, folder):
    out = folder / "scored.jsonl"
    run(bestfit, "score", "--icp", icp, table, "--out", out, "--threads", "1")
    rows = []
    for line in out.read_text().splitlines():
        row = json.loads(line)
        row["icp_reasons"] = "; ".join(row.get("icp_reasons") or [])
        rows.append([row.get(name) for name in COLUMNS])
    return rows


def same(ours, theirs):
    if isinstance(ours, (int, float)) and not isinstance(ours, bool):
        return theirs is not None and float(ours) == float(theirs)
    return (ours or None) == (theirs or None)


class Comparison:
    def __init__(self, options):
        self.options = options
        self.differences = 0
        self.compared = {}
        self.parsed = 0

    def compare(self, who, seed, ours, theirs, table):
        self.compared[who] = self.compared.get(who, 0) + len(ours)
        if len(ours) != len(theirs):
            self.say(f"{who} seed {seed}: {len(theirs)} rows in place of {len(ours)}")
            return
        for i, (mine, other) in enumerate(zip(ours, theirs)):
            for name, a, b in zip(COLUMNS, mine, other):
                if not same(a, b):
                    cells = {column: values[i] for column, _, values in table}
                    self.say(f"{who} seed {seed} row {i}: {name} {a!r} != {b!r}; {cells}\n"
                             f"  engine {mine}\n  {who} {other}")
                    break

    def say(self, words):
        self.differences += 1
        if self.differences <= SHOWN:
            print(words)


def compiled(bestfit, icp, dialect, *more):
    return run(bestfit, "compile", "--icp", icp, "--to", "sql", "--dialect", dialect, "--table",
               "accounts", *more).rstrip().rstrip(";")


def compare_onnx(seed, options, onnx, comparison, icp, table, ours, folder):
    """Points, tier, status, profile and probability; a model gives no reasons."""
    model = folder / "icp.onnx"
    run(options.bestfit, "compile", "--icp", icp, "--to", "onnx", "--out", model)
    inputs = model_inputs.Inputs(icp.read_text(), table).inputs
    rows = [[*row[:4], None if row[4] is None else round(row[4], 6), mine[5], mine[6]]
            for row, mine in zip(onnx.ask(model, inputs), ours)]
    comparison.compare("onnx", seed, ours, rows, table)


def compare_pmml(seed, options, comparison, icp, table, ours):
    text = run(options.bestfit, "compile", "--icp", icp, "--to", "pmml")
    document = pmml_card.Document(text)
    inputs = model_inputs.Inputs(icp.read_text(), table).inputs
    rows = []
    for i, mine in enumerate(ours):
        row = {name: inputs[name][i] for name in document.fields}
        out = document.score(row)
        rows.append([*out[:5], mine[5] if out[5] is None else out[5], mine[6]])
    comparison.compare("pmml", seed, ours, rows, table)


def is_within(part, whole):
    """All that a part says is said by the whole: the file's keys and values, by the JSON."""
    if isinstance(part, dict):
        return isinstance(whole, dict) and all(
            key in whole and is_within(value, whole[key]) for key, value in part.items())
    if isinstance(part, list):
        return len(part) == len(whole) and all(map(is_within, part, whole))
    return part == whole or str(part) == whole


def check_json(seed, options, comparison, icp):
    written = json.loads(run(options.bestfit, "compile", "--icp", icp, "--to", "json"))
    if not is_within(tomllib.loads(icp.read_text()), written):
        comparison.say(f"json seed {seed}: not what the file says")


def check_grammar(seed, options, parsers, comparison, icp):
    for dialect in parsers.dialects:
        for form in ((), ("--typed",), ("--view", "v.scored")):
            try:
                sql = compiled(options.bestfit, icp, dialect, *form)
            except RuntimeError as refused:  # names that BigQuery does not take
                if dialect != "bigquery" or "does not take" not in str(refused):
                    raise
                continue
            error = parsers.error_in(dialect, sql)
            comparison.parsed += 1
            if error:
                comparison.say(f"{dialect} {form} seed {seed} does not parse: {error}")


def one_case(seed, options, databases, comparison, folder):
    case = random_cases.Case(seed)
    icp = folder / "icp.toml"
    icp.write_text(case.text)
    asked = {part["column"] for profile in tomllib.loads(case.text)["profile"]
             for parts in ("score", "require", "disqualify") for part in profile.get(parts, [])}
    numbers = [column.name for column in case.columns
               if column.kind == "number" and column.name in asked]
    as_text = [part for name in numbers for part in ("--text", name)]
    check_json(seed, options, comparison, icp)
    if "parsers" in databases and seed % 10 == 1:
        check_grammar(seed, options, databases["parsers"], comparison, icp)
    for typed in (True, False):
        table = case.rows(options.rows, typed)
        duckdb = databases["duckdb"]
        duckdb.load("accounts", table)
        parquet = folder / "accounts.parquet"
        duckdb.save("accounts", parquet)
        ours = engine_rows(options.bestfit, icp, parquet, folder)
        if typed and "onnx" in databases:
            compare_onnx(seed, options, databases["onnx"], comparison, icp, table, ours, folder)
        if typed:
            compare_pmml(seed, options, comparison, icp, table, ours)
        for name, database in databases.items():
            if name in ("onnx", "parsers"):
                continue
            if name == "clickhouse" and not typed and not case.short:
                continue
            if name != "duckdb":
                database.load("accounts", table)
            forms = [()] if name != "clickhouse" or typed else [as_text]
            if typed and name != "clickhouse":
                forms.append(("--typed",))
            for form in forms:
                sql = compiled(options.bestfit, icp, name, *form)
                kind = ("typed" if typed else "text") + "".join(form[:1])
                try:
                    theirs = database.ask(sql, COLUMNS)
                except RuntimeError as error:
                    comparison.say(f"{name} {kind} seed {seed}: {error}")
                    continue
                comparison.compare(f"{name} ({kind})", seed, ours, theirs, table)


def start(databases, options, folder):
    databases["duckdb"] = engines.DuckDb(options.duckdb)
    for kind in (engines.Postgres, engines.ClickHouse, engines.Onnx, engines.Parsers):
        if options.only and kind.name not in options.only.split(","):
            continue
        try:
            is_server = issubclass(kind, engines.Server)
            databases[kind.name] = kind(str(folder / kind.name)) if is_server else kind()
        except engines.Unavailable as error:
            print(f"SKIPPED {kind.name}: {error}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--bestfit", required=True)
    parser.add_argument("--duckdb", default=engines.ROOT / ".deps/duckdb/lib/libduckdb.so")
    long = os.environ.get("BESTFIT_LONG_TESTS") == "1"
    parser.add_argument("--profiles", type=int, default=2000 if long else 100)
    parser.add_argument("--rows", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="")
    options = parser.parse_args()
    began = time.time()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that the servers stop
    with tempfile.TemporaryDirectory(prefix="bestfit-differential-") as name:
        folder = pathlib.Path(name)
        folder.chmod(0o755)
        databases = {}
        comparison = Comparison(options)
        try:
            start(databases, options, folder)
            for seed in range(options.seed, options.seed + options.profiles):
                one_case(seed, options, databases, comparison, folder)
        finally:
            for database in databases.values():
                database.close()
    for who, rows in sorted(comparison.compared.items()):
        print(f"{who}: {rows} rows compared with the engine")
    print(f"{comparison.parsed} texts of SQL parsed by other people's parsers")
    print(f"{options.profiles} profiles, {comparison.differences} differences, "
          f"{time.time() - began:.0f} s")
    return 1 if comparison.differences else 0


if __name__ == "__main__":
    sys.exit(main())
