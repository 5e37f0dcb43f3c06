#!/usr/bin/env python3
"""Writes expressions.json: random expressions in Python, and what NumPy makes of them.

Needs NumPy (1.24.2 made the data). The tests read the data and need neither."""

import json
import random

import numpy as np

random.seed(13)
DIMS = [(3,), (2, 3), (1, 3), (2, 1), (2, 2, 2), (4,)]


def number():
    return random.choice(
        [
            str(random.randint(-9, 9)),
            repr(round(random.uniform(-5, 5), random.randint(1, 6))),
            "1/3",
            "2**-2",
            "1e-3",
            "-(2 + 1)",
        ]
    )


def nested(shape):
    if not shape:
        return number()
    return "[" + ", ".join(nested(shape[1:]) for _ in range(shape[0])) + "]"


def leaf(shape):
    kind = random.randrange(8)
    if kind == 0:
        return "np.full(%r, %s)" % (shape, number())
    if kind == 1:
        return "np.arange(%d).reshape(%r)" % (int(np.prod(shape)), shape)
    if kind == 2:
        return "np.linspace(-1, 2, %d).reshape(%s)" % (
            int(np.prod(shape)),
            ", ".join(map(str, shape)),
        )
    if kind == 3:
        return "np.array(%s, dtype=np.float64)" % nested(shape)
    return "np.array(%s)" % nested(shape)


def expression(shape, depth):
    if depth == 0:
        return leaf(shape)
    kind = random.randrange(9)
    inner = expression(shape, depth - 1)
    if kind == 0:
        return "-" + inner if inner.startswith("np") else "-(%s)" % inner
    if kind == 1:
        return "(%s) %s %s" % (
            inner,
            random.choice(["+", "-", "*", "/"]),
            random.choice(["2", "0.5", "3.0", "10"]),
        )
    if kind == 2:
        return "%s %s (%s)" % (
            random.choice(["2", "0.25", "-1"]),
            random.choice(["+", "-", "*"]),
            inner,
        )
    if kind == 3:
        return "(%s) %s (%s)" % (
            inner,
            random.choice(["+", "-", "*"]),
            expression(shape, depth - 1),
        )
    if kind == 4 and len(shape) == 2:
        return "(%s).T" % expression(shape[::-1], depth - 1)
    if kind == 5:
        return "(%s).reshape(%s)" % (
            expression((int(np.prod(shape)),), depth - 1),
            ", ".join(map(str, shape)),
        )
    if kind == 6:
        return "(%s)[::-1]" % inner
    if kind == 7:
        return "(%s)[1:]" % expression((shape[0] + 1,) + shape[1:], depth - 1)
    return "np.concatenate((%s, %s))[:%d]" % (inner, inner, shape[0])


def main():
    cases = []
    while len(cases) < 600:
        code = expression(random.choice(DIMS), random.randint(1, 3))
        value = np.asarray(eval(code, {"np": np}))
        if len(code) > 400 or not np.isfinite(value).all():
            continue
        cases.append(
            {
                "code": code,
                "shape": list(value.shape),
                "values": [float(v) for v in value.ravel()],
            }
        )
    with open("expressions.json", "w") as file:
        file.write("[\n" + ",\n".join(json.dumps(case) for case in cases) + "\n]\n")


main()
