"""Turns the results of bench/score into tables, on stdout and between the marks of a page.

  score_table.py ROWS FOLDER [PAGE.md]
"""
import pathlib
import sys

import tables

BEGIN, END = "<!-- bench/score writes from here -->", "<!-- bench/score to here -->"
WHO = {
    "bestfit": "Bestfit: score, tier, status, profile, probability, reasons, version",
    "whole": "DuckDB: the same seven columns",
    "bestfit_short": "Bestfit: score and tier (`--add`)",
    "short": "DuckDB: the same two columns",
    "sum": "DuckDB: the sum of the scores alone, nothing written",
    "pandas": "pandas: the sum of the scores alone, nothing written",
    "copy": "`cp` of the input, nothing computed",
}


def best_of(path):
    """The run of least wall time by name, with the least CPU and the highest memory of all."""
    best = {}
    for line in pathlib.Path(path).read_text().splitlines():
        name, *numbers = line.split("\t")
        wall, user, system, peak = map(float, numbers)
        run = best.setdefault(name, {"wall": wall, "cpu": user + system, "peak": peak / 1024})
        run["wall"] = min(run["wall"], wall)
        run["cpu"] = min(run["cpu"], user + system)
        run["peak"] = max(run["peak"], peak / 1024)
    return best


def row(*cells):
    return "| " + " | ".join(str(cell) for cell in cells) + " |"


def score_lines(best, rows):
    lines = [row("file", "threads", "who", "wall s", "CPU s", "peak MB", "M rows/s",
                 "wall, against Bestfit", "CPU, against Bestfit"), row(*["---"] * 9)]
    held_against = {"whole": "bestfit"}  # what writes less, against Bestfit writing two columns
    for form, name in (("csv", "CSV"), ("parquet", "Parquet")):
        for threads in (1, 2):
            for who, words in WHO.items():
                run = best.get(f"{form} {threads} {who}")
                ours = best.get(f"{form} {threads} {held_against.get(who, 'bestfit_short')}")
                if run is None or ours is None:
                    continue
                ratios = ("", "") if who.startswith("bestfit") else (
                    f"{run['wall'] / ours['wall']:.1f} x", f"{run['cpu'] / ours['cpu']:.1f} x")
                lines.append(row(name, threads, words, f"{run['wall']:.2f}", f"{run['cpu']:.2f}",
                                 f"{run['peak']:.0f}", f"{rows / run['wall'] / 1e6:.1f}", *ratios))
    return lines


def growth_lines(best):
    if not any(name.startswith("growth ") for name in best):
        return []
    lines = ["![Seconds and peak memory as rows and attributes grow](images/growth.svg)", "",
             "As rows and attributes grow, `score` on 2 threads:", "",
             row("rows", "CSV s", "M rows/s", "peak MB", "DuckDB, the same columns", "Parquet s",
                 "M rows/s", "peak MB", "DuckDB, the same columns"),
             row(*["---"] * 9)]
    sizes = sorted({int(name.split()[2]) for name in best if name.startswith("growth csv ")})
    for size in sizes:
        cells = [f"{size:,}"]
        for form in ("csv", "parquet"):
            run = best[f"growth {form} {size}"]
            peer = best[f"growth {form} {size} duckdb"]
            cells += [f"{run['wall']:.2f}", f"{size / run['wall'] / 1e6:.1f}",
                      f"{run['peak']:.0f}", f"{peer['wall'] / run['wall']:.1f} x"]
        lines.append(row(*cells))
    lines += ["", "`build` (no proof, 2 threads):", "",
              row("rows x attributes", "wall s", "CPU s", "peak MB"), row(*["---"] * 4)]
    for name, run in best.items():
        if name.startswith("growth build "):
            count, attributes = name.split()[2].split("x")
            lines.append(row(f"{int(count):,} x {attributes}", f"{run['wall']:.2f}",
                             f"{run['cpu']:.2f}", f"{run['peak']:.0f}"))
    return lines


def main(rows, folder, page=None):
    folder = pathlib.Path(folder)
    best = best_of(folder / "score.tsv")
    load = (folder / "score.load").read_text().strip()
    codes = (folder / "score_codes.md").read_text().rstrip("\n").splitlines()
    lines = [f"Machine: {tables.machine()}. Load when the run began: {load}.", "",
             *score_lines(best, int(rows)), "",
             row("from memory", "threads", "G rows/s", "GB/s", "of the memory's"),
             row(*["---"] * 5), *codes, "",
             *growth_lines(best), ""]
    text = "\n".join(lines)
    print(text)
    if page is None:
        return
    before, rest = pathlib.Path(page).read_text().split(BEGIN)
    after = rest.split(END)[1]
    pathlib.Path(page).write_text(f"{before}{BEGIN}\n{text}{END}{after}")


if __name__ == "__main__":
    main(*sys.argv[1:])
