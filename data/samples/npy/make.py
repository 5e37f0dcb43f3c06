#!/usr/bin/env python3
"""Writes the .npy files beside this script, with NumPy itself: how real files look, for tests/formats/npy/reader_test.cpp.

    python3 make.py

Element number i, counted in C order, is

    i - 3          signed integers and floats, shape (2, 3)
    i              unsigned integers, shape (2, 3)
    i % 2 == 1     bool, shape (2, 3)

and the files named after something else than a type hold i - 3 as well, in the type and shape written below. Running
the script again gives the same bytes (made with NumPy 1.24).
"""

from pathlib import Path

import numpy as np
from numpy.lib import format as npy

HERE = Path(__file__).resolve().parent


def counted(shape, dtype, first=-3):
    size = int(np.prod(shape, dtype=int))
    return np.arange(first, first + size).reshape(shape).astype(dtype)


def save(name, array, version=None):
    with open(HERE / name, "wb") as file:
        npy.write_array(file, array, version=version, allow_pickle=False)


for kind, sizes, first in (("f", (2, 4, 8), -3), ("i", (1, 2, 4, 8), -3), ("u", (1, 2, 4, 8), 0)):
    for size in sizes:
        for order, ending in (("<", ""), (">", "-big")):
            if size > 1 or order == "<":
                save(f"{kind}{size}{ending}.npy", counted((2, 3), f"{order}{kind}{size}", first))
save("bool.npy", counted((2, 3), "i8", 0) % 2 == 1)

save("fortran.npy", np.asfortranarray(counted((2, 3, 4), "<f4")))
save("fortran-big.npy", np.asfortranarray(counted((2, 3), ">i2")))
save("rank0.npy", np.array(-3.0))
save("rank1.npy", counted((5,), "<f8"))
save("empty.npy", counted((0, 3), "<f4"))
save("version2.npy", counted((2, 3), "<f8"), version=(2, 0))
save("version3.npy", counted((2, 3), "<f8"), version=(3, 0))

with open(HERE / "three.npy", "wb") as file:  # one array after another
    np.save(file, counted((2, 3), "<f4"))
    np.save(file, np.asfortranarray(counted((2, 2), "<f8")))
    np.save(file, counted((4,), "<i8"))
