"""Columns of types that a file has none of: lists, decimals, money. Scores are told by hand."""
import json
import subprocess

import accounts
import servers
from servers import engines

from trial import Trial, expect

CARD = """format = 1
[[profile]]
name = "Lists"
known_min = 1
[[profile.score]]
column = "COLUMN"
kind = "set"
bins = [
  {label = "quote", values = ["it's"], points = 10},
  {label = "comma", values = ["a,b"], points = 20},
  {label = "backslash", values = ['c\\d'], points = 30},
  {label = "quotes", values = ['say "x"'], points = 40},
  {label = "brackets", values = ["[x]"], points = 50},
  {label = "two", values = ["plain", "other"], points = 60},
]
[[profile.score]]
column = "price"
kind = "number"
bins = [{label = "dear", from = 1.5, points = 40}, {label = "cheap", below = 1.5, points = 0}]
[[profile.tier]]
name = "A"
from = 0
action = "pursue"
"""
# Members, price, score.
ROWS = [(["it's", "z"], "1.50", 50), (["a,b"], "1.49", 20), (["c\\d"], "2.00", 70),
        (['say "x"'], "0.00", 40), (["[x]", "q"], None, 50), (["other", "b", "plain"], "3.25", 100),
        ([], "9.00", 40), (["a", "b"], "1.00", 0)]


def literal(text):
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


class Columns(Trial):
    """What every database is tried with."""

    def load_odd(self):
        """Makes the table `odd`; gives the names of its columns of lists."""
        if self.database.name == "clickhouse":
            self.database.run(
                "DROP TABLE IF EXISTS odd;\nCREATE TABLE odd (id UInt32, listed Array(String), "
                "gaps Array(Nullable(String)), texts String, price Nullable(Decimal(10, 2))) "
                "ENGINE = MergeTree ORDER BY id")
            for n, (members, price, _) in enumerate(ROWS):
                texts = [literal(member) for member in members]
                self.database.run(
                    f"INSERT INTO odd VALUES ({n}, [{', '.join(texts)}], "
                    f"[{', '.join([*texts, 'NULL'])}], {literal(';'.join(members))}, "
                    f"{price or 'NULL'})")
            return ["listed", "gaps", "texts"]
        self.database.run(
            "DROP TABLE IF EXISTS odd; CREATE TABLE odd (id integer, listed text[], gaps "
            "varchar(20)[], texts text, documents jsonb, price numeric(10, 2));")
        for n, (members, price, _) in enumerate(ROWS):
            texts = ["E" + literal(member) for member in members]
            document = "E" + literal(json.dumps(members))
            self.database.run(
                f"INSERT INTO odd VALUES ({n}, ARRAY[{', '.join(texts)}]::text[], "
                f"ARRAY[{', '.join([*texts, 'NULL'])}]::varchar[], E{literal(';'.join(members))}, "
                f"{document}::jsonb, {price or 'NULL'});")
        return ["listed", "gaps", "texts", "documents"]

    def compiled(self, icp, dialect, *more):
        ran = subprocess.run([str(self.bestfit), "compile", "--icp", str(icp), "--to", "sql",
                              "--dialect", dialect, "--table", "odd", *more],
                             capture_output=True, text=True)
        expect(ran.returncode == 0, ran.stderr)
        return ran.stdout.strip().rstrip(";")

    def odd_columns(self):
        """Lists, whatever is in their members, and decimals: by --source and by compiled SQL."""
        names = self.load_odd()
        icp = self.folder / "odd.toml"
        for name in names:
            icp.write_text(CARD.replace("COLUMN", name))
            wanted = [[n, score] for n, (_, _, score) in enumerate(ROWS)]
            self.score("--id", "id", icp=icp, table="odd", into="odd_scores")
            for sql in ("SELECT id, icp_score FROM odd_scores",
                        self.compiled(icp, self.database.name)):
                rows = [[int(row[0]), row[1]]
                        for row in self.database.ask(sql, ("id", "icp_score"))]
                expect(rows == wanted, f"{name}: {rows} in place of {wanted}: {sql[:40]}")
        self.odd_tables(icp)
        self.database.run("DROP TABLE odd_scores")
        return f"members of {', '.join(names)} as they are, decimals as numbers"

    def odd_tables(self, icp):
        """A name with a quote is found; a table without rows leaves the scores that are there."""
        name = "`Weird \" Tbl`" if self.database.name == "clickhouse" else '"Weird "" Tbl"'
        create = "ENGINE = Memory AS" if self.database.name == "clickhouse" else "AS"
        for table, which in ((name, "id < 5"), ("empty", "id < 0")):
            self.database.run(f"DROP TABLE IF EXISTS {table}")
            self.database.run(f"CREATE TABLE {table} {create} SELECT * FROM odd WHERE {which}")
        self.score("--id", "id", icp=icp, table='"Weird "" Tbl"', into="odd_scores")
        scores = self.database.rows("odd_scores")
        for more in ((), ("--dry-run",)):
            self.score("--id", "id", *more, icp=icp, table="empty", into="odd_scores", status=3,
                       words="'empty' has no rows")
        expect(len(scores) == 5 and self.database.rows("odd_scores") == scores, "scores changed")
        for table in (name, "empty"):
            self.database.run(f"DROP TABLE {table}")

    def odd_duckdb(self):
        """Compiled SQL sees DuckDB's lists as well, and parts them by any separator."""
        duckdb = engines.DuckDb(self.duckdb)
        duckdb.run("CREATE TABLE odd (id INTEGER, listed VARCHAR[], price DECIMAL(10, 2))")
        for n, (members, price, _) in enumerate(ROWS):
            texts = [engines.quoted(member, "'") for member in members]
            duckdb.run(f"INSERT INTO odd VALUES ({n}, [{', '.join([*texts, 'NULL'])}], "
                       f"{price or 'NULL'})")
        icp = self.folder / "odd.toml"
        icp.write_text(CARD.replace("COLUMN", "listed"))
        rows = duckdb.ask(self.compiled(icp, "duckdb", "--set-separator", "|"), ("icp_score",))
        duckdb.close()
        wanted = [[score] for _, _, score in ROWS]
        expect(rows == wanted, f"DuckDB: {rows} in place of {wanted}")
        return "members of DuckDB's lists as they are"

    def learn_odd(self):
        """Money, oid, arrays in jsonb, decimals and lists with gaps are learned from."""
        self.database.load_accounts("learning", accounts.rows_of(self.rows))
        if self.database.name == "clickhouse":
            self.database.post("DROP TABLE IF EXISTS strange")
            self.database.post(
                "CREATE TABLE strange ENGINE = MergeTree ORDER BY account_id AS SELECT account_id, "
                "stage, region, industry, toDecimal64(employees, 2) AS paid, arrayMap(x -> "
                "toNullable(x), tools) AS stack FROM learning")
        else:
            self.database.run(
                "DROP TABLE IF EXISTS strange; CREATE TABLE strange AS SELECT account_id, stage, "
                "region, industry, employees::numeric::money AS paid, to_jsonb(tools) AS stack, "
                "account_id::oid AS made FROM learning;")
        more = ("--keep", "paid", "--keep", "stack", "--exclude", "REGION", "--sample", "10000")
        self.build(*more, table="strange", out="strange")
        expect("region" not in self.build(*more, "--dry-run", table="strange"), "region is asked")
        sample = self.evidence("strange")["whole_table"]["sample"]
        expect(sample["scored_otherwise"] == 0, f"scored otherwise: {sample}")
        kinds = {one["column"]: one["kind"] for one in self.evidence("strange")["attributes"]}
        expect(kinds["paid"] == "number" and kinds["stack"] == "set", str(kinds))
        self.build("--exclude", "size", table="strange", status=3, words="no column 'size'")
        self.database.run("DROP TABLE strange")
        return "money, arrays in jsonb, decimals, lists with gaps; what is excluded is not asked"

    def learn_moment(self):
        """Rows that come between the sample and the last count: not seen, or said."""
        self.database.run("DROP TABLE IF EXISTS moved")
        self.database.multiply("learning", "moved", self.rows, 1)
        ran = self.start_build("--sample", "10000", table="moved", out="moved")
        servers.wait_for(lambda: self.left_behind() or ran.poll() is not None)
        self.database.run("INSERT INTO moved SELECT * FROM learning")
        out, err = ran.communicate()
        expect(ran.returncode == 0, f"exit {ran.returncode}: {err}")
        whole = self.evidence("moved")["whole_table"]
        self.database.run("DROP TABLE moved")
        if self.database.name == "postgres":
            expect(whole["held"]["auc"] and whole["sample"]["scored_otherwise"] == 0, str(whole))
            expect(sum(one["rows"] for one in whole["attributes"][0]["bins"]) == self.rows, "more")
            return "rows that come meanwhile are not seen"
        expect(whole["held"] is None and whole["sample"]["scored_otherwise"] is None, str(whole))
        words = f"moved changed while it was read: {self.rows:,} rows at first, {2 * self.rows:,}"
        expect(words in whole["why_none"] and "moved changed while" in out, out)
        return "a table that changed meanwhile is said to have changed"

    def learn_groups(self):
        """Few large groups have one cut: whole groups, equal weights, the ratio of both sides."""
        rows = [[*row[:8], f"G{row[0] % 300}", row[9]] for row in accounts.rows_of(self.rows)]
        self.database.load_accounts("grouped", rows)
        self.build("--sample", "10000", "--group", "holding", table="grouped", out="groups")
        whole = self.evidence("groups")["whole_table"]
        read = whole["sample"]["rows"]
        expect(5000 < read["best"] + read["other"] <= 10000, str(read))
        expect(whole["held"]["left_out"] == 0, str(whole["held"]))

        def share(sides):
            return sides["best"] / (sides["best"] + sides["other"])
        expect(abs(share(read) - share(whole["outcome"])) < 0.02, f"another ratio: {read}")
        expect(whole["sample"]["scored_otherwise"] == 0, str(whole["sample"]))
        self.database.run("DROP TABLE grouped")
        return (f"300 groups: {share(read):.3f} of the sample are best, "
                f"{share(whole['outcome']):.3f} of all")
