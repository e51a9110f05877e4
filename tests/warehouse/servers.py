"""The databases that scoring is tried in: what each is asked, how it dies and comes back."""
import os
import pathlib
import re
import signal
import socket
import subprocess
import sys
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "differential"))
import accounts  # noqa: E402
import engines  # noqa: E402

SCORES = ["icp_score", "icp_tier", "icp_status", "icp_profile", "icp_probability", "icp_reasons",
          "icp_version"]


def wait_for(what, seconds=60):
    until = time.time() + seconds
    while not what():
        if time.time() > until:
            raise RuntimeError("waited in vain")
        time.sleep(0.02)


class Postgres(engines.Postgres):
    source = property(lambda self: self.address)
    user = "bestfit"
    many = 10

    @property
    def password(self):
        return (self.folder / "password").read_text()

    def rows(self, table, columns=("id", *SCORES)):
        return self.ask(f"SELECT * FROM {table}", columns)

    def names(self):
        return sorted(self.run("SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace "
                               "= 'public'::regnamespace;").split())

    def fill(self, table, rows):
        self.run(f"""DROP TABLE IF EXISTS {table}; CREATE TABLE {table} AS SELECT n AS id,
            (n::bigint * 7919 % 1000)::float8 AS size, (ARRAY['Bank', 'Software', NULL])[n % 3 + 1]
            AS industry FROM generate_series(1, {rows}) AS n;""")

    def load_accounts(self, table, rows):
        columns = ", ".join(f"{name} {kind}" for name, kind, _ in accounts.COLUMNS)
        self.run(f"DROP TABLE IF EXISTS {table}; CREATE TABLE {table} ({columns});\n"
                 f"COPY {table} FROM STDIN;\n{accounts.tab_text(rows, accounts.postgres_cell)}"
                 "\\.\n")

    def multiply(self, source, table, rows, copies):
        rest = ", ".join(accounts.NAMES[1:])
        self.run(f"DROP TABLE IF EXISTS {table}; CREATE TABLE {table} AS SELECT account_id + "
                 f"{rows} * k AS account_id, {rest} FROM {source}, generate_series(0, "
                 f"{copies - 1}) AS k;")

    def is_asked(self):
        return "1" in self.run("SELECT 1 FROM pg_stat_activity WHERE application_name = 'bestfit' "
                               "AND query LIKE '%bestfit_side%' AND state = 'active';")

    def is_scoring(self):
        return "1" in self.run("SELECT 1 FROM pg_stat_activity WHERE application_name = 'bestfit' "
                               "AND query LIKE 'INSERT%' AND state = 'active';")

    def die(self):
        # With its children: those at work would go on to the end of their transaction.
        server = (self.folder / "data/postmaster.pid").read_text().split()[0]
        children = pathlib.Path(f"/proc/{server}/task/{server}/children").read_text().split()
        for process in [server, *children]:
            os.kill(int(process), signal.SIGKILL)

    def come_back(self):
        # The orphans end by themselves; only then a new one starts.
        wait_for(lambda: subprocess.run([self.script, "again", self.folder],
                                        capture_output=True).returncode == 0)


class ClickHouse(engines.ClickHouse):
    user = "scorer"
    many = 50
    shard = 1  # that is killed

    def __init__(self, folder, shards=1):
        self.options = (str(shards),)
        super().__init__(folder)

    @property
    def source(self):
        return self.address.replace("http://", f"clickhouse://{self.user}@") + "default"

    @property
    def password(self):
        return (self.folder / "password").read_text()

    def run(self, script):
        for statement in script.split(";\n"):
            self.post(statement.rstrip().rstrip(";"))

    def rows(self, table, columns=("id", *SCORES)):
        return self.ask(f"SELECT * FROM {table}", columns)

    def names(self):
        return sorted(self.post("SELECT name FROM system.tables WHERE database = 'default'")
                      .split())

    def values(self, low, high):
        return (f"SELECT number AS id, toFloat64(number * 7919 % 1000) AS size, "
                f"number % 3 = 0 ? 'Bank' : (number % 3 = 1 ? 'Software' : '') AS industry "
                f"FROM system.numbers WHERE number >= {low} LIMIT {high - low}")

    def fill(self, table, rows):
        self.post(f"DROP TABLE IF EXISTS {table}")
        self.post(f"CREATE TABLE {table} ENGINE = MergeTree ORDER BY id AS "
                  f"{self.values(1, rows + 1)}")

    def load_accounts(self, table, rows):
        columns = ", ".join(f"{name} {kind}" for name, _, kind in accounts.COLUMNS)
        self.post(f"DROP TABLE IF EXISTS {table}")
        self.post(f"CREATE TABLE {table} ({columns}) ENGINE = MergeTree ORDER BY account_id")
        if rows:
            self.post(f"INSERT INTO {table} FORMAT TabSeparated",
                      accounts.tab_text(rows, accounts.clickhouse_cell).encode())

    def multiply(self, source, table, rows, copies):
        rest = ", ".join(accounts.NAMES[1:])
        self.post(f"DROP TABLE IF EXISTS {table}")
        self.post(f"CREATE TABLE {table} ENGINE = MergeTree ORDER BY account_id AS SELECT "
                  f"toUInt32(account_id + {rows} * k) AS account_id, {rest} FROM {source} "
                  f"ARRAY JOIN range({copies}) AS k")

    def wired_shards(self):
        """Makes the cluster `wired`: the same shards, by proxies that count."""
        wires = []
        for n in range(1, len(self.addresses) + 1):
            text = (self.folder / str(n) / "config.xml").read_text()
            wires.append(PortWire(int(re.search("<tcp_port>([0-9]+)", text)[1])))
        replicas = "".join(f"<shard><replica><host>127.0.0.1</host><port>{wire.port}</port>"
                           "</replica></shard>" for wire in wires)
        path = self.folder / "1/config.xml"
        path.write_text(path.read_text().replace(
            "</remote_servers>", f"<wired>{replicas}</wired></remote_servers>"))
        wait_for(lambda: self.post("SELECT count() FROM system.clusters WHERE cluster = 'wired'")
                 .strip() == str(len(wires)))
        return wires

    def is_asked(self):
        return self.post("SELECT count() FROM system.processes WHERE query LIKE '%bestfit_side%' "
                         "AND user <> 'default'").strip() != "0"

    def is_scoring(self):
        return self.post("SELECT count() FROM system.processes WHERE query_id LIKE "
                         "'bestfit-score%'").strip() != "0"

    def die(self):
        os.kill(int((self.folder / str(self.shard) / "pid").read_text()), signal.SIGKILL)

    def come_back(self):
        subprocess.run([self.script, "again", self.folder, str(self.shard)], check=True,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        wait_for(self.answers)

    def answers(self):
        try:
            return self.post("SELECT count() FROM " + getattr(self, "probe", "system.one")) != ""
        except (OSError, RuntimeError):
            return False


class PortWire:
    """A proxy that counts what crosses it."""

    def __init__(self, port):
        self.to = ("127.0.0.1", port)
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.bytes = 0
        threading.Thread(target=self.listen, daemon=True).start()

    def listen(self):
        while True:
            near, _ = self.listener.accept()
            far = socket.create_connection(self.to)
            for a, b in ((near, far), (far, near)):
                threading.Thread(target=self.carry, args=(a, b), daemon=True).start()

    def carry(self, a, b):
        try:
            while data := a.recv(65536):
                self.bytes += len(data)
                b.sendall(data)
            b.shutdown(socket.SHUT_WR)
        except OSError:
            pass


class Wire(PortWire):
    """The same of a source."""

    def __init__(self, source):
        head, _, rest = source.partition("@")
        super().__init__(int(rest.split("/")[0].split(":")[1]))
        self.source = f"{head}@127.0.0.1:{self.port}/{rest.split('/')[1]}"
