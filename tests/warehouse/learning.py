"""Builds inside databases: the profile of the file, from as few rows as asked, or no run at all."""
import hashlib
import json
import os
import signal
import stat
import subprocess

import accounts
import servers
from columns import Columns
from trial import Failed, expect

SAMPLE = 20000
SEED = 1
FEW = 3000  # rows of a table that is read whole


class Learning(Columns):
    """What every database is tried with; `self.database` has `accounts`, some thousand rows."""

    def build(self, *more, out=None, status=0, words="", source=None, table="learning",
              password=None, outcome="stage=won"):
        ran = self.start_build(*more, out=out, source=source, table=table, password=password,
                               outcome=outcome)
        printed, err = ran.communicate()
        expect(ran.returncode == status, f"exit {ran.returncode}, not {status}: {printed}{err}")
        expect(words in printed + err, f"'{words}' is not in: {printed}{err}")
        expect(self.database.password not in printed + err, "the password was printed")
        expect(self.left_behind() == [], f"left {self.left_behind()}")
        return printed

    def start_build(self, *more, out=None, source=None, table="learning", password=None,
                    outcome="stage=won"):
        self.private().mkdir(exist_ok=True)
        command = [self.bestfit, "build", "--source", source or self.database.source, "--table",
                   table, "--outcome", outcome, "--proof", "quick",
                   *(("--out", self.folder / out) if out else ()), *more]
        return subprocess.Popen([str(part) for part in command],
                                env={**self.environment(password), "TMPDIR": str(self.private())},
                                cwd=self.folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                text=True)

    def private(self):
        return self.folder / "temporary"

    def left_behind(self):
        return [path.name for path in self.private().iterdir()]

    def evidence(self, run):
        return json.loads((self.folder / run / "evidence.json").read_text())

    def profile(self, run):
        """icp.toml, but for what stands for the bytes that it was learned from."""
        lines = (self.folder / run / "icp.toml").read_text().splitlines()
        return [line for line in lines if not line.startswith(("version =", "fingerprint ="))]

    def by_file(self, rows, name, *more):
        path = self.folder / f"{name}.csv"
        path.write_text(accounts.csv_text(rows))
        self.run_bestfit("build", "--accounts", path, "--outcome", "stage=won", "--proof", "quick",
                         "--out", self.folder / name, *more)
        return self.profile(name)

    def run_bestfit(self, *command):
        ran = subprocess.run([str(part) for part in (self.bestfit, *command)], cwd=self.folder,
                             capture_output=True, text=True)
        expect(ran.returncode == 0, f"{command}: exit {ran.returncode}: {ran.stderr}")
        return ran.stdout

    def learn_whole(self):
        """A small table is read whole, and gives what its file gives."""
        rows = accounts.rows_of(FEW)
        self.database.load_accounts("learning", rows)
        for name, more in (("plain", ()), ("timed", ("--time", "first_met")),
                           ("grouped", ("--group", "holding", "--id", "account_id"))):
            wanted = self.by_file(rows, f"{name}_file", *more)
            self.build(*more, out=name)
            expect(self.profile(name) == wanted, f"{name}: another profile than the file's")
            whole = self.evidence(name)["whole_table"]
            expect(whole["sample"] is None and whole["held"] is None, str(whole["words"]))
            expect(whole["rows"] == FEW, str(whole))
        attributes = whole["attributes"]
        expect(attributes and all(sum(bin["rows"] for bin in one["bins"]) == FEW
                                  for one in attributes), str(attributes))
        return f"{FEW} rows give the profile of their file, byte for byte"

    def held_rows(self, rows, held_from):
        """Rows that are in no sample, told by a second implementation."""
        def digits(row):
            return hashlib.md5(f"{SEED}:{row[0]}".encode()).hexdigest()[:8]
        return [row for row in rows if row[9] != "Open" and digits(row) >= held_from]

    def learn_sample(self):
        """A sample is learned from; the other rows are held against it inside the database."""
        rows = accounts.rows_of(self.rows)
        self.database.load_accounts("learning", rows)
        printed = self.build("--sample", SAMPLE, out="sampled")
        expect("The whole table, in" in printed and "promised  came true" in printed, printed)
        whole = self.evidence("sampled")["whole_table"]
        sides = {"best": "Won", "other": "Lost", "unknown": "Open"}
        for side, stage in sides.items():
            count = sum(row[9] == stage for row in rows)
            expect(whole["outcome"][side] == count, f"{side}: {whole['outcome']}, not {count}")
        sample = whole["sample"]
        read = sample["rows"]
        expect(read["best"] + read["other"] <= SAMPLE and read["unknown"] <= SAMPLE // 10,
               f"more rows than asked: {read}")
        expect(sample["scored_otherwise"] == 0, f"scored otherwise: {sample}")
        held = self.held_rows(rows, sample["held_from"])
        (self.folder / "held.csv").write_text(accounts.csv_text(held))
        unread = sum(row[9] != "Open" for row in rows) - read["best"] - read["other"]
        expect(whole["held"]["left_out"] == unread - len(held) > 0, str(whole["held"]))
        judged = json.loads(self.run_bestfit("evaluate", "--icp", self.folder / "sampled/icp.toml",
                                             self.folder / "held.csv", "--outcome", "stage=won",
                                             "--json"))
        expect(whole["held"]["rows"] == judged["rows"] > 0, f"{whole['held']} {judged['rows']}")
        for key in ("best", "by_status"):
            expect(whole["held"][key] == judged[key], f"{key}: {whole['held'][key]} {judged[key]}")
        for key in ("auc", "lift_at_10pct"):
            for part in ("value", "low", "high"):
                a, b = whole["held"][key][part], judged[key][part]
                expect(abs(a - b) < 1e-9, f"{key} {part}: {a} in place of {b}")
        for a, b in zip(whole["held"]["by_tier"], judged["by_tier"]):
            expect((a["tier"], a["total"], a["best"]) == (b["tier"], b["total"], b["best"]),
                   f"{a} in place of {b}")
        self.bins_are_exact(rows, whole)
        self.as_good_as_all(rows)
        auc = whole["held"]["auc"]
        return (f"{read['best'] + read['other']} of {self.rows} rows read, the other {len(held)} "
                f"as by evaluate: AUC {auc['value']:.3f} ({auc['low']:.3f} to {auc['high']:.3f})")

    def as_good_as_all(self, rows):
        """On new rows the profile is as good as one learned from all, within the stated limit."""
        self.by_file(rows, "all_rows")
        (self.folder / "new.csv").write_text(accounts.csv_text(accounts.rows_of(self.rows, seed=2)))
        auc, chosen = {}, {}
        for run in ("sampled", "all_rows"):
            judged = json.loads(self.run_bestfit(
                "evaluate", "--icp", self.folder / run / "icp.toml", self.folder / "new.csv",
                "--outcome", "stage=won", "--json"))
            auc[run] = judged["auc"]["value"]
            chosen[run] = {one["column"] for one in self.evidence(run)["attributes"]
                           if one["selected"]}
        expect(auc["sampled"] > auc["all_rows"] - 0.01, f"a worse profile: {auc}")
        expect(chosen["sampled"] == chosen["all_rows"], f"other attributes: {chosen}")

    def bins_are_exact(self, rows, whole):
        """Of a column of labels the counts are those of the rows."""
        for attribute in whole["attributes"]:
            expect(sum(one["rows"] for one in attribute["bins"]) == len(rows), str(attribute))
            if attribute["column"] != "industry":
                continue
            for one in attribute["bins"]:
                if one["label"] not in ("Software", "not known"):
                    continue
                wanted = None if one["is_missing"] else one["label"]
                known = [row for row in rows if row[1] == wanted and row[9] != "Open"]
                won = sum(row[9] == "Won" for row in known)
                expect((one["total"], one["best"]) == (len(known), won), f"{one} {won}")

    def learn_again(self):
        """The same command gives the same run; another seed another sample."""
        self.build("--sample", SAMPLE, out="again", *("--threads", "1"))
        for name in ("icp.toml", "evidence.json"):
            expect((self.folder / "again" / name).read_bytes()
                   == (self.folder / "sampled" / name).read_bytes(), f"another {name}")
        self.build("--sample", SAMPLE, "--seed", "2", out="seed2")
        a, b = (self.evidence(run)["files"][0] for run in ("again", "seed2"))
        expect(a["accepted"] != b["accepted"], "the seed chose the same rows")
        return "the same bytes again; another seed, other rows"

    def learn_plan(self):
        names = self.database.names()
        runs = sorted(path.name for path in self.folder.iterdir())
        out = self.build("--sample", SAMPLE, "--dry-run")
        expect(f"learning has {self.rows:,} rows" in out and "A sample of" in out
               and "SELECT" in out, out)
        plan = json.loads(self.build("--sample", SAMPLE, "--dry-run", "--json"))
        expect(plan["rows"] == self.rows and plan["rows_read"] <= 1.1 * SAMPLE, str(plan))
        size = self.evidence("sampled")["whole_table"]["sample"]["bytes"]
        expect(0.5 < plan["bytes_about"] / size < 2, f"{plan['bytes_about']} for {size} bytes")
        expect(sorted(path.name for path in self.folder.iterdir()) == runs, "a dry run wrote")
        expect(self.database.names() == names, "a dry run made a table")
        return "a dry run says counts, rows, bytes and SQL, and changes nothing"

    def learn_scored(self):
        """The profile scores its table inside the database as it does the file, lists included."""
        self.score("--id", "account_id", icp=self.folder / "sampled/icp.toml", table="learning",
                   into="learned")
        out = self.folder / "learned.jsonl"
        (self.folder / "all.csv").write_text(accounts.csv_text(accounts.rows_of(self.rows)))
        self.run_bestfit("score", "--icp", self.folder / "sampled/icp.toml",
                         self.folder / "all.csv", "--out", out)
        ours = {str(row["account_id"]): row["icp_score"]
                for row in map(json.loads, out.read_text().splitlines())}
        theirs = self.database.ask("SELECT account_id AS id, icp_score FROM learned",
                                   ("id", "icp_score"))
        expect(len(theirs) == self.rows, f"{len(theirs)} rows")
        for name, score in theirs:
            expect(ours[str(name)] == score, f"{name}: {score}")
        self.database.run("DROP TABLE learned")
        return f"{self.rows} rows scored by the learned profile as by the file"

    def learn_texts(self):
        """What the database cannot read as the engine does is said."""
        rows = [list(row) for row in accounts.rows_of(self.rows)]
        for row in rows:  # not a form of dates that compiled SQL reads
            year, month, day = row[4].split("-")
            row[7] = f"{day}/{month}/{year}" if row[9] == "Won" else f"{day}/{month}/2010"
        self.database.load_accounts("learning", rows)
        out = self.build("--sample", SAMPLE, "--keep", "region", out="texts")
        expect("are scored otherwise by the database than here" in out, out)
        self.database.load_accounts("learning", accounts.rows_of(self.rows))
        return "rows that the database scores otherwise are counted, and it is said"

    def learn_wire(self):
        """Bytes do not grow with rows."""
        moved = []
        for copies in (1, 10):
            self.database.multiply("learning", "many", self.rows, copies)
            wire = servers.Wire(self.database.source)
            self.build("--sample", SAMPLE, source=wire.source, table="many", out="wire")
            moved.append(wire.bytes)
        expect(moved[1] < 1.2 * moved[0], f"bytes grow with rows: {moved}")
        return f"on the wire {moved[0]} bytes of {self.rows} rows, {moved[1]} of {10 * self.rows}"

    def learn_refusals(self):
        head, _, rest = self.database.source.partition("@")
        self.build(table="learnin", status=3, words="no table 'learnin'")
        self.database.load_accounts("nobody", [])
        self.build(table="nobody", status=3, words="'nobody' has no rows")
        self.database.run("DROP TABLE nobody")
        self.build(outcome="stag=won", status=3, words="stage")
        self.build(outcome="stage=", status=2, words="names no value")
        self.build("--sample", "1000", outcome="stage=sold", status=3, words="no row of 'learning'")
        self.build("--sample", "1000", outcome="revenue_eur", status=2, words="column of amounts")
        self.build("--sample", "1000", outcome="revenue_eur>=x", status=3, words="'x' is none")
        self.build("--sample", "1000", outcome="holding=H1", status=3,
                   words="more than 2000 different texts")
        self.build("--group", "holdin", status=3, words="no column 'holdin' (--group)")
        self.build("--time", "met", status=3, words="no column 'met' (--time)")
        self.build("--weight", "employees", status=2, words="says something of files")
        self.build("--deals", "x.csv", status=2, words="says something of files")
        self.build(password="not it", status=5)
        self.build(source=f"{head}@127.0.0.1:1/{rest.split('/')[1]}", status=6)
        secret = self.database.password
        self.build(source=f"{head}:{secret}@{rest}", status=2, words="has a password in it")
        return "refusals are clear, and leave nothing"

    def learn_outcomes(self):
        """Numbers, flags and dates tell the outcome as they do in a file."""
        rows = accounts.rows_of(self.rows)
        for outcome, told in (("employees>=100", lambda row: row[2] is not None and row[2] >= 100),
                              ("listed", lambda row: row[5]),
                              ("first_met<2022-01-01", lambda row: row[4] < "2022-01-01"),
                              ("industry!=software", lambda row: row[1] not in (None, "Software"))):
            plan = json.loads(self.build("--dry-run", "--json", outcome=outcome))
            best = sum(map(told, rows))
            expect(plan["outcome"]["best"] == best, f"{outcome}: {plan['outcome']}, not {best}")
        return "outcomes by numbers, flags, dates and labels are told as in a file"

    def until_asked(self, *more, **where):
        ran = self.start_build("--sample", SAMPLE, *more, out="dead", **where)
        servers.wait_for(lambda: self.database.is_asked() or ran.poll() is not None)
        if ran.poll() is not None:
            raise Failed(f"it was over before it could be disturbed: {ran.communicate()}")
        return ran

    def learn_disturbed(self):
        """A signal leaves no row behind; a server that dies leaves no run."""
        self.fill_many()
        ran = self.start_build("--sample", SAMPLE, out="dead", table="many")
        servers.wait_for(lambda: self.left_behind() or ran.poll() is not None)
        ran.send_signal(signal.SIGTERM)
        ran.communicate()
        expect(ran.returncode == -signal.SIGTERM, f"a signal gave exit {ran.returncode}")
        expect(self.left_behind() == [], f"a signal left {self.left_behind()}")
        ran = self.until_asked(table="many")
        self.kill()
        out, err = ran.communicate()
        expect(ran.returncode == 6, f"exit {ran.returncode}: {out}{err}")
        expect("Nothing was written; run it again" in err, err)
        expect(not (self.folder / "dead").exists(), "a run folder of a build that died")
        expect(self.left_behind() == [], f"a death left {self.left_behind()}")
        self.database.come_back()
        self.build("--sample", SAMPLE, table="many", out="dead")
        return "kill -9 in the middle: " + err.strip().splitlines()[-1]

    def fill_many(self):
        """A table that takes so long that it can be disturbed."""
        self.database.multiply("learning", "many", self.rows, self.database.many)

    def kill(self):
        self.database.die()

    def learn_private(self):
        """Rows lie where nobody else may enter, and passwords nowhere."""
        ran = self.start_build("--sample", SAMPLE, out="private", table="many")
        seen = []
        while ran.poll() is None:
            for path in self.private().iterdir():
                try:
                    seen.append(stat.S_IMODE(os.stat(path).st_mode))
                except OSError:
                    pass  # it is gone by now
        ran.communicate()
        expect(set(seen) == {0o700}, f"the folder's mode: {set(map(oct, seen))}")
        secret = self.database.password.encode()
        for path in (self.folder / "private").iterdir():
            expect(secret not in path.read_bytes(), f"the password is in {path.name}")
        return "rows lie in a folder of one's own; no password in the run"

    def learn_steps(self):
        return [self.learn_odd, self.learn_whole, self.learn_sample, self.learn_again,
                self.learn_plan, self.learn_moment, self.learn_outcomes, self.learn_scored,
                self.learn_texts, self.learn_wire, self.learn_refusals, self.learn_disturbed,
                self.learn_private, self.learn_groups]
