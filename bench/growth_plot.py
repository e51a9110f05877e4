"""Draws how time and memory grow with rows and with attributes, from what bench/score measured.

  growth_plot.py FOLDER PLOT.svg
"""
import pathlib
import subprocess
import sys

import score_table

OURS, THEIRS = "#2563eb", "#b45309"
LINES = {  # title: (colour, dashes)
    "Bestfit, CSV": (OURS, 1), "Bestfit, Parquet": (OURS, 2),
    "DuckDB, CSV": (THEIRS, 1), "DuckDB, Parquet": (THEIRS, 2), "Bestfit": (OURS, 1),
}
HEAD = """set terminal svg size 960,560 font 'sans,12' background 'white'
set output '{plot}'
set multiplot layout 2,3 margins 0.07,0.98,0.10,0.93 spacing 0.08,0.17
set logscale xy
set format x '10^{{%L}}'
set grid lc rgb '#e5e7eb'
set border 3 lc rgb '#6b7280'
set tics nomirror textcolor rgb '#374151'
set key right bottom samplen 2 textcolor rgb '#111827'
"""


def panels(best):
    """Of each panel its title, the axis, and by line the points (x, run)."""
    score, rows, attributes = {}, [], []
    for name, run in best.items():
        parts = name.split()
        if parts[0] != "growth":
            continue
        if parts[1] == "build":
            count, columns = map(int, parts[2].split("x"))
            if columns == 30:
                rows.append((count, run))
            if count == 100_000:
                attributes.append((columns, run))
            continue
        form = {"csv": "CSV", "parquet": "Parquet"}[parts[1]]
        who = "DuckDB" if parts[-1] == "duckdb" else "Bestfit"
        score.setdefault(f"{who}, {form}", []).append((int(parts[2]), run))
    return [("score, 12 columns", "rows", score),
            ("build, 30 attributes", "rows", {"Bestfit": rows}),
            ("build, 100,000 rows", "attributes", {"Bestfit": attributes})]


def commands(best, plot):
    text = HEAD.format(plot=plot)
    for unit, key in (("seconds", "wall"), ("peak MB", "peak")):
        for title, axis, lines in panels(best):
            blocks, drawn = [], []
            for number, (name, points) in enumerate(sorted(lines.items())):
                colour, dashes = LINES[name]
                points = sorted(points, key=lambda point: point[0])
                data = "\n".join(f"{x} {run[key]}" for x, run in points)
                blocks.append(f"$line{number} << END\n{data}\nEND\n")
                drawn.append(f"$line{number} using 1:2 with linespoints pt 7 ps 0.5 lw 2 "
                             f"lc rgb '{colour}' dt {dashes} title '{name}'")
            low = "set yrange [1:*]\n" if key == "peak" else "set yrange [*:*]\n"
            text += (f"{''.join(blocks)}set title '{title}: {unit}' textcolor rgb '#111827'\n{low}"
                     f"set xlabel '{axis}' offset 0,0.5 textcolor rgb '#374151'\n"
                     f"plot {', '.join(drawn)}\n")
    return text + "unset multiplot\n"


def main(folder, plot):
    best = score_table.best_of(pathlib.Path(folder) / "score.tsv")
    subprocess.run(["gnuplot"], input=commands(best, plot), text=True, check=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
