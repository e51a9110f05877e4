"""Turns the results of bench/run into tables, on stdout or between the marks of a page.

  tables.py RESULTS.tsv [PAGE.md]
"""
import json
import os
import re
import sys

BEGIN, END = "<!-- bench/run writes from here -->", "<!-- to here -->"
NAMES = {"bestfit": "Bestfit", "logistic": "scikit-learn, bins + one-hot + L1 logistic",
         "trees": "scikit-learn, gradient boosting"}


def read(path):
    runs, aucs = [], {}
    for line in open(path, encoding="utf-8"):
        work, who, threads, wall, user, system, memory, text = line.rstrip("\n").split("\t")
        try:
            answer = json.loads(text)
        except ValueError:
            answer = {}
        if work.endswith(" auc"):
            aucs[work[:-4], who] = answer["auc"]["value"]
            continue
        if "auc" in answer:
            aucs[work, who] = answer["auc"]
        runs.append({"work": work, "who": who, "threads": int(threads), "wall": float(wall),
                     "cpu": float(user) + float(system), "memory": float(memory) / 1024,
                     "work_only": answer.get("seconds")})
    return runs, aucs


def machine():
    info = open("/proc/cpuinfo", encoding="utf-8").read()
    named = re.search(r"@ ([\d.]+)GHz", info)
    seen = re.search(r"cpu MHz\s*: ([\d.]+)", info)
    speed = named.group(1) if named else f"{float(seen.group(1)) / 1000:.1f}" if seen else "?"
    with open("/proc/meminfo", encoding="utf-8") as lines:
        memory = int(re.search(r"MemTotal:\s*(\d+)", lines.read()).group(1))
    kind = "AVX-512" if "avx512f" in info else "AVX2" if "avx2" in info else "no AVX2"
    return (f"{os.cpu_count()} x86-64 cores at {speed} GHz with {kind}, "
            f"{memory / 1048576:.0f} GB of memory, Debian 12")


def ratio(run, runs):
    """How much longer than Bestfit on as many threads; without the imports of the peer."""
    ours = [one["wall"] for one in runs
            if (one["work"], one["who"], one["threads"])
            == (run["work"], "bestfit", run["threads"])]
    if run["who"] == "bestfit" or not ours:
        return ""
    return f"{(run['work_only'] or run['wall']) / max(ours[0], 0.01):.1f} x"


def tables(path):
    runs, aucs = read(path)
    lines = [f"Machine: {machine()}.", ""]
    for work in dict.fromkeys(run["work"] for run in runs):
        lines += [f"**{work}**", "",
                  "| who | threads | wall s | CPU s | peak MB | work alone s | against Bestfit "
                  "| held-out AUC |",
                  "|---|---|---|---|---|---|---|---|"]
        for run in (one for one in runs if one["work"] == work):
            auc = aucs.get((work, run["who"]))
            alone = run["work_only"]
            lines.append(f"| {NAMES[run['who']]} | {run['threads']} "
                         f"| {run['wall']:.2f} | {run['cpu']:.2f} "
                         f"| {run['memory']:.0f} | {'' if alone is None else f'{alone:.2f}'} "
                         f"| {ratio(run, runs)} | {'' if auc is None else f'{auc:.3f}'} |")
        lines.append("")
    return "\n".join(lines)


def main():
    text = tables(sys.argv[1])
    if len(sys.argv) < 3:
        print(text)
        return
    page = open(sys.argv[2], encoding="utf-8").read()
    before, rest = page.split(BEGIN)
    after = rest.split(END)[1]
    with open(sys.argv[2], "w", encoding="utf-8") as out:
        out.write(f"{before}{BEGIN}\n{text}{END}{after}")


if __name__ == "__main__":
    main()
