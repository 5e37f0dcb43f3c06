#!/usr/bin/env python3
"""Makes an input for commands.py: inputs.py npy|json|csv ROWS COLUMNS PATH. Always the same numbers.

A process of its own, since a program that is measured starts with the peak memory of the process that starts it.
"""

import random
import struct
import sys
from array import array

POOL = 1048583  # a prime: repeated, these numbers meet no row and no column of up to a million twice


def normal(deviation):
    generator = random.Random(1)
    return lambda: generator.gauss(0, deviation)


def npy_header(rows, columns):
    text = f"{{'descr': '<f4', 'fortran_order': False, 'shape': ({rows}, {columns}), }}"
    text += " " * (-(10 + len(text) + 1) % 64) + "\n"
    return b"\x93NUMPY\x01\x00" + struct.pack("<H", len(text)) + text.encode()


def write_npy(rows, columns, path):
    number = normal(4)
    pool = array("f", (number() for _ in range(min(POOL, rows * columns))))
    if sys.byteorder == "big":
        pool.byteswap()
    with open(path, "wb") as file:
        file.write(npy_header(rows, columns))
        left = rows * columns
        while left > 0:
            pool[:left].tofile(file)
            left -= min(left, len(pool))


def write_text(rows, columns, path, before, between, after):
    number = normal(3)
    with open(path, "w", encoding="ascii") as file:
        file.write(before)
        for row in range(rows):
            file.write(between[0] + between[1].join(repr(number()) for _ in range(columns)) + between[2])
            file.write(after if row == rows - 1 else between[3])


def main():
    kind, rows, columns, path = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
    if kind == "npy":
        write_npy(rows, columns, path)
    elif kind == "json":
        write_text(rows, columns, path, "[", ("[", ", ", "]", ", "), "]\n")
    else:
        write_text(rows, columns, path, "", ("", ",", "", "\n"), "\n")


if __name__ == "__main__":
    main()
