#!/usr/bin/env python3
"""Checks what a program made of an input: whether the shape is right, and sampled slices, by exact arithmetic.

    verify.py softmax INPUT OUTPUT ROWS COLUMNS DIM ULPS
    verify.py copy INPUT OUTPUT ROWS COLUMNS

Says what is wrong and ends with status 1, else says nothing. Formats go by the ending (.npy of float32, .json, .csv,
and .numbers: one a line). A process of its own, as inputs.py is.
"""

import ast
import decimal
import json
import math
import os
import struct
import sys

SAMPLES = 3  # slices: the first, the last, and between


class Wrong(Exception):
    """What is wrong."""


class Npy:
    """A matrix of float32 in a file, of which little is read."""

    dtype = "float32"

    def __init__(self, path):
        self.path = path
        with open(path, "rb") as file:
            start = file.read(10)
            if start[:6] != b"\x93NUMPY" or start[6] != 1:
                raise Wrong("this is no .npy of version 1")
            length = struct.unpack("<H", start[8:10])[0]
            header = ast.literal_eval(file.read(length).decode("latin1"))
        if header["descr"] != "<f4" or header["fortran_order"]:
            raise Wrong(f"expected rows of <f4, found {header}")
        self.begin = 10 + length
        self.shape = header["shape"]
        if len(self.shape) != 2 or os.path.getsize(path) != self.begin + 4 * math.prod(self.shape):
            raise Wrong(f"the shape is {self.shape}, the size {os.path.getsize(path)}")

    def slice(self, dim, number):
        rows, columns = self.shape
        runs = [(number * columns, columns)] if dim == 1 else [(row * columns + number, 1) for row in range(rows)]
        values = []
        with open(self.path, "rb") as file:
            for first, count in runs:
                file.seek(self.begin + 4 * first)
                values += struct.unpack(f"<{count}f", file.read(4 * count))
        return values


class Rows:
    """A matrix of float64 from a text."""

    dtype = "float64"

    def __init__(self, rows):
        self.rows = rows
        self.shape = (len(rows), len(rows[0]) if rows else 0)
        if any(len(row) != self.shape[1] for row in rows):
            raise Wrong("rows differ in length")

    def slice(self, dim, number):
        return self.rows[number] if dim == 1 else [row[number] for row in self.rows]


def read(path, columns):
    if path.endswith(".npy"):
        return Npy(path)
    with open(path, encoding="ascii") as file:
        if path.endswith(".json"):
            return Rows(json.load(file))
        numbers = [[float(cell) for cell in line.split(",")] for line in file]
    if path.endswith(".csv"):
        return Rows(numbers)
    flat = [line[0] for line in numbers]
    return Rows([flat[first:first + columns] for first in range(0, len(flat), columns)])


def exact_softmax(values):
    """With 40 digits."""
    with decimal.localcontext() as context:
        context.prec = 40
        exact = [decimal.Decimal(value) for value in values]
        largest = max(exact)
        exponentials = [(value - largest).exp() for value in exact]
        total = sum(exponentials)
        return [value / total for value in exponentials]


def ulp(value, dtype):
    """The distance between the dtype's values around a positive value."""
    if dtype == "float64":
        return math.ulp(value)
    return math.ldexp(1.0, max(math.frexp(value)[1] - 24, -149))


def check_slice(result, expected, dtype, ulps):
    for place, (found, exact) in enumerate(zip(result, expected)):
        allowed = ulps * decimal.Decimal(ulp(float(exact), dtype))
        if not math.isfinite(found) or abs(decimal.Decimal(found) - exact) > allowed:
            raise Wrong(f"element {place} is {found!r}, expected {float(exact)!r}")
    if len(result) > 1 and abs(math.fsum(result) - 1) > len(result) * ulps * ulp(1.0, dtype):
        raise Wrong(f"a slice sums to {math.fsum(result)!r}")


def sampled(count):
    return sorted({sample * (count - 1) // (SAMPLES - 1) for sample in range(SAMPLES)})


def check_shape(output, shape):
    if tuple(output.shape) != shape:
        raise Wrong(f"expected the shape {shape}, found {tuple(output.shape)}")


def check_softmax(given, output, shape, dim, ulps):
    check_shape(output, shape)
    for number in sampled(shape[1 - dim]):
        check_slice(output.slice(dim, number), exact_softmax(given.slice(dim, number)), output.dtype, ulps)


def check_copy(given, output, shape):
    check_shape(output, shape)
    for number in range(shape[0]):
        if output.slice(1, number) != given.slice(1, number):
            raise Wrong(f"row {number} differs")


def main():
    what, given, output, rows, columns = *sys.argv[1:4], int(sys.argv[4]), int(sys.argv[5])
    try:
        matrices = read(given, columns), read(output, columns)
        if what == "copy":
            check_copy(*matrices, (rows, columns))
        else:
            check_softmax(*matrices, (rows, columns), int(sys.argv[6]), int(sys.argv[7]))
    except (Wrong, ValueError, OSError) as trouble:
        sys.exit(str(trouble))


if __name__ == "__main__":
    main()
