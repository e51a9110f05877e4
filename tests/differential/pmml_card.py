"""PMML Scorecards, evaluated by a reading of the standard that shares nothing with the compiler.

No consumer of PMML is in Debian or npm; this is a second one, for what Bestfit writes: predicates,
compound predicates, sets, and the expressions of Output. Source: dmg.org/pmml/v4-4.
"""
import xml.etree.ElementTree

SPACE = "{http://www.dmg.org/PMML-4_4}"


def plain(element):
    return element.tag.removeprefix(SPACE)


def words_of(array):
    """The words of an Array: parted by blanks, in quotes where they hold some."""
    words, word, inside, escaped = [], "", False, False
    for letter in array.text or "":
        if escaped:
            word += letter
            escaped = False
        elif letter == "\\":
            escaped = True
        elif letter == '"':
            if inside:
                words.append(word)
                word = ""
            inside = not inside
        elif inside:
            word += letter
    assert len(words) == int(array.get("n"))
    return words


COMPARE = {"equal": lambda a, b: a == b, "notEqual": lambda a, b: a != b,
           "lessThan": lambda a, b: a < b, "lessOrEqual": lambda a, b: a <= b,
           "greaterThan": lambda a, b: a > b, "greaterOrEqual": lambda a, b: a >= b}


def both(parts):
    return False if False in parts else None if None in parts else True


def either(parts):
    return True if True in parts else None if None in parts else False


def predicate(element, row):
    """True, False or None (unknown)."""
    kind = plain(element)
    if kind in ("True", "False"):
        return kind == "True"
    if kind == "CompoundPredicate":
        parts = [predicate(child, row) for child in element]
        return {"and": both, "or": either}[element.get("booleanOperator")](parts)
    value = row[element.get("field")]
    if kind == "SimpleSetPredicate":
        return None if value is None else value in words_of(element[0])
    assert kind == "SimplePredicate", kind
    if element.get("operator") == "isMissing":
        return value is None
    return None if value is None else COMPARE[element.get("operator")](
        value, float(element.get("value")))


def constant(element):
    text = element.text or ""
    kinds = {"integer": int, "double": float, "string": str, "boolean": lambda t: t == "true"}
    return kinds[element.get("dataType")](text)


def expression(element, row):
    kind = plain(element)
    if kind == "Constant":
        return constant(element)
    if kind == "FieldRef":
        return row[element.get("field")]
    assert kind == "Apply", kind
    function = element.get("function")
    if function == "if":
        chosen = 1 if expression(element[0], row) else 2
        return expression(element[chosen], row) if chosen < len(element) else None
    values = [expression(child, row) for child in element]
    if function == "isMissing":
        return values[0] is None
    if function in ("and", "or"):
        return {"and": both, "or": either}[function](values)
    if None in values:
        return None
    if function == "isIn":
        return values[0] in values[1:]
    return values[0] + values[1] if function == "+" else COMPARE[function](*values)


def scorecard(element, row):
    """The outputs of one Scorecard, and its reasons: code and points of what was matched."""
    total, reasons = int(element.get("initialScore")), []
    for characteristic in element.find(SPACE + "Characteristics"):
        for attribute in characteristic:
            if predicate(attribute[0], row):
                points = int(attribute.get("partialScore"))
                total += points
                reasons.append((points, attribute.get("reasonCode")))
                break
        else:
            raise ValueError("no attribute matches: the score is undefined")
    outputs = dict(row)
    for field in element.find(SPACE + "Output"):
        if field.get("feature") == "predictedValue":
            outputs[field.get("name")] = total
        elif field.get("feature") == "transformedValue":
            outputs[field.get("name")] = expression(field[0], outputs)
    outputs["reasons"] = "; ".join(
        code for points, code in sorted(reasons, key=lambda reason: -reason[0]) if points > 0)
    return outputs


class Document:
    def __init__(self, text):
        root = xml.etree.ElementTree.fromstring(text)
        assert root.get("version") == "4.4"
        self.fields = [field.get("name") for field in root.find(SPACE + "DataDictionary")]
        self.cards = root.findall(SPACE + "Scorecard")
        for card in self.cards:
            parts = [plain(part) for part in card]
            assert parts == ["MiningSchema", "Output", "Characteristics"], parts
            active = [field.get("name") for field in card[0]]
            assert active == self.fields

    def score(self, row):
        """[score, tier, status, profile, probability, reasons] of the card that fits best."""
        worth = {"scored": 2000, "insufficient_data": 1000, "disqualified": 0}
        best = None
        for card in self.cards:
            out = scorecard(card, row)
            key = worth[out["icp_status"]] + (out["icp_score"] or 0)
            if best is None or key > best[0]:
                best = (key, card.get("modelName"), out)
        _, name, out = best
        scored = out["icp_status"] == "scored"
        return [out["icp_score"], out.get("icp_tier") or None, out["icp_status"],
                name if scored else None, out.get("icp_probability"),
                out["reasons"] if scored else None]
