"""The table of fits from the results of bench/fit, put into docs/benchmarks.md if it is named."""
import json
import pathlib
import sys

BEGIN = "<!-- bench/fit writes from here -->\n"
END = "<!-- bench/fit to here -->"
HEAD = [
    "table", "rows x attributes", "at most", "Bestfit codes s", "card s",
    "L1 logistic s", "against Bestfit", "boosted trees s", "against Bestfit"]


def row(cells):
    return "| " + " | ".join(cells) + " |\n"


def line(text):
    name, most, ours, *theirs = text.split("\t")
    ours = json.loads(ours)
    work = ours["encode"] + ours["fit"]
    peers = [json.loads(peer)["fit"] for peer in theirs]
    peers = [None] * (2 - len(peers)) + peers
    size = f"{ours['rows']:,} x {ours['attributes']}"
    cells = [name, size, most, f"{ours['encode']:.3f}", f"{ours['fit']:.3f}"]
    for seconds in peers:
        ran = [f"{seconds:.2f}", f"{seconds / work:.1f} x"] if seconds else ["not run", ""]
        cells += ran
    return row(cells)


def main(results, page=None):
    lines = pathlib.Path(results).read_text().splitlines()
    table = row(HEAD) + row(["---"] * len(HEAD)) + "".join(line(text) for text in lines)
    print(table)
    if page is None:
        return
    path = pathlib.Path(page)
    before, rest = path.read_text().split(BEGIN)
    path.write_text(before + BEGIN + table + END + rest.split(END)[1])


if __name__ == "__main__":
    main(*sys.argv[1:])
