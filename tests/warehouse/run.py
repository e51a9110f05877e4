#!/usr/bin/env python3
"""Scoring and learning inside databases: the same as from files, whole or not at all.

    run.py --bestfit BINARY [--rows N] [--only postgres|clickhouse|cluster] [--steps learn]

Prints what was tried and measured; exit status 1 when anything is not as it should be, 77 where no
database is installed. BESTFIT_LONG_TESTS=1 takes ten times as many rows.
"""
import argparse
import os
import pathlib
import signal
import sys
import tempfile
import time
import traceback

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import servers  # noqa: E402
from servers import engines  # noqa: E402
from learning import SAMPLE, Learning  # noqa: E402
from trial import Failed, expect  # noqa: E402
import accounts  # noqa: E402
import random_cases  # noqa: E402  (of tests/differential)


class Common(Learning):
    """What every database is tried with."""

    def random_profiles(self):
        """What the file of the same rows gets, on the hard profiles and rows of differential."""
        compared = 0
        for seed in range(1, 9):
            case = random_cases.Case(seed)
            icp = self.folder / "random.toml"
            icp.write_text(case.text)
            for typed in (True, False):
                if not typed and self.database.name == "clickhouse" and not case.short:
                    continue
                table = case.rows(50, typed)
                duckdb = engines.DuckDb(self.duckdb)
                duckdb.load("accounts", table)
                duckdb.save("accounts", self.folder / "accounts.parquet")
                duckdb.close()
                self.database.load("accounts", table)
                self.score("--id", "id", icp=icp, into="random_scores")
                ours = self.scored_by_file(self.folder / "accounts.parquet", icp)
                self.same(ours, self.database.rows("random_scores"), f"seed {seed}")
                compared += len(ours)
        self.database.run("DROP TABLE random_scores")
        return f"{compared} rows of random profiles as by the file"

    def large_table(self):
        self.database.fill("accounts", self.rows)
        began = time.time()
        out = self.score("--json")
        seconds = time.time() - began
        expect(f'"rows": {self.rows}' in out, f"rows are missing: {out}")
        path = self.folder / "accounts.csv"
        with open(path, "w") as file:
            file.write("id,size,industry\n")
            for row in self.database.rows("accounts", ("id", "size", "industry")):
                file.write(f"{row[0]},{row[1]},{row[2] or ''}\n")
        ours = self.scored_by_file(path)
        self.same(ours, self.database.rows("scores"), "large table")
        return f"{self.rows} rows as by the file, {seconds:.1f} s in the database"

    def again(self):
        before = sorted(map(str, self.database.rows("scores")))
        names = self.database.names()
        self.score()
        expect(sorted(map(str, self.database.rows("scores"))) == before, "another table")
        expect(self.database.names() == names, f"left {self.database.names()}")
        return "done again, the same table and no other"

    def dry_run(self):
        names = self.database.names()
        out = self.score("--dry-run", into="new_scores")
        expect(f"{self.rows:,} rows of accounts, with id, would be scored into new_scores (new)"
               in out, out)
        expect("INSERT INTO" in out and "large: 40 points" in out, out)
        self.score("--dry-run", words=f"(now {self.rows:,} rows, to be replaced)")
        expect(self.database.names() == names, "a dry run made a table")
        return "a dry run says rows and SQL, and changes nothing"

    def wire(self):
        moved = []
        for rows in (1000, self.rows):
            self.database.fill("accounts", rows)
            wire = servers.Wire(self.database.source)
            self.score(source=wire.source)
            moved.append(wire.bytes)
        expect(moved[1] < moved[0] + 20000, f"bytes grow with rows: {moved}")
        return f"on the wire {moved[0]} bytes for 1000 rows, {moved[1]} for {self.rows}"

    def refusals(self):
        before = sorted(map(str, self.database.rows("scores")))
        names = self.database.names()
        source = self.database.source
        head, _, rest = source.partition("@")
        self.score(table="acounts", status=3, words="no table 'acounts'")
        self.score(table="acounts", status=3, words="accounts")
        self.score("--id", "key", status=3, words="no column 'key'")
        self.database.run("DROP TABLE IF EXISTS plain")
        self.database.load("plain", [("id", "number", [1.0]), ("size", "number", [2.0])])
        self.score(table="plain", status=3, words="no column industry, which the profile reads")
        self.score(into="plain", status=7, words="is no table of scores")
        self.score(into="accounts", status=7, words="is no table of scores")
        self.score(password="not it", status=5)
        self.score(source=f"{head}@127.0.0.1:1/{rest.split('/')[1]}", status=6)
        self.score(source=f"{head}@{rest.split('/')[0]}/nothing", status=3)
        secret = self.database.password
        self.score(source=f"{head}:{secret}@{rest}", status=2, words="has a password in it")
        self.score(source=f"mysql://{rest}", status=2, words="no database that is known")
        self.score("--out", "x.csv", status=2, words="says something of files")
        self.credentials(f"{head.split('://')[0]}://{rest}")
        self.database.run("DROP TABLE plain")
        expect(sorted(map(str, self.database.rows("scores"))) == before, "the target changed")
        expect(self.database.names() == names, f"left {self.database.names()}")
        return "refusals are clear, and leave everything as it was"

    def credentials(self, source):
        path = self.folder / "credentials.toml"
        path.write_text(f'user = "{self.database.user}"\npassword = "{self.database.password}"\n')
        path.chmod(0o644)
        where = {"source": source, "password": ""}
        self.score("--credentials", path, status=5, words="chmod 600", **where)
        path.chmod(0o600)
        self.score("--credentials", path, **where)

    def until_scoring(self):
        ran = self.start()
        servers.wait_for(lambda: self.database.is_scoring() or ran.poll() is not None)
        if ran.poll() is not None:
            raise Failed(f"it was over before it could be disturbed: {ran.communicate()}")
        return ran

    def twice(self):
        """Two runs into one target: the second is refused."""
        self.database.fill("accounts", self.many)
        ran = self.until_scoring()
        self.score(status=7, words="another run")
        out, err = ran.communicate()
        expect(ran.returncode == 0, f"exit {ran.returncode}: {out}{err}")
        self.database.fill("accounts", self.rows)
        self.score()
        return "a second run at the same time is refused"

    def server_dies(self):
        """Killed in the middle: the target is as it was, and a second run completes."""
        before = sorted(map(str, self.database.rows("scores")))
        self.database.fill("accounts", self.many)
        ran = self.until_scoring()
        self.database.die()
        out, err = ran.communicate()
        expect(ran.returncode == 6, f"exit {ran.returncode}: {out}{err}")
        expect("run it again" in err, err)
        self.database.come_back()
        expect(sorted(map(str, self.database.rows("scores"))) == before, "the target changed")
        out = self.score("--json")
        expect(f'"rows": {self.many}' in out, f"rows are missing: {out}")
        expect([n for n in self.database.names() if "__" in n] == [], str(self.database.names()))
        return "kill -9 of the server: " + err.strip().splitlines()[-1]

    def client_dies(self):
        """Killed in the middle: what it left in the database is replaced by the next run."""
        before = self.database.names()
        ran = self.until_scoring()
        ran.send_signal(signal.SIGKILL)
        ran.communicate()
        servers.wait_for(lambda: not self.database.is_scoring(), 120)
        out = self.score("--json")
        expect(f'"rows": {self.many}' in out, f"rows are missing: {out}")
        expect(self.database.names() == before, f"left {self.database.names()}")
        return "kill -9 of bestfit: the next run completes"


class PostgresTrial(Common):
    def steps(self):
        return [self.odd_columns, self.odd_duckdb, self.random_profiles, self.large_table,
                self.again, self.dry_run, self.wire, self.refusals, self.rights, self.twice,
                self.server_dies, self.client_dies, *self.learn_steps(), self.learn_rights]

    def learn_rights(self):
        """Who may read may learn; others are refused."""
        self.database.run(f"CREATE ROLE learner LOGIN PASSWORD '{self.database.password}';")
        source = self.database.source.replace("bestfit@", "learner@")
        self.build(source=source, status=5, words="permission denied")
        self.database.run("GRANT SELECT ON learning TO learner;")
        self.build(source=source, out="learner")
        self.database.run("CREATE VIEW seen AS SELECT * FROM learning;")
        self.build("--sample", "1000", table="seen", out="view")
        return "a user who may only read can learn, from a view as well"

    def rights(self):
        database = self.database
        database.run(f"CREATE ROLE reader LOGIN PASSWORD '{database.password}'; "
                     "GRANT SELECT ON accounts, scores TO reader;")
        source = database.source.replace("bestfit@", "reader@")
        self.score(source=source, status=5, words="permission denied", into="own")
        self.score()
        expect(database.run("SELECT has_table_privilege('reader', 'scores', 'SELECT');").strip()
               == "t", "the reader's right was lost")
        self.score(source=source, status=7, words="belongs to another role")
        database.run("CREATE VIEW best AS SELECT * FROM scores;")
        self.score(status=7, words="is read by the view best")
        database.run("DROP VIEW best;")
        return "rights are kept, views are not broken"


class ClickHouseTrial(Common):
    def steps(self):
        return [self.odd_columns, self.random_profiles, self.large_table, self.again, self.dry_run,
                self.wire, self.refusals, self.rights, self.between_renames, self.twice,
                self.server_dies, self.client_dies, *self.learn_steps(), self.learn_rights]

    def learn_rights(self):
        """Users who may not write, nor change a setting."""
        for name in ("reader", "viewer"):
            source = self.database.source.replace("scorer@", f"{name}@")
            self.build("--sample", SAMPLE, source=source, out=name)
            expect(self.profile(name) == self.profile("sampled"), f"{name}: another profile")
        source = self.database.source.replace("scorer@", "hasty@")
        self.build(source=source, status=4, words="rows would be missing without a word")
        return "users who may only read learn the same"

    def rights(self):
        source = self.database.source.replace("scorer@", "reader@")
        self.score(source=source, status=5, into="own")
        return "a user who may only read is refused"

    def between_renames(self):
        """18.16 renames twice; a run that died between the two is made good."""
        before = sorted(map(str, self.database.rows("scores")))
        self.database.post("RENAME TABLE scores TO scores__old")
        self.score("--dry-run")
        self.score()
        expect(sorted(map(str, self.database.rows("scores"))) == before, "another table")
        expect([n for n in self.database.names() if "__" in n] == [], str(self.database.names()))
        return "a death between two renames is made good"


class ClusterTrial(Common):
    """Accounts on three shards, asked as one table."""

    def __init__(self, options, database, folder):
        super().__init__(options, database, folder)
        self.shards = []
        for n in range(1, 4):
            shard = object.__new__(servers.ClickHouse)
            shard.address = database.addresses[n - 1]
            self.shards.append(shard)

    def steps(self):
        return [self.as_one, self.shard_dies, self.learn_as_one, self.learn_on_shards,
                self.learn_disturbed]

    def spread_accounts(self, rows, copies=1, cluster="shards"):
        for n, shard in enumerate(self.shards):
            shard.load_accounts("few", rows[n::3])
            shard.multiply("few", "some", len(rows), copies)
        self.database.post("DROP TABLE IF EXISTS many")
        self.database.post("CREATE TABLE many AS some ENGINE = "
                           f"Distributed({cluster}, default, some)")

    def learn_as_one(self):
        """The profile of a table on three shards is that of the same table on one machine."""
        rows = accounts.rows_of(self.rows)
        self.spread_accounts(rows)
        self.database.load_accounts("alone", rows)
        for more in (("--sample", SAMPLE), ("--sample", SAMPLE, "--group", "holding")):
            self.build(*more, table="alone", out="alone")
            self.build(*more, table="many", out="shards")
            for name in ("icp.toml",):
                expect((self.folder / "alone" / name).read_bytes()
                       == (self.folder / "shards" / name).read_bytes(), f"another {name}")
            alone, shards = (self.evidence(run)["whole_table"] for run in ("alone", "shards"))
            for key in ("held", "attributes", "outcome", "sample"):
                expect(alone[key] == shards[key], f"{key}: {shards[key]} in place of {alone[key]}")
        return f"{self.rows} rows on three shards give the profile of one machine"

    def learn_on_shards(self):
        """Shards send counts and the sample, not rows."""
        rows = accounts.rows_of(self.rows)
        wires = self.database.wired_shards()
        moved = []
        for copies in (1, 10):
            self.spread_accounts(rows, copies, cluster="wired")
            before = sum(wire.bytes for wire in wires)
            self.build("--sample", SAMPLE, table="many", out="moved")
            moved.append(sum(wire.bytes for wire in wires) - before)
        expect(moved[1] < 1.2 * moved[0], f"bytes between shards grow with rows: {moved}")
        return f"between shards {moved[0]} bytes of {self.rows} rows, {moved[1]} of ten times these"

    def fill_many(self):
        self.spread_accounts(accounts.rows_of(self.rows), self.database.many)

    def kill(self):
        self.database.shard = 3
        self.database.probe = "many"
        self.database.die()

    def spread(self, rows):
        for n, shard in enumerate(self.shards):
            shard.post("DROP TABLE IF EXISTS part")
            shard.post("CREATE TABLE part ENGINE = MergeTree ORDER BY id AS "
                       + self.database.values(1 + n * rows // 3, 1 + (n + 1) * rows // 3))
        self.database.post("DROP TABLE IF EXISTS accounts")
        self.database.post("CREATE TABLE accounts AS part ENGINE = "
                           "Distributed(shards, default, part)")

    def as_one(self):
        self.spread(self.rows)
        began = time.time()
        out = self.score("--json")
        seconds = time.time() - began
        expect(f'"rows": {self.rows}' in out, f"rows are missing: {out}")
        self.database.fill("alone", self.rows)
        self.score(table="alone", into="alone_scores")
        self.same(self.database.rows("alone_scores"), self.database.rows("scores"), "shards")
        return f"{self.rows} rows on three shards as on one machine, {seconds:.1f} s"

    def shard_dies(self):
        before = sorted(map(str, self.database.rows("scores")))
        self.spread(self.many)
        ran = self.until_scoring()
        self.database.shard = 3
        self.database.die()
        out, err = ran.communicate()
        expect(ran.returncode == 6, f"exit {ran.returncode}: {out}{err}")
        expect("a shard went away" in err and "run it again" in err, err)
        expect(sorted(map(str, self.database.rows("scores"))) == before, "the target changed")
        self.score(status=6)  # and while it is away
        self.database.probe = "accounts"
        self.database.come_back()
        out = self.score("--json")
        expect(f'"rows": {self.many}' in out, f"rows are missing: {out}")
        return "kill -9 of a shard: " + err.strip().splitlines()[-1]


KINDS = {"postgres": (servers.Postgres, PostgresTrial, ()),
         "clickhouse": (servers.ClickHouse, ClickHouseTrial, ()),
         "cluster": (servers.ClickHouse, ClusterTrial, (3,))}


def tried(name, options, folder):
    """Whether all went well; None where the database is not installed."""
    server, trial, more = KINDS[name]
    work = folder / f"{name}-work"
    work.mkdir()
    try:
        database = server(folder / name, *more)
    except engines.Unavailable as error:
        print(f"SKIPPED {name}: {error}")
        return None
    try:
        for step in trial(options, database, work).steps():
            if not step.__name__.startswith(options.steps):
                continue
            began = time.time()
            print(f"{name}: {step()} ({time.time() - began:.1f} s)", flush=True)
        return True
    except Exception:  # whatever it is, the other databases are still tried
        traceback.print_exc(file=sys.stdout)
        return False
    finally:
        database.close()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--bestfit", required=True, type=pathlib.Path)
    parser.add_argument("--duckdb", default=engines.ROOT / ".deps/duckdb/lib/libduckdb.so")
    long = os.environ.get("BESTFIT_LONG_TESTS") == "1"
    parser.add_argument("--rows", type=int, default=300000 if long else 30000)
    parser.add_argument("--only", choices=KINDS)
    parser.add_argument("--steps", default="", help="only those whose names start like this")
    options = parser.parse_args()
    options.bestfit = options.bestfit.resolve()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that the servers stop
    with tempfile.TemporaryDirectory(prefix="bestfit-warehouse-") as name:
        folder = pathlib.Path(name)
        folder.chmod(0o755)
        results = [tried(kind, options, folder) for kind in KINDS
                   if options.only in (None, kind)]
    if all(result is None for result in results):
        return 77
    return 1 if False in results else 0


if __name__ == "__main__":
    sys.exit(main())
