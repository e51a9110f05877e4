"""Accounts of a company with a known rule of who is won, for builds inside databases."""
import datetime
import functools
import random

COLUMNS = [("account_id", "integer", "UInt32"), ("industry", "text", "Nullable(String)"),
           ("employees", "integer", "Nullable(Int32)"),
           ("revenue_eur", "double precision", "Nullable(Float64)"),
           ("first_met", "date", "Date"), ("listed", "boolean", "Nullable(UInt8)"),
           ("tools", "text[]", "Array(String)"), ("region", "text", "String"),
           ("holding", "text", "String"), ("stage", "text", "String")]
NAMES = [name for name, _, _ in COLUMNS]
INDUSTRIES = ["Software", "Banking", "Retail, wholesale", "Health", None]
TOOLS = ["SAP", "HubSpot", "Jira", "Slack"]
REGIONS = ["North", "South", "East", "West", "N/A"]


def row_of(number, seed):
    """One account; the same for the same number and seed."""
    draw = random.Random(number * 1_000_003 + seed)
    industry = draw.choice(INDUSTRIES)
    employees = None if draw.random() < 0.05 else int(draw.lognormvariate(4, 1.2))
    revenue = None if draw.random() < 0.1 else round(draw.lognormvariate(13, 1), 2)
    met = datetime.date(2021, 1, 1) + datetime.timedelta(days=draw.randrange(1500))
    tools = [tool for tool in TOOLS if draw.random() < 0.3]
    fit = ((industry == "Software") + 0.8 * (50 <= (employees or 0) < 500) + 0.6 * ("SAP" in tools)
           + 0.9 * draw.gauss(0, 1))
    stage = "Open" if draw.random() < 0.1 else "Won" if fit > 1.6 else "Lost"
    return [number, industry, employees, revenue, met.isoformat(), draw.random() < 0.3, tools,
            draw.choice(REGIONS), f"H{draw.randrange(10 + number)}", stage]


@functools.lru_cache(maxsize=4)
def rows_of(count, seed=1):
    """Not to be changed: they are kept."""
    return [row_of(number, seed) for number in range(1, count + 1)]


def quoted(text):
    return '"' + text.replace('"', '""') + '"' if any(mark in text for mark in ',"\n') else text


def cell(value):
    """As the file of an export has it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return ";".join(value)
    if isinstance(value, float) and value == int(value):
        return str(int(value))
    return str(value)


def csv_text(rows):
    lines = [NAMES, *rows]
    return "".join(",".join(quoted(cell(value)) for value in line) + "\n" for line in lines)


def postgres_cell(value):
    if value is None:
        return "\\N"
    if isinstance(value, list):
        return "{" + ",".join(value) + "}"
    return cell(value)


def clickhouse_cell(value):
    if value is None:
        return "\\N"
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, list):
        return "[" + ",".join(f"'{member}'" for member in value) + "]"
    return cell(value)


def tab_text(rows, of_cell):
    return "".join("\t".join(of_cell(value) for value in row) + "\n" for row in rows)
