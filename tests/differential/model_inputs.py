"""What a caller of a model makes of a row: docs/formats/compiled.md, written a second time."""
import datetime
import math
import tomllib

SPACES = " \t\r\n\u00a0"
DISARMED = "=+-@\t\r"
NOT_KNOWN = set(
    "null;(null);[null];<null>;n/a;na;n.a.;#n/a;#n/a n/a;#na;#null!;#value!;#ref!;#div/0!;#name?;"
    "none;(none);--none--;- none -;nil;nan;\\n;-;--;---;–;—;?;??;.;(blank);(empty);[unknown];"
    "(unknown);<unknown>;select;please select;- select -;-- select --;select...;not available;"
    "not specified;not provided;(not set);undefined;no value;".split(";"))


def fold(text):
    simple = {"İ": "i"}  # the one letter whose small form is two
    return "".join(simple.get(letter, letter.lower()) for letter in text.strip(SPACES))


def value_text(cell):
    return cell[1:] if len(cell) > 1 and cell[0] == "'" and cell[1] in DISARMED else cell


def is_not_known(folded, na_is_label):
    return folded in NOT_KNOWN and not (na_is_label and folded == "na")


def day_number(text):
    return (datetime.date.fromisoformat(text) - datetime.date(1970, 1, 1)).days


def parts_of(profile):
    yield from profile.get("disqualify", [])
    yield from profile.get("require", [])
    yield from profile.get("score", [])


def labels_of(part):
    for piece in part.get("bins", [part]):
        yield from piece.get("values", [])


def is_code(text):
    text = text.strip(SPACES)
    return len(text) == 2 and text.isascii() and text.isalpha() and text.isupper()


class Inputs:
    """The inputs of a model of a profile file, and their values for typed columns."""

    def __init__(self, icp, columns):
        self.profile = tomllib.loads(icp)
        self.columns = {name: (kind, values) for name, kind, values in columns}
        self.as_of = self.profile.get("as_of")
        self.inputs = {}
        for profile in self.profile["profile"]:
            for part in parts_of(profile):
                self.add(part)

    def na_is_label(self, column):
        labels = [label for profile in self.profile["profile"] for part in parts_of(profile)
                  if part["column"] == column for label in labels_of(part)]
        if any(fold(label) == "na" for label in labels):
            return True
        known = [label for label in labels if fold(label) not in NOT_KNOWN]
        return bool(known) and all(is_code(label) for label in known)

    def add(self, part):
        column, kind = part["column"], part["kind"]
        if kind == "number":
            self.inputs[column] = [
                None if value is None or not math.isfinite(value) else value
                for value in self.columns[column][1]]
        elif kind == "flag":
            self.inputs[f"{column} (1 yes, 0 no)"] = [
                None if value is None else float(value) for value in self.columns[column][1]]
        elif kind == "category":
            self.inputs[f"{column} (in lower case)"] = [
                "" if value is None else fold(value_text(value))
                for value in self.columns[column][1]]
        elif kind == "date":
            self.add_age(column, part.get("relative_to", ""))
        else:
            self.add_members(part)

    def add_age(self, column, relative_to):
        until = self.columns[relative_to][1] if relative_to else None
        ages = []
        for row, value in enumerate(self.columns[column][1]):
            end = until[row] if until and until[row] is not None else self.as_of
            ages.append(None if value is None or end is None
                        else float(day_number(str(end)) - day_number(value)))
        at = f" at {relative_to}" if relative_to else ""
        self.inputs[f"{column} (age in days{at})"] = ages

    def members(self, cell, na_is_label):
        text = value_text(cell or "")
        if is_not_known(fold(text), na_is_label):
            return set()
        found = {fold(member) for member in text.split(";")}
        return {member for member in found if not is_not_known(member, na_is_label)}

    def add_members(self, part):
        column = part["column"]
        na_is_label = self.na_is_label(column)
        rows = [self.members(cell, na_is_label) for cell in self.columns[column][1]]
        wanted = {fold(label) for label in labels_of(part)}
        for member in wanted:
            self.inputs[f"{column} = {member}"] = [
                float(member in row) if row else None for row in rows]
        if not wanted:
            self.inputs[f"{column} (1 known)"] = [1.0 if row else None for row in rows]
