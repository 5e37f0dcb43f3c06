#!/usr/bin/env python3
"""Exact results for the inputs of the textbook lessons: textbook.json, to 40 digits, by Python's decimal alone.

    python3 textbook.py > textbook.json

Each entry names the lesson's file that its input was printed in. The formulas are the definitions as they stand, with 1000
digits; checked by hand against the lesson's own derivations (see `derived`).
"""
import itertools
import json
from decimal import Decimal, getcontext

getcontext().prec = 1000  # log p is as small as -e^-995 here

LESSONS = {
    "000": "000_190bc1b349a1722e.txt",
    "001": "001_c361a85f7973ebee.txt",
    "002": "002_6110256bdd652065.txt",
    "003": "003_14ab9dbe18252373.txt",
    "004": "004_290a7ad56cfd5732.txt",
}

CUBE = [[["0.4890", "0.0378"], ["-1.4088", "0.3213"]], [["-0.4598", "-0.4771"], ["-1.6266", "-0.8554"]]]
TABLE = [[str((i + 1) * (j + 1)) for j in range(6)] for i in range(4)]
SCORES = [["1", "2", "3", "6"], ["2", "4", "5", "6"], ["3", "8", "7", "6"]]
BATCH = [["1", "2", "3", "6"], ["2", "4", "5", "6"], ["1", "2", "3", "6"]]
LOGITS = [["-0.0052024", "-0.00770216", "0.01360943", "-0.008921"]] * 2
ITEMS = [[["0.9034822", "0.3930805"], ["0.62397", "0.6378774"], ["0.88049906", "0.299172"]]]

# (lesson, input, dims, theta)
CASES = [("000", CUBE, dims, "1") for dims in ([0], [1], [2], [-1])]
CASES += [("001", [["-1000", "-1000", "-1000"]], [1], "1"), ("001", [["-1000", "1000", "-1000"]], [1], "1")]
CASES += [("002", [["1", "2"], ["4", "3"], ["5", "5"]], [0], "1"), ("003", TABLE, [1], "1")]
CASES += [("004", ["3.0", "1.0", "0.2"], [0], "1"), ("004", SCORES, [0], "1"), ("004", SCORES, [0, 1], "1")]
CASES += [("004", [["1", "2", "3", "6"]], [1], "1"), ("004", [["1", "2", "3", "6"]], [0], "1")]
CASES += [("004", BATCH, [1], "1"), ("004", BATCH, [0], "1"), ("004", BATCH, [0, 1], "1"), ("004", LOGITS, [1], "1")]
CASES += [("004", [["0.50839931", "0.49767588", "0.51260159"]], [1], "1"), ("004", ITEMS, [-1], "1")]
CASES += [("004", SCORES, [0], "0.5"), ("004", ["1000", "5"], [0], "1"), ("004", [["3", "2", "4"], ["4", "5", "6"]], [1], "1")]


def shape_of(nested):
    return [] if isinstance(nested, str) else [len(nested)] + shape_of(nested[0])


def at(nested, index):
    for i in index:
        nested = nested[i]
    return Decimal(nested)


def results(nested, dims, theta):
    """softmax and log-softmax in row-major order."""
    shape = shape_of(nested)
    normalised = {d % len(shape) for d in dims}
    indices = list(itertools.product(*map(range, shape)))
    slices = {}
    for index in indices:
        slices.setdefault(tuple(i for d, i in enumerate(index) if d not in normalised), []).append(index)
    softmax, log_softmax = {}, {}
    for members in slices.values():
        z = {m: at(nested, m) * Decimal(theta) for m in members}
        total = sum(value.exp() for value in z.values())
        # log p = -log(sum of e^(z_j - z)): exact also where it is near 0: 1000 digits hold 1 + e^-995
        for m in members:
            softmax[m] = z[m].exp() / total
            log_softmax[m] = z[m] - total.ln()
    return [softmax[i] for i in indices], [log_softmax[i] for i in indices]


def entry(lesson, nested, dims, theta):
    softmax, log_softmax = results(nested, dims, theta)
    text = lambda values: [format(v, ".40e") for v in values]
    flat = [str(at(nested, i)) for i in itertools.product(*map(range, shape_of(nested)))]
    return {"source": LESSONS[lesson], "shape": shape_of(nested), "input": flat, "dims": dims, "theta": theta,
            "softmax": text(softmax), "log_softmax": text(log_softmax)}


# Derived in lesson 000 itself with Python's math.exp, from the printed inputs; kept as the lesson prints them.
DERIVED = [
    {"dims": [0], "index": 0, "value": "0.7208737843071955"}, {"dims": [0], "index": 1, "value": "0.6259544445137329"},
    {"dims": [0], "index": 7, "value": "0.23564606371434452"}, {"dims": [1], "index": 0, "value": "0.8696423263784095"},
    {"dims": [1], "index": 5, "value": "0.5934630182609121"}, {"dims": [2], "index": 0, "value": "0.61092450679204"},
    {"dims": [2], "index": 1, "value": "0.38907549320796"},
]

if __name__ == "__main__":
    cases = [entry(*case) for case in CASES]
    for derived in DERIVED:
        case = next(c for c in cases if c["source"] == LESSONS["000"] and c["dims"] == derived["dims"])
        digits = len(derived["value"].split(".")[1])
        assert abs(Decimal(case["softmax"][derived["index"]]) - Decimal(derived["value"])) < Decimal(10) ** -(digits - 1)
    print(json.dumps({"cases": cases, "derived": DERIVED}, indent=1))
