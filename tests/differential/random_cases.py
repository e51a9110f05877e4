"""Random profiles, and rows that are hard for them: values at cut points, odd texts."""
import math
import random
import tomllib
import struct

CUTS = [0.1, 0.5, 1.0, 49.5, 50.0, 100.0, 0.30000000000000004, 123456.789, 1e15,
        9007199254740993.0, 1e22, -3.25, -1e-5, 5e-324, 1e-310, 2.2250738585072014e-308,
        1.7976931348623157e308, 0.0, 16777217.0, 33.333333333333336, 12345678901234567.0]
AGES = [0.0, 30.0, 365.0, 365.25, 1000.0, -10.0, 3650.0, 0.5]
LABELS = ["Software", "Bank", "Café", "ÇELİK", "istanbul", "Kelvin kit", "Straße", "Größe",
          "ΟΔΟΣ", "οδοσ", "Ålesund", "O'Brien & Co", 'say "hi"', "back\\slash", "a|b", "50%_",
          "=cmd|' /C calc'!A0", "-minus", "+1", "@home", "日本", "🚀 go", "Health care", "x\ty",
          "two\nlines", "none such", "Ǆ", "ǅ", "ﬁ", "İzmir", "$1", "\\1", "{x}", "; DROP TABLE a",
          "-- no", "/* c */", "unknown", "null island", "é" * 20]
CODES = ["DE", "NO", "US", "GB", "FR", "NA"]
WORDS_NOT_KNOWN = ["", " ", "N/A", "null", "NULL", "None", "-", "--", "?", "#N/A", "(blank)",
                   "nan", "\\N", "--None--", " n/a ", "\u00a0", "Select", "–", "'-"]
NAMES = ["Größe (€)", 'a"b', "it's", "back\\slash", "select", "Number of Sites", "x", "Ünï côdé",
         "semi;colon", "tab", "-- x", "a`b", "per cent %", "{braces}", "$dollar", "a.b", "Δ",
         "Country"]
DAYS = ["2026-01-01", "2025-01-01", "2020-02-29", "1999-12-31", "1970-01-01", "1969-12-31",
        "1900-03-01", "2025-12-02", "2025-12-03", "2023-04-07", "2100-02-28", "1582-10-10"]


def next_double(value, step):
    if value != value or math.isinf(value):
        return value
    if value == 0:
        return 5e-324 * step
    bits = struct.unpack("<q", struct.pack("<d", value))[0] + (step if value > 0 else -step)
    return struct.unpack("<d", struct.pack("<q", bits))[0]


def toml(text):
    out = ""
    for letter in text:
        if letter in '"\\':
            out += "\\" + letter
        elif ord(letter) < 32 or ord(letter) == 127:
            out += f"\\u{ord(letter):04X}"
        else:
            out += letter
    return f'"{out}"'


def toml_number(value):
    text = repr(float(value))
    return text if "." in text else text.replace("e", ".0e")


class Column:
    def __init__(self, name, kind, draw):
        self.name = name
        self.kind = kind
        self.codes = kind == "category" and draw.random() < 0.2
        self.cuts = draw.sample(AGES if kind == "date" else CUTS, 4)
        pool = CODES if self.codes else LABELS
        self.labels = draw.sample(pool, min(len(pool), 8))
        self.relative = None
        self.named = False  # the profile names labels of it


class Case:
    """A profile as TOML, and its columns."""

    def __init__(self, seed):
        self.draw = random.Random(seed)
        names = self.draw.sample(NAMES, 9)
        kinds = ["number", "number", "date", "flag", "category", "category", "set", "number",
                 "date"]
        self.columns = [Column(name, kind, self.draw) for name, kind in zip(names, kinds)]
        self.by_kind = {kind: [c for c in self.columns if c.kind == kind] for kind in kinds}
        dates = self.by_kind["date"]
        if self.draw.random() < 0.5:
            dates[0].relative = dates[1].name
        self.as_of = self.draw.choice(["2026-01-01", "2000-02-29", None])
        self.version = self.draw.choice(["", "1", "v '\"\\ 2"])
        # ClickHouse reads texts of more than 15 digits with an error in the last place, and 18.16
        # those below 2.2e-308 as 0: docs/formats/compiled.md. Every other case is without them.
        self.short = seed % 2 == 0
        self.first = None  # the card of the first profile
        self.text = self.profile_text()
        named = self.columns_named()
        for column in self.columns:
            column.named = column.name in named

    def columns_named(self):
        """Columns of which the profiles name labels. A card may have been drawn and not kept."""
        named = set()
        for profile in tomllib.loads(self.text)["profile"]:
            for entry in profile.get("score", []):
                named |= {entry["column"] for one in entry["bins"] if "values" in one}
            for table in ("require", "disqualify"):
                named |= {one["column"] for one in profile.get(table, []) if "values" in one}
        return named

    def part(self, column, allow_all=True):
        draw = self.draw
        if allow_all and draw.random() < 0.15:
            return ""
        if column.kind in ("number", "date"):
            low, high = sorted(draw.sample(column.cuts, 2))
            form = draw.randrange(3)
            parts = [f"from = {toml_number(low)}"] if form != 1 else []
            parts += [f"below = {toml_number(high)}"] if form != 0 else []
            return ", ".join(parts)
        if column.kind == "flag":
            values = draw.choice([["yes"], ["No"], ["yes", "NO"], ["true"]])
        else:
            values = draw.sample(column.labels, draw.randint(1, 3))
            if draw.random() < 0.1:
                values.append("N/A")
            values = [v if column.codes else draw.choice([v, v.upper(), v.lower(), f" {v} "])
                      for v in values]
        return "values = [" + ", ".join(toml(value) for value in values) + "]"

    def head(self, column):
        lines = [f"column = {toml(column.name)}", f'kind = "{column.kind}"']
        if column.relative:
            lines.append(f"relative_to = {toml(column.relative)}")
        return lines

    def criterion(self, column, most):
        draw = self.draw
        points = [draw.randint(0, most) for _ in range(draw.randint(1, 4))]
        points[draw.randrange(len(points))] = most
        bins = []
        for i, value in enumerate(points):
            part = self.part(column, allow_all=i + 1 == len(points) or draw.random() < 0.1)
            label = draw.choice([f"bin {i}", "it's \"odd\"", "a\\b", "größer\nals", "--",
                                 "%s {} $1"])
            bins.append("{ label = " + toml(label) + (", " + part if part else "") +
                        f", points = {value} }}")
        lines = ["[[profile.score]]", *self.head(column), "bins = [" + ", ".join(bins) + "]"]
        if draw.random() < 0.3:
            lines.append(f"attribute = {toml(draw.choice(LABELS))}")
        if draw.random() < 0.3 and 0 in points and all("values" in b or "from" in b for b in bins):
            lines.append(f"missing = {{ label = \"?\", points = {draw.randint(0, most)} }}")
        if draw.random() < 0.2:
            lines.append("missing_says_something = true")
        return lines

    def condition(self, table):
        column = self.draw.choice(self.columns)
        part = self.part(column).replace(", ", "\n") if column.kind in ("number", "date") else \
            self.part(column)
        lines = [f"[[profile.{table}]]", *self.head(column), f'label = "the {column.kind}"']
        lines += [part] if part else []
        return lines + ([f"reason = {toml(self.draw.choice(LABELS))}"]
                        if self.draw.random() < 0.5 else [])

    def profile(self, number):
        draw = self.draw
        columns = draw.sample(self.columns, draw.randint(1, 7))
        cuts = sorted(draw.sample(range(1, 100), len(columns) - 1))
        most = [b - a for a, b in zip([0, *cuts], [*cuts, 100])]
        lines = ["[[profile]]", f"name = {toml(f'P{number} ' + draw.choice(LABELS))}",
                 f"known_min = {draw.choice([0, 25, 50, 100])}"]
        tiers = sorted(draw.sample(range(0, 90), draw.randint(0, 3)), reverse=True)
        if tiers:
            lines.append("tier = [" + ", ".join(
                f"{{ name = {toml('ABCD'[i] + draw.choice(['', chr(39), chr(92)]))}, "
                f"from = {cut} }}" for i, cut in enumerate(tiers)) + "]")
        steps = sorted(draw.sample(range(0, 90), draw.randint(0, 3)))
        if steps:
            lines.append("calibration = [" + ", ".join(
                f"{{ from = {cut}, probability = {i / 7 + 0.01:.4f} }}"
                for i, cut in enumerate(steps)) + "]")
        for table in ("require", "disqualify"):
            for _ in range(draw.choice([0, 0, 1, 2])):
                lines += self.condition(table)
        card = [self.criterion(column, points) for column, points in zip(columns, most)]
        if self.first and draw.random() < 0.5:
            card = self.first  # as profiles that were learned mostly have
        self.first = self.first or card
        return lines + [line for criterion in card for line in criterion]

    def profile_text(self):
        lines = ["format = 1"]
        lines += [f"version = {toml(self.version)}"] if self.version else []
        lines += [f"as_of = {self.as_of}"] if self.as_of else []
        for number in range(self.draw.choice([1, 1, 2, 3])):
            lines += self.profile(number)
        return "\n".join(lines) + "\n"

    def number(self, column):
        draw = self.draw
        form = draw.randrange(10)
        if form < 4:
            return draw.choice(column.cuts)
        if form < 6:
            return next_double(draw.choice(column.cuts), draw.choice([-1, 1]))
        if form == 6:
            return draw.choice([float("nan"), float("inf"), float("-inf"), -0.0, 5e-324, 1e-320])
        if form == 7:
            return float(draw.getrandbits(draw.choice([8, 40, 63])))
        return draw.uniform(-200, 200)

    def spaced(self, text):
        draw = self.draw
        text = draw.choice([text, text, text.upper(), text.lower(), text.swapcase()])
        return draw.choice(["", "", "", " ", "\t", "\u00a0"]) + text + \
            draw.choice(["", "", "", " ", "\r\n", " \u00a0"])

    def label(self, column):
        draw = self.draw
        if draw.random() < 0.15:
            return draw.choice(WORDS_NOT_KNOWN)
        if column.codes:  # whether "NA" is a label cannot be told where the profile names none
            return draw.choice(CODES if column.named else CODES[:4])
        text = draw.choice(column.labels if draw.random() < 0.7 else LABELS)
        if text[0] in "=+-@" and draw.random() < 0.5:
            return "'" + text
        return self.spaced(text)

    def members(self, column):
        draw = self.draw
        count = draw.choice([0, 1, 2, 3, 4])
        return draw.choice([";", "; ", " ;", " ;\t "]).join(
            self.label(column) for _ in range(count)) or draw.choice(WORDS_NOT_KNOWN)

    def day(self):
        draw = self.draw
        if draw.random() < 0.7:
            return draw.choice(DAYS)
        return f"{draw.randint(1800, 2200):04}-{draw.randint(1, 12):02}-{draw.randint(1, 28):02}"

    def typed_value(self, column):
        if self.draw.random() < 0.12:
            return None
        if column.kind == "number":
            return self.number(column)
        if column.kind == "flag":
            return self.draw.random() < 0.5
        if column.kind == "date":
            return self.day()
        return self.label(column) if column.kind == "category" else self.members(column)

    def number_text(self, column):
        text = self.any_number_text(column)
        digits = sum(letter.isdigit() for letter in text)
        return "12.5" if self.short and (digits > 15 or "e-" in text) else text

    def any_number_text(self, column):
        draw = self.draw
        if draw.random() < 0.15:
            return draw.choice(WORDS_NOT_KNOWN + [
                "many", "1e400", "1e-400", "0x10", "1_000", "inf", "-inf", "Infinity",
                "12 apples", "(5", "5)", "--"])
        value = self.number(column)
        if value != value or math.isinf(value) or draw.random() < 0.5:
            return draw.choice(["{}", " {} ", "+{}", "{}\u00a0"]).format(repr(value)).replace(
                "+-", "-")
        value = round(draw.choice([value % 1e7, draw.choice(column.cuts) % 1e7]), 2)
        text = draw.choice([f"{value:,.2f}", f"{value:,.0f}", f"{value:.2f}",
                            f"{value:,.2f}".replace(",", " ")])
        return draw.choice(["${}", "{} EUR", "€ {}", "{}%", "({})", "-{}", "- {}", "\u2212{}",
                            "{} k", "{}M", "{} bn", "{} mio", "US$ -{}", "{} kr", "{}", "{} MXN",
                            "{}k USD", "$ {} USD", "(-{})", "{} KRW", "{}B", "+{}"]).format(text)

    def text_value(self, column):
        draw = self.draw
        if draw.random() < 0.08:
            return None
        if column.kind == "number":
            return self.number_text(column)
        if column.kind == "flag":
            return draw.choice(["Yes", "no", "TRUE", "false", "y", "N", "t", "F", "1", "0",
                                " yes ", "maybe", "2", "yes!", ""] + WORDS_NOT_KNOWN)
        if column.kind == "date":
            day = self.day()
            year, month, date = day.split("-")
            return draw.choice([day, day + " 10:30", day + "T23:59:59.5Z", day + " 07:00 pm +02:00",
                                f"{year}/{int(month)}/{int(date)}", f"{year}.{month}.{date}",
                                f" {day} ", "2021-02-30", "2021-13-01", "1900-02-29", "2000-02-29",
                                "2021-06/03", day + "x", "N/A", "soon", day + " 25:10"])
        return self.label(column) if column.kind == "category" else self.members(column)

    def rows(self, count, typed):
        """Columns as engines.py takes them; a typed date is a day or a timestamp."""
        columns = [("id", "number", [float(i) for i in range(count)])]
        for column in self.columns:
            kinds = {"number": "number", "flag": "flag", "date": "day"}
            kind = kinds.get(column.kind, "text") if typed else "text"
            value = self.typed_value if typed else self.text_value
            columns.append((column.name, kind, [value(column) for _ in range(count)]))
        return columns
